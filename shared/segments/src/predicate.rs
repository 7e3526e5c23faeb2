//! A condition on rows, and what it says of a whole row group.

use arrow_array::RecordBatch;

use crate::batch;
use crate::columns::{Column, EntityColumn};
use crate::error::SegmentError;

/// A column by its place in the file and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) index: usize,
    pub(crate) name: &'static str,
}

impl From<Column> for At {
    fn from(column: Column) -> Self {
        Self {
            index: column.index(),
            name: column.field().name,
        }
    }
}

impl From<EntityColumn> for At {
    fn from(column: EntityColumn) -> Self {
        Self {
            index: column.index(),
            name: column.field().name,
        }
    }
}

/// A condition on one column. A row without a value does not meet it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// The text is this.
    Text { column: At, value: String },
    /// The flag is set.
    True { column: At },
    /// The time is within, in milliseconds since the epoch, half-open.
    Within { column: At, from: i64, until: i64 },
}

impl Test {
    pub(crate) fn column(&self) -> At {
        match self {
            Self::Text { column, .. } | Self::True { column } | Self::Within { column, .. } => {
                *column
            }
        }
    }
}

/// All of `all`, and of `any`, unless it is empty, all of one.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Predicate {
    pub(crate) all: Vec<Test>,
    pub(crate) any: Vec<Vec<Test>>,
}

impl Predicate {
    pub(crate) fn tests(&self) -> impl Iterator<Item = &Test> {
        self.all.iter().chain(self.any.iter().flatten())
    }

    /// Whether a row can meet the predicate, given which tests a row can meet.
    pub(crate) fn can_hold(&self, can: impl Fn(&Test) -> bool) -> bool {
        self.all.iter().all(&can)
            && (self.any.is_empty() || self.any.iter().any(|tests| tests.iter().all(&can)))
    }

    /// For each row of `batch`, whether it meets the predicate.
    pub(crate) fn matches(&self, batch: &RecordBatch) -> Result<Vec<bool>, SegmentError> {
        let mut matches = all(&self.all, batch)?;
        if self.any.is_empty() {
            return Ok(matches);
        }
        let mut any = vec![false; batch.num_rows()];
        for tests in &self.any {
            let holds = all(tests, batch)?;
            any.iter_mut().zip(holds).for_each(|(any, it)| *any |= it);
        }
        matches
            .iter_mut()
            .zip(any)
            .for_each(|(matches, it)| *matches &= it);
        Ok(matches)
    }
}

fn all(tests: &[Test], batch: &RecordBatch) -> Result<Vec<bool>, SegmentError> {
    let mut holds = vec![true; batch.num_rows()];
    for test in tests {
        narrow(&mut holds, test, batch)?;
    }
    Ok(holds)
}

/// Clears `holds` where the row does not meet `test`.
fn narrow(holds: &mut [bool], test: &Test, batch: &RecordBatch) -> Result<(), SegmentError> {
    match test {
        Test::Text { column, value } => {
            let texts = batch::texts(batch, column.name)?;
            let wanted = texts.positions_of(value);
            let rows = holds.iter_mut().zip(0..);
            rows.for_each(|(holds, row)| {
                *holds &= texts.position(row).is_some_and(|at| wanted[at])
            });
        }
        Test::True { column } => {
            let flags = batch::flags(batch, column.name)?;
            holds
                .iter_mut()
                .zip(flags)
                .for_each(|(holds, flag)| *holds &= flag.unwrap_or(false));
        }
        Test::Within {
            column,
            from,
            until,
        } => {
            let times = batch::times(batch, column.name)?;
            let range = *from..*until;
            holds
                .iter_mut()
                .zip(times)
                .for_each(|(holds, ms)| *holds &= ms.is_some_and(|ms| range.contains(&ms)));
        }
    }
    Ok(())
}
