//! Rows of relations, by column, while they are written.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Int64Array};
use gumshoe_activity::Relation;

use crate::write::times;

/// Up to a row group of rows.
#[derive(Default)]
pub struct RelationRows {
    hour: Vec<i64>,
    account_id: StringBuilder,
    from_type: StringBuilder,
    from_id: StringBuilder,
    relation: StringBuilder,
    to_type: StringBuilder,
    to_id: StringBuilder,
    from_account_id: StringBuilder,
    from_arn: StringBuilder,
    to_arn: StringBuilder,
    detail: StringBuilder,
    count: Vec<i64>,
    first_seen: Vec<i64>,
    last_seen: Vec<i64>,
}

impl RelationRows {
    /// Adds a row.
    pub(crate) fn push(&mut self, row: &Relation<'_>) {
        self.hour.push(row.hour.start().as_millis());
        self.account_id.append_value(row.account);
        self.from_type.append_value(row.from.kind.as_str());
        self.from_id.append_value(row.from.id);
        self.relation.append_value(row.relation.as_str());
        self.to_type.append_value(row.to.kind.as_str());
        self.to_id.append_value(row.to.id);
        self.from_account_id.append_option(row.from_account);
        self.from_arn.append_option(row.from_arn);
        self.to_arn.append_option(row.to_arn);
        self.detail.append_option(row.detail);
        self.count
            .push(i64::try_from(row.count).unwrap_or(i64::MAX));
        self.first_seen.push(row.first_seen.as_millis());
        self.last_seen.push(row.last_seen.as_millis());
    }

    /// The rows as arrays, in the order of [`super::columns::RELATIONS`].
    pub(crate) fn finish(mut self) -> Vec<ArrayRef> {
        vec![
            times(self.hour),
            Arc::new(self.account_id.finish()),
            Arc::new(self.from_type.finish()),
            Arc::new(self.from_id.finish()),
            Arc::new(self.relation.finish()),
            Arc::new(self.to_type.finish()),
            Arc::new(self.to_id.finish()),
            Arc::new(self.from_account_id.finish()),
            Arc::new(self.from_arn.finish()),
            Arc::new(self.to_arn.finish()),
            Arc::new(self.detail.finish()),
            Arc::new(Int64Array::from(self.count)),
            times(self.first_seen),
            times(self.last_seen),
        ]
    }
}
