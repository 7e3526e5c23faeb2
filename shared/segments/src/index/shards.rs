//! Rows as the objects of a run.

use bytes::Bytes;
use gumshoe_domain::GraphId;
use gumshoe_store::{EntityIndex, Objects};

use super::contents::Shard;
use super::sorted::{Place, Sorted};
use crate::error::SegmentError;
use crate::write::{File, Packing, ROW_GROUP_ROWS};

/// Rows of an object. Its footer is no larger than what a reader fetches for a start.
const SHARD_ROWS: u64 = 32 * ROW_GROUP_ROWS as u64;

/// A file of rows in their order.
pub(crate) struct SortedFile<S: Sorted> {
    file: File,
    builder: S::Builder,
    /// Rows in the builder.
    pending: usize,
    rows: u64,
    first: Option<Place>,
    last: Place,
}

impl<S: Sorted> SortedFile<S> {
    pub(crate) fn new(packing: Packing) -> Result<Self, SegmentError> {
        Ok(Self {
            file: File::new(S::FIELDS, packing.compression())?,
            builder: S::Builder::default(),
            pending: 0,
            rows: 0,
            first: None,
            last: Place::default(),
        })
    }

    pub(crate) fn push(&mut self, row: &S::Row<'_>) -> Result<(), SegmentError> {
        S::append(&mut self.builder, row);
        self.last.move_to(S::place(row));
        if self.first.is_none() {
            self.first = Some(self.last.clone());
        }
        self.pending += 1;
        self.rows += 1;
        if self.pending == ROW_GROUP_ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), SegmentError> {
        self.pending = 0;
        let builder = std::mem::take(&mut self.builder);
        self.file.write_row_group(S::finish(builder))
    }

    /// The file and what the table of contents says of it; nothing where it has no row.
    fn finish(mut self) -> Result<Option<(Bytes, Shard)>, SegmentError> {
        let (rows, last) = (self.rows, std::mem::take(&mut self.last));
        let Some(first) = self.first.take() else {
            return Ok(None);
        };
        let bytes = self.into_bytes()?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(Some((bytes, Shard::new(size, rows, first, last))))
    }

    /// The file, which may be empty.
    pub(crate) fn into_bytes(mut self) -> Result<Bytes, SegmentError> {
        if self.pending > 0 {
            self.flush()?;
        }
        self.file.finish()
    }
}

/// Writes the objects of one sort of a run as rows come.
pub(crate) struct Shards<'a, S: Sorted> {
    objects: &'a Objects,
    graph: GraphId,
    run: &'a str,
    current: SortedFile<S>,
    full: Vec<(Bytes, Shard)>,
    written: Vec<Shard>,
}

impl<'a, S: Sorted> Shards<'a, S> {
    pub(crate) fn new(
        objects: &'a Objects,
        graph: GraphId,
        run: &'a str,
    ) -> Result<Self, SegmentError> {
        Ok(Self {
            objects,
            graph,
            run,
            current: SortedFile::new(Packing::Small)?,
            full: Vec::new(),
            written: Vec::new(),
        })
    }

    pub(crate) fn push(&mut self, row: &S::Row<'_>) -> Result<(), SegmentError> {
        self.current.push(row)?;
        if self.current.rows >= SHARD_ROWS {
            self.close()?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), SegmentError> {
        let full = std::mem::replace(&mut self.current, SortedFile::new(Packing::Small)?);
        self.full.extend(full.finish()?);
        Ok(())
    }

    /// Stores what is full.
    pub(crate) async fn store(&mut self) -> Result<(), SegmentError> {
        for (bytes, shard) in std::mem::take(&mut self.full) {
            let number = self.written.len();
            let key = EntityIndex::object_key(self.graph, self.run, S::FOLDER, number);
            self.objects.put(&key, bytes).await?;
            self.written.push(shard);
        }
        Ok(())
    }

    /// Stores the rest; says what there is.
    pub(crate) async fn finish(mut self) -> Result<Vec<Shard>, SegmentError> {
        self.close()?;
        self.store().await?;
        Ok(self.written)
    }
}
