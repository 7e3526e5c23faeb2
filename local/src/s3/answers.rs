//! Listings as the two forms of the protocol ask for them and answer them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::dto::{
    CommonPrefix, EncodingType, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input,
    ListObjectsV2Output, Object, ObjectStorageClass,
};

use super::folder::Stat;
use super::listing::{Page, Query};

/// Most entries of a page: Amazon S3 API Reference, `ListObjectsV2`.
const PAGE_ENTRIES: usize = 1_000;

/// What `ListObjects` asks.
pub(super) fn query(input: &ListObjectsInput) -> Query {
    Query {
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone(),
        after: input.marker.clone().unwrap_or_default(),
        limit: limit(input.max_keys),
    }
}

/// What `ListObjectsV2` asks. A continuation token is the last entry of the page before.
pub(super) fn query_v2(input: &ListObjectsV2Input) -> Query {
    Query {
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone(),
        after: input
            .continuation_token
            .clone()
            .max(input.start_after.clone())
            .unwrap_or_default(),
        limit: limit(input.max_keys),
    }
}

/// The answer of `ListObjects`.
pub(super) fn listed(input: ListObjectsInput, page: Page) -> ListObjectsOutput {
    let url = input.encoding_type.as_ref();
    ListObjectsOutput {
        is_truncated: Some(page.next.is_some()),
        next_marker: page.next.map(|next| encoded(next, url)),
        contents: Some(objects(page.objects, url)),
        common_prefixes: Some(common_prefixes(page.prefixes, url)),
        name: Some(input.bucket),
        prefix: input.prefix.map(|text| encoded(text, url)),
        delimiter: input.delimiter.map(|text| encoded(text, url)),
        marker: input.marker.map(|text| encoded(text, url)),
        max_keys: Some(entries(limit(input.max_keys))),
        encoding_type: input.encoding_type,
        ..ListObjectsOutput::default()
    }
}

/// The answer of `ListObjectsV2`.
pub(super) fn listed_v2(input: ListObjectsV2Input, page: Page) -> ListObjectsV2Output {
    let url = input.encoding_type.as_ref();
    ListObjectsV2Output {
        key_count: Some(entries(page.objects.len() + page.prefixes.len())),
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next,
        contents: Some(objects(page.objects, url)),
        common_prefixes: Some(common_prefixes(page.prefixes, url)),
        name: Some(input.bucket),
        prefix: input.prefix.map(|text| encoded(text, url)),
        delimiter: input.delimiter.map(|text| encoded(text, url)),
        start_after: input.start_after.map(|text| encoded(text, url)),
        continuation_token: input.continuation_token,
        max_keys: Some(entries(limit(input.max_keys))),
        encoding_type: input.encoding_type,
        ..ListObjectsV2Output::default()
    }
}

fn objects(found: Vec<(String, Stat)>, encoding: Option<&EncodingType>) -> Vec<Object> {
    let object = |(key, stat): (String, Stat)| Object {
        e_tag: Some(stat.e_tag()),
        size: Some(stat.length()),
        last_modified: Some(stat.modified.into()),
        key: Some(encoded(key, encoding)),
        storage_class: Some(ObjectStorageClass::from_static(
            ObjectStorageClass::STANDARD,
        )),
        ..Object::default()
    };
    found.into_iter().map(object).collect()
}

fn common_prefixes(found: Vec<String>, encoding: Option<&EncodingType>) -> Vec<CommonPrefix> {
    let common = |prefix| CommonPrefix {
        prefix: Some(encoded(prefix, encoding)),
    };
    found.into_iter().map(common).collect()
}

/// Entries of a page: what was asked, within the protocol's limit.
fn limit(max_keys: Option<i32>) -> usize {
    max_keys.map_or(PAGE_ENTRIES, |asked| {
        usize::try_from(asked).unwrap_or(0).min(PAGE_ENTRIES)
    })
}

fn entries(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A key in a listing, percent-encoded when the client asked for that, so that XML can hold it.
fn encoded(key: String, encoding: Option<&EncodingType>) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~')
        .remove(b'/');
    match encoding {
        Some(encoding) if encoding.as_str() == EncodingType::URL => {
            utf8_percent_encode(&key, ENCODED).to_string()
        }
        Some(_) | None => key,
    }
}
