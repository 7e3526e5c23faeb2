//! What a kind of rows is.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::{Entity, EntityTable};
use gumshoe_domain::{Day, Hour, Timestamp};
use gumshoe_store::SegmentKind;

use crate::columns::Field;
use crate::error::SegmentError;
use crate::predicate::Test;

/// A kind of rows: its columns, and how a row is written, read, looked up and merged.
///
/// The type that implements it is the enumeration of its columns, so that a query which names columns
/// says what it reads.
pub trait RowKind: Copy + Ord + Debug + Send + Sync + 'static {
    /// The kind of segments with such rows.
    const KIND: SegmentKind;
    /// The columns' descriptions, in the order of the file.
    const FIELDS: &'static [Field];
    /// Every column, in the order of the file.
    const COLUMNS: &'static [Self];
    /// The columns that [`Self::add_entities`] looks at.
    const ENTITY_COLUMNS: &'static [Self];
    /// The columns without which there is no row: they are read with whatever is asked for.
    const ALWAYS_READ: &'static [Self] = &[];

    /// A row.
    type Row<'a>: Copy;
    /// Rows by column, while they are written.
    type Builder: Default + Send;
    /// The columns of a decoded batch, as far as they were read.
    type Batch<'b>;
    /// What rows that are made one have together and none of them alone.
    type Joint: Default;
    /// Rows of one account, in memory.
    type Rows: Send + Sync;

    /// The place of this column in the file.
    fn index(self) -> usize;

    /// The column of the hours in which what the rows tell happened.
    fn hour_column() -> Self;

    /// The column of the accounts that gave the rows.
    fn account_column() -> Self;

    /// The UTC days of rows in memory.
    fn days(rows: &Self::Rows) -> BTreeSet<Day>;

    /// Rows in memory of one UTC day, in the order of [`Self::order`].
    fn of_day(rows: &Self::Rows, day: Day) -> impl Iterator<Item = Self::Row<'_>> + Send;

    /// Adds a row to what is written.
    fn push(builder: &mut Self::Builder, row: &Self::Row<'_>);

    /// What is to be written, in the order of [`Self::FIELDS`].
    fn finish(builder: Self::Builder) -> Vec<ArrayRef>;

    /// The columns of `batch` that are among `columns`.
    ///
    /// # Errors
    /// When one is not there, or not of its type.
    fn open<'b>(batch: &'b RecordBatch, columns: &[Self]) -> Result<Self::Batch<'b>, SegmentError>;

    /// One row of a batch. What was not read has no value.
    ///
    /// # Errors
    /// When a value is not one of its column's.
    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError>;

    /// The account that gave the row.
    fn account<'a>(row: &Self::Row<'a>) -> &'a str;

    /// The column by which rows are sorted first, where the manifest tells between which texts its
    /// values are.
    fn leading_column() -> Option<Self>;

    /// What the row has in that column.
    fn leading<'a>(row: &Self::Row<'a>) -> Option<&'a str>;

    /// When what the row tells happened.
    fn span(row: &Self::Row<'_>) -> Span;

    /// The order of rows in a segment. Only rows that can be made one are equal in it.
    fn order(one: &Self::Row<'_>, other: &Self::Row<'_>) -> Ordering;

    /// Makes one of two rows that are equal in the order. What a row cannot borrow of both is in `joint`.
    fn absorb(row: &mut Self::Row<'_>, other: &Self::Row<'_>, joint: &mut Self::Joint);

    /// The row that was made of several, with what is in `joint`.
    fn joined<'s, 'r: 's>(row: &Self::Row<'r>, joint: &'s Self::Joint) -> Self::Row<'s>;

    /// Adds the entities that the row concerns.
    fn add_entities(table: &mut EntityTable, row: &Self::Row<'_>);

    /// The ways in which a row can concern an entity: all tests of one of them hold.
    fn concerns(entity: &Entity) -> Vec<Vec<Test>>;
}

/// When what rows tell happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The earliest hour of a row.
    pub first_hour: Hour,
    /// The latest hour of a row.
    pub last_hour: Hour,
    /// The oldest event.
    pub first_seen: Timestamp,
    /// The newest event.
    pub last_seen: Timestamp,
}

impl Span {
    /// The time from the first event of an hour to the last.
    pub fn of_hour(hour: Hour, first_seen: Timestamp, last_seen: Timestamp) -> Self {
        Self {
            first_hour: hour,
            last_hour: hour,
            first_seen,
            last_seen,
        }
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            first_hour: self.first_hour.min(other.first_hour),
            last_hour: self.last_hour.max(other.last_hour),
            first_seen: self.first_seen.min(other.first_seen),
            last_seen: self.last_seen.max(other.last_seen),
        }
    }
}

/// The test that a text column holds one of `values`.
pub fn is_one_of<C: RowKind>(column: C, values: &Arc<BTreeSet<String>>) -> Test {
    Test::OneOf {
        column: column.into(),
        values: Arc::clone(values),
    }
}

/// The test that a text column holds `value`.
pub fn is<C: RowKind>(column: C, value: &str) -> Test {
    Test::Text {
        column: column.into(),
        value: value.to_owned(),
    }
}
