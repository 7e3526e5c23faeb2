//! What somebody does with a graph, step by step, and how he goes on when he does not know whether
//! the last step was done.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_detective::Client;
use aws_sdk_detective::config::retry::RetryConfig;
use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_detective::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_detective::primitives::{DateTime, DateTimeFormat};
use aws_sdk_detective::types::{
    Account, DatasourcePackage, FilterCriteria, InvestigationDetail, MemberDetail, MemberStatus,
    State, Status, StringFilter,
};
use gumshoe::endpoints::{LOG_BUCKET, SECRET_ACCESS_KEY};
use serde_json::{Value, json};

use super::logs;
use crate::kill::program::Place;

pub(super) const ADMINISTRATOR: &str = "111122223333";
/// Accepts, and stays.
const STAYS: &str = "300000000001";
/// Accepts, and is removed.
const REMOVED: &str = "300000000002";
/// Rejects.
const REJECTS: &str = "300000000003";
const MEMBERS: [&str; 3] = [STAYS, REMOVED, REJECTS];

/// How long somebody waits until he tries again.
const PAUSE: Duration = Duration::from_millis(15);

#[derive(Debug, Clone, Copy)]
enum Step {
    CreateGraph,
    Tag,
    Untag,
    Invite,
    PutLogs,
    Accept(&'static str),
    Reject,
    ChangePackages,
    Investigate,
    Archive,
    Remove,
    Wait,
}

const STEPS: [Step; 13] = [
    Step::CreateGraph,
    Step::Tag,
    Step::Invite,
    Step::Untag,
    Step::PutLogs,
    Step::Accept(STAYS),
    Step::Accept(REMOVED),
    Step::Reject,
    Step::ChangePackages,
    Step::Investigate,
    Step::Archive,
    Step::Remove,
    Step::Wait,
];

/// The step is not done, or nobody knows whether it is.
struct NotDone;

/// Where somebody is in the steps. It is all he remembers, beside the graph that he was told of.
#[derive(Debug)]
pub(super) struct Script {
    at: usize,
    graph: Option<String>,
}

/// The clients of one life, made before it is counted.
pub(super) struct Clients {
    detective: BTreeMap<&'static str, Client>,
    s3: aws_sdk_s3::Client,
}

/// Somebody at work on a graph.
struct Work<'a> {
    clients: &'a Clients,
    graph: String,
}

impl Script {
    pub(super) fn new() -> Self {
        Self { at: 0, graph: None }
    }

    /// How many steps are done.
    pub(super) fn done(&self) -> usize {
        self.at
    }

    /// Does some steps more, or what is left of them, however long it takes.
    pub(super) async fn advance(&mut self, clients: &Clients, steps: usize) {
        let until = self.at.saturating_add(steps).min(STEPS.len());
        while self.at < until {
            match self.step(STEPS[self.at], clients).await {
                Ok(()) => self.at += 1,
                Err(NotDone) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn step(&mut self, step: Step, clients: &Clients) -> Result<(), NotDone> {
        if let Step::CreateGraph = step {
            let create = clients.detective[ADMINISTRATOR].create_graph();
            let created = done(create.tags("team", "blue").send().await, &[])?;
            self.graph = created.and_then(|it| it.graph_arn);
            return Ok(());
        }
        let work = self.work(clients);
        match step {
            Step::CreateGraph => Ok(()),
            Step::Tag => work.tag().await,
            Step::Untag => work.untag().await,
            Step::Invite => work.invite().await,
            Step::PutLogs => work.put_logs().await,
            Step::Accept(account) => work.accept(account).await,
            Step::Reject => work.reject().await,
            Step::ChangePackages => work.change_packages().await,
            Step::Investigate => work.investigate().await,
            Step::Archive => work.archive().await,
            Step::Remove => work.remove().await,
            Step::Wait => work.wait().await,
        }
    }

    fn work<'a>(&self, clients: &'a Clients) -> Work<'a> {
        let graph = self.graph.clone().unwrap();
        Work { clients, graph }
    }

    /// What the administrator and the accounts are told in the end, without names and times.
    pub(super) async fn told(&self, place: &Place) -> Value {
        let clients = Clients::of(place);
        self.work(&clients).told().await
    }
}

impl Clients {
    pub(super) fn of(place: &Place) -> Self {
        let accounts = MEMBERS.into_iter().chain([ADMINISTRATOR]);
        Self {
            detective: accounts.map(|it| (it, client(place, it))).collect(),
            s3: place.s3(),
        }
    }
}

impl Work<'_> {
    fn client(&self, account: &str) -> &Client {
        &self.clients.detective[account]
    }

    fn administrator(&self) -> &Client {
        self.client(ADMINISTRATOR)
    }

    async fn tag(&self) -> Result<(), NotDone> {
        let tag = self.administrator().tag_resource();
        let tag = tag.resource_arn(&self.graph);
        let tag = tag.tags("team", "red").tags("stage", "prod");
        done(tag.send().await, &[]).map(drop)
    }

    async fn untag(&self) -> Result<(), NotDone> {
        let untag = self.administrator().untag_resource();
        let untag = untag.resource_arn(&self.graph).tag_keys("stage");
        done(untag.send().await, &[]).map(drop)
    }

    /// Who is a member already comes back unprocessed.
    async fn invite(&self) -> Result<(), NotDone> {
        let mut create = self.administrator().create_members();
        for id in MEMBERS {
            let account = Account::builder().account_id(id);
            let account = account.email_address(format!("root+{id}@example.com"));
            create = create.accounts(account.build().unwrap());
        }
        let create = create.graph_arn(&self.graph).message("Come in");
        let created = done(create.send().await, &[])?.unwrap();
        let answered = created.members().len() + created.unprocessed_accounts().len();
        assert_eq!(answered, MEMBERS.len());
        Ok(())
    }

    async fn put_logs(&self) -> Result<(), NotDone> {
        let put = self.clients.s3.put_object().bucket(LOG_BUCKET);
        let put = put.key(logs::key()).body(logs::file().into());
        let put = put.send().await;
        put.map(drop).map_err(|_| NotDone)
    }

    /// Before the invitation is verified there is none for the account; after it accepted, it cannot
    /// accept again.
    async fn accept(&self, account: &str) -> Result<(), NotDone> {
        let accept = self.client(account).accept_invitation();
        let accepted = accept.graph_arn(&self.graph).send().await;
        done(accepted, &["ConflictException"]).map(drop)
    }

    async fn reject(&self) -> Result<(), NotDone> {
        let reject = self.client(REJECTS).reject_invitation();
        let rejected = reject.graph_arn(&self.graph).send().await;
        match done(rejected, &[]) {
            Ok(_) => Ok(()),
            // Not yet, or not any more.
            Err(NotDone) => match self.member(REJECTS).await? {
                None => Ok(()),
                Some(_) => Err(NotDone),
            },
        }
    }

    async fn change_packages(&self) -> Result<(), NotDone> {
        let update = self.administrator().update_datasource_packages();
        let update = update
            .graph_arn(&self.graph)
            .datasource_packages(DatasourcePackage::DetectiveCore)
            .datasource_packages(DatasourcePackage::EksAudit);
        done(update.send().await, &[]).map(drop)
    }

    /// Unless there is one: what was started and not acknowledged is not started again.
    async fn investigate(&self) -> Result<(), NotDone> {
        if self.investigation().await?.is_some() {
            return Ok(());
        }
        let start = self.administrator().start_investigation();
        let start = start
            .graph_arn(&self.graph)
            .entity_arn(format!("arn:aws:iam::{ADMINISTRATOR}:user/alice"))
            .scope_start_time(moment("2026-03-01T00:00:00Z"))
            .scope_end_time(moment("2026-03-02T00:00:00Z"));
        done(start.send().await, &[]).map(drop)
    }

    async fn archive(&self) -> Result<(), NotDone> {
        let found = self.investigation().await?;
        let id = found.ok_or(NotDone)?.investigation_id.unwrap();
        let update = self.administrator().update_investigation_state();
        let update = update.graph_arn(&self.graph).investigation_id(id);
        let updated = update.state(State::Archived).send().await;
        done(updated, &[]).map(drop)
    }

    async fn remove(&self) -> Result<(), NotDone> {
        let delete = self.administrator().delete_members();
        let delete = delete.graph_arn(&self.graph).account_ids(REMOVED);
        done(delete.send().await, &[]).map(drop)
    }

    /// Until nothing is under way any more.
    async fn wait(&self) -> Result<(), NotDone> {
        let stays = self.member(STAYS).await?.ok_or(NotDone)?;
        let investigation = self.investigation().await?.ok_or(NotDone)?;
        let is_enabled = stays.status() == Some(&MemberStatus::Enabled);
        if is_enabled && investigation.status() == Some(&Status::Successful) {
            Ok(())
        } else {
            Err(NotDone)
        }
    }

    async fn member(&self, account: &str) -> Result<Option<MemberDetail>, NotDone> {
        let get = self.administrator().get_members();
        let got = get.graph_arn(&self.graph).account_ids(account).send().await;
        let got = done(got, &[])?.unwrap();
        Ok(got.member_details.unwrap_or_default().pop())
    }

    /// The one investigation, in whatever state.
    async fn investigation(&self) -> Result<Option<InvestigationDetail>, NotDone> {
        let mut all = Vec::new();
        for state in ["ACTIVE", "ARCHIVED"] {
            let filter = StringFilter::builder().value(state).build().unwrap();
            let list = self.administrator().list_investigations();
            let list = list
                .graph_arn(&self.graph)
                .filter_criteria(FilterCriteria::builder().state(filter).build());
            let listed = done(list.send().await, &[])?.unwrap();
            all.extend(listed.investigation_details.unwrap_or_default());
        }
        assert!(all.len() <= 1, "{all:?}");
        Ok(all.pop())
    }

    async fn told(&self) -> Value {
        let administrator = self.administrator();
        let graphs = administrator.list_graphs().send().await.unwrap();
        let tags = administrator.list_tags_for_resource();
        let tags = tags.resource_arn(&self.graph).send().await.unwrap();
        let tags: BTreeMap<_, _> = tags.tags.unwrap_or_default().into_iter().collect();
        let packages = administrator.list_datasource_packages();
        let packages = packages.graph_arn(&self.graph).send().await.unwrap();
        let packages: BTreeMap<String, String> = packages
            .datasource_packages()
            .unwrap()
            .iter()
            .map(|(package, it)| {
                let state = it.datasource_package_ingest_state().unwrap();
                (package.to_string(), state.to_string())
            })
            .collect();
        let members = administrator.list_members().graph_arn(&self.graph);
        let members = members.send().await.unwrap();
        let members: Vec<Value> = members.member_details().iter().map(member).collect();
        let Ok(Some(investigation)) = self.investigation().await else {
            panic!("there is no investigation");
        };
        let mut invitations = BTreeMap::new();
        for account in MEMBERS {
            let listed = self.client(account).list_invitations().send().await;
            let listed = listed.unwrap();
            let told: Vec<Value> = listed.invitations().iter().map(member).collect();
            invitations.insert(account, told);
        }
        let own: Vec<_> = graphs.graph_list().iter().map(|it| it.arn()).collect();
        assert_eq!(own, [Some(self.graph.as_str())]);
        json!({
            "tags": tags,
            "packages": packages,
            "members": members,
            "invitations": invitations,
            "investigation": [
                investigation.entity_arn(),
                investigation.status().map(Status::as_str),
                investigation.state().map(State::as_str),
                investigation.severity().map(|it| it.as_str()),
            ],
        })
    }
}

fn member(of: &MemberDetail) -> Value {
    json!({
        "account": of.account_id(),
        "email": of.email_address(),
        "status": of.status().map(MemberStatus::as_str),
        "reason": of.disabled_reason().map(|it| it.as_str()),
        "type": of.invitation_type().map(|it| it.as_str()),
        "invited": of.invited_time().is_some(),
    })
}

/// The answer; nothing when the refusal says that it was done before. To be tried again is what was
/// not answered, and what is about something that is not there yet.
fn done<T, E>(answer: Result<T, SdkError<E>>, before: &[&str]) -> Result<Option<T>, NotDone>
where
    E: ProvideErrorMetadata + std::fmt::Debug,
{
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.code().is_some_and(|it| before.contains(&it)) => Ok(None),
        Err(error) => {
            let is_unanswered = error.raw_response().is_none();
            let is_not_there = error.code() == Some("ResourceNotFoundException");
            assert!(is_unanswered || is_not_there, "{error:?}");
            Err(NotDone)
        }
    }
}

/// A client that fails at once when there is nobody.
fn client(place: &Place, account: &str) -> Client {
    let credentials = Credentials::new(account, SECRET_ACCESS_KEY, None, None, "test");
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(&place.api)
        .credentials_provider(credentials)
        .retry_config(RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

fn moment(text: &str) -> DateTime {
    DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
}
