//! What can go wrong with a segment.

use arrow_schema::ArrowError;
use gumshoe_store::StoreError;
use parquet::errors::ParquetError;

use crate::columns::FORMATS;

/// A segment that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    /// There was no row to write.
    #[error("a segment holds at least one row")]
    Empty,
    /// The object was written by a later version, or is no segment.
    #[error("the segment has format {found:?}, and not {}", FORMATS.join(" or "))]
    Format {
        /// What it says of itself; empty if nothing.
        found: String,
    },
    /// A column holds what it must not.
    #[error("the segment's column {column} holds an invalid value")]
    Value {
        /// The column's name.
        column: &'static str,
    },
    /// A column is not there, or not of its type.
    #[error("the segment has no valid column {column}")]
    Column {
        /// The column's name.
        column: &'static str,
    },
    /// A column's bytes are not those that were written.
    #[error("the segment's row group {row_group} is damaged in column {column}")]
    Checksum {
        /// The row group's place in the file, from 0.
        row_group: usize,
        /// The column's place in the file, from 0.
        column: usize,
    },
    /// The object is not as long as its parts, or as the caller said.
    #[error("the segment is cut off")]
    Truncated,
    /// The object is no valid Parquet, or not with a segment's columns.
    #[error("the segment cannot be read or written as Parquet")]
    Parquet(#[from] ParquetError),
    /// The rows do not make a batch, or a batch does not decode.
    #[error("the segment's rows cannot be held in memory")]
    Arrow(#[from] ArrowError),
    /// A table of contents of the index says what it must not.
    #[error("the index's table of contents is malformed")]
    Contents(#[source] Option<serde_json::Error>),
    /// More would have to be read than an answer may take.
    #[error("{rows} entities would have to be read, and {most} may")]
    TooBroad {
        /// How many entities would have to be read.
        rows: u64,
        /// How many may be.
        most: u64,
    },
    /// The object could not be fetched.
    #[error(transparent)]
    Store(#[from] StoreError),
}
