//! An account of the company, with its graph.

use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use gumshoe_domain::AccountId;
use serde::Deserialize;
use serde_json::json;

use super::DemoError;
use super::behavior::{Behavior, BehaviorError};
use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY};
use crate::synthetic::Scenario;

/// An account that administers a graph of its own.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// Its 12 digits.
    pub(super) id: String,
    /// The ARN of its graph.
    pub(super) graph: String,
    /// The behaviour API, called by it.
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
    /// Every account of `scenario`, each with a graph, the administrator's first. Only an account that
    /// administers a graph contributes to it, so each has its own. A graph that exists is used.
    pub(super) async fn open_all(
        scenario: &Scenario,
        endpoints: &Endpoints,
    ) -> Result<Vec<Self>, DemoError> {
        let mut accounts = Vec::new();
        for id in scenario.account_ids() {
            // The generator's ids are believed no more than others'.
            let id = id.parse::<AccountId>()?.to_string();
            let graph = create_graph(endpoints, &id).await?;
            let behavior = Behavior::new(endpoints, &id);
            accounts.push(Self {
                id,
                graph,
                behavior,
            });
        }
        Ok(accounts)
    }

    /// How much of its logs is in its graph.
    pub(super) async fn ingested(&self) -> Result<Ingested, BehaviorError> {
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

/// What is in the graphs of all `accounts` together.
pub(super) async fn ingested(accounts: &[Account]) -> Result<Ingested, BehaviorError> {
    let mut all = Ingested::default();
    for account in accounts {
        let of_account = account.ingested().await?;
        all.objects += of_account.objects;
        all.records += of_account.records;
    }
    Ok(all)
}

async fn create_graph(endpoints: &Endpoints, account: &str) -> Result<String, DemoError> {
    let failed = |source| DemoError::Graph {
        account: account.to_owned(),
        source,
    };
    let credentials = Credentials::new(account, SECRET_ACCESS_KEY, None, None, "gumshoe");
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(endpoints.region.to_string()))
        .endpoint_url(endpoints.api_url())
        .credentials_provider(credentials)
        .build();
    let client = aws_sdk_detective::Client::from_conf(config);
    let created = client.create_graph().send().await;
    let created = created.map_err(|error| failed(Box::new(error)))?;
    created
        .graph_arn
        .ok_or_else(|| failed("the answer has no GraphArn".into()))
}
