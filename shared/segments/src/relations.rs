//! Rows of relations, one for each pair of entities, relation and hour.

mod batch;
pub mod columns;
mod rows;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::{Entity, EntityTable, Relation, RelationAggregate};
use gumshoe_domain::Day;
use gumshoe_store::SegmentKind;

use self::batch::RelationBatch;
use self::columns::{RELATIONS, RelationColumn};
use self::rows::RelationRows;
use crate::columns::Field;
use crate::error::SegmentError;
use crate::kind::{RowKind, Span, is};
use crate::predicate::Test;

impl RowKind for RelationColumn {
    const KIND: SegmentKind = SegmentKind::Relations;
    const FIELDS: &'static [Field] = RELATIONS;
    const COLUMNS: &'static [Self] = Self::ALL;
    const ENTITY_COLUMNS: &'static [Self] = &[
        Self::AccountId,
        Self::FromType,
        Self::FromId,
        Self::Relation,
        Self::ToType,
        Self::ToId,
        Self::FromAccountId,
        Self::FromArn,
        Self::ToArn,
        Self::FirstSeen,
        Self::LastSeen,
    ];
    const ALWAYS_READ: &'static [Self] = &[
        Self::FromType,
        Self::FromId,
        Self::Relation,
        Self::ToType,
        Self::ToId,
    ];

    type Row<'a> = Relation<'a>;
    type Builder = RelationRows;
    type Batch<'b> = RelationBatch<'b>;
    type Joint = ();
    type Rows = RelationAggregate;

    fn index(self) -> usize {
        self as usize
    }

    fn hour_column() -> Self {
        Self::Hour
    }

    fn account_column() -> Self {
        Self::AccountId
    }

    fn days(rows: &RelationAggregate) -> BTreeSet<Day> {
        rows.days()
    }

    fn of_day(rows: &RelationAggregate, day: Day) -> impl Iterator<Item = Relation<'_>> + Send {
        rows.sorted_of_day(day)
    }

    fn push(builder: &mut RelationRows, row: &Relation<'_>) {
        builder.push(row);
    }

    fn finish(builder: RelationRows) -> Vec<ArrayRef> {
        builder.finish()
    }

    fn open<'b>(
        batch: &'b RecordBatch,
        columns: &[Self],
    ) -> Result<RelationBatch<'b>, SegmentError> {
        RelationBatch::new(batch, columns)
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        batch.relation(at)
    }

    fn account<'a>(row: &Self::Row<'a>) -> &'a str {
        row.account
    }

    fn leading_column() -> Option<Self> {
        None
    }

    fn leading<'a>(_row: &Self::Row<'a>) -> Option<&'a str> {
        None
    }

    fn span(row: &Relation<'_>) -> Span {
        Span::of_hour(row.hour, row.first_seen, row.last_seen)
    }

    fn order(one: &Relation<'_>, other: &Relation<'_>) -> Ordering {
        one.order(other)
    }

    fn absorb(row: &mut Relation<'_>, other: &Relation<'_>, (): &mut ()) {
        row.absorb(other);
    }

    fn joined<'s, 'r: 's>(row: &Relation<'r>, (): &'s ()) -> Relation<'s> {
        *row
    }

    fn add_entities(table: &mut EntityTable, row: &Relation<'_>) {
        table.add_relation(row);
    }

    /// As `Relation::entities` has them.
    fn concerns(entity: &Entity) -> Vec<Vec<Test>> {
        let side = |kind, id| vec![is(kind, entity.kind.as_str()), is(id, &entity.id)];
        vec![
            side(Self::FromType, Self::FromId),
            side(Self::ToType, Self::ToId),
        ]
    }
}
