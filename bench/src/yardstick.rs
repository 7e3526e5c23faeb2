//! The yardstick: inflating and parsing alone, with the fastest of what was tried (libdeflate and
//! sonic-rs, typed, borrowing). Nothing is checked and nothing is kept.
#![expect(
    dead_code,
    reason = "what is parsed is not looked at: parsing is all that is measured"
)]

use std::borrow::Cow;
use std::hint::black_box;

use libdeflater::Decompressor;
use serde::Deserialize;

/// A text that borrows from the input where it holds no escape.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LogFile<'a> {
    #[serde(borrow)]
    records: Vec<Record<'a>>,
}

/// The members that the CloudTrail source reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    event_time: Option<Text<'a>>,
    #[serde(borrow)]
    event_source: Option<Text<'a>>,
    #[serde(borrow)]
    event_name: Option<Text<'a>>,
    #[serde(borrow)]
    aws_region: Option<Text<'a>>,
    #[serde(borrow, rename = "sourceIPAddress")]
    source_ip_address: Option<Text<'a>>,
    #[serde(borrow)]
    user_agent: Option<Text<'a>>,
    #[serde(borrow)]
    error_code: Option<Text<'a>>,
    #[serde(borrow, rename = "eventID")]
    event_id: Option<Text<'a>>,
    #[serde(borrow)]
    recipient_account_id: Option<Text<'a>>,
    #[serde(borrow)]
    user_identity: Option<Identity<'a>>,
    #[serde(borrow)]
    request_parameters: Option<Parameters<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    principal_id: Option<Text<'a>>,
    #[serde(borrow)]
    arn: Option<Text<'a>>,
    #[serde(borrow)]
    account_id: Option<Text<'a>>,
    #[serde(borrow)]
    access_key_id: Option<Text<'a>>,
    #[serde(borrow)]
    user_name: Option<Text<'a>>,
    #[serde(borrow)]
    invoked_by: Option<Text<'a>>,
    #[serde(borrow)]
    session_context: Option<SessionContext<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext<'a> {
    #[serde(borrow)]
    session_issuer: Option<SessionIssuer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionIssuer<'a> {
    #[serde(borrow)]
    principal_id: Option<Text<'a>>,
    #[serde(borrow)]
    arn: Option<Text<'a>>,
    #[serde(borrow)]
    user_name: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters<'a> {
    #[serde(borrow)]
    bucket_name: Option<Text<'a>>,
}

/// Inflates and parses; buffers are used again.
pub(crate) struct Yardstick {
    inflater: Decompressor,
    text: Vec<u8>,
}

impl Yardstick {
    pub(crate) fn new() -> Self {
        Self {
            inflater: Decompressor::new(),
            text: Vec::new(),
        }
    }

    /// Inflates a gzip file of one member, whose trailer tells the size.
    pub(crate) fn inflate(&mut self, object: &[u8]) -> &[u8] {
        let trailer = object.last_chunk::<4>().expect("a gzip file has a trailer");
        let size = usize::try_from(u32::from_le_bytes(*trailer)).expect("a size");
        if self.text.len() < size {
            self.text.resize(size, 0);
        }
        let length = self
            .inflater
            .gzip_decompress(object, &mut self.text)
            .expect("a sound gzip file");
        &self.text[..length]
    }

    /// Inflates and parses; says how many records there are.
    pub(crate) fn parse(&mut self, object: &[u8]) -> usize {
        let text = self.inflate(object);
        let file: LogFile<'_> = sonic_rs::from_slice(text).expect("a log file");
        let count = file.records.len();
        black_box(&file);
        count
    }
}
