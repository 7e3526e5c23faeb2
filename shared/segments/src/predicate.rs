//! A condition on rows, and what it says of a whole row group.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch};

use crate::batch::{self, Texts};
use crate::columns::EntityColumn;
use crate::error::SegmentError;
use crate::kind::RowKind;

/// A column by its place in the file and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// Its place in the file.
    pub index: usize,
    /// Its name in the file.
    pub name: &'static str,
}

impl<C: RowKind> From<C> for At {
    fn from(column: C) -> Self {
        let index = column.index();
        Self {
            index,
            name: C::FIELDS.get(index).map_or("", |field| field.name),
        }
    }
}

impl At {
    pub(crate) fn entity(column: EntityColumn) -> Self {
        Self {
            index: column.index(),
            name: column.field().name,
        }
    }
}

/// A condition on one column. A row without a value does not meet it.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The text is this.
    Text {
        /// The column.
        column: At,
        /// The text.
        value: String,
    },
    /// The text begins with this.
    Prefix {
        /// The column.
        column: At,
        /// The beginning.
        value: String,
    },
    /// The text is one of these.
    OneOf {
        /// The column.
        column: At,
        /// The texts.
        values: Arc<BTreeSet<String>>,
    },
    /// The flag is set.
    True {
        /// The column.
        column: At,
    },
    /// There is a value.
    Present {
        /// The column.
        column: At,
    },
    /// The time is within, half-open.
    Within {
        /// The column.
        column: At,
        /// The first moment, in milliseconds since the epoch.
        from: i64,
        /// The moment after the last.
        until: i64,
    },
}

impl Test {
    pub(crate) fn column(&self) -> At {
        match self {
            Self::Text { column, .. }
            | Self::Prefix { column, .. }
            | Self::OneOf { column, .. }
            | Self::True { column }
            | Self::Present { column }
            | Self::Within { column, .. } => *column,
        }
    }
}

/// All of `all`, and of `any`, where it is there, all of one. No row meets one that is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Predicate {
    pub(crate) all: Vec<Test>,
    pub(crate) any: Option<Vec<Vec<Test>>>,
}

impl Predicate {
    pub(crate) fn tests(&self) -> impl Iterator<Item = &Test> {
        self.all.iter().chain(self.any.iter().flatten().flatten())
    }

    /// Whether a row can meet the predicate, given which tests a row can meet.
    pub(crate) fn can_hold(&self, can: impl Fn(&Test) -> bool) -> bool {
        let any = |ways: &Vec<Vec<Test>>| ways.iter().any(|tests| tests.iter().all(&can));
        self.all.iter().all(&can) && self.any.as_ref().is_none_or(any)
    }

    /// For each row of `batch`, whether it meets the predicate.
    pub(crate) fn matches(&self, batch: &RecordBatch) -> Result<Vec<bool>, SegmentError> {
        let mut matches = all(&self.all, batch)?;
        let Some(ways) = &self.any else {
            return Ok(matches);
        };
        let mut any = vec![false; batch.num_rows()];
        for tests in ways {
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

/// Clears `holds` where the row has no text that is wanted. Each text is looked at once.
fn hold(holds: &mut [bool], texts: Texts<'_>, is_wanted: impl Fn(&str) -> bool) {
    let wanted = texts.positions_where(is_wanted);
    let rows = holds.iter_mut().zip(0..);
    rows.for_each(|(holds, row)| *holds &= texts.position(row).is_some_and(|at| wanted[at]));
}

/// Clears `holds` where the row does not meet `test`.
fn narrow(holds: &mut [bool], test: &Test, batch: &RecordBatch) -> Result<(), SegmentError> {
    // Files of earlier formats lack columns that came later: no row has a value there.
    if batch.column_by_name(test.column().name).is_none() {
        holds.fill(false);
        return Ok(());
    }
    match test {
        Test::Text { column, value } => {
            let texts = batch::texts(batch, column.name)?;
            hold(holds, texts, |text| text == value);
        }
        Test::Prefix { column, value } => {
            let texts = batch::texts(batch, column.name)?;
            hold(holds, texts, |text| text.starts_with(value.as_str()));
        }
        Test::OneOf { column, values } => {
            let texts = batch::texts(batch, column.name)?;
            hold(holds, texts, |text| values.contains(text));
        }
        Test::True { column } => {
            let flags = batch::flags(batch, column.name)?;
            holds
                .iter_mut()
                .zip(flags)
                .for_each(|(holds, flag)| *holds &= flag.unwrap_or(false));
        }
        Test::Present { column } => {
            if let Some(values) = batch.column_by_name(column.name) {
                let rows = holds.iter_mut().zip(0..);
                rows.for_each(|(holds, row)| *holds &= values.is_valid(row));
            }
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
