//! Invented flow logs: instances that talk to each other, to a service, and are scanned.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::logs::LogObject;

const ACCOUNT: &str = "111122223333";

/// Text of an object: what an aggregation of ten minutes comes to in a busy VPC.
const OBJECT_BYTES: usize = 1_000_000;

/// Instances of the VPC.
const INSTANCES: u32 = 200;

/// Peers that are seen again and again; of four flows three are with one of them.
const REGULARS: u32 = 400;

/// The fields of the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// AWS's default format, version 2.
    Default,
    /// All fields of version 5.
    Custom,
}

impl Format {
    fn header(self) -> &'static str {
        match self {
            Self::Default => {
                "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
            }
            Self::Custom => {
                "version account-id vpc-id subnet-id instance-id interface-id az-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags type pkt-srcaddr pkt-dstaddr flow-direction traffic-path"
            }
        }
    }
}

/// Generated flow logs.
pub(crate) struct FlowLogs {
    format: Format,
    pub(crate) objects: Vec<LogObject>,
    pub(crate) records: u64,
    inflated: u64,
}

impl FlowLogs {
    /// `megabytes` of text in all.
    pub(crate) fn generate(format: Format, megabytes: u64) -> Self {
        let mut logs = Self {
            format,
            objects: Vec::new(),
            records: 0,
            inflated: 0,
        };
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut start = 1_772_366_400; // 2026-03-01T12:00:00Z
        while logs.inflated < megabytes * 1_000_000 {
            let mut text = format!("{}\n", format.header());
            while text.len() < OBJECT_BYTES {
                write_flow(&mut text, format, &mut random, start);
                logs.records += 1;
            }
            logs.inflated += text.len() as u64;
            let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
            gzip.write_all(text.as_bytes()).expect("writing to memory");
            let number = logs.objects.len();
            logs.objects.push(LogObject {
                key: format!(
                    "AWSLogs/{ACCOUNT}/vpcflowlogs/us-east-1/2026/03/01/{ACCOUNT}_vpcflowlogs_us-east-1_fl-0_20260301T1205Z_{number:08x}.log.gz"
                ),
                bytes: gzip.finish().expect("writing to memory").into(),
            });
            start += 30;
        }
        logs
    }

    /// Megabytes of text.
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    pub(crate) fn megabytes(&self) -> f64 {
        self.inflated as f64 / 1e6
    }
}

impl fmt::Display for FlowLogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} format: {} objects, {} records, {:.0} MB of text",
            self.format,
            self.objects.len(),
            self.records,
            self.megabytes()
        )
    }
}

/// Adds one line.
fn write_flow(text: &mut String, format: Format, random: &mut ChaCha8Rng, start: u64) {
    // Few instances have most of the traffic.
    let instance = random
        .random_range(0..INSTANCES)
        .min(random.random_range(0..INSTANCES));
    let own = format!("10.0.{}.{}", instance / 250, instance % 250 + 4);
    let is_regular = random.random_range(0..4) < 3;
    let peer = if is_regular {
        let peer = random
            .random_range(0..REGULARS)
            .min(random.random_range(0..REGULARS));
        format!("10.1.{}.{}", peer / 250, peer % 250 + 4)
    } else {
        let [a, b, c]: [u8; 3] = random.random();
        format!("198.{}.{b}.{c}", 18 + a % 2)
    };
    let is_inbound = random.random_bool(0.5);
    let (high, service) = (
        random.random_range(32_768..61_000_u16),
        if is_regular {
            [443, 5_432, 53][random.random_range(0..3)]
        } else {
            random.random_range(1..10_000_u16)
        },
    );
    let packets = random.random_range(1..200_u32);
    let bytes = packets * random.random_range(40..1_400_u32);
    let end = start + random.random_range(5..60_u64);
    let verdict = if is_regular { "ACCEPT" } else { "REJECT" };
    let (from, to) = if is_inbound {
        (&peer, &own)
    } else {
        (&own, &peer)
    };
    let (from_port, to_port) = if is_inbound {
        (high, service)
    } else {
        (service, high)
    };
    let line = match format {
        Format::Default => writeln!(
            text,
            "2 {ACCOUNT} eni-{instance:017x} {from} {to} {from_port} {to_port} 6 {packets} {bytes} {start} {end} {verdict} OK"
        ),
        Format::Custom => writeln!(
            text,
            "5 {ACCOUNT} vpc-0123456789abcdef0 subnet-0123456789abcdef0 i-{instance:017x} eni-{instance:017x} use1-az1 {from} {to} {from_port} {to_port} 6 {packets} {bytes} {start} {end} {verdict} OK 19 IPv4 {from} {to} {} -",
            if is_inbound { "ingress" } else { "egress" }
        ),
    };
    line.expect("writing to memory");
}
