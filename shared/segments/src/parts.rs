//! The parts of an object that were fetched.

use std::future::Future;
use std::ops::Range;
use std::sync::Arc;

use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use futures::{StreamExt, TryStreamExt};
use gumshoe_store::{Objects, StoredObject};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::error::SegmentError;

/// Requests that are under way at a time for one object.
const CONCURRENT_REQUESTS: usize = 8;

/// Where an object's bytes come from.
pub trait Source: Sync {
    /// The bytes in `range`, or those of them that there are.
    fn range(&self, range: Range<u64>) -> impl Future<Output = Result<Bytes, SegmentError>> + Send;
}

/// How large an object is, and where the copy of its footer is, if it has one.
#[derive(Debug, Clone)]
pub(crate) struct Extent {
    pub(crate) size: u64,
    pub(crate) footer: Option<Range<u64>>,
}

impl From<&StoredObject> for Extent {
    fn from(object: &StoredObject) -> Self {
        Self {
            size: object.bytes,
            footer: object.footer.clone(),
        }
    }
}

/// An object of which nothing is known but its size.
impl From<u64> for Extent {
    fn from(size: u64) -> Self {
        Self { size, footer: None }
    }
}

/// An object in S3.
pub struct Object<'a> {
    pub(crate) objects: &'a Objects,
    pub(crate) key: &'a str,
}

impl Source for Object<'_> {
    async fn range(&self, range: Range<u64>) -> Result<Bytes, SegmentError> {
        Ok(self.objects.get_range(self.key, &range).await?)
    }
}

/// When to fetch more than is needed, because a request costs more than bytes do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// An object of at most so many bytes is fetched whole.
    pub(crate) whole: u64,
    /// So many bytes are fetched from the end of a larger one, for its footer.
    pub(crate) tail: u64,
    /// Ranges with at most so many bytes between them are fetched as one ...
    pub(crate) gap: u64,
    /// ... unless that has more bytes than this.
    pub(crate) request: u64,
    /// Bloom filters are fetched where more than so many bytes of rows may be spared by them.
    pub(crate) spared: u64,
}

impl Effort {
    /// A request takes tens of milliseconds to its first byte, in which a connection to S3 carries
    /// about a megabyte. But connections share a function's network.
    pub(crate) const S3: Self = Self {
        whole: 256 << 10,
        tail: 64 << 10,
        gap: 128 << 10,
        request: 8 << 20,
        spared: 256 << 10,
    };
}

/// Parts of an object of a known size, and what it took to fetch them.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    size: u64,
    /// Offset and bytes of each part.
    parts: Arc<Vec<(u64, Bytes)>>,
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Parts {
    /// No part yet of an object of `size` bytes.
    pub(crate) fn none(size: u64) -> Self {
        Self {
            size,
            parts: Arc::default(),
            requests: 0,
            bytes: 0,
        }
    }

    /// An object that is there.
    pub(crate) fn whole(bytes: Bytes) -> Self {
        let size = bytes.len() as u64;
        Self {
            size,
            parts: Arc::new(vec![(0, bytes)]),
            requests: 0,
            bytes: 0,
        }
    }

    /// How many bytes of `ranges` are not there yet.
    pub(crate) fn missing(&self, ranges: Vec<Range<u64>>) -> u64 {
        let missing = ranges.into_iter().filter(|it| self.slice(it).is_none());
        missing.map(|it| it.end.saturating_sub(it.start)).sum()
    }

    /// Fetches those of `ranges` that are not there yet.
    pub(crate) async fn fetch<S: Source>(
        &mut self,
        source: &S,
        ranges: impl IntoIterator<Item = Range<u64>>,
        effort: Effort,
    ) -> Result<(), SegmentError> {
        let missing: Vec<_> = ranges
            .into_iter()
            .filter(|it| self.slice(it).is_none())
            .collect();
        if missing
            .iter()
            .any(|it| it.start > it.end || it.end > self.size)
        {
            return Err(SegmentError::Truncated);
        }
        let requests = merge(missing, effort).into_iter().map(|range| async move {
            let bytes = source.range(range.clone()).await?;
            if bytes.len() as u64 != range.end - range.start {
                return Err(SegmentError::Truncated);
            }
            Ok((range.start, bytes))
        });
        let fetched: Vec<_> = futures::stream::iter(requests)
            .buffered(CONCURRENT_REQUESTS)
            .try_collect()
            .await?;
        self.requests += fetched.len() as u64;
        self.bytes += fetched
            .iter()
            .map(|(_, bytes)| bytes.len() as u64)
            .sum::<u64>();
        Arc::make_mut(&mut self.parts).extend(fetched);
        Ok(())
    }

    /// The bytes in `range`, if one part has them all.
    pub(crate) fn slice(&self, range: &Range<u64>) -> Option<Bytes> {
        self.parts.iter().find_map(|(offset, bytes)| {
            let start = usize::try_from(range.start.checked_sub(*offset)?).ok()?;
            let end = usize::try_from(range.end.checked_sub(*offset)?).ok()?;
            (start <= end && end <= bytes.len()).then(|| bytes.slice(start..end))
        })
    }
}

/// The same bytes in fewer ranges.
fn merge(mut ranges: Vec<Range<u64>>, effort: Effort) -> Vec<Range<u64>> {
    ranges.sort_unstable_by_key(|it| (it.start, it.end));
    let mut merged: Vec<Range<u64>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last)
                if range.start <= last.end.saturating_add(effort.gap)
                    && range.end.max(last.end) - last.start <= effort.request =>
            {
                last.end = last.end.max(range.end);
            }
            Some(_) | None => merged.push(range),
        }
    }
    merged
}

impl Length for Parts {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Parts {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let part = self.parts.iter().find_map(|(offset, bytes)| {
            let at = usize::try_from(start.checked_sub(*offset)?).ok()?;
            (at < bytes.len()).then(|| bytes.slice(at..))
        });
        part.map(Buf::reader).ok_or_else(not_fetched)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.checked_add(length as u64).ok_or_else(not_fetched)?;
        self.slice(&(start..end)).ok_or_else(not_fetched)
    }
}

fn not_fetched() -> ParquetError {
    ParquetError::EOF("a page lies outside of its column".to_owned())
}
