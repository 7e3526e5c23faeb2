//! What a search reads and computes, by how many entities there are.
//!
//! A graph's registries are written as a compaction leaves them, one for each day with as many entities as fit, a
//! fifth of them of the days before; then the index is made of them, and both are asked by `SearchEntities`' own
//! reading. The yardstick, in the same run, is to fetch every registry and to decode its entities: what there is
//! without an index, before anything is compared.

use std::fmt::Write as _;

use comfy_table::Table;
use cpu_time::ProcessTime;
use gumshoe_activity::{EntityTable, EntityType, Sighting};
use gumshoe_api::Services;
use gumshoe_domain::{GraphId, Timestamp};
use gumshoe_segments::index::{self, Extended, Lookup, Seen, TextLookup, Visitor};
use gumshoe_segments::{EntityFilter, read_entities, write_entities};
use gumshoe_store::{Access, Level, Manifest, Segment, SegmentKind, Store, StoredObject};
use tempfile::TempDir;

use crate::cost::Meter;
use crate::stack;

/// Entities of a registry, which a busy day has.
const OF_REGISTRY: u64 = 250_000;

/// Of a hundred entities of a day so many are of days before.
const KNOWN: u64 = 20;

const FIRST_DAY: &str = "2026-01-15T00:00:00Z";

/// Of a thousand entities how many are of a kind.
const KINDS: [(EntityType, u64); 7] = [
    (EntityType::IpAddress, 600),
    (EntityType::AwsRoleSession, 250),
    (EntityType::ContainerPod, 60),
    (EntityType::Ec2Instance, 50),
    (EntityType::UserAgent, 30),
    (EntityType::AwsRole, 8),
    (EntityType::AwsUser, 2),
];

/// A graph with its index, and clients that count.
struct World {
    store: Store,
    meter: Meter,
    graph: GraphId,
    registries: Vec<StoredObject>,
    entities: u64,
    _remote: stack::Remote,
    _data: TempDir,
}

/// An entity by its number.
struct Named {
    kind: EntityType,
    id: String,
    name: Option<String>,
    arn: Option<String>,
}

impl Named {
    fn of(number: u64) -> Self {
        let mut place = number % 1_000;
        let kind = KINDS.iter().find(|(_, share)| {
            let is_it = place < *share;
            place = place.saturating_sub(*share);
            is_it
        });
        let kind = kind.map_or(EntityType::IpAddress, |(kind, _)| *kind);
        let bits = mixed(number);
        let account = 111_122_223_333 + number % 100;
        let role = |number: u64| format!("{:016X}", mixed(number));
        let (id, name, arn) = match kind {
            EntityType::AwsRoleSession => {
                let (of, session) = (number % 20_000, format!("build-{bits:x}"));
                let arn = format!("arn:aws:sts::{account}:assumed-role/role-{of}/{session}");
                (
                    format!("AROA{}:{session}", role(of)),
                    Some(session),
                    Some(arn),
                )
            }
            EntityType::AwsRole => {
                let name = format!("role-{number}");
                let arn = format!("arn:aws:iam::{account}:role/{name}");
                (format!("AROA{}", role(number)), Some(name), Some(arn))
            }
            EntityType::AwsUser => {
                let name = format!("user-{number}");
                let arn = format!("arn:aws:iam::{account}:user/{name}");
                (format!("AIDA{}", role(number)), Some(name), Some(arn))
            }
            EntityType::ContainerPod => (format!("{bits:032x}~shop~{account}~EKS"), None, None),
            EntityType::Ec2Instance => (format!("i-{bits:017x}"), None, None),
            EntityType::UserAgent => (format!("aws-sdk-rust/1.{number} os/linux"), None, None),
            EntityType::IpAddress
            | EntityType::AwsAccount
            | EntityType::FederatedUser
            | EntityType::S3Bucket
            | EntityType::ContainerCluster
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => (address(bits), None, None),
        };
        Self {
            kind,
            id,
            name,
            arn,
        }
    }

    fn seen(&self, at: Timestamp) -> Sighting<'_> {
        Sighting {
            kind: self.kind,
            id: &self.id,
            name: self.name.as_deref(),
            arn: self.arn.as_deref().map(Into::into),
            account: None,
            first_seen: at,
            last_seen: at,
        }
    }
}

/// A number that looks random; each is of one number only.
fn mixed(number: u64) -> u64 {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn address(bits: u64) -> String {
    let octets = bits.to_be_bytes();
    format!("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3])
}

/// Prints what searches take in a graph with so many entities.
pub(crate) async fn run(entities: u64) {
    let mut world = World::start(entities).await;
    world.index().await;
    let alone = world.registries_alone().await;
    let mut table = Table::new();
    table.set_header([
        "search",
        "found",
        "objects",
        "requests",
        "MB",
        "read units",
        "CPU, ms",
        "to registries alone",
    ]);
    table.add_row(alone.row("registries alone", alone.cpu));
    for (name, lookup) in lookups() {
        let taken = world.search(&lookup).await;
        table.add_row(taken.row(name, alone.cpu));
    }
    println!("{} entities\n{table}", world.entities);
}

fn lookups() -> Vec<(&'static str, Lookup)> {
    let lookup = |kind, text| Lookup { kind, text };
    let exact = |it: &str| TextLookup::Exact(it.to_lowercase());
    let prefix = |it: &str| TextLookup::Prefix(it.to_owned());
    let role = Named::of(990);
    let octets = address(mixed(1));
    let block = octets.rsplit_once('.').map_or("10.", |(it, _)| it);
    vec![
        ("id", lookup(None, exact(&role.id))),
        ("name", lookup(None, exact("role-990"))),
        (
            "ARN of a role",
            lookup(None, exact(role.arn.as_deref().unwrap_or_default())),
        ),
        ("address", lookup(None, exact(&octets))),
        ("nobody", lookup(None, exact("nobody"))),
        (
            "GetEntity",
            lookup(Some(role.kind), TextLookup::Id(role.id)),
        ),
        (
            "address block /24",
            lookup(Some(EntityType::IpAddress), prefix(&format!("{block}."))),
        ),
        ("role-99*", lookup(None, prefix("role-99"))),
        (
            "role-9*, of roles",
            lookup(Some(EntityType::AwsRole), prefix("role-9")),
        ),
        (
            "*99*, of roles",
            lookup(Some(EntityType::AwsRole), TextLookup::Any),
        ),
        ("*99*, of all kinds", lookup(None, TextLookup::Any)),
    ]
}

/// What something took.
struct Taken {
    found: u64,
    objects: usize,
    requests: f64,
    bytes: u64,
    read_units: f64,
    cpu: f64,
}

impl Taken {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    fn row(&self, name: &str, alone: f64) -> Vec<String> {
        vec![
            name.to_owned(),
            self.found.to_string(),
            self.objects.to_string(),
            self.requests.to_string(),
            format!("{:.2}", self.bytes as f64 / 1e6),
            format!("{:.1}", self.read_units),
            format!("{:.1}", self.cpu * 1e3),
            format!("{:.4}", self.cpu / alone),
        ]
    }
}

/// Takes entities whose texts hold `99`, or all that were looked up.
struct Count {
    is_all: bool,
    found: u64,
    text: String,
}

impl Visitor for Count {
    fn begin(&mut self) {
        self.found = 0;
    }

    fn see(&mut self, entity: &Sighting<'_>) -> Seen {
        self.text.clear();
        // Writing to a string does not fail.
        let _ = write!(
            self.text,
            "{} {:?} {:?}",
            entity.id, entity.name, entity.arn
        );
        if self.is_all || self.text.contains("99") {
            self.found += 1;
        }
        Seen::More
    }
}

/// Takes some of the registries that wait into the index of entities, if many do, as a compaction does.
pub(crate) async fn extend(store: &Store, graph: GraphId) -> Option<Extended> {
    let index = store.entity_index(graph).await.expect("the table");
    let segments = store.every_segment(graph).await.expect("the manifest");
    let extended = index::extend(store, graph, &index, &segments).await;
    extended.expect("the index is extended")
}

impl World {
    async fn start(entities: u64) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let remote = stack::Remote::start(data.path());
        let graph = remote.create_graph(&["111122223333".to_owned()]).await;
        let meter = Meter::default();
        let (dynamodb, s3) = meter.on(&remote.dynamodb, &remote.s3);
        let store = Services::new(stack::settings(), dynamodb, s3).store(Access::ALL);
        let mut world = Self {
            store,
            meter,
            graph,
            registries: Vec::new(),
            entities,
            _remote: remote,
            _data: data,
        };
        world.fill().await;
        world
    }

    async fn fill(&mut self) {
        let first = FIRST_DAY.parse::<Timestamp>().expect("a time");
        let (mut next, mut day) = (0, 0_i64);
        while next < self.entities {
            let at = first.plus_seconds(day * 86_400);
            let end = (next + OF_REGISTRY).min(self.entities);
            let mut table = EntityTable::default();
            let known = (0..next.min(OF_REGISTRY * KNOWN / 100)).map(|it| mixed(it) % next.max(1));
            for number in (next..end).chain(known) {
                table.see(&Named::of(number).seen(at));
            }
            self.write(at, &table).await;
            (next, day) = (end, day + 1);
        }
    }

    /// Writes a registry. The rows of its segment are not looked at.
    async fn write(&mut self, at: Timestamp, table: &EntityTable) {
        let day = at.hour().day();
        let name = Segment::new_name().expect("randomness");
        let bytes = write_entities(table).expect("a registry");
        let registry = StoredObject {
            key: Segment::entities_key(self.graph, day, &name),
            bytes: bytes.len() as u64,
            footer: None,
        };
        let objects = self.store.segments(Access::WriteSegments).expect("access");
        objects.put(&registry.key, bytes).await.expect("an object");
        let segment = Segment {
            kind: SegmentKind::Activity,
            day,
            activity: StoredObject {
                key: Segment::rows_key(self.graph, SegmentKind::Activity, day, &name),
                bytes: 1,
                footer: None,
            },
            name,
            level: Level::Day,
            rows: 1,
            keys: None,
            first_hour: at.hour(),
            last_hour: at.hour(),
            newest: at,
            entities: Some(registry.clone()),
        };
        let segments = [segment];
        let counted = self.store.replace_segments(self.graph, &[], &segments);
        counted.await.expect("the segment counts");
        self.registries.push(registry);
    }

    /// Takes in all registries that wait, and prints what that took.
    async fn index(&mut self) {
        self.meter.take();
        let cpu = ProcessTime::now();
        let mut runs = 0;
        while let Some(extended) = extend(&self.store, self.graph).await {
            runs += 1;
            println!(
                "run {runs}: {} registries, {} entities, {} wait",
                extended.registries, extended.entities, extended.waiting
            );
        }
        let (seconds, counted) = (cpu.elapsed().as_secs_f64(), self.meter.take());
        println!(
            "indexed in {seconds:.1} CPU seconds, {} GETs, {} PUTs",
            counted.units.gets, counted.units.puts
        );
    }

    async fn registries_alone(&self) -> Taken {
        let objects = self.store.segments(Access::ReadSegments).expect("access");
        let mut found = 0;
        self.taken(async {
            for it in &self.registries {
                let wanted = EntityFilter::default();
                let mut count = |_: &Sighting<'_>| found += 1;
                let read = read_entities(objects, it, &wanted, &mut count).await;
                read.expect("a registry");
            }
            found
        })
        .await
    }

    async fn search(&self, lookup: &Lookup) -> Taken {
        let mut count = Count {
            is_all: lookup.text != TextLookup::Any,
            found: 0,
            text: String::new(),
        };
        self.taken(async {
            let manifest = Manifest::new(&self.store, self.graph);
            let searched = index::search(&manifest, lookup, &mut count).await;
            searched.expect("a search");
            count.found
        })
        .await
    }

    async fn taken(&self, doing: impl Future<Output = u64>) -> Taken {
        self.meter.take();
        let cpu = ProcessTime::now();
        let found = doing.await;
        let (cpu, counted) = (cpu.elapsed().as_secs_f64(), self.meter.take());
        Taken {
            found,
            objects: counted.objects_read.len(),
            requests: counted.units.gets,
            bytes: counted.bytes_read,
            read_units: counted.units.read_units,
            cpu,
        }
    }
}
