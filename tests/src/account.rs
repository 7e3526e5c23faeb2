//! One account's view of the API.

use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use gumshoe::endpoints::Endpoints;
use serde_json::{Value, json};

/// A caller.
#[derive(Clone)]
pub struct Account {
    /// The official SDK's client.
    pub detective: aws_sdk_detective::Client,
    id: String,
    url: String,
}

/// What came back over HTTP.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `x-amzn-errortype`, empty without an error.
    pub error: String,
    /// The body; null when it is empty.
    pub body: Value,
}

impl Account {
    pub(crate) fn new(endpoints: &Endpoints, id: &str) -> Self {
        let config = aws_sdk_detective::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(endpoints.region.to_string()))
            .endpoint_url(endpoints.api_url())
            .credentials_provider(Credentials::new(id, "gumshoe-local", None, None, "tests"))
            .build();
        Self {
            detective: aws_sdk_detective::Client::from_conf(config),
            id: id.to_owned(),
            url: endpoints.api_url(),
        }
    }

    /// Creates the account's graph, or finds it.
    pub async fn create_graph(&self) -> String {
        let created = self
            .detective
            .create_graph()
            .send()
            .await
            .expect("the graph is created");
        created.graph_arn.expect("a graph has an ARN")
    }

    /// Sends `body` to `path`, signed by the account.
    pub async fn post(&self, path: &str, body: Vec<u8>) -> Answer {
        self.send("POST", path, body).await
    }

    /// Sends a request, signed by the account.
    pub async fn send(&self, method: &str, path: &str, body: Vec<u8>) -> Answer {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/20260301/us-east-1/detective/aws4_request, SignedHeaders=host, Signature=0",
            self.id
        );
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .body(body)
            .expect("a request");
        let sent = tokio::task::spawn_blocking(move || {
            let agent: ureq::Agent = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .into();
            let mut response = agent.run(request)?;
            let text = response.body_mut().read_to_string()?;
            Ok::<_, ureq::Error>((response, text))
        });
        let (response, text) = sent
            .await
            .expect("the request does not panic")
            .expect("the API answers");
        let error = response
            .headers()
            .get("x-amzn-errortype")
            .map(|value| value.to_str().expect("text").to_owned());
        Answer {
            status: response.status().as_u16(),
            error: error.unwrap_or_default(),
            body: if text.is_empty() {
                Value::Null
            } else {
                serde_json::from_str(&text).expect("JSON")
            },
        }
    }

    /// The answer of a successful call.
    pub async fn ask(&self, path: &str, body: Value) -> Value {
        let answer = self.post(path, body.to_string().into_bytes()).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (200, ""),
            "{}",
            answer.body
        );
        answer.body
    }

    /// `GetIngestStatus` of a graph: what its one source says.
    pub async fn cloudtrail_status(&self, graph: &str) -> Value {
        self.ask("/behavior/ingest/get", json!({ "GraphArn": graph }))
            .await["Sources"][0]
            .clone()
    }

    /// All groups of the account's own activity of all time that `GroupBy` makes.
    pub async fn activity(
        &self,
        graph: &str,
        group_by: &[&str],
        scope: (&str, &str),
    ) -> Vec<Value> {
        let mut groups = Vec::new();
        let mut token = Value::Null;
        loop {
            let mut request = json!({
                "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": self.id, "GroupBy": group_by,
                "ScopeStartTime": scope.0, "ScopeEndTime": scope.1,
            });
            if !token.is_null() {
                request["NextToken"] = token;
            }
            let answer = self.ask("/behavior/activity/list", request).await;
            groups.extend(answer["Groups"].as_array().expect("groups").iter().cloned());
            token = answer["NextToken"].clone();
            if token.is_null() {
                return groups;
            }
        }
    }
}
