//! Generated incidents: who attacked whom is known, and what detectors told of it.
//!
//! Two weeks of a company: three attacks at overlapping times, each a chain of phases that goes on with
//! what the phase before it gave; everyday findings that belong to nothing; a NAT address behind which
//! everybody works, victims and attackers' dupes alike; and a role that automation takes on hour after
//! hour, whose sessions two of the attacks use.

mod attacks;

use std::collections::BTreeMap;

use gumshoe_activity::{Entity, EntityType, Finding, Involved, Provider, Rating, Role};
use gumshoe_analytics::groups::{Occurrence, Usage};
use gumshoe_domain::{AccountId, Timestamp};
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const HOUR: i64 = 3_600;
/// 2026-03-01T00:00:00Z.
const START: i64 = 1_772_323_200;
const DAYS: i64 = 14;

/// What detectors told, what the graph knows of everyday life, and the truth.
pub(super) struct World {
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) usages: BTreeMap<Entity, Usage>,
    /// Of each occurrence, the incident that it belongs to.
    pub(super) truth: Vec<Option<usize>>,
}

pub(super) fn entity(kind: EntityType, id: impl Into<String>) -> Entity {
    Entity {
        kind,
        id: id.into(),
    }
}

struct Generator {
    random: ChaCha8Rng,
    world: World,
    accounts: Vec<AccountId>,
    nat: Entity,
    ci: Entity,
    users: Vec<Entity>,
    made: u32,
}

pub(super) fn world(seed: u64) -> World {
    let mut generator = Generator::new(seed);
    // All within a day and a half, so that they overlap.
    let day = generator.random.random_range(3..9) * 24 * HOUR;
    let mut chains: Vec<fn(&mut Generator, usize, i64)> = vec![
        Generator::stolen_instance_credentials,
        Generator::leaked_access_key,
        Generator::poisoned_pipeline,
        Generator::broken_container,
    ];
    let left_out = generator.random.random_range(0..chains.len());
    chains.remove(left_out);
    for (incident, chain) in chains.into_iter().enumerate() {
        let begin = START + day + generator.random.random_range(0..30 * HOUR);
        chain(&mut generator, incident, begin);
    }
    generator.everyday_findings();
    generator.world
}

impl Generator {
    fn new(seed: u64) -> Self {
        let mut this = Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            world: World {
                occurrences: Vec::new(),
                usages: BTreeMap::new(),
                truth: Vec::new(),
            },
            accounts: ["111122223333", "444455556666", "777788889999"]
                .map(|it| it.parse().unwrap())
                .to_vec(),
            nat: entity(EntityType::IpAddress, "198.18.0.1"),
            ci: entity(EntityType::AwsRole, "AROACI0000000000000CI"),
            users: Vec::new(),
            made: 0,
        };
        let employees = this.random.random_range(40..200);
        this.use_every_day(&this.nat.clone(), employees);
        let runs = this.random.random_range(200..3_000);
        this.use_every_day(&this.ci.clone(), runs);
        for _ in 0..40 {
            let user = this.user();
            let addresses = this.random.random_range(1..8);
            this.use_every_day(&user, addresses);
            this.users.push(user);
        }
        this
    }

    fn use_every_day(&mut self, entity: &Entity, counterparts: u32) {
        let usage = Usage { counterparts };
        self.world.usages.insert(entity.clone(), usage);
    }

    fn next(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    fn user(&mut self) -> Entity {
        let id = format!("AIDA{:017}", self.next());
        entity(EntityType::AwsUser, id)
    }

    /// A role that some people, or machines, take on now and then.
    fn role(&mut self) -> Entity {
        let role = entity(EntityType::AwsRole, format!("AROA{:017}", self.next()));
        let sessions = self.random.random_range(1..12);
        self.use_every_day(&role, sessions);
        role
    }

    fn session(&mut self, role: &Entity, name: &str) -> Entity {
        let id = format!("{}:{name}-{}", role.id, self.next());
        entity(EntityType::AwsRoleSession, id)
    }

    fn instance(&mut self) -> Entity {
        let id = format!("i-{:017x}", self.next());
        entity(EntityType::Ec2Instance, id)
    }

    /// An address that nobody used before.
    fn address(&mut self) -> Entity {
        let at = self.next();
        let id = format!("203.0.{}.{}", 113 + at / 250, at % 250 + 1);
        entity(EntityType::IpAddress, id)
    }

    fn bucket(&mut self) -> Entity {
        entity(EntityType::S3Bucket, format!("bucket-{}", self.next()))
    }

    /// What a detector tells: first seen at `at`, for as long as some hours.
    fn tell(
        &mut self,
        incident: Option<usize>,
        at: i64,
        kind: &str,
        severity: f64,
        involved: &[(&Entity, Role)],
    ) {
        let id = format!("{:032x}", self.next());
        let lasts = self.random.random_range(1..3 * HOUR);
        let time = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let account = incident.map_or_else(
            || *self.accounts.choose(&mut self.random).unwrap(),
            |it| self.accounts[it % 2],
        );
        let mut entities = vec![Involved {
            entity: entity(EntityType::AwsAccount, account.as_str()),
            role: Role::Related,
        }];
        entities.extend(involved.iter().map(|(entity, role)| Involved {
            entity: (*entity).clone(),
            role: *role,
        }));
        let finding = Finding {
            id: id.clone(),
            arn: None,
            provider: Provider::GuardDuty,
            product: None,
            product_arn: None,
            types: vec![kind.to_owned()],
            title: format!("A finding of {kind}."),
            description: String::new(),
            severity: Rating::of_guard_duty(severity),
            account,
            region: Some("us-east-1".to_owned()),
            first_seen: time(at),
            last_seen: time(at + lasts),
            created: time(at + 300),
            updated: time(at + lasts + 300),
            is_archived: false,
            workflow: None,
            count: 1,
            involved: entities,
        };
        self.world
            .occurrences
            .push(Occurrence::of_finding(id, &finding));
        self.world.truth.push(incident);
    }

    /// A while later: mostly within the hour, sometimes a night.
    fn later(&mut self, at: &mut i64) -> i64 {
        let pause = if self.random.random_bool(0.2) {
            self.random.random_range(6 * HOUR..20 * HOUR)
        } else {
            self.random.random_range(60..HOUR)
        };
        *at += pause;
        *at
    }

    fn some<'a>(&mut self, all: &[&'a str]) -> Vec<&'a str> {
        let count = self.random.random_range(2..=all.len());
        all.sample(&mut self.random, count).copied().collect()
    }

    /// What belongs to nothing.
    fn everyday_findings(&mut self) {
        let (nat, ci) = (self.nat.clone(), self.ci.clone());
        for _ in 0..self.random.random_range(30..60) {
            let at = START + self.random.random_range(0..DAYS * 24 * HOUR);
            match self.random.random_range(0..6) {
                0 | 1 => {
                    let (scanner, instance) = (self.address(), self.instance());
                    self.tell(
                        None,
                        at,
                        "Recon:EC2/PortProbeUnprotectedPort",
                        2.0,
                        &[(&scanner, Role::Actor), (&instance, Role::Target)],
                    );
                }
                2 | 3 => {
                    let user = self.user();
                    self.tell(
                        None,
                        at,
                        "Discovery:IAMUser/AnomalousBehavior",
                        2.0,
                        &[(&nat, Role::Actor), (&user, Role::Actor)],
                    );
                }
                4 => {
                    let run = self.session(&ci, "run");
                    self.tell(
                        None,
                        at,
                        "Persistence:IAMUser/AnomalousBehavior",
                        5.0,
                        &[
                            (&nat, Role::Actor),
                            (&run, Role::Actor),
                            (&ci, Role::Related),
                        ],
                    );
                }
                _ => {
                    let bucket = self.bucket();
                    self.tell(
                        None,
                        at,
                        "Policy:S3/BucketBlockPublicAccessDisabled",
                        2.0,
                        &[(&ci, Role::Actor), (&bucket, Role::Target)],
                    );
                }
            }
        }
    }
}
