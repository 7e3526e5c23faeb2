//! The rows of a registry.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, TimestampMillisecondArray};
use gumshoe_activity::{EntityType, Sighting};
use gumshoe_domain::Timestamp;

use super::contents::{Contents, Shard};
use super::sorted::Sorted;
use crate::batch::{self, Kinds, Texts, text};
use crate::columns::{ENTITIES, EntityColumn, Field};
use crate::error::SegmentError;
use crate::write::times;

/// Entities in the order of kind and id.
pub(crate) enum EntityRows {}

/// Decoded columns of a registry.
pub(crate) struct EntityBatch<'b> {
    kinds: Kinds<'b>,
    ids: Texts<'b>,
    names: Option<Texts<'b>>,
    arns: Option<Texts<'b>>,
    accounts: Option<Texts<'b>>,
    first_seen: &'b TimestampMillisecondArray,
    last_seen: &'b TimestampMillisecondArray,
}

/// Columns of a registry that are being made.
#[derive(Default)]
pub(crate) struct EntityBuilder {
    texts: [StringBuilder; 5],
    first_seen: Vec<i64>,
    last_seen: Vec<i64>,
}

impl Sorted for EntityRows {
    const FIELDS: &'static [Field] = ENTITIES;
    const FOLDER: &'static str = "entities";
    type Batch<'b> = EntityBatch<'b>;
    type Row<'b> = Sighting<'b>;
    type Builder = EntityBuilder;

    fn shards(contents: &Contents) -> &[Shard] {
        &contents.entities
    }

    fn open(rows: &RecordBatch) -> Result<EntityBatch<'_>, SegmentError> {
        let name = |column: EntityColumn| column.field().name;
        // Columns that may lack values are not read where they have none.
        let optional = |column| match rows.column_by_name(name(column)) {
            Some(_) => batch::texts(rows, name(column)).map(Some),
            None => Ok(None),
        };
        Ok(EntityBatch {
            kinds: batch::kinds(rows, name(EntityColumn::Kind))?,
            ids: batch::texts(rows, name(EntityColumn::Id))?,
            names: optional(EntityColumn::Name)?,
            arns: optional(EntityColumn::Arn)?,
            accounts: optional(EntityColumn::AccountId)?,
            first_seen: batch::times(rows, name(EntityColumn::FirstSeen))?,
            last_seen: batch::times(rows, name(EntityColumn::LastSeen))?,
        })
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        let Some((kind, id)) = batch.kinds.get(at)?.zip(batch.ids.get(at)) else {
            return Err(SegmentError::Value {
                column: EntityColumn::Id.field().name,
            });
        };
        Ok(Sighting {
            kind,
            id,
            name: text(batch.names, at),
            arn: text(batch.arns, at).map(Cow::Borrowed),
            account: text(batch.accounts, at),
            first_seen: Timestamp::from_millis(batch.first_seen.value(at)),
            last_seen: Timestamp::from_millis(batch.last_seen.value(at)),
        })
    }

    fn order(a: &Sighting<'_>, b: &Sighting<'_>) -> Ordering {
        (a.kind, a.id).cmp(&(b.kind, b.id))
    }

    /// As tables of entities do: where two disagree, the greater text stays.
    fn absorb<'b>(row: &mut Self::Row<'b>, other: Self::Row<'b>) {
        row.first_seen = row.first_seen.min(other.first_seen);
        row.last_seen = row.last_seen.max(other.last_seen);
        row.name = row.name.max(other.name);
        row.account = row.account.max(other.account);
        if row.arn < other.arn {
            row.arn = other.arn;
        }
    }

    fn append(builder: &mut EntityBuilder, row: &Sighting<'_>) {
        let [kind, id, name, arn, account] = &mut builder.texts;
        kind.append_value(row.kind.as_str());
        id.append_value(row.id);
        name.append_option(row.name);
        arn.append_option(row.arn.as_deref());
        account.append_option(row.account);
        builder.first_seen.push(row.first_seen.as_millis());
        builder.last_seen.push(row.last_seen.as_millis());
    }

    fn finish(mut builder: EntityBuilder) -> Vec<ArrayRef> {
        let texts = builder.texts.iter_mut();
        let mut arrays: Vec<ArrayRef> = texts.map(|it| Arc::new(it.finish()) as ArrayRef).collect();
        arrays.extend([times(builder.first_seen), times(builder.last_seen)]);
        arrays
    }

    fn place<'r>(row: &'r Self::Row<'_>) -> (Option<EntityType>, &'r str) {
        (Some(row.kind), row.id)
    }
}
