//! Servers at work: the usual log, in which the same hosts keep talking to each other.
//!
//! What is assumed: an interface writes records each minute, as those of Nitro instances do, two for
//! each connection that was used in it, one for each direction. A server keeps connections to
//! a handful of hosts open, opens others for a moment to its resolver and to services of AWS, and,
//! where it faces the internet, to clients, of which some come much more often than others; there it
//! is scanned, too. Every object has the records of one VPC and five minutes, in no order.

use std::net::Ipv4Addr;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::logs::{ACCOUNT, OBJECT_BYTES, START, Window};
use super::record::{Flow, Format, Interface};

/// VPCs, each with a flow log of its own.
const VPCS: u32 = 5;

/// Servers of a VPC; every fourth faces the internet.
const SERVERS: u32 = 40;

/// Interfaces of a VPC that nothing uses.
const IDLE: u32 = 10;

/// Hosts that a server keeps connections to: databases, caches, brokers.
const BACKENDS: u32 = 5;

/// Connections that it keeps to each of them, and how likely one is used in a minute.
const POOL: u32 = 6;
const USED: f64 = 0.8;

/// Connections that a server opens in a minute to its resolver, and to services of AWS.
const QUERIES: u32 = 4;
const CALLS: u32 = 8;

/// Addresses of services of AWS that a server calls.
const ENDPOINTS: u32 = 8;

/// Connections of clients, and of scanners, to a server that faces the internet, in a minute.
const CLIENTS: u32 = 40;
const SCANS: u32 = 4;

/// Clients there are. The n-th of them is as likely as 1/n.
const POPULATION: u32 = 20_000;

/// Minutes of which the records are delivered together.
const MINUTES: u64 = 5;

/// The lowest port that a client is given (Linux, `ip_local_port_range`).
const EPHEMERAL: u16 = 32_768;

/// The objects of the next five minutes, of all VPCs.
pub(super) fn window(format: Format, random: &mut ChaCha8Rng, number: u32) -> Window {
    let start = START + MINUTES * 60 * u64::from(number);
    let mut window = Window::default();
    for vpc in 1..=VPCS {
        let mut lines = Lines {
            format,
            lines: Vec::new(),
        };
        for minute in 0..MINUTES {
            for server in 0..SERVERS {
                let server = Server::new(vpc, server);
                server.write_minute(&mut lines, random, start + minute * 60);
            }
        }
        window.records += u64::try_from(lines.lines.len()).expect("a count");
        for minute in 0..MINUTES {
            for idle in SERVERS..SERVERS + IDLE {
                let at = start + minute * 60;
                let mut line = String::new();
                format.write_no_data(&mut line, ACCOUNT, &interface(vpc, idle), at);
                lines.lines.push(line);
            }
        }
        lines.lines.shuffle(random);
        window.texts.extend(objects(format, &lines.lines));
    }
    window
}

/// The lines in as many objects as they need.
fn objects(format: Format, lines: &[String]) -> Vec<String> {
    let bytes: usize = lines.iter().map(String::len).sum();
    let each = lines.len().div_ceil(bytes.div_ceil(OBJECT_BYTES));
    let object = |lines: &[String]| format!("{}\n{}", format.header(), lines.concat());
    lines.chunks(each).map(object).collect()
}

struct Lines {
    format: Format,
    lines: Vec<String>,
}

impl Lines {
    /// A connection's records of a minute.
    fn write_both_ways(&mut self, random: &mut ChaCha8Rng, flow: Flow) {
        for is_inbound in [true, false] {
            let packets = random.random_range(1..60_u32);
            self.write(&Flow {
                is_inbound,
                packets,
                bytes: packets * random.random_range(40..1_400_u32),
                ..flow
            });
        }
    }

    fn write(&mut self, flow: &Flow) {
        let mut line = String::new();
        self.format.write(&mut line, ACCOUNT, flow);
        self.lines.push(line);
    }
}

/// The interface with this number in its VPC, whose addresses are those of 10.vpc.0.0/16.
fn interface(vpc: u32, number: u32) -> Interface {
    Interface {
        number: vpc << 8 | number,
        vpc,
        address: host(vpc, 1 + number / 200, number % 200),
    }
}

fn host(vpc: u32, subnet: u32, number: u32) -> Ipv4Addr {
    Ipv4Addr::from(10 << 24 | vpc << 16 | subnet << 8 | (number + 4))
}

struct Server {
    vpc: u32,
    number: u32,
    interface: Interface,
}

impl Server {
    fn new(vpc: u32, number: u32) -> Self {
        Self {
            vpc,
            number,
            interface: interface(vpc, number),
        }
    }

    fn write_minute(&self, lines: &mut Lines, random: &mut ChaCha8Rng, minute: u64) {
        // Each interface has intervals of its own.
        let start = minute + u64::from(self.number % 60);
        let flow = Flow {
            interface: self.interface,
            peer: Ipv4Addr::UNSPECIFIED,
            is_inbound: false,
            local_port: 0,
            peer_port: 0,
            protocol: 6,
            packets: 1,
            bytes: 40,
            start,
            end: start + random.random_range(50..60_u64),
            is_accepted: true,
        };
        self.write_pools(lines, random, flow);
        self.write_calls(lines, random, flow);
        if self.number.is_multiple_of(4) {
            self.write_internet(lines, random, flow);
        }
    }

    /// Connections that are kept.
    fn write_pools(&self, lines: &mut Lines, random: &mut ChaCha8Rng, flow: Flow) {
        for backend in 0..BACKENDS {
            // Neighbours share some of them.
            let number = (self.number / 4 + backend * 3) % 50;
            let port = [5_432, 6_379, 9_092, 443, 8_080][number as usize % 5];
            for connection in 0..POOL {
                if !random.random_bool(USED) {
                    continue;
                }
                let own = self.number * 97 + backend * 31 + connection * 7;
                let flow = Flow {
                    peer: host(self.vpc, 100, number),
                    peer_port: port,
                    local_port: EPHEMERAL + u16::try_from(own).expect("a small number"),
                    ..flow
                };
                lines.write_both_ways(random, flow);
            }
        }
    }

    /// Connections for a moment.
    fn write_calls(&self, lines: &mut Lines, random: &mut ChaCha8Rng, flow: Flow) {
        for _ in 0..QUERIES {
            let flow = Flow {
                peer: Ipv4Addr::from(10 << 24 | self.vpc << 16 | 2),
                peer_port: 53,
                local_port: ephemeral(random),
                protocol: 17,
                ..flow
            };
            lines.write_both_ways(random, flow);
        }
        for _ in 0..CALLS {
            let endpoint = self.number % 7 * 3 + random.random_range(0..ENDPOINTS);
            let flow = Flow {
                peer: Ipv4Addr::from((52 << 24) | (94 << 16) | (endpoint * 37)),
                peer_port: 443,
                local_port: ephemeral(random),
                ..flow
            };
            lines.write_both_ways(random, flow);
        }
    }

    /// Clients and scanners.
    fn write_internet(&self, lines: &mut Lines, random: &mut ChaCha8Rng, flow: Flow) {
        for _ in 0..CLIENTS {
            let flow = Flow {
                peer: client(random),
                peer_port: ephemeral(random),
                local_port: 443,
                ..flow
            };
            lines.write_both_ways(random, flow);
        }
        for _ in 0..SCANS {
            let [a, b, c]: [u8; 3] = random.random();
            lines.write(&Flow {
                peer: Ipv4Addr::new(198, 18 + a % 2, b, c),
                is_inbound: true,
                peer_port: ephemeral(random),
                local_port: random.random_range(1..10_000_u16),
                is_accepted: false,
                ..flow
            });
        }
    }
}

fn ephemeral(random: &mut ChaCha8Rng) -> u16 {
    random.random_range(EPHEMERAL..61_000)
}

/// A client's address.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the population"
)]
fn client(random: &mut ChaCha8Rng) -> Ipv4Addr {
    // The n-th of them with a probability of about 1/n: its logarithm is as likely as any.
    let number = f64::from(POPULATION).powf(random.random_range(0.0..1.0)) as u32;
    Ipv4Addr::from(203 << 24 | number.wrapping_mul(2_654_435) & 0x00ff_ffff)
}
