//! What is written comes back, and is found by each entity that it concerns.

use gumshoe_activity::flow::{
    Direction, FlowAction, Interface, Peer, Peers, Remote, Service, Sketch, Traffic,
};
use gumshoe_activity::{Entity, EntityTable, EntityType, Flow, FlowAggregate, Place};
use gumshoe_domain::Hour;

use super::NetworkColumn;
use crate::tests::compaction::compact_kind;
use crate::{Filter, Full, Packing, RowKind, fetch_from_bytes, read_all, write};

fn flow(hour: i32, instance_id: Option<&'static str>, peer: Remote<'static>) -> Flow<'static> {
    let hour = Hour::from_index(hour);
    Flow {
        hour,
        interface: Interface {
            account: "111122223333",
            instance_id,
            interface_id: Some("eni-1"),
            vpc_id: Some("vpc-1"),
            subnet_id: None,
            az_id: Some("euw1-az1"),
        },
        local_address: "10.0.0.5",
        remote: peer,
        direction: Direction::Outbound,
        action: Some(FlowAction::Reject),
        service: Service {
            protocol: Some(17),
            local_port: None,
            remote_port: Some(65_535),
        },
        traffic_path: Some(8),
        traffic: Traffic {
            bytes: Traffic::MAX,
            packets: 0,
            flows: 1,
            first_seen: hour.start(),
            last_seen: hour.start().plus_seconds(59),
        },
    }
}

fn peer(address: &'static str) -> Remote<'static> {
    Remote::Peer(Peer {
        address,
        place: Place {
            country: Some("DE"),
            city: None,
            coordinates: Some((52.5, 13.4)),
            aso: Some("Example Networks"),
        },
    })
}

/// Rows of two interfaces, one of which has no instance and many peers besides.
fn rows(sketch: &str) -> FlowAggregate {
    let mut rows = FlowAggregate::default();
    rows.add_flow(&flow(490_000, Some("i-1"), peer("198.51.100.7")));
    rows.add_flow(&flow(490_001, Some("i-1"), peer("2001:db8::1")));
    rows.add_flow(&flow(490_001, None, peer("10.0.0.5")));
    let plain = Flow {
        service: Service::default(),
        action: None,
        traffic_path: None,
        ..flow(490_001, None, peer("x"))
    };
    rows.add_flow(&Flow {
        remote: Remote::Tail(Sketch(sketch)),
        ..plain
    });
    rows
}

fn sketch() -> String {
    let mut peers = Peers::default();
    peers.add("203.0.113.9");
    peers.add("203.0.113.10");
    peers.to_text()
}

#[test]
fn a_segment_reads_as_what_was_written() {
    let sketch = sketch();
    let rows = rows(&sketch);
    let written = write::<NetworkColumn>(rows.sorted(), Packing::Fast).unwrap();
    let mut read = Vec::new();
    read_all::<NetworkColumn>(written.bytes, &mut |row| read.push(format!("{row:?}"))).unwrap();
    let expected: Vec<String> = rows.sorted().map(|row| format!("{row:?}")).collect();
    assert_eq!(read, expected);
    assert_eq!(written.rows, 4);
}

#[test]
fn a_row_is_found_by_exactly_the_entities_that_it_concerns() {
    let sketch = sketch();
    let rows = rows(&sketch);
    let mut table = EntityTable::default();
    rows.flows().for_each(|row| table.add_flow(&row));
    let strangers = [
        (EntityType::Ec2Instance, "i-2"),
        (EntityType::AwsUser, "i-1"),
        (EntityType::UserAgent, "10.0.0.5"),
    ];
    let strangers = strangers.map(|(kind, id)| Entity {
        kind,
        id: id.to_owned(),
    });
    let mut found_instances = 0;
    for entity in table.iter().map(|it| it.0).chain(&strangers) {
        let concerned = |row: &Flow<'_>| {
            row.entities()
                .any(|it| it == (entity.kind, entity.id.as_str()))
        };
        let expected = rows.flows().filter(concerned).count();
        let filter = Filter {
            entity: Some(entity.clone()),
            ..Filter::default()
        };
        let written = write::<NetworkColumn>(rows.sorted(), Packing::Small).unwrap();
        let fetched = fetch_from_bytes(written.bytes, &filter, NetworkColumn::COLUMNS).unwrap();
        let mut found = 0;
        fetched.visit(&mut |_| found += 1).unwrap();
        assert_eq!(found, expected, "{entity:?}");
        found_instances += usize::from(entity.kind == EntityType::Ec2Instance && found > 0);
    }
    assert_eq!(found_instances, 2);
}

#[test]
fn rows_of_many_peers_that_differ_in_nothing_else_are_made_one_by_compaction() {
    let tail = |address: &str| {
        let mut peers = Peers::default();
        peers.add(address);
        peers.to_text()
    };
    let row = |hour, sketch| Flow {
        remote: Remote::Tail(sketch),
        traffic: Traffic {
            bytes: 10,
            ..flow(hour, Some("i-1"), peer("x")).traffic
        },
        ..flow(hour, Some("i-1"), peer("x"))
    };
    // Three batches, of which two saw the same address, and an hour of the first alone.
    let tails = ["203.0.113.1", "203.0.113.2", "203.0.113.1"].map(tail);
    let mut segments = Vec::new();
    for (tail, hours) in tails
        .iter()
        .zip([vec![490_000, 490_001], vec![490_000], vec![490_000]])
    {
        let rows = hours.into_iter().map(|hour| row(hour, Sketch(tail)));
        let written = write::<NetworkColumn>(rows, Packing::Fast).unwrap();
        segments.push(written.bytes);
    }
    // Those that an earlier format kept apart in one segment, too.
    let apart = tails.iter().map(|tail| row(490_000, Sketch(tail)));
    let apart = write::<NetworkColumn>(apart, Packing::Fast).unwrap();
    segments.push(apart.bytes);
    let compacted = compact_kind::<NetworkColumn>(segments, Full::DEFAULT).unwrap();
    let mut read = Vec::new();
    for it in compacted {
        read_all::<NetworkColumn>(it.segment.bytes, &mut |row| {
            let peers = row.tail().map(Sketch::count);
            read.push((
                row.hour.index(),
                row.traffic.bytes,
                row.traffic.flows,
                peers,
            ));
        })
        .unwrap();
    }
    assert_eq!(read, [(490_000, 60, 6, Some(2)), (490_001, 10, 1, Some(1))]);
}
