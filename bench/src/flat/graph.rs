//! Graphs as compaction leaves them, of as many entities as one likes.

use gumshoe_activity::flow::{Direction, FlowAction, Interface, Peer, Remote, Service, Traffic};
use gumshoe_activity::{Action, Call, Caller, EntityTable, EntityType, Flow, Origin, Place};
use gumshoe_domain::{Day, GraphId, Hour};
use gumshoe_segments::{Full, Packing, RowKind, SegmentWriter, write_entities};
use gumshoe_store::{Access, Level, Segment, Store, StoredObject};

/// Accounts have so many entities each.
const ENTITIES_OF_ACCOUNT: usize = 250;

/// Hours of a day, in each of which an entity does something.
pub(super) const ROWS_OF_DAY: i32 = 24;

/// Entities by a number that is in no order.
const SCATTER: usize = 0x9e37_79b9;

const APIS: [&str; 8] = [
    "GetObject",
    "PutObject",
    "ListObjects",
    "HeadObject",
    "DeleteObject",
    "GetBucketAcl",
    "CopyObject",
    "ListBuckets",
];

const AGENTS: [&str; 4] = [
    "aws-cli/2.15.0",
    "Boto3/1.34.0",
    "aws-sdk-java/2.20.0",
    "aws-sdk-go/1.44.0",
];

/// What the rows of an entity say.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Names {
    pub(crate) id: String,
    account: String,
    arn: String,
    addresses: [String; 4],
}

impl Names {
    /// Those of the entity of this number.
    pub(crate) fn of(number: usize) -> Self {
        let scattered = number.wrapping_mul(SCATTER) & 0xffff_ffff;
        let account = (111_122_223_333 + number / ENTITIES_OF_ACCOUNT).to_string();
        let address = |nth: usize| {
            let bits = chance(number, nth);
            format!(
                "198.{}.{}.{}",
                18 + bits % 2,
                bits / 256 % 256,
                bits / 65_536 % 256
            )
        };
        Self {
            id: format!("AROAEXAMPLE{scattered:010X}"),
            arn: format!("arn:aws:iam::{account}:role/role-{number}"),
            addresses: std::array::from_fn(address),
            account,
        }
    }
}

/// A number that looks random and is always the same.
fn chance(one: usize, other: usize) -> usize {
    let mixed = (one << 20 ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 24
}

/// What happened in each hour of the day, so many times, and a number to tell each by.
fn hours(names: &Names, day: Day, times: usize) -> impl Iterator<Item = (Hour, usize)> {
    let seed = names
        .id
        .bytes()
        .fold(0, |sum, byte| chance(sum, usize::from(byte)));
    let hours = (0..ROWS_OF_DAY).map(move |hour| day.first_hour().plus(hour));
    hours.flat_map(move |hour| {
        let number = hour.index().unsigned_abs() as usize;
        (0..times).map(move |nth| (hour, chance(seed + nth, number)))
    })
}

/// An entity's calls of a day, so many in each hour.
pub(crate) fn calls(names: &Names, day: Day, times: usize) -> impl Iterator<Item = Call<'_>> {
    hours(names, day, times).map(move |(hour, bits)| Call {
        hour,
        caller: Caller {
            account: &names.account,
            principal_type: Some(EntityType::AwsRole),
            principal_id: Some(&names.id),
            principal_name: names.arn.rsplit('/').next(),
            principal_arn: Some(&names.arn),
            ..Caller::default()
        },
        origin: Origin {
            address: Some(&names.addresses[bits % 4]),
            is_ip: true,
            user_agent: Some(AGENTS[bits / 4 % AGENTS.len()]),
            ..Origin::default()
        },
        action: Action {
            service: "s3",
            api: APIS[bits / 64 % APIS.len()],
            region: Some("us-east-1"),
            error_code: None,
        },
        resource: None,
        calls: (bits % 50 + 1) as u64,
        first_seen: hour.start().plus_seconds((bits % 1_800) as i64),
        last_seen: hour.start().plus_seconds((1_800 + bits / 7 % 1_800) as i64),
    })
}

/// An entity's flows of a day, one in each hour.
pub(super) fn flows(names: &Names, day: Day) -> impl Iterator<Item = Flow<'_>> {
    hours(names, day, 1).map(move |(hour, bits)| Flow {
        hour,
        interface: Interface {
            account: &names.account,
            instance_id: Some(&names.id),
            ..Interface::default()
        },
        local_address: "10.0.0.4",
        remote: Remote::Peer(Peer {
            address: &names.addresses[bits % 4],
            place: Place::default(),
        }),
        direction: Direction::Outbound,
        action: Some(FlowAction::Accept),
        service: Service {
            protocol: Some(6),
            local_port: None,
            remote_port: Some(443),
        },
        traffic_path: None,
        traffic: Traffic {
            bytes: bits as u64 % 1_000_000,
            packets: bits as u64 % 10_000 + 1,
            flows: (bits % 50 + 1) as u64,
            first_seen: hour.start().plus_seconds((bits % 1_800) as i64),
            last_seen: hour.start().plus_seconds((1_800 + bits / 7 % 1_800) as i64),
        },
    })
}

/// Writes a day's rows as a compaction does.
pub(crate) async fn write<C: RowKind>(
    store: &Store,
    graph: GraphId,
    day: Day,
    rows: impl Iterator<Item = C::Row<'_>>,
) {
    let mut segments = Vec::new();
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let mut writer = SegmentWriter::<C>::new(Packing::Small).expect("a segment");
        let mut entities = EntityTable::default();
        while writer.rows() < Full::DEFAULT.rows && writer.bytes() < Full::DEFAULT.bytes {
            let Some(row) = rows.next() else { break };
            C::add_entities(&mut entities, &row);
            writer.push(&row).expect("a row");
        }
        let written = writer.finish().expect("a segment");
        let objects = store.segments(Access::WriteSegments).expect("access");
        let name = Segment::new_name().expect("randomness");
        let registry = write_entities(&entities).expect("a registry");
        let entities = StoredObject {
            key: Segment::entities_key(graph, day, &name),
            bytes: registry.len() as u64,
            footer: None,
        };
        let activity = StoredObject {
            key: Segment::rows_key(graph, C::KIND, day, &name),
            bytes: written.bytes.len() as u64,
            footer: written.footer,
        };
        for (object, bytes) in [(&entities, registry), (&activity, written.bytes)] {
            objects.put(&object.key, bytes).await.expect("an object");
        }
        segments.push(Segment {
            kind: C::KIND,
            day,
            name,
            level: Level::Day,
            activity,
            rows: written.rows,
            keys: written.keys,
            first_hour: written.span.first_hour,
            last_hour: written.span.last_hour,
            newest: written.span.last_seen,
            entities: Some(entities),
        });
    }
    let exchanged = store.replace_segments(graph, &[], &segments).await;
    exchanged.expect("the segments count");
}
