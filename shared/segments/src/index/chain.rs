//! Files that follow each other in the order of their rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arrow_array::RecordBatch;
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _};
use gumshoe_activity::EntityType;
use gumshoe_store::Objects;

use super::lookup::SearchStats;
use crate::error::SegmentError;
use crate::parts::{Effort, Object};
use crate::row_groups::{Batches, RowGroups, Wanted};

/// Files that are fetched before they are needed: some megabytes each.
const AHEAD: usize = 3;

/// Kinds of entities of which nothing more is wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Done(Arc<AtomicU32>);

impl Done {
    fn bit(kind: EntityType) -> u32 {
        let place = EntityType::ALL.iter().position(|it| *it == kind);
        1 << place.unwrap_or_default()
    }

    pub(crate) fn add(&self, kind: EntityType) {
        self.0.fetch_or(Self::bit(kind), Ordering::Relaxed);
    }

    pub(crate) fn has(&self, kind: EntityType) -> bool {
        self.0.load(Ordering::Relaxed) & Self::bit(kind) != 0
    }
}

/// One file of a chain.
pub(crate) struct Link {
    pub(crate) key: String,
    pub(crate) bytes: u64,
    /// The kind of all of its entities, where they are of one.
    pub(crate) only: Option<EntityType>,
}

/// Rows of several files in their order.
pub(crate) struct Chain<'a> {
    files: BoxStream<'a, Result<Option<RowGroups>, SegmentError>>,
    batches: Option<Batches>,
    pub(crate) batch: Option<(RecordBatch, Vec<bool>)>,
    /// The row of the batch that is next.
    pub(crate) at: usize,
    pub(crate) stats: SearchStats,
}

impl<'a> Chain<'a> {
    /// What is wanted of objects, but for those of kinds that are done.
    pub(crate) fn of_objects(
        objects: &'a Objects,
        links: Vec<Link>,
        wanted: Wanted,
        done: Done,
    ) -> Self {
        let files = stream::iter(links).map(move |link| {
            let (wanted, done) = (wanted.clone(), done.clone());
            async move {
                if link.only.is_some_and(|kind| done.has(kind)) {
                    return Ok(None);
                }
                let source = Object {
                    objects,
                    key: &link.key,
                };
                let fetched =
                    RowGroups::fetch(&source, link.bytes.into(), wanted, Effort::S3).await;
                fetched.map(Some)
            }
        });
        Self::new(files.buffered(AHEAD).boxed())
    }

    /// What is wanted of a file in memory.
    pub(crate) fn of_bytes(bytes: Bytes, wanted: Wanted) -> Result<Self, SegmentError> {
        let file = RowGroups::of(bytes, wanted)?;
        Ok(Self::new(stream::iter([Ok(Some(file))]).boxed()))
    }

    fn new(files: BoxStream<'a, Result<Option<RowGroups>, SegmentError>>) -> Self {
        Self {
            files,
            batches: None,
            batch: None,
            at: 0,
            stats: SearchStats::default(),
        }
    }

    /// Is at a wanted row, unless there is none any more.
    pub(crate) async fn fill(&mut self) -> Result<(), SegmentError> {
        loop {
            if let Some((_, matches)) = &self.batch
                && let Some(at) = next_match(matches, self.at)
            {
                self.at = at;
                return Ok(());
            }
            self.at = 0;
            self.batch = match &mut self.batches {
                Some(batches) => batches.next()?,
                None => None,
            };
            if let Some((batch, _)) = &self.batch {
                let rows = u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
                self.stats.rows = self.stats.rows.saturating_add(rows);
                continue;
            }
            let Some(file) = self.files.next().await else {
                return Ok(());
            };
            if let Some(file) = file? {
                self.stats.add_file(&file);
                self.batches = Some(file.into_batches());
            }
        }
    }
}

/// The first wanted row from `at` on.
pub(crate) fn next_match(matches: &[bool], at: usize) -> Option<usize> {
    let rest = matches.get(at..)?;
    rest.iter().position(|it| *it).map(|skipped| at + skipped)
}
