//! Many segments made few, and the registries of the entities in them.
//!
//! Segments are sorted, so that they are merged as they are read: of each, the batch of rows that is
//! next is in memory, whatever its size.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use arrow_array::RecordBatch;
use futures::future::try_join_all;
use gumshoe_activity::EntityTable;
use gumshoe_domain::AccountId;
use gumshoe_store::{Objects, Segment};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

use crate::error::SegmentError;
use crate::kind::RowKind;
use crate::parts::{Effort, Extent, Object, Source};
use crate::predicate::Predicate;
use crate::row_groups::{RowGroups, Wanted};
use crate::write::{Packing, ROW_GROUP_ROWS, SegmentWriter, Written};

/// Rows that are decoded at a time of each segment.
const BATCH_ROWS: usize = 4_096;

/// When a merged segment is large enough, and the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full {
    /// It has this many rows, ...
    pub rows: u64,
    /// ... or this many bytes, give or take a row group's.
    pub bytes: usize,
}

impl Full {
    /// What a function with 512 MB of memory writes, with the registry of its entities beside it. The
    /// copy of the footer has some 20 KiB then, so that a reader of one entity fetches as much of a full
    /// segment as of a smaller one.
    pub const DEFAULT: Self = Self {
        rows: 32 * ROW_GROUP_ROWS as u64,
        bytes: 64 << 20,
    };
}

/// One of the segments that a compaction came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compacted {
    /// The segment. Together they answer as all of the inputs did.
    pub segment: Written,
    /// Every entity that it concerns.
    pub entities: EntityTable,
}

/// Segments of one kind being merged. How many fit into memory side by side is the caller's choice.
pub struct Compaction<S, C> {
    inputs: Vec<Input<S>>,
    full: Full,
    /// An account whose rows are left out.
    without: Option<AccountId>,
    columns: std::marker::PhantomData<C>,
}

impl<'a, C: RowKind> Compaction<Object<'a>, C> {
    /// The merge of `segments`, which are among `objects`.
    ///
    /// # Errors
    /// [`SegmentError::Store`] when S3 fails or a segment is not there; others when one is none.
    pub async fn of_stored(
        objects: &'a Objects,
        segments: &'a [Segment],
        full: Full,
    ) -> Result<Self, SegmentError> {
        let sources = segments.iter().map(|it| {
            let key = it.activity.key.as_str();
            (Object { objects, key }, Extent::from(&it.activity))
        });
        Self::open(sources, full).await
    }
}

impl<S: Source, C: RowKind> Compaction<S, C> {
    pub(crate) async fn open(
        sources: impl IntoIterator<Item = (S, Extent)>,
        full: Full,
    ) -> Result<Self, SegmentError> {
        let inputs = sources
            .into_iter()
            .map(|(source, extent)| Input::open::<C>(source, extent));
        Ok(Self {
            inputs: try_join_all(inputs).await?,
            full,
            without: None,
            columns: std::marker::PhantomData,
        })
    }

    /// The same without the rows that `account` gave.
    pub fn without(self, account: AccountId) -> Self {
        Self {
            without: Some(account),
            ..self
        }
    }

    /// The next merged segment, whose rows follow on those of the last; nothing when all is merged.
    ///
    /// # Errors
    /// As [`Self::of_stored`] has.
    pub async fn next(&mut self) -> Result<Option<Compacted>, SegmentError> {
        let mut output: Option<Output<C>> = None;
        loop {
            try_join_all(self.inputs.iter_mut().map(Input::fill)).await?;
            self.inputs.retain(|input| input.batch.is_some());
            if self.inputs.is_empty() {
                break;
            }
            let output = match &mut output {
                Some(output) => output,
                None => output.insert(Output::new(self.without)?),
            };
            merge(&mut self.inputs, output, self.full)?;
            if output.is_full(self.full) {
                break;
            }
        }
        match output {
            // There may be no row but those that are left out.
            Some(output) if output.writer.rows() > 0 => output.finish().map(Some),
            Some(_) | None => Ok(None),
        }
    }
}

/// A segment that is read from its first row to its last.
struct Input<S> {
    source: S,
    file: RowGroups,
    next_row_group: usize,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    /// The row of the batch that is next.
    at: usize,
}

impl<S: Source> Input<S> {
    async fn open<C: RowKind>(source: S, extent: Extent) -> Result<Self, SegmentError> {
        let wanted = Wanted {
            fields: C::FIELDS,
            predicate: Predicate::default(),
            columns: (0..C::FIELDS.len()).collect(),
        };
        Ok(Self {
            file: RowGroups::open(&source, extent, wanted, Effort::S3).await?,
            source,
            next_row_group: 0,
            reader: None,
            batch: None,
            at: 0,
        })
    }

    /// Has a batch with a row that is next, unless there is none any more.
    async fn fill(&mut self) -> Result<(), SegmentError> {
        let left = |batch: &RecordBatch, at| at < batch.num_rows();
        while !self.batch.as_ref().is_some_and(|it| left(it, self.at)) {
            self.at = 0;
            self.batch = self.reader.as_mut().and_then(Iterator::next).transpose()?;
            if self.batch.is_some() {
                continue;
            }
            let (source, nth) = (&self.source, self.next_row_group);
            self.reader = self.file.nth(source, nth, BATCH_ROWS, Effort::S3).await?;
            self.next_row_group += 1;
            if self.reader.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A merged segment being written.
struct Output<C: RowKind> {
    writer: SegmentWriter<C>,
    entities: EntityTable,
    without: Option<AccountId>,
}

impl<C: RowKind> Output<C> {
    fn new(without: Option<AccountId>) -> Result<Self, SegmentError> {
        Ok(Self {
            writer: SegmentWriter::new(Packing::Small)?,
            entities: EntityTable::default(),
            without,
        })
    }

    fn push(&mut self, row: &C::Row<'_>) -> Result<(), SegmentError> {
        if self
            .without
            .is_some_and(|it| it.as_str() == C::account(row))
        {
            return Ok(());
        }
        C::add_entities(&mut self.entities, row);
        self.writer.push(row)
    }

    fn is_full(&self, full: Full) -> bool {
        self.writer.rows() >= full.rows || self.writer.bytes() >= full.bytes
    }

    fn finish(self) -> Result<Compacted, SegmentError> {
        Ok(Compacted {
            segment: self.writer.finish()?,
            entities: self.entities,
        })
    }
}

/// The row of an input that is next; the least is the greatest in the order of a heap.
pub(crate) struct Head<'b, C: RowKind> {
    pub(crate) row: C::Row<'b>,
    pub(crate) input: usize,
}

impl<C: RowKind> Ord for Head<'_, C> {
    fn cmp(&self, other: &Self) -> Ordering {
        C::order(&other.row, &self.row).then_with(|| other.input.cmp(&self.input))
    }
}

impl<C: RowKind> PartialOrd for Head<'_, C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C: RowKind> PartialEq for Head<'_, C> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<C: RowKind> Eq for Head<'_, C> {}

/// Merges rows until the batch of an input is used up, or the output is full.
fn merge<S, C: RowKind>(
    inputs: &mut [Input<S>],
    output: &mut Output<C>,
    full: Full,
) -> Result<(), SegmentError> {
    let mut batches = Vec::with_capacity(inputs.len());
    for input in inputs.iter() {
        let batch = input.batch.as_ref().ok_or(SegmentError::Truncated)?;
        batches.push((C::open(batch, C::COLUMNS)?, batch.num_rows()));
    }
    let mut places: Vec<usize> = inputs.iter().map(|input| input.at).collect();
    let mut heads = BinaryHeap::with_capacity(places.len());
    for (input, ((batch, _), at)) in batches.iter().zip(&places).enumerate() {
        let row = C::row(batch, *at)?;
        heads.push(Head::<C> { row, input });
    }
    let mut is_used_up = false;
    while !is_used_up && !output.is_full(full) {
        let Some(mut first) = heads.pop() else {
            break;
        };
        let mut joint = C::Joint::default();
        let mut taken = first.input;
        loop {
            // What follows in the same segment may be equal, too.
            let (batch, rows) = &batches[taken];
            places[taken] += 1;
            if places[taken] == *rows {
                is_used_up = true;
            } else {
                let row = C::row(batch, places[taken])?;
                heads.push(Head { row, input: taken });
            }
            let Some(next) = heads.peek() else { break };
            if C::order(&next.row, &first.row) != Ordering::Equal {
                break;
            }
            C::absorb(&mut first.row, &next.row, &mut joint);
            taken = next.input;
            heads.pop();
        }
        output.push(&C::joined(&first.row, &joint))?;
    }
    drop(heads);
    drop(batches);
    for (input, at) in inputs.iter_mut().zip(places) {
        input.at = at;
    }
    Ok(())
}
