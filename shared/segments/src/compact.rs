//! Many segments made one, and the registry of the entities in them.

use bytes::Bytes;
use gumshoe_activity::{Aggregate, EntityTable};

use crate::error::SegmentError;
use crate::read::{ScanStats, read_all};
use crate::write::{Segment, write_activity};

/// Segments being made one. Which, and how many fit into memory, is the caller's choice.
#[derive(Debug, Default)]
pub struct Compaction {
    rows: Aggregate,
}

/// The outcome of a compaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// The one segment, which answers as all of its inputs did.
    pub segment: Segment,
    /// Every entity that it concerns.
    pub entities: EntityTable,
}

impl Compaction {
    /// Adds a segment's rows. The order in which segments are added makes no difference.
    ///
    /// # Errors
    /// When it is no segment; the compaction may then hold some of its rows, and must be dropped.
    pub fn add(&mut self, segment: Bytes) -> Result<ScanStats, SegmentError> {
        read_all(segment, &mut |call| self.rows.add_call(call))
    }

    /// Bytes of memory held, about; [`Self::finish`] needs as much again.
    pub fn memory(&self) -> usize {
        self.rows.memory()
    }

    /// Writes the one segment.
    ///
    /// # Errors
    /// [`SegmentError::Empty`] when nothing was added.
    pub fn finish(self) -> Result<Compacted, SegmentError> {
        let segment = write_activity(self.rows.sorted())?;
        let mut entities = EntityTable::default();
        for call in self.rows.calls() {
            entities.add_call(&call);
        }
        Ok(Compacted { segment, entities })
    }
}
