//! Files whose rows are in an order, and what becomes of equal ones.

use std::cmp::Ordering;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::EntityType;

use super::contents::{Contents, Shard};
use crate::columns::Field;
use crate::error::SegmentError;

/// A sort of rows that are written in their order and merged.
pub(crate) trait Sorted: Send + Sync + 'static {
    /// The columns of a file.
    const FIELDS: &'static [Field];
    /// The folder of the objects of a run.
    const FOLDER: &'static str;
    /// The objects of a run that have such rows.
    fn shards(contents: &Contents) -> &[Shard];

    /// Decoded columns.
    type Batch<'b>;
    /// A row.
    type Row<'b>;
    /// Columns that are being made.
    type Builder: Default;

    fn open(batch: &RecordBatch) -> Result<Self::Batch<'_>, SegmentError>;

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError>;

    fn order(a: &Self::Row<'_>, b: &Self::Row<'_>) -> Ordering;

    /// Adds an equal row to a row.
    fn absorb<'b>(row: &mut Self::Row<'b>, other: Self::Row<'b>);

    fn append(builder: &mut Self::Builder, row: &Self::Row<'_>);

    fn finish(builder: Self::Builder) -> Vec<ArrayRef>;

    /// Where the row is in the order: the kind and id of an entity, or a term, which has no kind.
    fn place<'r>(row: &'r Self::Row<'_>) -> (Option<EntityType>, &'r str);
}

/// A place in the order of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) kind: Option<EntityType>,
    pub(crate) text: String,
}

impl Place {
    /// Becomes another place, with the memory it has.
    pub(crate) fn move_to(&mut self, (kind, text): (Option<EntityType>, &str)) {
        self.kind = kind;
        self.text.clear();
        self.text.push_str(text);
    }
}
