//! The row groups of a file that can hold what is wanted, and their rows.

use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;

use arrow_array::RecordBatch;
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::Length;

use crate::checksums::{self, Checksums};
use crate::columns::{self, FORMAT_KEY, FORMATS, Field};
use crate::error::SegmentError;
use crate::footer::{self, Decoded, Footer};
use crate::parts::{Effort, Extent, Parts, Source};
use crate::predicate::Predicate;
use crate::prune;
use crate::read::ScanStats;

/// The most rows that are decoded at a time, whatever a file says of itself.
const MAX_BATCH_ROWS: usize = 65_536;

/// What is wanted of a file.
#[derive(Clone)]
pub(crate) struct Wanted {
    /// The file's columns.
    pub(crate) fields: &'static [Field],
    /// Which rows.
    pub(crate) predicate: Predicate,
    /// Which columns, by their places; those of the predicate may be left out.
    pub(crate) columns: Vec<usize>,
}

/// The row groups of a file that can hold what is wanted, fetched.
pub(crate) struct RowGroups {
    parts: Parts,
    metadata: ArrowReaderMetadata,
    selected: Vec<usize>,
    wanted: Wanted,
}

impl RowGroups {
    /// Fetches from `source`, an object of this extent.
    pub(crate) async fn fetch<S: Source>(
        source: &S,
        extent: Extent,
        wanted: Wanted,
        effort: Effort,
    ) -> Result<Self, SegmentError> {
        let mut this = Self::open(source, extent, wanted, effort).await?;
        // Where little could be spared, it is fetched before the filters would have been.
        if this.parts.missing(this.pages()?) > effort.spared {
            this.parts
                .fetch(source, this.bloom_filters()?, effort)
                .await?;
        }
        this.narrow_by_bloom_filters()?;
        this.parts.fetch(source, this.pages()?, effort).await?;
        this.check()?;
        Ok(this)
    }

    /// Fetches the footer or its copy, and of a small object everything with it. Statistics select row
    /// groups.
    pub(crate) async fn open<S: Source>(
        source: &S,
        extent: Extent,
        wanted: Wanted,
        effort: Effort,
    ) -> Result<Self, SegmentError> {
        let size = extent.size;
        let mut parts = Parts::none(size);
        let footer = match extent.footer {
            Some(range) if size > effort.whole => {
                let once = iter::once(range.clone());
                parts.fetch(source, once, effort).await?;
                let copy = parts.slice(&range).ok_or(SegmentError::Truncated)?;
                footer::of_copy(&copy)?
            }
            Some(_) | None => {
                let begin = if size <= effort.whole {
                    0
                } else {
                    size.saturating_sub(effort.tail)
                };
                parts.fetch(source, iter::once(begin..size), effort).await?;
                let mut footer = Footer::new(size)?;
                loop {
                    match footer.decode(&parts)? {
                        Decoded::Footer(footer) => break footer,
                        Decoded::Needs(ranges) => parts.fetch(source, ranges, effort).await?,
                    }
                }
            }
        };
        Self::by_statistics(parts, footer, wanted)
    }

    /// Fetches one of the selected row groups, to be decoded `rows` rows at a time; nothing where
    /// there are not so many.
    pub(crate) async fn nth<S: Source>(
        &self,
        source: &S,
        nth: usize,
        rows: usize,
        effort: Effort,
    ) -> Result<Option<ParquetRecordBatchReader>, SegmentError> {
        let Some(at) = self.selected.get(nth).copied() else {
            return Ok(None);
        };
        let mut one = Self {
            parts: self.parts.clone(),
            metadata: self.metadata.clone(),
            selected: vec![at],
            wanted: self.wanted.clone(),
        };
        one.parts.fetch(source, one.pages()?, effort).await?;
        one.check()?;
        one.batches(at, rows).map(Some)
    }

    /// The same as [`Self::fetch`], of an object that is there.
    pub(crate) fn of(bytes: Bytes, wanted: Wanted) -> Result<Self, SegmentError> {
        let parts = Parts::whole(bytes);
        let footer = match Footer::new(parts.len())?.decode(&parts)? {
            Decoded::Footer(footer) => footer,
            Decoded::Needs(_) => return Err(SegmentError::Truncated),
        };
        let mut this = Self::by_statistics(parts, footer, wanted)?;
        this.narrow_by_bloom_filters()?;
        this.check()?;
        Ok(this)
    }

    /// Gives `visit` each batch of rows, with whether each row is wanted.
    pub(crate) fn visit(
        self,
        mut visit: impl FnMut(&RecordBatch, &[bool]) -> Result<(), SegmentError>,
    ) -> Result<ScanStats, SegmentError> {
        let selected = self.selected.len() as u64;
        let mut stats = ScanStats {
            requests: self.parts.requests,
            bytes: self.parts.bytes,
            row_groups_read: selected,
            row_groups_skipped: self.row_groups().len() as u64 - selected,
            ..ScanStats::default()
        };
        for at in &self.selected {
            for batch in self.batches(*at, MAX_BATCH_ROWS)? {
                let batch = batch?;
                let matches = self.wanted.predicate.matches(&batch)?;
                stats.rows_read += matches.len() as u64;
                stats.rows_matched += matches.iter().filter(|it| **it).count() as u64;
                visit(&batch, &matches)?;
            }
        }
        Ok(stats)
    }

    /// Their rows, a row group at a time.
    pub(crate) fn into_batches(self) -> Batches {
        Batches {
            groups: self,
            next: 0,
            reader: None,
        }
    }

    /// The requests that it took to fetch them, and the bytes.
    pub(crate) fn effort(&self) -> (u64, u64) {
        (self.parts.requests, self.parts.bytes)
    }

    fn by_statistics(
        parts: Parts,
        footer: ParquetMetaData,
        wanted: Wanted,
    ) -> Result<Self, SegmentError> {
        check_format(&footer)?;
        let fields = fields_there(wanted.fields, &footer);
        let options = ArrowReaderOptions::new().with_schema(columns::schema_to_read(fields));
        let metadata = ArrowReaderMetadata::try_new(footer.into(), options)?;
        let selected = metadata
            .metadata()
            .row_groups()
            .iter()
            .zip(0..)
            .filter(|(row_group, _)| prune::by_statistics(&wanted.predicate, row_group))
            .map(|(_, at)| at)
            .collect();
        Ok(Self {
            parts,
            metadata,
            selected,
            wanted,
        })
    }

    fn row_groups(&self) -> &[RowGroupMetaData] {
        self.metadata.metadata().row_groups()
    }

    fn selected(&self) -> impl Iterator<Item = (usize, &RowGroupMetaData)> {
        self.selected
            .iter()
            .filter_map(|at| Some((*at, self.row_groups().get(*at)?)))
    }

    fn bloom_filters(&self) -> Result<Vec<Range<u64>>, SegmentError> {
        let mut ranges = Vec::new();
        for (_, row_group) in self.selected() {
            ranges.extend(prune::bloom_filter_ranges(
                &self.wanted.predicate,
                row_group,
            )?);
        }
        Ok(ranges)
    }

    fn narrow_by_bloom_filters(&mut self) -> Result<(), SegmentError> {
        let mut left = Vec::new();
        for (at, row_group) in self.selected() {
            if prune::by_bloom_filters(&self.wanted.predicate, row_group, &self.parts)? {
                left.push(at);
            }
        }
        self.selected = left;
        Ok(())
    }

    /// Where the wanted columns of the selected row groups are.
    fn pages(&self) -> Result<Vec<Range<u64>>, SegmentError> {
        let mut ranges = Vec::new();
        for (_, row_group) in self.selected() {
            for at in self.columns(row_group) {
                let column = row_group.columns().get(at);
                let column = column.ok_or(SegmentError::Truncated)?;
                ranges.push(checksums::pages(column, self.parts.len())?);
            }
        }
        Ok(ranges)
    }

    /// Fails unless what was fetched is what was written. The decoder relies on it.
    fn check(&self) -> Result<(), SegmentError> {
        let checksums = Checksums::of(self.metadata.metadata());
        for (at, row_group) in self.selected() {
            let columns = row_group.columns();
            for column in self.columns(row_group) {
                let chunk = columns.get(column).ok_or(SegmentError::Truncated)?;
                let range = checksums::pages(chunk, self.parts.len())?;
                let bytes = self.parts.slice(&range).ok_or(SegmentError::Truncated)?;
                checksums.check(at, column, columns.len(), &bytes)?;
            }
        }
        Ok(())
    }

    /// The columns to read of a row group: those that the file has and that have a value there. Making
    /// dictionaries of nothing takes long.
    fn columns(&self, row_group: &RowGroupMetaData) -> BTreeSet<usize> {
        let tested = self.wanted.predicate.tests().map(|it| it.column().index);
        let wanted = self.wanted.columns.iter().copied().chain(tested);
        let is_there = |at: &usize| {
            let column = row_group.columns().get(*at);
            let may_lack = self.wanted.fields.get(*at).is_some_and(|it| it.is_nullable);
            column.is_some_and(|it| !(may_lack && prune::has_no_value(it, row_group)))
        };
        wanted.filter(is_there).collect()
    }

    /// The batches of a row group, of `most` rows. It is read on its own, so that its dictionaries are
    /// kept.
    fn batches(&self, at: usize, most: usize) -> Result<ParquetRecordBatchReader, SegmentError> {
        let rows = self.metadata.metadata().row_group_num_rows(at)?;
        let row_group = self.row_groups().get(at);
        let columns = self.columns(row_group.ok_or(SegmentError::Truncated)?);
        let mask = ProjectionMask::leaves(self.metadata.parquet_schema(), columns);
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.parts.clone(),
            self.metadata.clone(),
        )
        .with_row_groups(vec![at])
        .with_projection(mask)
        .with_batch_size(rows.clamp(1, most));
        Ok(builder.build()?)
    }
}

/// The rows of row groups that are read one after the other.
pub(crate) struct Batches {
    groups: RowGroups,
    /// The place of the next row group among the selected.
    next: usize,
    reader: Option<ParquetRecordBatchReader>,
}

impl Batches {
    /// The next batch, with whether each row is wanted.
    pub(crate) fn next(&mut self) -> Result<Option<(RecordBatch, Vec<bool>)>, SegmentError> {
        loop {
            if let Some(batch) = self.reader.as_mut().and_then(Iterator::next) {
                let batch = batch?;
                let matches = self.groups.wanted.predicate.matches(&batch)?;
                return Ok(Some((batch, matches)));
            }
            let Some(at) = self.groups.selected.get(self.next).copied() else {
                return Ok(None);
            };
            self.next += 1;
            self.reader = Some(self.groups.batches(at, MAX_BATCH_ROWS)?);
        }
    }
}

/// The fields that the file has: a file of an earlier format lacks some at the end, none of which needs
/// a value. Of what else is missing the decoder tells.
fn fields_there(all: &'static [Field], footer: &ParquetMetaData) -> &'static [Field] {
    let there = footer.file_metadata().schema_descr().num_columns();
    match all.split_at_checked(there) {
        Some((fields, missing)) if missing.iter().all(|it| it.is_nullable) => fields,
        Some(_) | None => all,
    }
}

fn check_format(footer: &ParquetMetaData) -> Result<(), SegmentError> {
    let pairs = footer.file_metadata().key_value_metadata();
    let format = pairs.and_then(|pairs| pairs.iter().find(|it| it.key == FORMAT_KEY));
    match format.and_then(|it| it.value.as_deref()) {
        Some(format) if FORMATS.contains(&format) => Ok(()),
        found => Err(SegmentError::Format {
            found: found.unwrap_or_default().to_owned(),
        }),
    }
}
