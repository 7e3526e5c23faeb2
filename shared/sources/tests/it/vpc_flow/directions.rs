//! Who is the interface and who the peer.

use gumshoe_activity::flow::Direction;
use gumshoe_sources::{Batch, Counts, Notice};

use super::logs::{HEADER, read, text};

type Seen = (String, String, Direction, Option<u16>, Option<u16>);

/// Local address, peer, direction and ports of each row, and how many directions were guessed.
fn sides(text: &str) -> (Vec<Seen>, u64) {
    let mut batch = Batch::default();
    let tally = read(text, &mut batch).unwrap();
    let flows = batch.flows().flat_map(|(_, rows)| rows.sorted());
    let sides = flows.map(|it| {
        let service = it.service;
        (
            it.local_address.to_owned(),
            it.peer().unwrap().address.to_owned(),
            it.direction,
            service.local_port,
            service.remote_port,
        )
    });
    let guessed = tally.notices.of(Notice::UnknownDirection);
    (sides.collect(), guessed)
}

fn line(interface: &str, source: &str, destination: &str, ports: &str) -> String {
    format!(
        "2 111122223333 {interface} {source} {destination} {ports} 6 3 40 1772366400 1772366460 ACCEPT OK"
    )
}

fn seen(local: &str, peer: &str, direction: Direction, local_port: Option<u16>) -> Seen {
    let remote_port = if local_port.is_none() {
        Some(443)
    } else {
        None
    };
    (
        local.to_owned(),
        peer.to_owned(),
        direction,
        local_port,
        remote_port,
    )
}

#[test]
fn the_address_in_all_records_of_an_interface_is_its_own() {
    let text = text(&[
        HEADER,
        &line("eni-1", "10.0.0.5", "10.0.0.9", "50000 443"),
        &line("eni-1", "10.0.0.9", "10.0.0.5", "443 50000"),
        &line("eni-1", "10.0.0.5", "10.0.0.7", "443 50001"),
    ]);
    let expected = vec![
        seen("10.0.0.5", "10.0.0.7", Direction::Outbound, Some(443)),
        seen("10.0.0.5", "10.0.0.9", Direction::Inbound, None),
        seen("10.0.0.5", "10.0.0.9", Direction::Outbound, None),
    ];
    assert_eq!(sides(&text), (expected, 0));
}

#[test]
fn with_one_peer_the_private_address_or_the_one_that_no_other_interface_has_is_its_own() {
    let text = text(&[
        HEADER,
        &line("eni-1", "203.0.113.9", "10.0.0.5", "50000 443"),
        &line("eni-2", "10.0.0.5", "10.0.0.6", "50000 443"),
    ]);
    let expected = vec![
        seen("10.0.0.5", "203.0.113.9", Direction::Inbound, Some(443)),
        seen("10.0.0.6", "10.0.0.5", Direction::Inbound, Some(443)),
    ];
    assert_eq!(sides(&text), (expected, 0));
}

#[test]
fn a_direction_that_nothing_tells_is_guessed_and_said_so() {
    let text = text(&[
        HEADER,
        &line("eni-1", "10.0.0.5", "10.0.0.9", "50000 443"),
        &line("eni-1", "10.0.0.9", "10.0.0.5", "443 50000"),
    ]);
    let expected = vec![
        seen("10.0.0.5", "10.0.0.9", Direction::Inbound, None),
        seen("10.0.0.5", "10.0.0.9", Direction::Outbound, None),
    ];
    assert_eq!(sides(&text), (expected, 2));
}

#[test]
fn flow_direction_decides_where_it_is_there_and_the_packets_peer_is_the_peer() {
    let header = "interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol \
                  packets bytes start flow-direction";
    let text = text(&[
        header,
        "eni-1 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5 50000 443 6 1 40 1772366400 ingress",
        "eni-1 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5 50000 443 6 1 40 1772366400 egress",
        "eni-1 198.51.100.7 10.0.0.220 198.51.100.6 10.0.0.220 50000 443 6 1 40 1772366400 ingress",
    ]);
    let expected = vec![
        seen("10.0.0.220", "10.0.1.5", Direction::Inbound, Some(443)),
        seen("10.0.0.220", "198.51.100.6", Direction::Inbound, Some(443)),
        seen("10.0.0.220", "203.0.113.5", Direction::Outbound, None),
    ];
    assert_eq!(sides(&text), (expected, 0));
}

#[test]
fn a_flow_direction_that_does_not_exist_is_rejected() {
    let header = "interface-id srcaddr dstaddr packets bytes start flow-direction";
    let text = text(&[header, "eni-1 10.0.1.5 10.0.0.9 1 40 1772366400 sideways"]);
    let tally = read(&text, &mut Batch::default()).unwrap();
    let reason = gumshoe_sources::RecordRejected::InvalidFlowDirection;
    assert_eq!(tally.rejected, Counts::from([(reason, 1)]));
}
