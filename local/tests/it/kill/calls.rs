//! How often what was called: as the generated logs have it, and as the behavior API tells it.

use std::collections::BTreeMap;

use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use flate2::read::GzDecoder;
use gumshoe::endpoints::SECRET_ACCESS_KEY;
use gumshoe::synthetic::{Scenario, Tally};
use gumshoe_activity::Entity;
use serde_json::{Value, json};

use super::Object;
use super::program::Place;

/// Calls that succeeded, and calls that failed.
type Counts = (u64, u64);

/// What was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calls {
    pub(super) total: Counts,
    pub(super) by_principal: BTreeMap<Entity, Counts>,
    /// By service and API.
    pub(super) by_api: BTreeMap<(String, String), Counts>,
}

/// One account's view of the API.
pub(super) struct Caller {
    account: String,
    api: String,
}

impl Calls {
    /// From the totals that were counted while the objects were made, and from the objects' JSON.
    pub(super) fn recounted(objects: &[Object], tally: &Tally) -> Self {
        let split = |it: &gumshoe::synthetic::Counts| (it.records - it.failures, it.failures);
        let mut by_api: BTreeMap<_, Counts> = BTreeMap::new();
        for record in objects.iter().flat_map(records) {
            let source = record["eventSource"].as_str().unwrap();
            let service = source.trim_end_matches(".amazonaws.com").to_owned();
            let api = record["eventName"].as_str().unwrap().to_owned();
            let counts = by_api.entry((service, api)).or_default();
            match record.get("errorCode") {
                None => counts.0 += 1,
                Some(_) => counts.1 += 1,
            }
        }
        Self {
            total: split(&tally.total()),
            by_principal: tally
                .principals
                .iter()
                .map(|(entity, counts)| (entity.clone(), split(counts)))
                .collect(),
            by_api,
        }
    }
}

fn records(object: &Object) -> Vec<Value> {
    let mut document: Value =
        serde_json::from_reader(GzDecoder::new(object.bytes.as_slice())).unwrap();
    serde_json::from_value(document["Records"].take()).unwrap()
}

impl Caller {
    pub(super) fn new(place: &Place, account: &str) -> Self {
        Self {
            account: account.to_owned(),
            api: place.api.clone(),
        }
    }

    /// Creates the account's graph; its ARN.
    pub(super) async fn create_graph(&self) -> String {
        let credentials = Credentials::new(&self.account, SECRET_ACCESS_KEY, None, None, "test");
        let config = aws_sdk_detective::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(&self.api)
            .credentials_provider(credentials)
            .build();
        let detective = aws_sdk_detective::Client::from_conf(config);
        let created = detective.create_graph().send().await;
        created.unwrap().graph_arn.unwrap()
    }

    /// `GetIngestStatus` of the one source, without its times.
    pub(super) async fn ingest_status(&self, graph: &str) -> Value {
        let body = json!({ "GraphArn": graph });
        let mut status = self.ask("/behavior/ingest/get", body).await["Sources"][0].take();
        let members = status.as_object_mut().unwrap();
        for time in ["NewestEventTime", "LastIngestTime", "LagSeconds"] {
            members.remove(time);
        }
        status
    }

    /// What the graph says was called: in all, by each principal that is expected, by API.
    pub(super) async fn calls(&self, graph: &str, scenario: &Scenario, expected: &Calls) -> Calls {
        let request = |kind: &str, id: &str, group_by: &[&str]| {
            json!({
                "GraphArn": graph, "EntityType": kind, "EntityId": id, "GroupBy": group_by,
                "ScopeStartTime": scenario.first_moment().to_string(),
                "ScopeEndTime": scenario.end().to_string(),
            })
        };
        let mut by_principal = BTreeMap::new();
        for entity in expected.by_principal.keys() {
            let asked = request(entity.kind.as_str(), &entity.id, &[]);
            let (_, totals) = self.activity(asked).await;
            by_principal.insert(entity.clone(), counts(&totals));
        }
        let asked = request("AwsAccount", &self.account, &["Service", "Api"]);
        let (groups, totals) = self.activity(asked).await;
        let key = |group: &Value, name: &str| group["Keys"][name].as_str().unwrap().to_owned();
        Calls {
            total: counts(&totals),
            by_principal,
            by_api: groups
                .iter()
                .map(|group| ((key(group, "Service"), key(group, "Api")), counts(group)))
                .collect(),
        }
    }

    /// Groups of all pages, and the totals.
    pub(super) async fn activity(&self, mut request: Value) -> (Vec<Value>, Value) {
        let mut groups = Vec::new();
        loop {
            let mut answer = self.ask("/behavior/activity/list", request.clone()).await;
            groups.append(answer["Groups"].as_array_mut().unwrap());
            match answer.get("NextToken") {
                Some(token) => request["NextToken"] = token.clone(),
                None => return (groups, answer["Totals"].take()),
            }
        }
    }

    /// The answer of a successful call.
    pub(super) async fn ask(&self, path: &str, body: Value) -> Value {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/20260301/us-east-1/detective/aws4_request, SignedHeaders=host, Signature=0",
            self.account
        );
        let request = ureq::post(format!("{}{path}", self.api))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json");
        let answer = tokio::task::spawn_blocking(move || {
            let mut response = request.send(body.to_string())?;
            response.body_mut().read_to_string()
        });
        serde_json::from_str(&answer.await.unwrap().unwrap()).unwrap()
    }
}

fn counts(group: &Value) -> Counts {
    let count = |name: &str| group[name].as_u64().unwrap();
    (count("SuccessCount"), count("FailureCount"))
}
