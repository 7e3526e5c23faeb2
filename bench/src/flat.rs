//! What a profile of one entity reads, by how many others there are.
//!
//! A profile asks for the activity of an entity in a scope time of 24 hours and in the 45 days before. Graphs are
//! written as compaction leaves them, a day's rows in as few segments as may be, and asked by `ListActivity`'s own
//! reading.

use gumshoe_activity::flow::{Direction, FlowAction, Interface, Peer, Remote, Service, Traffic};
use gumshoe_activity::{
    Action, Call, Caller, Entity, EntityTable, EntityType, Flow, Origin, Place,
};
use gumshoe_api::Services;
use gumshoe_domain::{Day, GraphId, Hour, ScopeTime, Timestamp};
use gumshoe_segments::{
    Column, Filter, Full, NetworkColumn, Packing, RowKind, SegmentWriter, graph_rows,
    write_entities,
};
use gumshoe_store::{Access, Level, Segment, Store, StoredObject};
use tempfile::TempDir;

use crate::cost::Meter;
use crate::stack;

/// Days of the graph: a baseline of 45, and that of the scope time.
const DAYS: i32 = 46;

const FIRST_DAY: &str = "2026-01-15T00:00:00Z";

/// Accounts have so many entities each.
const ENTITIES_OF_ACCOUNT: usize = 250;

/// Distinct calls of an entity in a day, one in each hour; of the entity that is asked for as well.
const ROWS_OF_DAY: i32 = 24;

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

const ACTIVITY_COLUMNS: &[Column] = &[
    Column::Service,
    Column::Api,
    Column::ErrorCode,
    Column::Country,
    Column::City,
    Column::Aso,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

const NETWORK_COLUMNS: &[NetworkColumn] = &[
    NetworkColumn::PeerAddress,
    NetworkColumn::LocalPort,
    NetworkColumn::RemotePort,
    NetworkColumn::Direction,
    NetworkColumn::Bytes,
    NetworkColumn::Packets,
    NetworkColumn::FirstSeen,
    NetworkColumn::LastSeen,
];

/// What a profile read.
#[derive(Debug, Clone, Copy)]
struct Read {
    objects: usize,
    requests: f64,
    bytes: u64,
    read_units: f64,
    rows: u64,
}

/// Prints what profiles read in both graphs.
#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
pub(crate) async fn run(entities: usize, times: usize) {
    let asked: [(&str, EntityType, Question); 2] = [
        ("role, API calls", EntityType::AwsRole, Question::Api),
        (
            "instance, flows",
            EntityType::Ec2Instance,
            Question::Network,
        ),
    ];
    for (what, kind, question) in asked {
        let small = measure(entities, kind, question).await;
        let large = measure(entities * times, kind, question).await;
        println!("{what}: {entities} entities and {times} times as many, {DAYS} days");
        for (name, read) in [("small", small), ("large", large)] {
            println!(
                "  {name}: {} objects, {} requests, {:.2} MB, {} read units of the manifest, {} rows",
                read.objects,
                read.requests,
                read.bytes as f64 / 1e6,
                read.read_units,
                read.rows
            );
        }
        println!(
            "  large to small: objects {:.2}, bytes {:.2}",
            large.objects as f64 / small.objects as f64,
            large.bytes as f64 / small.bytes as f64
        );
    }
}

#[derive(Debug, Clone, Copy)]
enum Question {
    Api,
    Network,
}

async fn measure(entities: usize, kind: EntityType, question: Question) -> Read {
    let data = TempDir::new().expect("a temporary folder");
    let remote = stack::Remote::start(data.path());
    let graph = remote.create_graph(&["111122223333".to_owned()]).await;
    let first = FIRST_DAY.parse::<Timestamp>().expect("a time").hour().day();
    let mut ids: Vec<Names> = (0..entities).map(Names::of).collect();
    // In the order of rows, which is that of principals and of instances.
    ids.sort();
    let wanted = ids[entities / 2].id.clone();
    for day in (0..DAYS).map(|nth| first.plus(nth)) {
        match question {
            Question::Api => {
                let rows = ids.iter().flat_map(|names| calls(names, day));
                write::<Column>(&remote.store(), graph, day, rows).await;
            }
            Question::Network => {
                let rows = ids.iter().flat_map(|names| flows(names, day));
                write::<NetworkColumn>(&remote.store(), graph, day, rows).await;
            }
        }
    }
    let entity = Entity { kind, id: wanted };
    let meter = Meter::default();
    let (dynamodb, s3) = meter.on(&remote.dynamodb, &remote.s3);
    let store = Services::new(stack::settings(), dynamodb, s3).store(Access::ALL);
    let last = first.plus(DAYS - 1).first_hour().start();
    let scopes = [
        (first.first_hour().start(), last),
        (last, last.plus_seconds(86_400)),
    ];
    let mut rows = 0;
    for (start, end) in scopes {
        let scope = ScopeTime::new(start, end).expect("a scope time");
        rows += match question {
            Question::Api => ask(&store, graph, scope, &entity, ACTIVITY_COLUMNS).await,
            Question::Network => ask(&store, graph, scope, &entity, NETWORK_COLUMNS).await,
        };
    }
    let counted = meter.take();
    assert_eq!(rows, u64::from((DAYS * ROWS_OF_DAY).unsigned_abs()));
    Read {
        objects: counted.objects_read.len(),
        requests: counted.units.gets,
        bytes: counted.bytes_read,
        read_units: counted.units.read_units,
        rows,
    }
}

/// What the rows of an entity say.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Names {
    id: String,
    account: String,
    arn: String,
    addresses: [String; 4],
}

impl Names {
    fn of(number: usize) -> Self {
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

/// What happened in each hour of the day, and a number to tell it by.
fn hours(names: &Names, day: Day) -> impl Iterator<Item = (Hour, usize)> {
    let seed = names
        .id
        .bytes()
        .fold(0, |sum, byte| chance(sum, usize::from(byte)));
    let hours = (0..ROWS_OF_DAY).map(move |hour| day.first_hour().plus(hour));
    hours.map(move |hour| (hour, chance(seed, hour.index().unsigned_abs() as usize)))
}

fn calls(names: &Names, day: Day) -> impl Iterator<Item = Call<'_>> {
    hours(names, day).map(move |(hour, bits)| Call {
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

fn flows(names: &Names, day: Day) -> impl Iterator<Item = Flow<'_>> {
    hours(names, day).map(move |(hour, bits)| Flow {
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
async fn write<C: RowKind>(
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
        let stored = |key: String, bytes: usize| StoredObject {
            key,
            bytes: bytes as u64,
        };
        let entities = stored(Segment::entities_key(graph, day, &name), registry.len());
        let key = Segment::rows_key(graph, C::KIND, day, &name);
        let activity = stored(key, written.bytes.len());
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

/// How many rows concern the entity.
async fn ask<C: RowKind>(
    store: &Store,
    graph: GraphId,
    scope: ScopeTime,
    entity: &Entity,
    columns: &[C],
) -> u64 {
    let filter = Filter {
        entity: Some(entity.clone()),
        ..Filter::default()
    };
    let count = |rows: &mut u64, _: &C::Row<'_>| *rows += 1;
    let counted = graph_rows::add_up(store, graph, scope, filter, columns, || 0, count).await;
    counted.expect("the graph is read")
}
