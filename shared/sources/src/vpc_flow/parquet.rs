//! Flow logs in Parquet: the same fields, as columns.

use std::sync::Arc;

use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray, RecordBatch, StringViewArray};
use arrow_schema::{DataType, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;

use super::columns;
use super::field::{ABSENT, Field, Fields, NotANumber};
use super::record::{self, Skipped};
use super::table::Table;
use crate::limits::Limits;
use crate::rejected::ObjectRejected;

/// Bytes of a row of a flow log, at least: the shortest values that are needed to count it.
const ROW_BYTES: u64 = 16;

/// Rows that are decoded at once.
const ROWS_AT_ONCE: usize = 8_192;

/// Whether the bytes begin like a Parquet file; the name of an object does not matter.
pub(super) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

/// Reads a file into the table; gives the size of its pages, decompressed.
pub(super) fn read(
    bytes: &[u8],
    table: &mut Table,
    limits: &Limits,
) -> Result<u64, ObjectRejected> {
    // The types that AWS documents, not those that the writing program had in its memory.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let file = Bytes::copy_from_slice(bytes);
    let metadata =
        ArrowReaderMetadata::load(&file, options).map_err(ObjectRejected::InvalidParquet)?;
    let metadata = with_views(&metadata)?;
    let size = decompressed(metadata.metadata());
    if size.max(least_size(metadata.metadata())) > limits.inflated_bytes {
        return Err(ObjectRejected::TooLarge(limits.inflated_bytes));
    }
    let wanted = wanted(metadata.schema());
    let has = |field: Field| wanted.iter().any(|it| it.0 == field);
    columns::check(has).map_err(|it| super::rejected(it, limits))?;
    let roots = wanted.iter().map(|it| it.1);
    let mask = ProjectionMask::roots(metadata.parquet_schema(), roots);
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
        .with_batch_size(ROWS_AT_ONCE)
        .with_projection(mask)
        .build()
        .map_err(ObjectRejected::InvalidParquet)?;
    for batch in reader {
        let batch = batch.map_err(|it| ObjectRejected::InvalidParquet(it.into()))?;
        let columns = Columns::of(&batch)?;
        add_all(&columns, batch.num_rows(), table)
            .map_err(|it| super::rejected(it.into(), limits))?;
    }
    Ok(size)
}

/// The same file, with texts that are views into its dictionaries: a long text that all rows have is
/// in memory once.
fn with_views(metadata: &ArrowReaderMetadata) -> Result<ArrowReaderMetadata, ObjectRejected> {
    let fields = metadata.schema().fields().iter().map(|field| {
        let is_text = *field.data_type() == DataType::Utf8;
        let field = field.as_ref().clone();
        if is_text {
            field.with_data_type(DataType::Utf8View)
        } else {
            field
        }
    });
    let options = ArrowReaderOptions::new()
        .with_skip_arrow_metadata(true)
        .with_schema(Schema::new(fields.collect::<Vec<_>>()).into());
    let file = Arc::clone(metadata.metadata());
    ArrowReaderMetadata::try_new(file, options).map_err(ObjectRejected::InvalidParquet)
}

/// What the rows of a file would have at least, each written by itself: equal ones take no room in a
/// file, but time.
fn least_size(metadata: &ParquetMetaData) -> u64 {
    let rows = metadata.row_groups().iter();
    let rows = rows.map(|it| it.num_rows().unsigned_abs());
    rows.fold(0, u64::saturating_add).saturating_mul(ROW_BYTES)
}

/// Size of all pages, decompressed, as the file says.
fn decompressed(metadata: &ParquetMetaData) -> u64 {
    let chunks = metadata.row_groups().iter().flat_map(|it| it.columns());
    chunks
        .map(|it| it.uncompressed_size().unsigned_abs())
        .fold(0, u64::saturating_add)
}

/// The fields that the file has, with the positions of their columns.
fn wanted(schema: &SchemaRef) -> Vec<(Field, usize)> {
    let columns = schema.fields().iter().enumerate();
    columns
        .filter_map(|(at, column)| Some((Field::named(column.name().as_bytes())?, at)))
        .collect()
}

fn add_all(columns: &Columns, rows: usize, table: &mut Table) -> Result<(), super::table::Full> {
    for at in 0..rows {
        let row = Row { columns, at };
        match add(&row, table) {
            Ok(()) => {}
            Err(Skipped::LeftOut(reason)) => table.tally.left_out.add(reason),
            Err(Skipped::Rejected(reason)) => table.tally.rejected.add(reason),
            Err(Skipped::Full(full)) => return Err(full),
        }
    }
    Ok(())
}

fn add(row: &Row<'_>, table: &mut Table) -> Result<(), Skipped> {
    let record = record::read(row, &table.ends)?;
    let interface = table.interface(row)?;
    Ok(table.add(interface, &record)?)
}

/// One column of some rows.
enum Column {
    Text(StringViewArray),
    /// Each value as it is, with `None` for none and an error where it is negative.
    Number(Vec<Result<Option<u64>, NotANumber>>),
}

/// Columns by the index of their field.
struct Columns([Option<Column>; Field::ALL.len()]);

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Self, ObjectRejected> {
        let mut columns = Self([const { None }; Field::ALL.len()]);
        let schema = batch.schema();
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let Some(known) = Field::named(field.name().as_bytes()) else {
                continue;
            };
            if let Some(slot) = columns.0.get_mut(known.index()) {
                *slot = Some(column(array)?);
            }
        }
        Ok(columns)
    }
}

fn column(array: &ArrayRef) -> Result<Column, ObjectRejected> {
    Ok(match array.data_type() {
        DataType::Utf8View => Column::Text(StringViewArray::from(array.to_data())),
        DataType::Int8 => numbers::<Int8Type>(array),
        DataType::Int16 => numbers::<Int16Type>(array),
        DataType::Int32 => numbers::<Int32Type>(array),
        DataType::Int64 => numbers::<Int64Type>(array),
        DataType::UInt8 => numbers::<UInt8Type>(array),
        DataType::UInt16 => numbers::<UInt16Type>(array),
        DataType::UInt32 => numbers::<UInt32Type>(array),
        DataType::UInt64 => numbers::<UInt64Type>(array),
        other => {
            let why = format!("a column holds {other}");
            return Err(ObjectRejected::InvalidParquet(ParquetError::General(why)));
        }
    })
}

fn numbers<T: ArrowPrimitiveType>(array: &ArrayRef) -> Column
where
    u64: TryFrom<T::Native>,
{
    let values = PrimitiveArray::<T>::from(array.to_data());
    let most = i64::MAX.unsigned_abs();
    let number = |value: T::Native| {
        let number = u64::try_from(value).map_err(|_| NotANumber)?;
        if number > most {
            return Err(NotANumber);
        }
        Ok(number)
    };
    Column::Number(
        values
            .iter()
            .map(|value| value.map(number).transpose())
            .collect(),
    )
}

/// One row.
struct Row<'a> {
    columns: &'a Columns,
    at: usize,
}

impl Row<'_> {
    fn column(&self, field: Field) -> Option<&Column> {
        self.columns.0.get(field.index())?.as_ref()
    }
}

impl Fields for Row<'_> {
    fn text(&self, field: Field) -> Option<&[u8]> {
        let Column::Text(values) = self.column(field)? else {
            return None;
        };
        let value = values.is_valid(self.at).then(|| values.value(self.at))?;
        (value.as_bytes() != ABSENT && !value.is_empty()).then_some(value.as_bytes())
    }

    fn number(&self, field: Field) -> Result<Option<u64>, NotANumber> {
        match self.column(field) {
            None => Ok(None),
            Some(Column::Number(values)) => values.get(self.at).copied().unwrap_or(Ok(None)),
            Some(Column::Text(_)) => {
                let text = self.text(field);
                let number = text.map(|it| super::number::parse(it).ok_or(NotANumber));
                number.transpose()
            }
        }
    }

    fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }
}
