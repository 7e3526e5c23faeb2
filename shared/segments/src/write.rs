//! From rows to a segment.

use std::mem;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, TimestampMillisecondArray};
use arrow_schema::SchemaRef;
use bytes::Bytes;
use gumshoe_activity::{EntityTable, Sighting};
use gumshoe_store::KeyRange;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{
    BloomFilterPosition, BloomFilterProperties, EnabledStatistics, WriterProperties,
    WriterPropertiesBuilder,
};
use parquet::schema::types::ColumnPath;

use crate::checksums::{CHECKSUMS_KEY, Checksums};
use crate::columns::{self, FORMAT, FORMAT_KEY, Field};
use crate::error::SegmentError;
use crate::footer;
use crate::index::entity_rows::EntityRows;
use crate::index::shards::SortedFile;
use crate::kind::{RowKind, Span};
use crate::parts::Effort;

/// Rows of a row group: what a reader of one entity fetches at least. Each column of it is one page.
pub(crate) const ROW_GROUP_ROWS: usize = 10_240;

/// Of a hundred row groups that lack an entity, one is read in vain.
const BLOOM_FILTER_FALSE_POSITIVES: f64 = 0.01;

/// The longest session id has 86 bytes (21 of the role, a colon, 64 of the session's name). Longer
/// texts are cut, which keeps them bounds.
const STATISTICS_BYTES: usize = 96;

/// A dictionary holds a row group's distinct texts whatever their number: reading is by dictionary.
const DICTIONARY_BYTES: usize = 64 << 20;

/// A written segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The object.
    pub bytes: Bytes,
    /// Where in it a copy of its footer is, if it has one.
    pub footer: Option<Range<u64>>,
    /// Number of rows, at least one.
    pub rows: u64,
    /// When what they tell happened.
    pub span: Span,
    /// Between which texts the values are of the column by which rows are sorted.
    pub keys: Option<KeyRange>,
}

/// How a segment is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// For speed: a batch, which a compaction soon writes anew. Zstandard sets up a context for each
    /// page, which costs more than everything else about a segment of a few thousand rows.
    Fast,
    /// For size.
    Small,
}

impl Packing {
    pub(crate) fn compression(self) -> Compression {
        match self {
            Self::Fast => Compression::SNAPPY,
            Self::Small => Compression::ZSTD(ZstdLevel::default()),
        }
    }
}

/// Writes rows, in the order given: the same rows give the same bytes.
///
/// Rows are read back in the same order. Readers skip well if it is that of the kind.
///
/// # Errors
/// [`SegmentError::Empty`] when there is no row.
pub fn write<'a, C: RowKind>(
    rows: impl IntoIterator<Item = C::Row<'a>>,
    packing: Packing,
) -> Result<Written, SegmentError> {
    let mut writer = SegmentWriter::<C>::new(packing)?;
    for row in rows {
        writer.push(&row)?;
    }
    writer.finish()
}

/// A segment that is being written row by row.
pub struct SegmentWriter<C: RowKind> {
    file: File,
    builder: C::Builder,
    /// Rows in the builder.
    pending: usize,
    rows: u64,
    span: Option<Span>,
    keys: Option<KeyRange>,
}

impl<C: RowKind> SegmentWriter<C> {
    /// No row yet.
    ///
    /// # Errors
    /// When the kind's columns make no file: never in practice.
    pub fn new(packing: Packing) -> Result<Self, SegmentError> {
        Ok(Self {
            file: File::new(C::FIELDS, packing.compression())?,
            builder: C::Builder::default(),
            pending: 0,
            rows: 0,
            span: None,
            keys: None,
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`SegmentError::Parquet`] if the segment exceeds what a Parquet file can hold.
    pub fn push(&mut self, row: &C::Row<'_>) -> Result<(), SegmentError> {
        let span = C::span(row);
        self.span = Some(self.span.map_or(span, |before| before.with(span)));
        if let Some(key) = C::leading(row) {
            self.keys = Some(KeyRange::with(self.keys.take(), key));
        }
        self.rows += 1;
        self.pending += 1;
        C::push(&mut self.builder, row);
        if self.pending == ROW_GROUP_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    /// Number of rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Bytes of the segment so far, without those of the rows of the last row group.
    pub fn bytes(&self) -> usize {
        self.file.bytes()
    }

    /// The segment.
    ///
    /// # Errors
    /// [`SegmentError::Empty`] when there is no row.
    pub fn finish(mut self) -> Result<Written, SegmentError> {
        let span = self.span.ok_or(SegmentError::Empty)?;
        if self.pending > 0 {
            self.flush()?;
        }
        let mut bytes = Vec::from(self.file.finish()?);
        let footer = footer::add_copy(&mut bytes, Effort::S3.whole)?;
        Ok(Written {
            bytes: bytes.into(),
            footer,
            rows: self.rows,
            span,
            keys: self.keys.and_then(KeyRange::kept),
        })
    }

    fn flush(&mut self) -> Result<(), SegmentError> {
        self.pending = 0;
        let builder = mem::take(&mut self.builder);
        self.file.write_row_group(C::finish(builder))
    }
}

/// Writes a registry of entities, which may be empty, in the order of kind and id.
///
/// # Errors
/// [`SegmentError::Parquet`] if it exceeds what a Parquet file can hold.
pub fn write_entities(table: &EntityTable) -> Result<Bytes, SegmentError> {
    let mut file = SortedFile::<EntityRows>::new(Packing::Small)?;
    for (entity, record) in table.iter() {
        file.push(&Sighting::of(entity, record))?;
    }
    file.into_bytes()
}

/// A column of moments, in milliseconds since the epoch.
pub(crate) fn times(ms: Vec<i64>) -> ArrayRef {
    Arc::new(TimestampMillisecondArray::from(ms).with_timezone("UTC"))
}

/// A Parquet file being written.
pub(crate) struct File {
    schema: SchemaRef,
    writer: ArrowWriter<Vec<u8>>,
    checksums: Checksums,
}

impl File {
    pub(crate) fn new(fields: &[Field], compression: Compression) -> Result<Self, SegmentError> {
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

    pub(crate) fn write_row_group(&mut self, arrays: Vec<ArrayRef>) -> Result<(), SegmentError> {
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

    fn bytes(&self) -> usize {
        self.writer.inner().len()
    }

    pub(crate) fn finish(mut self) -> Result<Bytes, SegmentError> {
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
        .set_data_page_row_count_limit(ROW_GROUP_ROWS)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        // A row group is what is read or skipped: what pages hold would tell nobody anything.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_statistics_truncate_length(Some(STATISTICS_BYTES))
        // All together and next to the footer, so that one request often has both.
        .set_bloom_filter_position(BloomFilterPosition::End)
        .set_key_value_metadata(Some(vec![version]));
    for field in fields.iter().filter(|it| it.has_bloom_filter) {
        builder = builder
            .set_column_bloom_filter_properties(ColumnPath::from(field.name), bloom_filter.clone());
    }
    for field in fields.iter().filter(|it| it.is_scattered) {
        let column = ColumnPath::from(field.name);
        builder = builder
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
    }
    builder.build()
}
