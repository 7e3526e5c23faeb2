use proptest::prelude::*;

use super::*;
use crate::entities::EntityTable;
use crate::entity::Entity;

const PEERS: [&str; 5] = [
    "198.51.100.7",
    "198.51.100.8",
    "203.0.113.9",
    "2001:db8::1",
    "10.0.0.7",
];

/// Small numbers that decide what a flow is, so that flows repeat each other in parts.
type Choices = (i32, u8, usize, bool, bool, (u8, u64));

fn flow((hour, interface, peer, is_inbound, is_accepted, (port, bytes)): Choices) -> Flow<'static> {
    let hour = Hour::from_index(hour);
    let instance_id = [None, Some("i-1"), Some("i-2")];
    Flow {
        hour,
        interface: Interface {
            account: "111122223333",
            instance_id: instance_id[usize::from(interface)],
            interface_id: Some("eni-1"),
            vpc_id: Some("vpc-1"),
            ..Interface::default()
        },
        local_address: "10.0.0.5",
        remote: Remote::Peer(Peer {
            address: PEERS[peer],
            place: Place {
                country: (peer == 0).then_some("DE"),
                coordinates: (peer == 0).then_some((52.5, 13.4)),
                ..Place::default()
            },
        }),
        direction: if is_inbound {
            Direction::Inbound
        } else {
            Direction::Outbound
        },
        action: Some(if is_accepted {
            FlowAction::Accept
        } else {
            FlowAction::Reject
        }),
        service: Service {
            protocol: Some(6),
            local_port: (port == 0).then_some(443),
            remote_port: (port == 1).then_some(22),
        },
        traffic_path: None,
        traffic: Traffic {
            bytes,
            packets: 1,
            flows: 1,
            first_seen: hour.start(),
            last_seen: hour.start().plus_seconds(60),
        },
    }
}

fn any_flow() -> impl Strategy<Value = Flow<'static>> {
    let choices = (
        490_000..490_030,
        0..3_u8,
        0..PEERS.len(),
        any::<bool>(),
        any::<bool>(),
        (0..3_u8, prop_oneof![Just(Traffic::MAX), 0..5_000_u64]),
    );
    choices.prop_map(flow)
}

fn flows() -> impl Strategy<Value = Vec<Flow<'static>>> {
    prop::collection::vec(any_flow(), 0..60)
}

fn aggregate(flows: &[Flow<'_>]) -> FlowAggregate {
    let mut rows = FlowAggregate::default();
    flows.iter().for_each(|it| rows.add_flow(it));
    rows
}

/// The rows, with the number of peers in place of a sketch: the same set can be written in several ways.
fn sorted(rows: &FlowAggregate) -> Vec<(Option<u64>, Flow<'_>)> {
    let counted = |it: Flow<'_>| it.tail().map(Sketch::count);
    let none = Remote::Tail(Sketch(""));
    let plain = |it| match counted(it) {
        Some(count) => (Some(count), Flow { remote: none, ..it }),
        None => (None, it),
    };
    rows.sorted().map(plain).collect()
}

fn totals<'a>(flows: impl Iterator<Item = Flow<'a>>) -> Option<Traffic> {
    flows.map(|it| it.traffic).reduce(|mut sum, it| {
        sum.absorb(it);
        sum
    })
}

proptest! {
    #[test]
    fn rows_are_the_same_in_whatever_order_flows_are_added(
        (flows, shuffled) in flows().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
    ) {
        let (one, other) = (aggregate(&flows), aggregate(&shuffled));
        prop_assert_eq!(sorted(&one), sorted(&other));
    }

    #[test]
    fn merging_is_associative_and_commutative_and_keeps_the_totals(
        parts in prop::collection::vec(flows(), 3)
    ) {
        let [a, b, c] = [0, 1, 2].map(|it| aggregate(&parts[it]));
        let mut one = FlowAggregate::default();
        [&a, &b, &c].into_iter().for_each(|it| one.absorb(it));
        let mut two = c;
        let mut right = b;
        right.absorb(&a);
        two.absorb(&right);
        prop_assert_eq!(sorted(&one), sorted(&two));
        let all = parts.concat();
        let whole = aggregate(&all);
        prop_assert_eq!(sorted(&one), sorted(&whole));
        prop_assert_eq!(totals(one.flows()), totals(all.into_iter()));
    }

    #[test]
    fn rows_come_in_the_order_that_a_merge_of_sorted_rows_goes_by(flows in flows()) {
        let rows = aggregate(&flows);
        prop_assert!(rows.sorted().is_sorted_by(|a, b| a.order(b).is_lt()));
    }

    #[test]
    fn the_days_together_hold_every_row_once(flows in flows()) {
        let rows = aggregate(&flows);
        let by_day: usize = rows.days().into_iter().map(|day| rows.sorted_of_day(day).count()).sum();
        prop_assert_eq!(by_day, rows.len());
    }

    #[test]
    fn folding_tails_keeps_totals_and_is_the_same_whatever_came_first(
        (flows, shuffled) in flows().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        most in 0..4_usize,
    ) {
        let (mut one, mut other) = (aggregate(&flows), aggregate(&shuffled));
        one.fold_tails(most);
        other.fold_tails(most);
        prop_assert_eq!(sorted(&one), sorted(&other));
        prop_assert_eq!(totals(one.flows()), totals(flows.into_iter()));
        prop_assert!(one.sorted().is_sorted_by(|a, b| a.order(b).is_lt()));
        let (rows, tails) = (one.len(), one.tails.len());
        one.fold_tails(most);
        prop_assert_eq!((one.len(), one.tails.len()), (rows, tails));
    }
}

/// Flows of one interface with many peers in one hour, of which the first exchange more bytes.
fn crowd(addresses: &[String]) -> FlowAggregate {
    let mut rows = FlowAggregate::default();
    for (bytes, address) in (0..).zip(addresses.iter().rev()) {
        let mut one = flow((490_000, 1, 0, true, true, (0, bytes)));
        one.remote = Remote::Peer(Peer {
            address,
            place: Place::default(),
        });
        rows.add_flow(&one);
    }
    rows
}

fn addresses(count: usize) -> Vec<String> {
    (0..count)
        .map(|it| format!("203.0.{}.{}", it / 256, it % 256))
        .collect()
}

#[test]
fn beyond_the_limit_the_peers_with_the_fewest_bytes_become_one_row_that_knows_how_many_they_are() {
    let addresses = addresses(12_000);
    let mut rows = crowd(&addresses);
    let before = totals(rows.flows());
    assert_eq!(rows.fold_tails(2_000), 1);
    assert_eq!(rows.len(), 2_001);
    assert_eq!(totals(rows.flows()), before);
    let tail = rows.sorted().next().unwrap();
    let count = tail.tail().unwrap().count();
    assert!((9_000..11_000).contains(&count), "{count}");
    assert_eq!(tail.traffic.flows, 10_000);
    assert_eq!((tail.service.local_port, tail.peer()), (None, None));
    let mut kept: Vec<&str> = rows
        .flows()
        .filter_map(|it| it.peer())
        .map(|it| it.address)
        .collect();
    let mut expected: Vec<&str> = addresses[..2_000].iter().map(String::as_str).collect();
    kept.sort_unstable();
    expected.sort_unstable();
    assert_eq!(kept, expected);
}

#[test]
fn the_peers_of_joined_tails_count_once_each() {
    let addresses = addresses(3_000);
    let mut rows = FlowAggregate::default();
    for part in [&addresses[..2_000], &addresses[1_000..]] {
        let mut part = crowd(part);
        part.fold_tails(0);
        rows.absorb(&part);
    }
    let tail = rows.flows().next().unwrap();
    let count = tail.tail().unwrap().count();
    assert!((2_700..3_300).contains(&count), "{count}");
    let Sketch(text) = tail.tail().unwrap();
    assert!(text.len() < 1_500, "{}", text.len());
    assert_eq!(Sketch(&text[..8]).count(), 0);
}

#[test]
fn a_flow_concerns_its_account_instance_and_both_addresses() {
    let with_instance = flow((490_000, 1, 0, true, true, (0, 1)));
    let entities: Vec<_> = with_instance.entities().collect();
    assert_eq!(
        entities,
        [
            (EntityType::AwsAccount, "111122223333"),
            (EntityType::Ec2Instance, "i-1"),
            (EntityType::IpAddress, "10.0.0.5"),
            (EntityType::IpAddress, "198.51.100.7"),
        ]
    );
    let mut table = EntityTable::default();
    table.add_flow(&flow((490_000, 0, 0, true, true, (0, 1))));
    let interface = Entity {
        kind: EntityType::Ec2Instance,
        id: "eni-1".to_owned(),
    };
    let record = table.get(&interface).unwrap();
    assert_eq!(record.account.as_deref(), Some("111122223333"));
    assert_eq!(record.last_seen, with_instance.traffic.last_seen);
}
