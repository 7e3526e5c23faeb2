//! The texts by which entities are found.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, TimestampMillisecondArray};
use gumshoe_activity::EntityType;
use gumshoe_domain::Timestamp;

use super::contents::{Contents, Shard};
use super::sorted::Sorted;
use crate::batch::{self, Kinds, Texts};
use crate::columns::{Field, Kind, required};
use crate::error::SegmentError;
use crate::predicate::At;
use crate::write::times;

/// The columns of a file of terms.
pub const TERMS: &[Field; 4] = &[
    required(
        "term",
        Kind::Text,
        "A text by which the entity is found: its id, its name or its ARN, in lower case.",
        "deploy",
    ),
    required("kind", Kind::Text, "Kind of the entity.", "AwsRole"),
    required(
        "id",
        Kind::Text,
        "Its identifier within its kind.",
        "AROAEXAMPLEROLEID0001",
    ),
    required(
        "last_seen",
        Kind::Time,
        "Its last activity that a registry with this text tells of.",
        "2026-03-01 22:58:40.000Z",
    ),
];

/// Terms in their order, and for each the entities in the order of kind and id.
pub(crate) enum TermRows {}

/// One term of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term<'b> {
    pub(crate) term: &'b str,
    pub(crate) kind: EntityType,
    pub(crate) id: &'b str,
    pub(crate) last_seen: Timestamp,
}

pub(crate) struct TermBatch<'b> {
    terms: Texts<'b>,
    kinds: Kinds<'b>,
    ids: Texts<'b>,
    last_seen: &'b TimestampMillisecondArray,
}

#[derive(Default)]
pub(crate) struct TermBuilder {
    texts: [StringBuilder; 3],
    last_seen: Vec<i64>,
}

/// The column of the term.
pub(crate) fn term_column() -> At {
    At {
        index: 0,
        name: TERMS[0].name,
    }
}

impl Sorted for TermRows {
    const FIELDS: &'static [Field] = TERMS;
    const FOLDER: &'static str = "terms";
    type Batch<'b> = TermBatch<'b>;
    type Row<'b> = Term<'b>;
    type Builder = TermBuilder;

    fn shards(contents: &Contents) -> &[Shard] {
        &contents.terms
    }

    fn open(rows: &RecordBatch) -> Result<TermBatch<'_>, SegmentError> {
        Ok(TermBatch {
            terms: batch::texts(rows, TERMS[0].name)?,
            kinds: batch::kinds(rows, TERMS[1].name)?,
            ids: batch::texts(rows, TERMS[2].name)?,
            last_seen: batch::times(rows, TERMS[3].name)?,
        })
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        let texts = batch.terms.get(at).zip(batch.ids.get(at));
        let Some(((term, id), kind)) = texts.zip(batch.kinds.get(at)?) else {
            return Err(SegmentError::Value {
                column: TERMS[0].name,
            });
        };
        Ok(Term {
            term,
            kind,
            id,
            last_seen: Timestamp::from_millis(batch.last_seen.value(at)),
        })
    }

    fn order(a: &Term<'_>, b: &Term<'_>) -> Ordering {
        (a.term, a.kind, a.id).cmp(&(b.term, b.kind, b.id))
    }

    fn absorb<'b>(row: &mut Self::Row<'b>, other: Self::Row<'b>) {
        row.last_seen = row.last_seen.max(other.last_seen);
    }

    fn append(builder: &mut TermBuilder, row: &Term<'_>) {
        let [term, kind, id] = &mut builder.texts;
        term.append_value(row.term);
        kind.append_value(row.kind.as_str());
        id.append_value(row.id);
        builder.last_seen.push(row.last_seen.as_millis());
    }

    fn finish(mut builder: TermBuilder) -> Vec<ArrayRef> {
        let texts = builder.texts.iter_mut();
        let mut arrays: Vec<ArrayRef> = texts.map(|it| Arc::new(it.finish()) as ArrayRef).collect();
        arrays.push(times(builder.last_seen));
        arrays
    }

    fn place<'r>(row: &'r Self::Row<'_>) -> (Option<EntityType>, &'r str) {
        (None, row.term)
    }
}
