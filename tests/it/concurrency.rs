//! Administrators, members and an organization call at the same time, in an order that nobody chose.
//! Whatever came of it, the table agrees with itself, and no call failed for want of a better answer.
//!
//! Everything random comes from the seed, which a failure tells; how the calls interleave does not.

mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use aws_sdk_detective::Client;
use aws_sdk_detective::config::retry::RetryConfig;
use aws_sdk_detective::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_detective::types::{Account as Invited, DatasourcePackage};
use futures::future::join_all;
use gumshoe_domain::quota::Quotas;
use gumshoe_messages::QueueName;
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, eventually};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

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
const MEMBERS: [&str; 8] = [
    SECURITY,
    SHOP,
    BAKERY,
    BOTH,
    "300000000001",
    "300000000002",
    "300000000003",
    "300000000004",
];

/// Fewer than [`MEMBERS`], so that graphs are full now and then.
const MOST_MEMBERS: u32 = 5;

const CLIENTS: u64 = 8;

/// How a call may be refused. Everything else is a mistake.
const REFUSALS: [&str; 5] = [
    "AccessDeniedException",
    "ConflictException",
    "ResourceNotFoundException",
    "ServiceQuotaExceededException",
    "ValidationException",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    CreateGraph,
    DeleteGraph,
    CreateMembers,
    DeleteMembers,
    AcceptInvitation,
    RejectInvitation,
    DisassociateMembership,
    StartMonitoringMember,
    EnableOrganizationAdminAccount,
    DisableOrganizationAdminAccount,
    UpdateOrganizationConfiguration,
    UpdateDatasourcePackages,
    TagResource,
    UntagResource,
    ListMembers,
    ListInvitations,
}

/// The calls with how often they are made, compared with each other.
const CALLS: [(Call, usize); 16] = [
    (Call::CreateGraph, 4),
    (Call::DeleteGraph, 1),
    (Call::CreateMembers, 8),
    (Call::DeleteMembers, 4),
    (Call::AcceptInvitation, 8),
    (Call::RejectInvitation, 2),
    (Call::DisassociateMembership, 3),
    (Call::StartMonitoringMember, 3),
    (Call::EnableOrganizationAdminAccount, 3),
    (Call::DisableOrganizationAdminAccount, 1),
    (Call::UpdateOrganizationConfiguration, 2),
    (Call::UpdateDatasourcePackages, 2),
    (Call::TagResource, 2),
    (Call::UntagResource, 2),
    (Call::ListMembers, 1),
    (Call::ListInvitations, 1),
];

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_leave_a_table_that_agrees_with_itself() {
    for seed in 1..=2 {
        println!("seed {seed}: {:?}", history(seed, 36).await);
    }
}

#[ignore = "long: a hundred histories of calls at the same time"]
#[tokio::test(flavor = "multi_thread")]
async fn many_histories_of_calls_leave_a_table_that_agrees_with_itself() {
    for seed in 100..200 {
        println!("seed {seed}: {:?}", history(seed, 60).await);
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
            let mut caller = Caller {
                world,
                random: ChaCha8Rng::seed_from_u64(seed * CLIENTS + number),
            };
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

/// One client: another account with every call.
struct Caller<'a> {
    world: &'a World,
    random: ChaCha8Rng,
}

impl Caller<'_> {
    async fn call(&mut self) {
        let call = self.any_call();
        let graph = self.any_graph();
        let member = self.any(&MEMBERS);
        let world = self.world;
        // Once in a while somebody else tries.
        let caller = if self.random.random_range(0..20) == 0 {
            self.any(&ADMINISTRATORS)
        } else {
            owner(&graph)
        };
        let administrator = world.client(caller);
        let account = world.client(member);
        match call {
            Call::CreateGraph => world.create_graph(self.any(&ADMINISTRATORS)).await,
            Call::DeleteGraph => {
                let delete = administrator.delete_graph().graph_arn(&graph);
                if world.answered(call, delete.send().await).is_some() {
                    world.answers.lock().unwrap().deleted.insert(graph);
                }
            }
            Call::CreateMembers => {
                let create = administrator.create_members().graph_arn(&graph);
                let create = create
                    .message("Come in")
                    .disable_email_notification(self.random.random())
                    .set_accounts(Some(self.some_invited()));
                world.answered(call, create.send().await);
            }
            Call::DeleteMembers => {
                let delete = administrator.delete_members().graph_arn(&graph);
                let delete = delete.account_ids(member).account_ids(self.any(&MEMBERS));
                world.answered(call, delete.send().await);
            }
            Call::AcceptInvitation => {
                let accept = account.accept_invitation().graph_arn(&graph);
                world.answered(call, accept.send().await);
            }
            Call::RejectInvitation => {
                let reject = account.reject_invitation().graph_arn(&graph);
                world.answered(call, reject.send().await);
            }
            Call::DisassociateMembership => {
                let leave = account.disassociate_membership().graph_arn(&graph);
                world.answered(call, leave.send().await);
            }
            Call::StartMonitoringMember => {
                let start = administrator.start_monitoring_member().graph_arn(&graph);
                world.answered(call, start.account_id(member).send().await);
            }
            Call::EnableOrganizationAdminAccount => {
                let chosen = self.any(&[SECURITY, SECURITY, MANAGEMENT]);
                let enable = world.client(MANAGEMENT).enable_organization_admin_account();
                world.answered(call, enable.account_id(chosen).send().await);
                // Its graph may be new.
                world.create_graph(chosen).await;
            }
            Call::DisableOrganizationAdminAccount => {
                let management = world.client(MANAGEMENT);
                let disable = management.disable_organization_admin_account();
                world.answered(call, disable.send().await);
            }
            Call::UpdateOrganizationConfiguration => {
                let update = administrator.update_organization_configuration();
                let update = update.graph_arn(&graph).auto_enable(self.random.random());
                world.answered(call, update.send().await);
            }
            Call::UpdateDatasourcePackages => {
                let optional = [
                    DatasourcePackage::EksAudit,
                    DatasourcePackage::AsffSecurityhubFinding,
                ];
                let update = administrator.update_datasource_packages();
                let update = update
                    .graph_arn(&graph)
                    .datasource_packages(DatasourcePackage::DetectiveCore)
                    .datasource_packages(self.any(&optional));
                world.answered(call, update.send().await);
            }
            Call::TagResource => {
                let value = self.random.random_range(0..1000).to_string();
                let tag = administrator.tag_resource().resource_arn(&graph);
                world.answered(call, tag.tags(self.any_tag(), value).send().await);
            }
            Call::UntagResource => {
                let untag = administrator.untag_resource().resource_arn(&graph);
                world.answered(call, untag.tag_keys(self.any_tag()).send().await);
            }
            Call::ListMembers => {
                let list = administrator.list_members().graph_arn(&graph);
                world.answered(call, list.send().await);
            }
            Call::ListInvitations => {
                world.answered(call, account.list_invitations().send().await);
            }
        }
    }

    fn any<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    fn any_call(&mut self) -> Call {
        let all: usize = CALLS.iter().map(|(_, share)| share).sum();
        let mut place = self.random.random_range(0..all);
        for (call, share) in CALLS {
            if place < share {
                return call;
            }
            place -= share;
        }
        unreachable!("the place is among the shares")
    }

    /// One of the latest graphs, which may be deleted by now.
    fn any_graph(&mut self) -> String {
        let answers = self.world.answers.lock().unwrap();
        let latest = &answers.created[answers.created.len().saturating_sub(6)..];
        latest[self.random.random_range(0..latest.len())].clone()
    }

    fn any_tag(&mut self) -> String {
        format!("tag-{}", self.random.random_range(0..4))
    }

    /// Up to three accounts, some with an address that is not theirs, some twice.
    fn some_invited(&mut self) -> Vec<Invited> {
        let count = self.random.random_range(1..=3);
        let invited = (0..count).map(|_| {
            let id = self.any(&MEMBERS);
            let address = if self.random.random_range(0..4) == 0 {
                "somebody@example.com".to_owned()
            } else {
                address(id)
            };
            let account = Invited::builder().account_id(id).email_address(address);
            account.build().unwrap()
        });
        invited.collect()
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
