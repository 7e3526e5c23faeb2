//! What a column is, and the columns of a registry of entities. Those of rows are beside their kinds.
//!
//! Tables for people and for the code: the schema, the bloom filters and the lists in
//! `docs/data-format.md` all follow from them.

use std::sync::Arc;

use arrow_schema::{DataType, Field as ArrowField, Schema, SchemaRef, TimeUnit};

/// The version that this crate writes.
pub const FORMAT: &str = "2";

/// The versions that it reads. A later one has columns more at the end, which may have no value: a file
/// of an earlier one is read as if they had none.
pub const FORMATS: &[&str] = &["1", FORMAT];

/// The key, in a file's key-value metadata, under which the version stands.
pub const FORMAT_KEY: &str = "gumshoe.format";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text, dictionary-encoded.
    Text,
    /// Milliseconds since 1970-01-01T00:00:00Z, in UTC.
    Time,
    /// True or false.
    Flag,
    /// Degrees, with single precision.
    Degrees,
    /// A number, from 0 to 2^63 - 1.
    Count,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a row may have no value.
    pub is_nullable: bool,
    /// Whether each row group has a bloom filter over it.
    pub has_bloom_filter: bool,
    /// Whether hardly a value comes twice, so that a dictionary would be larger than the values.
    pub is_scattered: bool,
    /// What it means.
    pub doc: &'static str,
    /// A value as it could be; empty for no value.
    pub example: &'static str,
}

/// A column of a registry of entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntityColumn {
    Kind,
    Id,
    Name,
    Arn,
    AccountId,
    FirstSeen,
    LastSeen,
}

impl EntityColumn {
    pub(crate) fn field(self) -> &'static Field {
        &ENTITIES[self.index()]
    }

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// The columns of a registry of entities.
pub const ENTITIES: &[Field; 7] = &[
    required("kind", Kind::Text, "Kind of the entity.", "AwsRole"),
    Field {
        is_nullable: false,
        ..searched(
            "id",
            "Its identifier within its kind.",
            "AROAEXAMPLEROLEID0001",
        )
    },
    optional(
        "name",
        Kind::Text,
        "Short name of a user, a role or a session.",
        "deploy",
    ),
    optional(
        "arn",
        Kind::Text,
        "ARN of a user, a role, a session or a bucket.",
        "arn:aws:iam::111122223333:role/deploy",
    ),
    optional(
        "account_id",
        Kind::Text,
        "The account it belongs to, where that is known.",
        "111122223333",
    ),
    scattered(
        "first_seen",
        Kind::Time,
        "Its first activity.",
        "2026-03-01 10:02:11.000Z",
    ),
    scattered(
        "last_seen",
        Kind::Time,
        "Its last activity.",
        "2026-03-01 22:58:40.000Z",
    ),
];

pub(crate) const fn required(
    name: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        name,
        kind,
        is_nullable: false,
        has_bloom_filter: false,
        is_scattered: false,
        doc,
        example,
    }
}

pub(crate) const fn optional(
    name: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        name,
        kind,
        is_nullable: true,
        has_bloom_filter: false,
        is_scattered: false,
        doc,
        example,
    }
}

pub(crate) const fn searched(
    name: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        name,
        kind: Kind::Text,
        is_nullable: true,
        has_bloom_filter: true,
        is_scattered: false,
        doc,
        example,
    }
}

/// A column of numbers or moments that each row has, and hardly two the same.
pub(crate) const fn scattered(
    name: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field {
        is_scattered: true,
        ..required(name, kind, doc, example)
    }
}

/// The schema by which files with these columns are written.
pub(crate) fn schema_to_write(fields: &[Field]) -> SchemaRef {
    schema(fields, DataType::Utf8)
}

/// The schema by which they are read: texts stay positions in a dictionary, as they are in the file.
pub(crate) fn schema_to_read(fields: &[Field]) -> SchemaRef {
    let position = Box::new(DataType::Int32);
    schema(
        fields,
        DataType::Dictionary(position, Box::new(DataType::Utf8)),
    )
}

fn schema(fields: &[Field], text: DataType) -> SchemaRef {
    let fields: Vec<ArrowField> = fields
        .iter()
        .map(|it| ArrowField::new(it.name, data_type(it.kind, &text), it.is_nullable))
        .collect();
    Arc::new(Schema::new(fields))
}

fn data_type(kind: Kind, text: &DataType) -> DataType {
    match kind {
        Kind::Text => text.clone(),
        Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::from("UTC"))),
        Kind::Flag => DataType::Boolean,
        Kind::Degrees => DataType::Float32,
        Kind::Count => DataType::Int64,
    }
}
