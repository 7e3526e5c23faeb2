//! The extreme: nearly every record is a row of its own.

use std::net::Ipv4Addr;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::logs::{ACCOUNT, OBJECT_BYTES, Window};
use super::record::{Flow, Format, Interface};

/// Instances of the VPC.
const INSTANCES: u32 = 200;

/// Peers that are seen again; of four flows three are with one of them.
const REGULARS: u32 = 400;

/// The objects of the next half minute: one.
pub(super) fn window(format: Format, random: &mut ChaCha8Rng, number: u32) -> Window {
    let start = super::logs::START + 30 * u64::from(number);
    let mut text = format!("{}\n", format.header());
    let mut records = 0;
    while text.len() < OBJECT_BYTES {
        format.write(&mut text, ACCOUNT, &flow(random, start));
        records += 1;
    }
    Window {
        texts: vec![text],
        records,
    }
}

/// Any interface with any peer, which is one of three services or whatever port a scan came to.
fn flow(random: &mut ChaCha8Rng, start: u64) -> Flow {
    let address =
        |network: u8, n: u32| Ipv4Addr::from((10 << 24) | (u32::from(network) << 16) | (n + 4));
    // Few instances have most of the traffic.
    let instance = random
        .random_range(0..INSTANCES)
        .min(random.random_range(0..INSTANCES));
    let is_regular = random.random_range(0..4) < 3;
    let peer = if is_regular {
        let peer = random
            .random_range(0..REGULARS)
            .min(random.random_range(0..REGULARS));
        address(1, peer)
    } else {
        let [a, b, c]: [u8; 3] = random.random();
        Ipv4Addr::new(198, 18 + a % 2, b, c)
    };
    let service = if is_regular {
        [443, 5_432, 53][random.random_range(0..3)]
    } else {
        random.random_range(1..10_000_u16)
    };
    let packets = random.random_range(1..200_u32);
    Flow {
        interface: Interface {
            number: instance,
            vpc: 1,
            address: address(0, instance),
        },
        peer,
        is_inbound: random.random_bool(0.5),
        local_port: service,
        peer_port: random.random_range(32_768..61_000_u16),
        protocol: 6,
        packets,
        bytes: packets * random.random_range(40..1_400_u32),
        start,
        end: start + random.random_range(5..60_u64),
        is_accepted: is_regular,
    }
}
