//! Footers: what a file says of its row groups, and the compressed copy that readers of a large one fetch.

use std::ops::Range;

use parquet::DecodeResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{
    PageIndexPolicy, ParquetMetaData, ParquetMetaDataPushDecoder, ParquetMetaDataReader,
};

use crate::error::SegmentError;
use crate::parts::Parts;

/// The length of the footer and Parquet's magic bytes, with which a file ends.
const END: usize = 8;

/// A footer is a few dozen bytes for each column of each row group: 30 KiB for ten thousand rows.
const MAX_BYTES: usize = 64 << 20;

/// What zstd does by default: a fifth remains.
const LEVEL: i32 = 3;

/// Puts a compressed copy of the footer of the file that `bytes` are before it, where other readers look
/// at nothing; returns where. Files of at most `whole` bytes get none.
pub(crate) fn add_copy(
    bytes: &mut Vec<u8>,
    whole: u64,
) -> Result<Option<Range<u64>>, SegmentError> {
    if bytes.len() as u64 <= whole {
        return Ok(None);
    }
    let end = bytes.len() - END;
    let length = bytes[end..]
        .first_chunk()
        .map_or(0, |it| u32::from_le_bytes(*it));
    let start = usize::try_from(length)
        .ok()
        .and_then(|it| end.checked_sub(it));
    let start = start.ok_or(SegmentError::Truncated)?;
    let copy = compressed(&bytes[start..end])?;
    let range = start as u64..(start + copy.len()) as u64;
    bytes.splice(start..start, copy);
    Ok(Some(range))
}

fn compressed(footer: &[u8]) -> Result<Vec<u8>, SegmentError> {
    let mut compressor = zstd::bulk::Compressor::new(LEVEL).map_err(broken)?;
    compressor.include_checksum(true).map_err(broken)?;
    compressor.compress(footer).map_err(broken)
}

/// The footer of which `copy` is a copy.
pub(crate) fn of_copy(copy: &[u8]) -> Result<ParquetMetaData, SegmentError> {
    let footer = zstd::bulk::decompress(copy, MAX_BYTES).map_err(broken)?;
    Ok(ParquetMetaDataReader::decode_metadata(&footer)?)
}

fn broken(error: std::io::Error) -> SegmentError {
    ParquetError::from(error).into()
}

/// A footer being decoded.
pub(crate) struct Footer(ParquetMetaDataPushDecoder);

pub(crate) enum Decoded {
    Footer(ParquetMetaData),
    Needs(Vec<Range<u64>>),
}

impl Footer {
    pub(crate) fn new(size: u64) -> Result<Self, SegmentError> {
        let decoder = ParquetMetaDataPushDecoder::try_new(size)?;
        Ok(Self(decoder.with_page_index_policy(PageIndexPolicy::Skip)))
    }

    /// The footer, or which parts it needs that are not there.
    pub(crate) fn decode(&mut self, parts: &Parts) -> Result<Decoded, SegmentError> {
        loop {
            let ranges = match self.0.try_decode()? {
                DecodeResult::Data(footer) => return Ok(Decoded::Footer(footer)),
                DecodeResult::Finished => return Err(SegmentError::Truncated),
                DecodeResult::NeedsData(ranges) => ranges,
            };
            for range in ranges.clone() {
                let Some(bytes) = parts.slice(&range) else {
                    return Ok(Decoded::Needs(ranges));
                };
                self.0.push_range(range, bytes)?;
            }
        }
    }
}
