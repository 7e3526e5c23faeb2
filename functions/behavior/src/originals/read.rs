//! Records of log objects, a page at a time.

use futures::{StreamExt as _, stream};
use gumshoe_activity::Call;
use gumshoe_sources::cloudtrail::originals;
use gumshoe_sources::{Limits, ObjectRejected};
use gumshoe_store::{Store, StoreError};
use serde_json::Value;

use super::find::Candidate;

/// Objects that are read for one page, at most.
const MOST_OBJECTS: usize = 40;

/// Objects that are fetched at once.
const AT_ONCE: usize = 4;

/// Bytes of an object, as stored and inflated, at most: ten times a large log file.
const MOST_STORED: u64 = 16 << 20;
const MOST_INFLATED: u64 = 64 << 20;

/// Bytes of the records of a page: an answer of Lambda has 6 MB at most.
const MOST_ANSWERED: usize = 3 << 20;

/// Where a page begins: an object, and a record of those of it that are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) object: usize,
    pub(crate) record: usize,
}

impl Place {
    /// As a number, for a token.
    pub(crate) fn to_number(self) -> u64 {
        let part = |it: usize| u64::from(u32::try_from(it).unwrap_or(u32::MAX));
        part(self.object) << 32 | part(self.record)
    }

    pub(crate) fn of_number(number: u64) -> Self {
        let part = |it: u64| usize::try_from(it & u64::from(u32::MAX)).unwrap_or(usize::MAX);
        Self {
            object: part(number >> 32),
            record: part(number),
        }
    }
}

/// A page of records.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) records: Vec<(Candidate, Value)>,
    pub(crate) next: Option<Place>,
    pub(crate) objects_read: usize,
    /// Objects that were deleted since they were listed.
    pub(crate) gone: Vec<Candidate>,
    /// Objects that cannot be read, each with the reason.
    pub(crate) unreadable: Vec<(Candidate, String)>,
}

/// What an object gave.
enum Read {
    Records(Vec<Value>),
    Gone,
    Unreadable(String),
}

/// Which records are read.
pub(crate) struct Reader<'a, F> {
    pub(crate) store: &'a Store,
    pub(crate) is_wanted: F,
    /// Records of a page.
    pub(crate) most: usize,
}

impl<F: Fn(&Call<'_>) -> bool + Sync> Reader<'_, F> {
    /// The page that begins at `from`.
    pub(crate) async fn page(
        &self,
        objects: &[Candidate],
        from: Place,
    ) -> Result<Page, StoreError> {
        let rest = objects.get(from.object..).unwrap_or_default();
        let reads = rest.iter().take(MOST_OBJECTS).map(|it| self.read(it));
        let reads: Vec<_> = reads.collect();
        let mut reads = stream::iter(reads).buffered(AT_ONCE);
        let (mut page, mut bytes) = (Page::default(), 0_usize);
        for (at, object) in rest.iter().take(MOST_OBJECTS).enumerate() {
            let Some(read) = reads.next().await else {
                break;
            };
            page.objects_read += 1;
            let records = match read? {
                Read::Records(records) => records,
                Read::Gone => {
                    page.gone.push(object.clone());
                    continue;
                }
                Read::Unreadable(reason) => {
                    page.unreadable.push((object.clone(), reason));
                    continue;
                }
            };
            let skipped = if at == 0 { from.record } else { 0 };
            for (record, value) in records.into_iter().enumerate().skip(skipped) {
                let size = value.to_string().len();
                let is_full = bytes.saturating_add(size) > MOST_ANSWERED && bytes > 0;
                if is_full || page.records.len() >= self.most {
                    let object = from.object.saturating_add(at);
                    page.next = Some(Place { object, record });
                    return Ok(page);
                }
                bytes = bytes.saturating_add(size);
                page.records.push((object.clone(), value));
            }
        }
        if rest.len() > MOST_OBJECTS {
            page.next = Some(Place {
                object: from.object.saturating_add(MOST_OBJECTS),
                record: 0,
            });
        }
        Ok(page)
    }

    async fn read(&self, object: &Candidate) -> Result<Read, StoreError> {
        let logs = self.store.logs(&object.name.bucket)?;
        let bytes = match logs.get(&object.name.key, MOST_STORED).await {
            Ok(bytes) => bytes,
            Err(StoreError::NoSuchObject { .. }) => return Ok(Read::Gone),
            Err(StoreError::AccessDenied { .. }) => {
                return Ok(Read::Unreadable("ACCESS_DENIED".to_owned()));
            }
            Err(StoreError::ObjectTooLarge { .. }) => {
                return Ok(Read::Unreadable("OBJECT_TOO_LARGE".to_owned()));
            }
            Err(error) => return Err(error),
        };
        let limits = Limits {
            inflated_bytes: MOST_INFLATED,
            record_bytes: MOST_INFLATED,
            ..Limits::default()
        };
        let read: Result<Vec<Value>, ObjectRejected> =
            originals(&bytes, &limits, &mut |call| (self.is_wanted)(call));
        Ok(match read {
            Ok(records) => Read::Records(records),
            Err(error) => Read::Unreadable(error.as_str().to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_number() {
        for (object, record) in [(0, 0), (1, 2), (40, 70_000)] {
            let place = Place { object, record };
            assert_eq!(Place::of_number(place.to_number()), place);
        }
    }
}
