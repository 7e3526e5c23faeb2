//! Rows of relations of a decoded batch.

use arrow_array::{Int64Array, RecordBatch, TimestampMillisecondArray};
use gumshoe_activity::{EntityType, Party, Relation};
use gumshoe_domain::Timestamp;

use super::columns::RelationColumn;
use crate::batch::{self, Kinds, Texts};
use crate::error::SegmentError;

/// A batch's columns. The two entities and their relation are always read, the others as far as they
/// were asked for.
pub struct RelationBatch<'b> {
    from_type: Kinds<'b>,
    from_id: Texts<'b>,
    relation: Texts<'b>,
    to_type: Kinds<'b>,
    to_id: Texts<'b>,
    hour: Option<&'b TimestampMillisecondArray>,
    account_id: Option<Texts<'b>>,
    from_account_id: Option<Texts<'b>>,
    from_arn: Option<Texts<'b>>,
    to_arn: Option<Texts<'b>>,
    detail: Option<Texts<'b>>,
    count: Option<&'b Int64Array>,
    first_seen: Option<&'b TimestampMillisecondArray>,
    last_seen: Option<&'b TimestampMillisecondArray>,
}

impl<'b> RelationBatch<'b> {
    /// The columns of `batch` that are among `columns`.
    pub(crate) fn new(
        batch: &'b RecordBatch,
        columns: &[RelationColumn],
    ) -> Result<Self, SegmentError> {
        let read = |column: RelationColumn| batch::read(batch, columns, column);
        let texts = |column| read(column).map(|it| batch::texts(batch, it)).transpose();
        let times = |column| read(column).map(|it| batch::times(batch, it)).transpose();
        let count = read(RelationColumn::Count);
        Ok(Self {
            from_type: batch::kinds(batch, RelationColumn::FromType.field().name)?,
            from_id: batch::texts(batch, RelationColumn::FromId.field().name)?,
            relation: batch::texts(batch, RelationColumn::Relation.field().name)?,
            to_type: batch::kinds(batch, RelationColumn::ToType.field().name)?,
            to_id: batch::texts(batch, RelationColumn::ToId.field().name)?,
            hour: times(RelationColumn::Hour)?,
            account_id: texts(RelationColumn::AccountId)?,
            from_account_id: texts(RelationColumn::FromAccountId)?,
            from_arn: texts(RelationColumn::FromArn)?,
            to_arn: texts(RelationColumn::ToArn)?,
            detail: texts(RelationColumn::Detail)?,
            count: count.map(|it| batch::counts(batch, it)).transpose()?,
            first_seen: times(RelationColumn::FirstSeen)?,
            last_seen: times(RelationColumn::LastSeen)?,
        })
    }

    /// One row. What was not read is absent, empty, zero and the epoch.
    pub(crate) fn relation(&self, row: usize) -> Result<Relation<'b>, SegmentError> {
        let text = |texts: Option<Texts<'b>>| texts.and_then(|it| it.get(row));
        let time = |times: Option<&TimestampMillisecondArray>| {
            Timestamp::from_millis(times.map(|it| it.value(row)).unwrap_or_default())
        };
        let relation = self.relation.get(row).and_then(|it| it.parse().ok());
        Ok(Relation {
            hour: time(self.hour).hour(),
            account: text(self.account_id).unwrap_or_default(),
            from: party(&self.from_type, self.from_id, row, RelationColumn::FromType)?,
            relation: relation.ok_or(malformed(RelationColumn::Relation))?,
            to: party(&self.to_type, self.to_id, row, RelationColumn::ToType)?,
            from_account: text(self.from_account_id),
            from_arn: text(self.from_arn),
            to_arn: text(self.to_arn),
            detail: text(self.detail),
            count: self.count.map_or(Ok(0), |it| count(it.value(row)))?,
            first_seen: time(self.first_seen),
            last_seen: time(self.last_seen),
        })
    }
}

fn party<'b>(
    kinds: &Kinds<'b>,
    ids: Texts<'b>,
    row: usize,
    column: RelationColumn,
) -> Result<Party<'b>, SegmentError> {
    let kind: Option<EntityType> = kinds.get(row)?;
    Ok(Party {
        kind: kind.ok_or(malformed(column))?,
        id: ids.get(row).unwrap_or_default(),
    })
}

fn count(count: i64) -> Result<u64, SegmentError> {
    let count = u64::try_from(count).ok().filter(|it| *it > 0);
    count.ok_or(malformed(RelationColumn::Count))
}

fn malformed(column: RelationColumn) -> SegmentError {
    SegmentError::Value {
        column: column.field().name,
    }
}
