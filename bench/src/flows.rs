//! A day of invented VPC flow logs: interfaces that talk to the same peers all day, to services of the
//! internet, and that are scanned.
//!
//! What matters for a measurement is how many records become one row, so conversations are drawn as they
//! are in a VPC: an interface has some dozen regular ones, few of which have most of the records, each
//! with a service's port on one side and another port of the client each time, in both directions.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::logs::LogObject;

/// The five-minute periods of a day, in which flow logs are delivered.
const PERIODS: u64 = 288;

const PERIOD_SECONDS: u64 = 300;

/// Text of a day for each interface: 25 records a minute.
const BYTES_PER_INTERFACE: u64 = 5_000_000;

/// Regular conversations of an interface, and of each account how many interfaces at least.
const CONVERSATIONS: u64 = 40;
const FEWEST_INTERFACES: u64 = 20;

/// Ports of services in a VPC.
const SERVICES: [u16; 8] = [443, 5_432, 6_379, 9_092, 53, 8_080, 3_306, 2_049];

/// Addresses of the internet that are talked to, and those that scan.
const SITES: u32 = 20_000;
const SCANNERS: u32 = 30_000;

const HEADER: &str = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

/// What is to be generated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FlowDay {
    /// The day's first moment.
    pub(crate) start: Timestamp,
    /// Text in all.
    pub(crate) bytes: u64,
    /// Text of an object, about.
    pub(crate) object_bytes: u64,
    /// Accounts, each with a VPC.
    pub(crate) accounts: u64,
}

/// Generated objects, one after another, in the order of their delivery.
pub(crate) struct Flows {
    day: FlowDay,
    random: ChaCha8Rng,
    /// Objects of each account in the day, and how many there are.
    objects: u64,
    next: u64,
    /// Records and bytes of text so far.
    pub(crate) records: u64,
    pub(crate) inflated: u64,
}

impl FlowDay {
    /// The accounts.
    pub(crate) fn account_ids(&self) -> Vec<String> {
        (0..self.accounts).map(account).collect()
    }

    pub(crate) fn objects(self) -> Flows {
        Flows {
            day: self,
            random: ChaCha8Rng::seed_from_u64(1),
            objects: (self.bytes / self.object_bytes).max(self.accounts),
            next: 0,
            records: 0,
            inflated: 0,
        }
    }

    /// Interfaces of each account.
    fn interfaces(&self) -> u64 {
        (self.bytes / self.accounts / BYTES_PER_INTERFACE).max(FEWEST_INTERFACES)
    }
}

impl Iterator for Flows {
    type Item = LogObject;

    fn next(&mut self) -> Option<LogObject> {
        if self.next == self.objects {
            return None;
        }
        let (number, owner) = (self.next, self.next % self.day.accounts);
        self.next += 1;
        let period = number * PERIODS / self.objects;
        let start = self.day.start.as_seconds().unsigned_abs() + period * PERIOD_SECONDS;
        let account = account(owner);
        let mut text = format!("{HEADER}\n");
        while (text.len() as u64) < self.day.object_bytes {
            self.records += self.flow(&mut text, &account, owner, start);
        }
        self.inflated += text.len() as u64;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text.as_bytes()).expect("writing to memory");
        let moment = Timestamp::from_millis(i64::try_from(start * 1_000).expect("a time"));
        let (day, minutes) = (moment.hour().day(), start % 86_400 / 60);
        let (hour, minute) = (minutes / 60, minutes % 60);
        let path = day.to_string().replace('-', "/");
        let compact = day.to_string().replace('-', "");
        Some(LogObject {
            key: format!(
                "AWSLogs/{account}/vpcflowlogs/us-east-1/{path}/{account}_vpcflowlogs_us-east-1_fl-{owner:017x}_{compact}T{hour:02}{minute:02}Z_{number:08x}.log.gz"
            ),
            bytes: gzip.finish().expect("writing to memory").into(),
        })
    }
}

impl Flows {
    /// Adds the records of a conversation; says how many.
    fn flow(&mut self, text: &mut String, account: &str, owner: u64, start: u64) -> u64 {
        let interfaces = self.day.interfaces();
        let random = &mut self.random;
        // Few have most of the traffic.
        let interface = few(random, interfaces);
        let local = address(owner, interface);
        let client = random.random_range(32_768..61_000_u16);
        let begin = start + random.random_range(0..240);
        let end = begin + random.random_range(1..60_u64);
        let packets = random.random_range(1..200_u32);
        let size = packets * random.random_range(40..1_400_u32);
        let (peer, service, is_server, action, answers) = match random.random_range(0..100_u32) {
            0..3 => {
                let scanner = random.random_range(0..SCANNERS);
                let peer = format!(
                    "198.{}.{}.{}",
                    18 + scanner % 2,
                    scanner / 250 % 250,
                    scanner % 250
                );
                (
                    peer,
                    random.random_range(1..10_000_u16),
                    true,
                    "REJECT",
                    false,
                )
            }
            3..15 => {
                let site = random
                    .random_range(0..SITES)
                    .min(random.random_range(0..SITES));
                let peer = format!("203.0.{}.{}", site / 250, site % 250);
                (peer, 443, false, "ACCEPT", true)
            }
            _ => {
                let conversation = few(random, CONVERSATIONS);
                let mixed = mix(owner << 40 | interface << 16 | conversation);
                let peer = address(owner, mixed % interfaces.max(250));
                let service = SERVICES[usize::try_from(mixed >> 32).unwrap_or(0) % SERVICES.len()];
                (peer, service, mixed >> 20 & 1 == 0, "ACCEPT", true)
            }
        };
        let (local_port, peer_port) = if is_server {
            (service, client)
        } else {
            (client, service)
        };
        let mut line = |from: &str, to: &str, from_port: u16, to_port: u16, packets: u32| {
            writeln!(
                text,
                "2 {account} eni-{owner:05x}{interface:012x} {from} {to} {from_port} {to_port} 6 {packets} {size} {begin} {end} {action} OK"
            )
            .expect("writing to memory");
        };
        line(&peer, &local, peer_port, local_port, packets);
        if answers {
            line(&local, &peer, local_port, peer_port, packets / 2 + 1);
        }
        1 + u64::from(answers)
    }
}

/// One of `count`, the first ones oftener.
fn few(random: &mut ChaCha8Rng, count: u64) -> u64 {
    random
        .random_range(0..count)
        .min(random.random_range(0..count))
}

fn account(number: u64) -> String {
    format!("{:012}", 111_122_223_333 + number)
}

fn address(owner: u64, interface: u64) -> String {
    format!(
        "10.{}.{}.{}",
        owner % 250,
        interface / 250 % 250,
        interface % 250 + 4
    )
}

/// A number that looks random and is always the same.
fn mix(number: u64) -> u64 {
    let mixed = (number ^ number >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
