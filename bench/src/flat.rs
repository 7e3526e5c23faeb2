//! What a profile of one entity reads, by how many others there are.
//!
//! A profile asks for the activity of an entity in a scope time of 24 hours and in the 45 days before. Graphs are
//! written as compaction leaves them, a day's rows in as few segments as may be, and asked by `ListActivity`'s own
//! reading.

mod graph;

use gumshoe_activity::{Entity, EntityType};
use gumshoe_api::Services;
use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_segments::{Column, Filter, NetworkColumn, RowKind, graph_rows};
use gumshoe_store::{Access, Manifest, Store};
use tempfile::TempDir;

pub(crate) use self::graph::{Names, calls, write};
use self::graph::{ROWS_OF_DAY, flows};
use crate::cost::Meter;
use crate::stack;

/// Days of the graph: a baseline of 45, and that of the scope time.
pub(crate) const DAYS: i32 = 46;

pub(crate) const FIRST_DAY: &str = "2026-01-15T00:00:00Z";

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
                let rows = ids.iter().flat_map(|names| calls(names, day, 1));
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
    let manifest = Manifest::new(store, graph);
    let counted = graph_rows::add_up(&manifest, scope, filter, columns, || 0, count).await;
    counted.expect("the graph is read")
}
