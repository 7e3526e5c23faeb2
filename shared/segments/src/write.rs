//! From rows to a segment.

use std::mem;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use bytes::Bytes;
use gumshoe_activity::{Call, EntityTable};
use gumshoe_domain::{Hour, Timestamp};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{
    BloomFilterPosition, BloomFilterProperties, WriterProperties, WriterPropertiesBuilder,
};
use parquet::schema::types::ColumnPath;

use crate::activity_rows::{ActivityRows, times};
use crate::checksums::{CHECKSUMS_KEY, Checksums};
use crate::columns::{self, ACTIVITY, ENTITIES, FORMAT, FORMAT_KEY, Field};
use crate::error::SegmentError;

/// Rows of a row group: what a reader of one entity fetches at least, about a megabyte.
pub(crate) const ROW_GROUP_ROWS: usize = 20_480;

/// Rows of a page: what readers with a page index fetch at least.
const PAGE_ROWS: usize = 10_240;

/// Of a hundred row groups that lack an entity, one is read in vain.
const BLOOM_FILTER_FALSE_POSITIVES: f64 = 0.01;

/// The longest session id has 86 bytes (21 of the role, a colon, 64 of the session's name). Longer
/// texts are cut, which keeps them bounds.
const STATISTICS_BYTES: usize = 96;

/// A dictionary holds a row group's distinct texts whatever their number: reading is by dictionary.
const DICTIONARY_BYTES: usize = 64 << 20;

/// A written segment of activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The object.
    pub bytes: Bytes,
    /// Number of rows, at least one.
    pub rows: u64,
    /// The earliest hour of a row.
    pub first_hour: Hour,
    /// The latest hour of a row.
    pub last_hour: Hour,
    /// The oldest event.
    pub first_seen: Timestamp,
    /// The newest event.
    pub last_seen: Timestamp,
}

/// Writes the rows of one ingested batch: as [`write_activity`] does, but packed for speed, since a
/// compaction soon writes them anew. Zstandard sets up a context for each page, which costs more
/// than everything else about a segment of a few thousand rows.
///
/// # Errors
/// [`SegmentError::Empty`] when there is no row.
pub fn write_batch<'a>(rows: impl IntoIterator<Item = Call<'a>>) -> Result<Segment, SegmentError> {
    write(rows, Compression::SNAPPY)
}

/// Writes rows, in the order given: the same rows give the same bytes.
///
/// Rows are read back in the same order. Readers skip well if it is that of `Aggregate::sorted`.
///
/// # Errors
/// [`SegmentError::Empty`] when there is no row.
pub fn write_activity<'a>(
    rows: impl IntoIterator<Item = Call<'a>>,
) -> Result<Segment, SegmentError> {
    write(rows, zstandard())
}

fn zstandard() -> Compression {
    Compression::ZSTD(ZstdLevel::default())
}

fn write<'a>(
    rows: impl IntoIterator<Item = Call<'a>>,
    compression: Compression,
) -> Result<Segment, SegmentError> {
    let mut file = File::new(ACTIVITY, compression)?;
    let mut buffer = ActivityRows::default();
    let mut span: Option<Span> = None;
    let mut count = 0_u64;
    for call in rows {
        span = Some(span.map_or_else(|| Span::of(&call), |span| span.with(&call)));
        count += 1;
        buffer.push(&call);
        if buffer.len() == ROW_GROUP_ROWS {
            file.write_row_group(mem::take(&mut buffer).finish())?;
        }
    }
    let span = span.ok_or(SegmentError::Empty)?;
    if buffer.len() > 0 {
        file.write_row_group(buffer.finish())?;
    }
    Ok(Segment {
        bytes: file.finish()?,
        rows: count,
        first_hour: span.first_hour,
        last_hour: span.last_hour,
        first_seen: span.first_seen,
        last_seen: span.last_seen,
    })
}

/// Writes a registry of entities, which may be empty, in the order of kind and id.
///
/// # Errors
/// [`SegmentError::Parquet`] if it exceeds what a Parquet file can hold.
pub fn write_entities(table: &EntityTable) -> Result<Bytes, SegmentError> {
    let mut file = File::new(ENTITIES, zstandard())?;
    let mut rows = table.iter().peekable();
    while rows.peek().is_some() {
        let mut texts: [StringBuilder; 5] = Default::default();
        let (mut first_seen, mut last_seen) = (Vec::new(), Vec::new());
        for (entity, record) in rows.by_ref().take(ROW_GROUP_ROWS) {
            let [kind, id, name, arn, account] = &mut texts;
            kind.append_value(entity.kind.as_str());
            id.append_value(&entity.id);
            name.append_option(record.name.as_deref());
            arn.append_option(record.arn.as_deref());
            account.append_option(record.account.as_deref());
            first_seen.push(record.first_seen.as_millis());
            last_seen.push(record.last_seen.as_millis());
        }
        let texts = texts.iter_mut().map(|it| Arc::new(it.finish()) as ArrayRef);
        let mut arrays: Vec<ArrayRef> = texts.collect();
        arrays.extend([times(first_seen), times(last_seen)]);
        file.write_row_group(arrays)?;
    }
    file.finish()
}

/// From when to when a segment's rows are.
#[derive(Debug, Clone, Copy)]
struct Span {
    first_hour: Hour,
    last_hour: Hour,
    first_seen: Timestamp,
    last_seen: Timestamp,
}

impl Span {
    fn of(call: &Call<'_>) -> Self {
        Self {
            first_hour: call.hour,
            last_hour: call.hour,
            first_seen: call.first_seen,
            last_seen: call.last_seen,
        }
    }

    fn with(self, call: &Call<'_>) -> Self {
        Self {
            first_hour: self.first_hour.min(call.hour),
            last_hour: self.last_hour.max(call.hour),
            first_seen: self.first_seen.min(call.first_seen),
            last_seen: self.last_seen.max(call.last_seen),
        }
    }
}

/// A Parquet file being written.
struct File {
    schema: SchemaRef,
    writer: ArrowWriter<Vec<u8>>,
    checksums: Checksums,
}

impl File {
    fn new(fields: &[Field], compression: Compression) -> Result<Self, SegmentError> {
        let schema = columns::schema_to_write(fields);
        // The embedded Arrow schema would add 2 KiB to say what readers of ours know and others ignore.
        let options = ArrowWriterOptions::new()
            .with_skip_arrow_metadata(true)
            .with_properties(properties(fields, compression));
        let writer = ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&schema), options)?;
        Ok(Self {
            schema,
            writer,
            checksums: Checksums::default(),
        })
    }

    fn write_row_group(&mut self, arrays: Vec<ArrayRef>) -> Result<(), SegmentError> {
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays)?;
        self.writer.write(&batch)?;
        self.writer.flush()?;
        // The writer has a buffer of its own before ours.
        self.writer.sync().map_err(ParquetError::from)?;
        match self.writer.flushed_row_groups().last() {
            Some(row_group) => self.checksums.add(row_group, self.writer.inner()),
            None => Ok(()),
        }
    }

    fn finish(mut self) -> Result<Bytes, SegmentError> {
        let checksums = KeyValue::new(CHECKSUMS_KEY.to_owned(), self.checksums.into_text());
        self.writer.append_key_value_metadata(checksums);
        Ok(self.writer.into_inner()?.into())
    }
}

fn properties(fields: &[Field], compression: Compression) -> WriterProperties {
    let bloom_filter = BloomFilterProperties::builder()
        .with_fpp(BLOOM_FILTER_FALSE_POSITIVES)
        // The most there can be. The filter is folded to the number there is.
        .with_max_ndv(ROW_GROUP_ROWS as u64)
        .build();
    let version = KeyValue::new(FORMAT_KEY.to_owned(), FORMAT.to_owned());
    let mut builder: WriterPropertiesBuilder = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_statistics_truncate_length(Some(STATISTICS_BYTES))
        // All together and next to the footer, so that one request often has both.
        .set_bloom_filter_position(BloomFilterPosition::End)
        .set_key_value_metadata(Some(vec![version]));
    for field in fields.iter().filter(|it| it.has_bloom_filter) {
        builder = builder
            .set_column_bloom_filter_properties(ColumnPath::from(field.name), bloom_filter.clone());
    }
    builder.build()
}
