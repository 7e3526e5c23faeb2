//! Columns of a decoded batch, by name.

use arrow_array::types::{ArrowPrimitiveType, Int32Type};
use arrow_array::{
    Array, BooleanArray, DictionaryArray, Float32Array, Int32Array, Int64Array, PrimitiveArray,
    RecordBatch, StringArray, TimestampMillisecondArray,
};
use gumshoe_activity::EntityType;
use gumshoe_domain::Timestamp;

use crate::columns::Field;
use crate::error::SegmentError;
use crate::kind::RowKind;

/// A column of texts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'b> {
    keys: &'b Int32Array,
    values: &'b StringArray,
}

impl<'b> Texts<'b> {
    /// Where in the dictionary the row's text is. Less than the dictionary's length.
    pub(crate) fn position(&self, row: usize) -> Option<usize> {
        if self.keys.is_null(row) {
            return None;
        }
        let at = usize::try_from(self.keys.value(row)).ok()?;
        (at < self.values.len()).then_some(at)
    }

    /// The row's text.
    pub(crate) fn get(&self, row: usize) -> Option<&'b str> {
        self.position(row).map(|at| self.values.value(at))
    }

    /// For each position of the dictionary, whether a wanted text is there.
    pub(crate) fn positions_where(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<bool> {
        self.values
            .iter()
            .map(|it| it.is_some_and(&is_wanted))
            .collect()
    }
}

/// A column of kinds of entities.
#[derive(Debug, Clone)]
pub(crate) struct Kinds<'b> {
    texts: Texts<'b>,
    /// What each text of the dictionary says, if it is a kind: a dictionary may hold unused texts.
    kinds: Vec<Option<EntityType>>,
    column: &'static str,
}

impl Kinds<'_> {
    /// The row's kind. Fails when its text is no kind.
    pub(crate) fn get(&self, row: usize) -> Result<Option<EntityType>, SegmentError> {
        let Some(at) = self.texts.position(row) else {
            return Ok(None);
        };
        let kind = self.kinds[at];
        kind.map(Some).ok_or(SegmentError::Value {
            column: self.column,
        })
    }
}

/// The name of a column that is among `columns`, unless it may lack values and has none here: then it was not
/// read.
pub(crate) fn read<C: RowKind>(
    batch: &RecordBatch,
    columns: &[C],
    column: C,
) -> Option<&'static str> {
    let field = C::FIELDS.get(column.index())?;
    let is_there = || !field.is_nullable || batch.column_by_name(field.name).is_some();
    (columns.contains(&column) && is_there()).then_some(field.name)
}

pub(crate) fn texts<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<Texts<'b>, SegmentError> {
    let array: &DictionaryArray<Int32Type> = typed(batch, column)?;
    let values = array
        .values()
        .as_any()
        .downcast_ref()
        .ok_or(SegmentError::Column { column })?;
    Ok(Texts {
        keys: array.keys(),
        values,
    })
}

pub(crate) fn kinds<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<Kinds<'b>, SegmentError> {
    let texts = texts(batch, column)?;
    let kinds = texts.values.iter().map(|text| text?.parse().ok()).collect();
    Ok(Kinds {
        texts,
        kinds,
        column,
    })
}

pub(crate) fn times<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<&'b TimestampMillisecondArray, SegmentError> {
    typed(batch, column)
}

pub(crate) fn flags<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<&'b BooleanArray, SegmentError> {
    typed(batch, column)
}

pub(crate) fn degrees<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<&'b Float32Array, SegmentError> {
    typed(batch, column)
}

pub(crate) fn counts<'b>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<&'b Int64Array, SegmentError> {
    typed(batch, column)
}

fn typed<'b, A: 'static>(
    batch: &'b RecordBatch,
    column: &'static str,
) -> Result<&'b A, SegmentError> {
    let array = batch
        .column_by_name(column)
        .ok_or(SegmentError::Column { column })?;
    array
        .as_any()
        .downcast_ref()
        .ok_or(SegmentError::Column { column })
}

/// The row's text, where the column was read and the row has one.
pub(crate) fn text<'b>(texts: Option<Texts<'b>>, row: usize) -> Option<&'b str> {
    texts.and_then(|it| it.get(row))
}

/// The row's kind of entity, likewise.
pub(crate) fn kind(
    kinds: Option<&Kinds<'_>>,
    row: usize,
) -> Result<Option<EntityType>, SegmentError> {
    kinds.map_or(Ok(None), |it| it.get(row))
}

/// The row's number, likewise.
pub(crate) fn number<T: ArrowPrimitiveType>(
    column: Option<&PrimitiveArray<T>>,
    row: usize,
) -> Option<T::Native> {
    column.filter(|it| it.is_valid(row)).map(|it| it.value(row))
}

/// The row's time; the epoch where the column was not read.
pub(crate) fn time(column: Option<&TimestampMillisecondArray>, row: usize) -> Timestamp {
    Timestamp::from_millis(number(column, row).unwrap_or_default())
}

/// How often what the row tells happened.
pub(crate) fn positive(count: i64, field: &Field) -> Result<u64, SegmentError> {
    let count = u64::try_from(count).ok().filter(|it| *it > 0);
    count.ok_or(SegmentError::Value { column: field.name })
}
