//! What `GetProfile` of a busy role takes: requests, bytes, and processor time against decoding alone what it
//! reads.
//!
//! The graph is that of [`crate::flat`], in which one role makes more calls than the others. Decoding alone is
//! going over the rows and the entity in the objects that were read, with the columns that a profile of a role
//! looks at, in memory: nothing is fetched, and nothing is made of them. The local stack is a process of its own.

use std::hint::black_box;

use bytes::Bytes;
use cpu_time::ProcessTime;
use gumshoe_activity::{Entity, EntityType};
use gumshoe_api::Services;
use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_segments::{Column, EntityFilter, Filter, fetch_entities_from_bytes, fetch_from_bytes};
use gumshoe_store::{Access, Store};
use serde_json::json;
use tempfile::TempDir;

use crate::cost::Meter;
use crate::flat::{DAYS, FIRST_DAY, Names, calls, write};
use crate::front::{entry, request, respond};
use crate::logs::median;
use crate::search::extend;
use crate::stack;

const ACCOUNT: &str = "111122223333";

/// How often it is measured; the median counts.
const ROUNDS: usize = 7;

/// What a profile of a role looks at in the baseline.
const BASELINE: &[Column] = &[
    Column::Hour,
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::UserAgent,
    Column::Country,
    Column::City,
    Column::Aso,
    Column::Service,
    Column::Api,
    Column::ErrorCode,
    Column::ResourceType,
    Column::ResourceId,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// Prints what the profile takes in both graphs.
pub(crate) async fn run(entities: usize, times: usize, calls_of_hour: usize) {
    let small = measure(entities, calls_of_hour).await;
    let large = measure(entities * times, calls_of_hour).await;
    println!(
        "a role with {calls_of_hour} distinct calls in each hour, beside {entities} roles with one and {times} times \
         as many, {DAYS} days"
    );
    for (name, taken) in [("small", &small), ("large", &large)] {
        println!(
            "  {name}: {} objects, {} requests of S3, {:.2} MB, {} read units; CPU {:.1} ms, decoding {:.1} ms, \
             {:.2} times",
            taken.objects,
            taken.requests,
            taken.megabytes,
            taken.read_units,
            taken.profile * 1e3,
            taken.decoding * 1e3,
            taken.profile / taken.decoding,
        );
    }
    println!(
        "  large to small: requests {:.2}, bytes {:.2}, CPU {:.2}",
        large.requests / small.requests,
        large.megabytes / small.megabytes,
        large.profile / small.profile
    );
}

struct Taken {
    objects: usize,
    requests: f64,
    megabytes: f64,
    read_units: f64,
    profile: f64,
    decoding: f64,
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
async fn measure(entities: usize, calls_of_hour: usize) -> Taken {
    let data = TempDir::new().expect("a temporary folder");
    let remote = stack::Remote::start(data.path());
    let graph = remote.create_graph(&[ACCOUNT.to_owned()]).await;
    let role = fill(&remote.store(), graph, entities, calls_of_hour).await;
    let meter = Meter::default();
    let (dynamodb, s3) = meter.on(&remote.dynamodb, &remote.s3);
    let counted = Services::new(stack::settings(), dynamodb, s3);
    profile(&counted, &role).await;
    let read = meter.take();
    let store = remote.store();
    let mut objects = Vec::new();
    // The tables of contents of the index of entities are a few lines.
    for key in read.objects_read.iter().filter(|it| !it.ends_with(".json")) {
        let segments = store.segments(Access::ReadSegments).expect("access");
        let object = segments.get(key, u64::MAX).await.expect("an object");
        objects.push((key.contains("/activity/"), object));
    }
    let plain = remote.services(remote.dynamodb.clone());
    let (mut of_profile, mut of_decoding) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let began = ProcessTime::now();
        profile(&plain, &role).await;
        of_profile.push(began.elapsed().as_secs_f64());
        let began = ProcessTime::now();
        decode(&objects, &role);
        of_decoding.push(began.elapsed().as_secs_f64());
    }
    Taken {
        objects: read.objects_read.len(),
        requests: read.units.gets,
        megabytes: read.bytes_read as f64 / 1e6,
        read_units: read.units.read_units,
        profile: median(of_profile),
        decoding: median(of_decoding),
    }
}

/// Writes the graph; says which role is the busy one.
async fn fill(store: &Store, graph: GraphId, entities: usize, calls_of_hour: usize) -> Entity {
    let first = FIRST_DAY.parse::<Timestamp>().expect("a time").hour().day();
    let mut ids: Vec<Names> = (0..entities).map(Names::of).collect();
    ids.sort();
    let busy = &ids[entities / 2];
    for day in (0..DAYS).map(|nth| first.plus(nth)) {
        let rows = ids.iter().flat_map(|it| {
            let times = if it == busy { calls_of_hour } else { 1 };
            calls(it, day, times)
        });
        write::<Column>(store, graph, day, rows).await;
    }
    while extend(store, graph).await.is_some() {}
    Entity {
        kind: EntityType::AwsRole,
        id: busy.id.clone(),
    }
}

/// The last day of the graph.
fn scope() -> ScopeTime {
    let first = FIRST_DAY.parse::<Timestamp>().expect("a time").hour().day();
    let last = first.plus(DAYS - 1).first_hour().start();
    ScopeTime::new(last, last.plus_seconds(86_400)).expect("a scope time")
}

async fn profile(services: &Services, role: &Entity) {
    let store = services.store(Access::ALL);
    let account = ACCOUNT.parse().expect("an account");
    let graph = store.graph_of(account).await.expect("the table");
    let scope = scope();
    let body = json!({
        "GraphArn": graph.expect("a graph").arn.to_string(),
        "EntityType": role.kind.as_str(),
        "EntityId": role.id,
        "ScopeStartTime": scope.start().start().to_string(),
        "ScopeEndTime": scope.end().start().to_string(),
    });
    let operation = entry("GetProfile");
    let answer = respond(
        services,
        operation,
        request(operation, ACCOUNT, None, &body),
    )
    .await;
    assert!(answer["Panels"].as_array().is_some_and(|it| it.len() > 5));
}

/// Goes over the entity's rows in segments of activity, and in the index of entities and registries.
fn decode(objects: &[(bool, Bytes)], role: &Entity) {
    let filter = Filter {
        entity: Some(role.clone()),
        ..Filter::default()
    };
    let wanted = EntityFilter {
        kind: Some(role.kind),
        id: Some(role.id.clone()),
    };
    for (is_activity, object) in objects {
        if *is_activity {
            let fetched = fetch_from_bytes::<Column>(object.clone(), &filter, BASELINE);
            let visited = fetched.expect("a segment").visit(&mut |row| {
                black_box(row);
            });
            visited.expect("a segment");
        } else {
            let fetched = fetch_entities_from_bytes(object.clone(), &wanted);
            let visited = fetched.expect("a registry").visit(&mut |row| {
                black_box(row);
            });
            visited.expect("a registry");
        }
    }
}
