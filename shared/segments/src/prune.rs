//! Which row groups can hold what is wanted, by their statistics and bloom filters.

use std::collections::BTreeSet;
use std::ops::Range;

use parquet::bloom_filter::Sbbf;
use parquet::data_type::ByteArray;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::{Statistics, ValueStatistics};

use crate::error::SegmentError;
use crate::parts::Parts;
use crate::predicate::{Predicate, Test};

/// Whether the row group can hold a match, by its statistics.
pub(crate) fn by_statistics(predicate: &Predicate, row_group: &RowGroupMetaData) -> bool {
    predicate.can_hold(|test| can_meet(test, row_group))
}

/// Whether no row of the row group has a value in the column.
pub(crate) fn has_no_value(column: &ColumnChunkMetaData, row_group: &RowGroupMetaData) -> bool {
    let nulls = column.statistics().and_then(Statistics::null_count_opt);
    nulls.is_some() && nulls == u64::try_from(row_group.num_rows()).ok()
}

fn can_meet(test: &Test, row_group: &RowGroupMetaData) -> bool {
    // Files of earlier formats lack columns that came later: no row has a value there.
    let Some(column) = row_group.columns().get(test.column().index) else {
        return false;
    };
    if has_no_value(column, row_group) {
        return false;
    }
    let Some(statistics) = column.statistics() else {
        return true;
    };
    match (test, statistics) {
        (Test::Text { value, .. }, Statistics::ByteArray(texts)) => {
            let value = value.as_bytes();
            let below = texts.min_bytes_opt().is_some_and(|min| value < min);
            let above = texts.max_bytes_opt().is_some_and(|max| value > max);
            statistics.is_min_max_deprecated() || !(below || above)
        }
        (Test::Prefix { value, .. }, Statistics::ByteArray(texts)) => {
            let value = value.as_bytes();
            let cut = |text: &[u8]| text.get(..value.len()).unwrap_or(text).to_vec();
            let below = texts.min_bytes_opt().is_some_and(|min| value < &*cut(min));
            let above = texts.max_bytes_opt().is_some_and(|max| value > max);
            statistics.is_min_max_deprecated() || !(below || above)
        }
        (Test::OneOf { values, .. }, Statistics::ByteArray(texts)) => {
            statistics.is_min_max_deprecated() || within(values, texts).next().is_some()
        }
        (Test::True { .. }, Statistics::Boolean(flags)) => flags.max_opt() != Some(&false),
        (Test::Within { from, until, .. }, Statistics::Int64(times)) => {
            let before = times.max_opt().is_some_and(|max| max < from);
            let after = times.min_opt().is_some_and(|min| min >= until);
            !(before || after)
        }
        // What has no value in the whole row group is ruled out above.
        (Test::Present { .. }, _) => true,
        // Statistics of another type than the column's say nothing.
        (
            Test::Text { .. }
            | Test::Prefix { .. }
            | Test::OneOf { .. }
            | Test::True { .. }
            | Test::Within { .. },
            _,
        ) => true,
    }
}

/// The texts that are not outside of a column's.
fn within<'v>(
    values: &'v BTreeSet<String>,
    texts: &ValueStatistics<ByteArray>,
) -> impl Iterator<Item = &'v String> {
    // Bounds that are cut off may be no UTF-8, so that they are compared as bytes.
    let min = texts.min_bytes_opt().map(<[u8]>::to_vec);
    let max = texts.max_bytes_opt().map(<[u8]>::to_vec);
    let from = min.as_deref().map_or("", valid_prefix).to_owned();
    values
        .range(from..)
        .skip_while(move |it| min.as_deref().is_some_and(|min| it.as_bytes() < min))
        .take_while(move |it| max.as_deref().is_none_or(|max| it.as_bytes() <= max))
}

/// As much of `bytes` from the start as is UTF-8: no text from `bytes` on is before it.
fn valid_prefix(bytes: &[u8]) -> &str {
    let chunk = bytes.utf8_chunks().next();
    chunk.map_or("", |it| it.valid())
}

/// Whether a filter may have what is tested for.
fn can_have(filter: &Sbbf, test: &Test, statistics: Option<&Statistics>) -> bool {
    match (test, statistics) {
        (Test::Text { value, .. }, _) => filter.check(value.as_str()),
        (Test::OneOf { values, .. }, Some(Statistics::ByteArray(texts))) => {
            within(values, texts).any(|it| filter.check(it.as_str()))
        }
        (Test::OneOf { values, .. }, _) => values.iter().any(|it| filter.check(it.as_str())),
        (
            Test::Prefix { .. } | Test::True { .. } | Test::Present { .. } | Test::Within { .. },
            _,
        ) => true,
    }
}

/// Where the row group's bloom filters are that tell of the predicate.
pub(crate) fn bloom_filter_ranges(
    predicate: &Predicate,
    row_group: &RowGroupMetaData,
) -> Result<Vec<Range<u64>>, SegmentError> {
    let mut ranges = Vec::new();
    for test in predicate
        .tests()
        .filter(|it| matches!(it, Test::Text { .. } | Test::OneOf { .. }))
    {
        if let Some(column) = row_group.columns().get(test.column().index) {
            ranges.extend(bloom_filter_range(column)?);
        }
    }
    Ok(ranges)
}

fn bloom_filter_range(column: &ColumnChunkMetaData) -> Result<Option<Range<u64>>, SegmentError> {
    let Some((offset, length)) = column
        .bloom_filter_offset()
        .zip(column.bloom_filter_length())
    else {
        return Ok(None);
    };
    let start = u64::try_from(offset).map_err(|_| SegmentError::Truncated)?;
    let length = u64::try_from(length).map_err(|_| SegmentError::Truncated)?;
    Ok(Some(start..start.saturating_add(length)))
}

/// Whether the row group can hold a match, by those of its bloom filters that are among `parts`.
pub(crate) fn by_bloom_filters(
    predicate: &Predicate,
    row_group: &RowGroupMetaData,
    parts: &Parts,
) -> Result<bool, SegmentError> {
    // A test that the statistics rule out needs no filter.
    let mut ruled_out = Vec::new();
    for test in predicate.tests() {
        let Some(chunk) = row_group.columns().get(test.column().index) else {
            continue;
        };
        if !matches!(test, Test::Text { .. } | Test::OneOf { .. }) {
            continue;
        }
        let Some(range) = bloom_filter_range(chunk)? else {
            continue;
        };
        let Some(bytes) = parts.slice(&range) else {
            continue;
        };
        let filter = Sbbf::from_bytes(&bytes)?;
        if filter.num_blocks() > 0 && !can_have(&filter, test, chunk.statistics()) {
            ruled_out.push(test);
        }
    }
    Ok(predicate.can_hold(|test| can_meet(test, row_group) && !ruled_out.contains(&test)))
}
