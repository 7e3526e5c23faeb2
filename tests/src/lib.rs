//! The local stack in this process, and a client for each account: what the tests in `it/` begin with.
//!
//! A failure here is a failure of the test that called, so everything panics with what it saw.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "helpers of tests fail by panicking"
)]

mod account;
mod audit_logs;
mod logs;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use gumshoe::stack::{Options, Stack};
use gumshoe_domain::{AccountId, LogSourceName};
use tempfile::TempDir;

pub use account::{Account, Answer};
pub use audit_logs::{audit_event, audit_key, audit_object};
pub use logs::{Record, gzip, log_file, log_key};

/// The account that most tests call from.
pub const ADMINISTRATOR: &str = "111122223333";

/// How long a test waits for what must happen soon. It is there for what hangs, not for what is slow.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running Gumshoe with state of its own.
pub struct Gumshoe {
    stack: Stack,
    /// Removed with the value.
    _data: TempDir,
}

impl Gumshoe {
    /// Starts one that compacts only when it is told to.
    pub async fn start() -> Self {
        Self::start_with(|_, _| {}).await
    }

    /// Starts one that belongs to an organization of these accounts, of which the first manages it.
    /// The address of each is `root+ID@example.com`.
    pub async fn start_with_organization(accounts: &[&str]) -> Self {
        Self::start_with(|options, data| {
            let file = data.join("organization.toml");
            std::fs::write(&file, organization(accounts)).expect("the organization is written");
            options.organization = Some(file);
        })
        .await
    }

    /// Starts one with other options; what they refer to may be put into the folder.
    pub async fn start_with(change: impl FnOnce(&mut Options, &Path)) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let region = "us-east-1".parse().expect("a Region");
        let administrator: AccountId = ADMINISTRATOR.parse().expect("an account id");
        let mut options = Options::new(data.path(), region, administrator);
        options.compact_every = Duration::from_secs(86_400);
        change(&mut options, data.path());
        let stack = Stack::start(options).await.expect("the stack starts");
        Self { stack, _data: data }
    }

    /// A client that calls from `account`.
    pub fn account(&self, account: &str) -> Account {
        Account::new(self.stack.endpoints(), account)
    }

    /// The stack itself.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// Puts an object into the log bucket; it is ingested soon.
    pub async fn upload(&self, key: &str, bytes: Vec<u8>) {
        let put = self
            .stack
            .clients()
            .s3
            .put_object()
            .bucket(self.log_bucket())
            .key(key)
            .body(bytes.into());
        put.send().await.expect("the object is stored");
    }

    /// Announces an object of the log bucket, as if it had been written again.
    pub fn announce(&self, key: &str) {
        let event = serde_json::json!({
            "version": "0", "id": "0", "detail-type": "Object Created", "source": "aws.s3", "account": ADMINISTRATOR,
            "time": "2026-03-01T12:05:00Z", "region": "us-east-1", "resources": [],
            "detail": { "version": "0", "bucket": { "name": self.log_bucket() }, "object": { "key": key, "size": 1 } },
        });
        self.send_to_ingestion(&event);
    }

    /// Puts a message into the queue of CloudTrail's objects.
    pub fn send_to_ingestion(&self, message: &serde_json::Value) {
        let queue = self.stack.ingest_queue(LogSourceName::CloudTrail);
        let queue = queue.expect("the source has a queue");
        queue.send(message.to_string());
    }

    /// Sends an event as the AWS CLI does, from `account`; says what `PutEvents` answers of it.
    pub async fn put_event(
        &self,
        account: &str,
        (source, detail_type): (&str, &str),
        detail: &serde_json::Value,
    ) -> serde_json::Value {
        let entry = serde_json::json!({
            "Source": source, "DetailType": detail_type, "Detail": detail.to_string(), "Time": 1_772_366_730,
        });
        let request = ureq::http::Request::builder()
            .method("POST")
            .uri(self.stack.endpoints().api_url())
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "AWSEvents.PutEvents")
            .header(
                "Authorization",
                format!(
                    "AWS4-HMAC-SHA256 Credential={account}/20260301/us-east-1/events/aws4_request"
                ),
            )
            .body(serde_json::json!({ "Entries": [entry] }).to_string())
            .expect("a request");
        let sent = tokio::task::spawn_blocking(move || {
            let mut response = ureq::Agent::new_with_defaults().run(request)?;
            response.body_mut().read_to_string()
        });
        let answer = sent.await.expect("the request does not panic");
        let answer = answer.expect("the stack answers");
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        answer["Entries"][0].clone()
    }

    /// The log bucket's name.
    pub fn log_bucket(&self) -> &'static str {
        gumshoe::endpoints::LOG_BUCKET
    }

    /// Waits until everything that was announced is decided about.
    pub async fn settled(&self) {
        let settled = tokio::time::timeout(PATIENCE, self.stack.ingested()).await;
        settled.expect("ingestion comes to an end");
    }

    /// Runs a job to its end, now.
    pub async fn run(&self, job: &str) -> serde_json::Value {
        self.stack
            .run_job(job)
            .await
            .expect("the job succeeds")
            .expect("there is a job of this name")
    }

    /// The keys in the bucket of segments.
    pub async fn segment_keys(&self) -> Vec<String> {
        let list = self
            .stack
            .clients()
            .s3
            .list_objects_v2()
            .bucket(gumshoe::endpoints::SEGMENT_BUCKET);
        let listed = list.send().await.expect("the bucket can be listed");
        listed
            .contents()
            .iter()
            .filter_map(|object| object.key().map(str::to_owned))
            .collect()
    }
}

/// The file that describes an organization.
fn organization(accounts: &[&str]) -> String {
    let management = accounts.first().expect("somebody manages the organization");
    let mut file = format!("id = \"o-exampleorgid\"\nmanagement_account = \"{management}\"\n");
    for id in accounts {
        let account = format!(
            "\n[[accounts]]\nid = \"{id}\"\nname = \"account {id}\"\nemail = \"root+{id}@example.com\"\n"
        );
        file.write_str(&account).expect("writing to memory");
    }
    file
}

/// Calls `attempt` again and again until it gives something; panics when it never does.
pub async fn eventually<T>(what: &str, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Some(value) = attempt().await {
            return value;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "{what} did not happen"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
