//! Invented flow logs, of two kinds.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::LogSourceName;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::record::Format;
use super::{servers, strangers};
use crate::logs::{LogObject, Logs};

pub(super) const ACCOUNT: &str = "111122223333";

/// 2026-03-01T12:00:00Z.
pub(super) const START: u64 = 1_772_366_400;

/// Text of an object, about. AWS closes files at 75 MB of it, and at the end of five minutes.
pub(super) const OBJECT_BYTES: usize = 1_000_000;

/// What the logs tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenario {
    /// Servers that keep talking to the same hosts.
    Servers,
    /// Nearly every record is a row of its own.
    Strangers,
}

impl Scenario {
    /// Both, in the order in which they are measured.
    pub(crate) const ALL: [Self; 2] = [Self::Servers, Self::Strangers];

    fn window(self, format: Format, random: &mut ChaCha8Rng, number: u32) -> Window {
        match self {
            Self::Servers => servers::window(format, random, number),
            Self::Strangers => strangers::window(format, random, number),
        }
    }
}

/// What is delivered at one time.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Of each object.
    pub(super) texts: Vec<String>,
    /// Records of traffic in all of them.
    pub(super) records: u64,
}

/// `megabytes` of text in all, about.
pub(crate) fn generate(scenario: Scenario, format: Format, megabytes: u64) -> Logs {
    let mut logs = Logs {
        source: LogSourceName::VpcFlow,
        objects: Vec::new(),
        accounts: vec![ACCOUNT.to_owned()],
        records: 0,
        inflated: 0,
        stored: 0,
    };
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut number = 0;
    while logs.inflated < megabytes * 1_000_000 {
        let window = scenario.window(format, &mut random, number);
        logs.records += window.records;
        for text in window.texts {
            let object = object(logs.objects.len(), &text);
            logs.inflated += text.len() as u64;
            logs.stored += object.bytes.len() as u64;
            logs.objects.push(object);
        }
        number += 1;
    }
    logs
}

fn object(number: usize, text: &str) -> LogObject {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).expect("writing to memory");
    LogObject {
        key: format!(
            "AWSLogs/{ACCOUNT}/vpcflowlogs/us-east-1/2026/03/01/{ACCOUNT}_vpcflowlogs_us-east-1_fl-0_20260301T1205Z_{number:08x}.log.gz"
        ),
        bytes: gzip.finish().expect("writing to memory").into(),
    }
}
