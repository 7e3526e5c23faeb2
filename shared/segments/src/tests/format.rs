//! The stored format is a promise; what does not keep it is an error.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use bytes::Bytes;
use gumshoe_activity::{Entity, EntityType};
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;
use proptest::prelude::*;

use super::rows::{
    printed, read, read_entities, sample, sample_entities, sample_relations, write_activity,
};
use crate::activity::columns::ACTIVITY;
use crate::columns::{ENTITIES, FORMAT, FORMAT_KEY, Field, Kind};
use crate::relations::columns::RELATIONS;
use crate::{
    Column, EntityFilter, Filter, Packing, RelationColumn, RowKind, SegmentError, fetch_from_bytes,
    read_all, write, write_entities,
};

static ACTIVITY_V1: &[u8] = include_bytes!("../../samples/v1.parquet");
static ACTIVITY_V2: &[u8] = include_bytes!("../../samples/v2.parquet");
static RELATIONS_V2: &[u8] = include_bytes!("../../samples/v2-relations.parquet");
static ENTITIES_V1: &[u8] = include_bytes!("../../samples/v1-entities.parquet");

/// Once per format, for the samples of a new one. An old sample is never written again.
#[test]
#[ignore = "writes the samples of the current format"]
fn write_the_samples() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    std::fs::write(
        format!("{folder}/v{FORMAT}.parquet"),
        write_activity(sample()).unwrap().bytes,
    )
    .unwrap();
    std::fs::write(
        format!("{folder}/v{FORMAT}-relations.parquet"),
        write::<RelationColumn>(sample_relations(), Packing::Small)
            .unwrap()
            .bytes,
    )
    .unwrap();
    std::fs::write(
        format!("{folder}/v{FORMAT}-entities.parquet"),
        write_entities(&sample_entities()).unwrap(),
    )
    .unwrap();
}

#[test]
fn a_segment_of_format_1_reads_as_what_was_written() {
    assert_eq!(read(&Bytes::from_static(ACTIVITY_V1)), printed(sample()));
}

#[test]
fn a_segment_of_format_2_reads_as_what_was_written() {
    assert_eq!(read(&Bytes::from_static(ACTIVITY_V2)), printed(sample()));
}

#[test]
fn a_segment_of_relations_reads_as_what_was_written() {
    let mut rows = Vec::new();
    read_all::<RelationColumn>(Bytes::from_static(RELATIONS_V2), &mut |row| {
        rows.push(format!("{row:?}"));
    })
    .unwrap();
    let expected = sample_relations().into_iter().map(|it| format!("{it:?}"));
    assert!(expected.eq(rows));
}

#[test]
fn a_segment_of_format_1_knows_no_instance_and_finds_everything_else() {
    let found = |kind, id: &str| {
        let entity = Some(Entity {
            kind,
            id: id.to_owned(),
        });
        let filter = Filter {
            entity,
            ..Filter::default()
        };
        let segment = fetch_from_bytes::<Column>(
            Bytes::from_static(ACTIVITY_V1),
            &filter,
            &[Column::Calls, Column::InstanceId],
        );
        let mut calls = 0;
        segment
            .unwrap()
            .visit(&mut |row| calls += row.calls)
            .unwrap();
        calls
    };
    assert_eq!(found(EntityType::Ec2Instance, "i-0123456789abcdef0"), 0);
    assert_eq!(
        found(EntityType::AwsRoleSession, "AROAEXAMPLEROLEID0001:ci"),
        17
    );
}

#[test]
fn a_registry_of_format_1_reads_as_what_was_written() {
    let expected: Vec<_> = sample_entities()
        .iter()
        .map(|(entity, record)| (entity.clone(), record.clone()))
        .collect();
    assert_eq!(
        read_entities(&Bytes::from_static(ENTITIES_V1), &EntityFilter::default()),
        expected
    );
}

fn read_error(bytes: Bytes) -> SegmentError {
    read_all::<Column>(bytes, &mut |_| ()).unwrap_err()
}

fn parquet(format: Option<&str>) -> Bytes {
    let column: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let batch = RecordBatch::try_from_iter([("hour", column)]).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    if let Some(format) = format {
        writer.append_key_value_metadata(KeyValue::new(FORMAT_KEY.to_owned(), format.to_owned()));
    }
    writer.into_inner().unwrap().into()
}

#[test]
fn a_segment_of_a_later_format_is_refused_by_its_number() {
    assert_eq!(
        read_error(parquet(Some("3"))).to_string(),
        "the segment has format \"3\", and not 1 or 2"
    );
}

#[test]
fn what_is_no_segment_is_refused() {
    assert!(
        matches!(read_error(parquet(None)), SegmentError::Format { found } if found.is_empty())
    );
    assert!(matches!(
        read_error(parquet(Some(FORMAT))),
        SegmentError::Parquet(_)
    ));
    assert!(matches!(
        read_error(Bytes::from_static(ENTITIES_V1)),
        SegmentError::Parquet(_)
    ));
    assert!(matches!(
        read_error(Bytes::from_static(b"a log line, longer than a footer")),
        SegmentError::Parquet(_)
    ));
    assert!(matches!(read_error(Bytes::new()), SegmentError::Parquet(_)));
}

proptest! {
    #[test]
    fn a_segment_that_is_cut_off_is_an_error(length in 0..ACTIVITY_V1.len()) {
        read_error(Bytes::from_static(ACTIVITY_V1).slice(..length));
    }

    #[test]
    fn a_segment_with_wrong_bytes_does_not_panic(at in 0..ACTIVITY_V1.len(), byte in any::<u8>()) {
        let mut bytes = ACTIVITY_V1.to_vec();
        bytes[at] = byte;
        // It may still be readable: not every byte is looked at.
        let _ = read_all::<Column>(bytes.into(), &mut |_| ());
    }
}

/// Asserts that each column of a kind of rows is where its name says.
pub(super) fn assert_columns_are_in_place<C: RowKind>() {
    assert_eq!(C::COLUMNS.len(), C::FIELDS.len());
    for (place, (column, field)) in C::COLUMNS.iter().zip(C::FIELDS).enumerate() {
        assert_eq!(column.index(), place);
        let words = field.name.split('_').flat_map(|word| {
            let (first, rest) = word.split_at(1);
            [first.to_uppercase(), rest.to_owned()]
        });
        assert_eq!(format!("{column:?}"), words.collect::<String>());
    }
}

#[test]
fn the_columns_are_where_their_names_say() {
    assert_columns_are_in_place::<Column>();
}

/// A line of the tables in `docs/data-format.md`.
fn line(field: &Field) -> String {
    let kind = match field.kind {
        Kind::Text => "text",
        Kind::Time => "timestamp (ms, UTC)",
        Kind::Flag => "boolean",
        Kind::Degrees => "float",
        Kind::Count => "int64",
    };
    let kind = if field.is_nullable {
        format!("{kind}, nullable")
    } else {
        kind.to_owned()
    };
    let bloom = if field.has_bloom_filter { "yes" } else { "" };
    format!(
        "| `{}` | {kind} | {bloom} | {} | {} |",
        field.name, field.doc, field.example
    )
}

/// Asserts that the documentation has a line for each column.
pub(super) fn assert_documented(fields: &[Field]) {
    let documentation = include_str!("../../../../docs/data-format.md");
    let is_missing = |it: &String| !documentation.lines().any(|line| line == it);
    let missing: Vec<String> = fields.iter().map(line).filter(is_missing).collect();
    let missing = missing.join("\n");
    assert!(missing.is_empty(), "add to docs/data-format.md:\n{missing}");
}

#[test]
fn the_documentation_has_each_column() {
    assert_documented(ACTIVITY);
    assert_documented(RELATIONS);
    assert_documented(ENTITIES);
    assert_documented(crate::index::TERMS);
}
