//! Administrators, members and an organization call at the same time, in an order that nobody chose.
//! Whatever came of it, the table agrees with itself, and no call failed for want of a better answer.
//!
//! Everything random comes from the seed, which a failure tells; how the calls interleave does not.

mod caller;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use aws_sdk_detective::Client;
use aws_sdk_detective::config::retry::RetryConfig;
use aws_sdk_detective::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_detective::types::Account as Invited;
use futures::future::join_all;
use gumshoe_domain::quota::Quotas;
use gumshoe_messages::QueueName;
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, eventually};

use caller::{Call, Caller};
use table::Table;

const MANAGEMENT: &str = "500000000001";
const SECURITY: &str = "500000000002";
/// Of the organization, for a long time.
const SHOP: &str = "500000000003";
/// Of the organization, and newer than whatever a test does.
const BAKERY: &str = "500000000004";
const ORGANIZATION: [&str; 4] = [MANAGEMENT, SECURITY, SHOP, BAKERY];
/// The administrator of a graph and a member of others.
const BOTH: &str = "222233334444";

const ADMINISTRATORS: [&str; 4] = [MANAGEMENT, SECURITY, ADMINISTRATOR, BOTH];
const MEMBERS: [&str; 6] = [SECURITY, SHOP, BAKERY, BOTH, "300000000001", "300000000002"];

/// Fewer than [`MEMBERS`], so that graphs are full now and then.
const MOST_MEMBERS: u32 = 4;

const CLIENTS: u64 = 8;

/// How a call may be refused. Everything else is a mistake.
const REFUSALS: [&str; 5] = [
    "AccessDeniedException",
    "ConflictException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
    "ValidationException",
];

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_leave_a_table_that_agrees_with_itself() {
    for seed in 1..=2 {
        println!("seed {seed}: {:?}", history(seed, 40).await);
    }
}

#[ignore = "long: a hundred histories of calls at the same time"]
#[tokio::test(flavor = "multi_thread")]
async fn many_histories_of_calls_leave_a_table_that_agrees_with_itself() {
    for seed in 100..200 {
        println!("seed {seed}: {:?}", history(seed, 60).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_disagrees_with_itself_is_found_out() {
    let world = World::start(0).await;
    world.create_graph(ADMINISTRATOR).await;
    let graph = world.answers.lock().unwrap().created[0].clone();
    let invited = Invited::builder().account_id(BOTH);
    let invited = invited.email_address(address(BOTH)).build().unwrap();
    let create = world.client(ADMINISTRATOR).create_members();
    let create = create.graph_arn(&graph).accounts(invited);
    create.send().await.unwrap();
    world.become_quiet().await;
    let table = Table::read(world.gumshoe.stack()).await;
    table.check(MOST_MEMBERS, 0);
    for kind in ["MEMBER#", "MEMBERSHIP#", "MEMBERS", "GRAPH", "STATUS#"] {
        let without = table.without(kind);
        let checked = std::panic::catch_unwind(|| without.check(MOST_MEMBERS, 0));
        assert!(checked.is_err(), "nobody misses {kind}");
    }
}

/// How often each call was done, and how often it was refused.
type Outcomes = BTreeMap<Call, (usize, usize)>;

/// Some calls of each client, then quiet, then the look at the table.
async fn history(seed: u64, calls: usize) -> Outcomes {
    let world = World::start(seed).await;
    for account in ADMINISTRATORS {
        world.create_graph(account).await;
    }
    join_all((0..CLIENTS).map(|number| {
        let world = &world;
        async move {
            let mut caller = Caller::new(world, seed * CLIENTS + number);
            for _ in 0..calls {
                caller.call().await;
            }
        }
    }))
    .await;
    world.become_quiet().await;
    world.check().await;
    world.answers.into_inner().unwrap().outcomes
}

/// A stack, whoever calls it, and what was answered.
struct World {
    gumshoe: Gumshoe,
    seed: u64,
    /// Of every account; they do not try again, so that every answer is seen.
    clients: BTreeMap<&'static str, Client>,
    answers: Mutex<Answers>,
}

#[derive(Default)]
struct Answers {
    /// Graphs, in the order in which they were first heard of.
    created: Vec<String>,
    /// Graphs and accounts that became their members, of which most are not any more.
    invited: Vec<(String, String)>,
    /// Graphs whose deletion was acknowledged.
    deleted: BTreeSet<String>,
    /// How often each call was done, and how often it was refused.
    outcomes: Outcomes,
}

impl World {
    async fn start(seed: u64) -> Self {
        let gumshoe = Gumshoe::start_with(|options, data| {
            let file = data.join("organization.toml");
            std::fs::write(&file, organization()).unwrap();
            options.organization = Some(file);
            options.quotas = Quotas {
                members: MOST_MEMBERS,
                ..Quotas::default()
            };
        })
        .await;
        let accounts: BTreeSet<_> = ADMINISTRATORS.into_iter().chain(MEMBERS).collect();
        let client = |account: &'static str| {
            let config = gumshoe.account(account).detective.config().to_builder();
            let config = config.retry_config(RetryConfig::disabled()).build();
            (account, Client::from_conf(config))
        };
        let clients = accounts.into_iter().map(client).collect();
        Self {
            gumshoe,
            seed,
            clients,
            answers: Mutex::default(),
        }
    }

    fn client(&self, account: &str) -> &Client {
        &self.clients[account]
    }

    async fn create_graph(&self, account: &str) {
        let created = self.client(account).create_graph().send().await;
        let Some(created) = self.answered(Call::CreateGraph, created) else {
            return;
        };
        let graph = created.graph_arn.unwrap();
        assert_eq!(owner(&graph), account, "seed {}", self.seed);
        let mut answers = self.answers.lock().unwrap();
        if !answers.created.contains(&graph) {
            answers.created.push(graph);
        }
    }

    /// What a call was answered, if it was not refused.
    fn answered<T, E>(&self, call: Call, answer: Result<T, SdkError<E>>) -> Option<T>
    where
        E: ProvideErrorMetadata + Debug,
    {
        let mut answers = self.answers.lock().unwrap();
        let (done, refused) = answers.outcomes.entry(call).or_default();
        let error = match answer {
            Ok(answer) => {
                *done += 1;
                return Some(answer);
            }
            Err(error) => error,
        };
        *refused += 1;
        let status = error.raw_response().map(|it| it.status().as_u16());
        let is_refusal = status.is_some_and(|it| (400..500).contains(&it))
            && error.code().is_some_and(|it| REFUSALS.contains(&it));
        assert!(is_refusal, "seed {}: {call:?}: {error:?}", self.seed);
        None
    }

    /// Waits until nothing happens any more, and an hour more than that.
    async fn become_quiet(&self) {
        self.settle().await;
        eventually("the end of deleted graphs", async || {
            let table = Table::read(self.gumshoe.stack()).await;
            table.is_without_closed_graphs().then_some(())
        })
        .await;
        self.gumshoe.run("reconcile-organization").await;
        self.settle().await;
        table::age_what_waits(self.gumshoe.stack()).await;
        self.gumshoe.run("enable-members").await;
        self.settle().await;
    }

    /// Waits until every message is taken.
    async fn settle(&self) {
        for queue in QueueName::ALL {
            self.gumshoe.stack().settled(*queue).await;
        }
    }

    async fn check(&self) {
        let seed = self.seed;
        let table = Table::read(self.gumshoe.stack()).await;
        table.check(MOST_MEMBERS, seed);
        let graphs: BTreeSet<String> = table.graphs().into_values().collect();
        let heard_of = self.answers.lock().unwrap();
        for graph in &heard_of.created {
            let account = owner(graph);
            // Withdrawing the designation deletes the graph of whoever is designated.
            let may_be_withdrawn = [MANAGEMENT, SECURITY].contains(&account);
            if heard_of.deleted.contains(graph) {
                assert!(!graphs.contains(graph), "seed {seed}: {graph} is there");
            } else if !may_be_withdrawn {
                assert!(graphs.contains(graph), "seed {seed}: {graph} is not there");
            }
        }
    }
}

/// The account of a graph.
fn owner(graph: &str) -> &str {
    graph.split(':').nth(4).unwrap()
}

fn address(account: &str) -> String {
    format!("root+{account}@example.com")
}

fn organization() -> String {
    let mut file = format!("id = 'o-exampleorgid'\nmanagement_account = '{MANAGEMENT}'\n");
    for id in ORGANIZATION {
        let joined = if id == BAKERY { "2100" } else { "2020" };
        let account = format!(
            "[[accounts]]\nid = '{id}'\nname = 'account {id}'\nemail = '{}'\njoined = {joined}-01-01T00:00:00Z\n",
            address(id)
        );
        file.write_str(&account).unwrap();
    }
    file
}
