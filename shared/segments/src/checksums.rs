//! Checksums of a file's column chunks: a wrong bit in a row is an error, not a wrong answer.
//!
//! Parquet's own page checksums are optional, and neither the library nor most writers make any.
//! S3 checks what is fetched whole, but not ranges.

use std::fmt::Write;
use std::ops::Range;

use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};

use crate::error::SegmentError;

/// The key, in a file's key-value metadata, of the checksums.
pub(crate) const CHECKSUMS_KEY: &str = "gumshoe.crc32";

/// Hexadecimal digits of a checksum.
const DIGITS: usize = 8;

/// The CRC-32 (of ISO 3309) of each column chunk, in the order of row groups and columns, as
/// hexadecimal digits end to end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Checksums(String);

impl Checksums {
    /// Adds those of the next row group, whose columns are in `file`.
    pub(crate) fn add(
        &mut self,
        row_group: &RowGroupMetaData,
        file: &[u8],
    ) -> Result<(), SegmentError> {
        for column in row_group.columns() {
            let range = pages(column, file.len() as u64)?;
            let start = usize::try_from(range.start).map_err(|_| SegmentError::Truncated)?;
            let end = usize::try_from(range.end).map_err(|_| SegmentError::Truncated)?;
            let bytes = file.get(start..end).ok_or(SegmentError::Truncated)?;
            // Writing to a string cannot fail.
            let _ = write!(self.0, "{:08x}", crc32fast::hash(bytes));
        }
        Ok(())
    }

    /// As it stands in the file.
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    /// Those of a file.
    pub(crate) fn of(footer: &ParquetMetaData) -> Self {
        let pairs = footer.file_metadata().key_value_metadata();
        let text = pairs.and_then(|pairs| {
            pairs
                .iter()
                .find(|it| it.key == CHECKSUMS_KEY)?
                .value
                .clone()
        });
        Self(text.unwrap_or_default())
    }

    /// Fails unless `bytes` are what was written for a column of a row group, where each row group
    /// has `columns` columns.
    pub(crate) fn check(
        &self,
        row_group: usize,
        column: usize,
        columns: usize,
        bytes: &[u8],
    ) -> Result<(), SegmentError> {
        let at = (row_group * columns + column) * DIGITS;
        let digits = self.0.get(at..at + DIGITS).unwrap_or_default();
        match u32::from_str_radix(digits, 16) {
            Ok(expected) if expected == crc32fast::hash(bytes) => Ok(()),
            Ok(_) | Err(_) => Err(SegmentError::Checksum { row_group, column }),
        }
    }
}

/// Where a column's pages are, in a file of `size` bytes.
pub(crate) fn pages(column: &ColumnChunkMetaData, size: u64) -> Result<Range<u64>, SegmentError> {
    let start = column
        .dictionary_page_offset()
        .unwrap_or_else(|| column.data_page_offset());
    let start = u64::try_from(start).map_err(|_| SegmentError::Truncated)?;
    let length = u64::try_from(column.compressed_size()).map_err(|_| SegmentError::Truncated)?;
    let end = start
        .checked_add(length)
        .filter(|end| *end <= size)
        .ok_or(SegmentError::Truncated)?;
    Ok(start..end)
}
