//! The accounts of the company, and the graph that has them all.

use std::time::Duration;

use aws_sdk_detective::Client;
use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_detective::types::MemberStatus;
use gumshoe_domain::AccountId;
use serde::Deserialize;
use serde_json::json;

use super::DemoError;
use super::behavior::{Behavior, BehaviorError};
use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY};
use crate::synthetic::Scenario;

/// How long a new member may be waited for, in looks of [`LOOK_EVERY`].
const LOOKS: usize = 100;
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// An account that gives its logs to the graph of the company.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Its 12 digits.
    pub(super) id: String,
    /// The ARN of the graph.
    pub(super) graph: String,
    /// The behaviour API, called by the graph's administrator.
    pub(super) behavior: Behavior,
}

/// What of an ingest status the demo looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ingested {
    /// Objects that are done with: ingested, left out or quarantined.
    pub(super) objects: u64,
    /// Records in the graph.
    pub(super) records: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct IngestStatus {
    sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    objects: Objects,
    records: Records,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Objects {
    ingested: u64,
    left_out: std::collections::BTreeMap<String, u64>,
    quarantined: std::collections::BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Records {
    ingested: u64,
}

impl Account {
    /// Every account of `scenario`, the administrator's first, the others as members of its graph. A graph
    /// and members that are there are used.
    pub(super) async fn open_all(
        scenario: &Scenario,
        endpoints: &Endpoints,
    ) -> Result<Vec<Self>, DemoError> {
        let mut accounts = Vec::new();
        let mut graph: Option<(Client, String)> = None;
        for id in scenario.account_ids() {
            // The generator's ids are believed no more than others'.
            let id = id.parse::<AccountId>()?.to_string();
            let client = client(endpoints, &id);
            let arn = match &graph {
                Some((administrator, arn)) => {
                    let joined = join(administrator, &client, &id, arn).await;
                    joined.map_err(|source| DemoError::Member {
                        account: id.clone(),
                        source,
                    })?;
                    arn.clone()
                }
                None => {
                    let arn = create_graph(&client, &id).await?;
                    graph = Some((client, arn.clone()));
                    arn
                }
            };
            accounts.push(Self {
                behavior: Behavior::new(
                    endpoints,
                    accounts.first().map_or(&id, |it: &Self| &it.id),
                ),
                id,
                graph: arn,
            });
        }
        Ok(accounts)
    }

    /// How much is in the graph.
    async fn ingested(&self) -> Result<Ingested, BehaviorError> {
        let path = "/behavior/ingest/get";
        let body = json!({"GraphArn": self.graph});
        let status: IngestStatus = self.behavior.call(path, &body).await?;
        Ok(status
            .sources
            .iter()
            .fold(Ingested::default(), |sum, source| {
                let objects = &source.objects;
                let refused = objects
                    .left_out
                    .values()
                    .chain(objects.quarantined.values());
                Ingested {
                    objects: sum.objects + objects.ingested + refused.sum::<u64>(),
                    records: sum.records + source.records.ingested,
                }
            }))
    }
}

/// What is in the graph of the `accounts`.
pub(super) async fn ingested(accounts: &[Account]) -> Result<Ingested, BehaviorError> {
    match accounts.first() {
        Some(administrator) => administrator.ingested().await,
        None => Ok(Ingested::default()),
    }
}

fn client(endpoints: &Endpoints, account: &str) -> Client {
    let credentials = Credentials::new(account, SECRET_ACCESS_KEY, None, None, "gumshoe");
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(endpoints.region.to_string()))
        .endpoint_url(endpoints.api_url())
        .credentials_provider(credentials)
        .build();
    Client::from_conf(config)
}

async fn create_graph(client: &Client, account: &str) -> Result<String, DemoError> {
    let failed = |source| DemoError::Graph {
        account: account.to_owned(),
        source,
    };
    let created = client.create_graph().send().await;
    let created = created.map_err(|error| failed(Box::new(error)))?;
    created
        .graph_arn
        .ok_or_else(|| failed("the answer has no GraphArn".into()))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Makes `id` a member of `graph`: it is invited, and accepts.
async fn join(
    administrator: &Client,
    member: &Client,
    id: &str,
    graph: &str,
) -> Result<(), Failure> {
    if status(administrator, id, graph).await? == Some(MemberStatus::Enabled) {
        return Ok(());
    }
    let invited = aws_sdk_detective::types::Account::builder()
        .account_id(id)
        .email_address(format!("root+{id}@example.com"))
        .build()?;
    administrator
        .create_members()
        .graph_arn(graph)
        .accounts(invited)
        .disable_email_notification(true)
        .send()
        .await?;
    for _ in 0..LOOKS {
        match status(administrator, id, graph).await? {
            Some(MemberStatus::Enabled) => return Ok(()),
            Some(MemberStatus::Invited) => {
                member.accept_invitation().graph_arn(graph).send().await?;
            }
            Some(_) | None => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
    Err("it is not enabled after ten seconds".into())
}

async fn status(
    administrator: &Client,
    id: &str,
    graph: &str,
) -> Result<Option<MemberStatus>, Failure> {
    let asked = administrator.get_members().graph_arn(graph).account_ids(id);
    let answer = asked.send().await?;
    let member = answer.member_details.unwrap_or_default().pop();
    Ok(member.and_then(|it| it.status))
}
