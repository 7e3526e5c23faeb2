//! A deployment seen from outside: its queues, its buckets and its table, in an account of AWS or of a
//! local stack, as the environment says.

use aws_config::BehaviorVersion;
use aws_sdk_sqs::types::{QueueAttributeName, SendMessageBatchRequestEntry};
use clap::Args;
use gumshoe_domain::LogSourceName;
use gumshoe_store::{Access, Store};

use crate::ingestion::kebab;
use crate::sqs::objects_queue;

/// Which deployment is meant.
///
/// Credentials, Region and endpoints are found as AWS's own tools find them; those of a local stack are
/// in its endpoints.env: `set -a; . DIR/endpoints.env; set +a`.
#[derive(Debug, Clone, Args)]
pub struct DeploymentArguments {
    /// Name of the stack in AWS CloudFormation; the names of its queues begin with it
    #[arg(
        long,
        env = "GUMSHOE_STACK",
        value_name = "NAME",
        default_value = "gumshoe"
    )]
    pub stack: String,
    /// Its table: the output `TableName` of the stack
    #[arg(long, env = "GUMSHOE_TABLE", value_name = "NAME")]
    pub table: String,
    /// Addresses S3 as host/bucket, as endpoints other than AWS's need it
    #[arg(long, env = "GUMSHOE_S3_PATH_STYLE", hide = true)]
    pub s3_path_style: bool,
}

/// A deployment.
#[derive(Debug, Clone)]
pub struct Deployment {
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) sqs: aws_sdk_sqs::Client,
    pub(crate) store: Store,
    pub(crate) stack: String,
}

/// SQS refused something or cannot be reached.
#[derive(Debug, thiserror::Error)]
#[error("{what} failed for the queue {queue}")]
pub struct QueueError {
    /// The operation.
    pub what: &'static str,
    /// The queue.
    pub queue: String,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A queue of log objects.
#[derive(Debug, Clone)]
pub(crate) struct RemoteQueue {
    client: aws_sdk_sqs::Client,
    pub(crate) url: String,
    pub(crate) arn: String,
    /// The ARN of its dead-letter queue.
    pub(crate) dead_letters: Option<String>,
}

/// Messages of one request, at most: Amazon SQS API Reference, `SendMessageBatch`.
pub(crate) const BATCH: usize = 10;

/// How often messages that SQS did not take are sent again.
const ATTEMPTS: usize = 5;

impl Deployment {
    pub(crate) async fn open(arguments: &DeploymentArguments) -> Self {
        let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
        let s3 = aws_sdk_s3::config::Builder::from(&config)
            .force_path_style(arguments.s3_path_style)
            .build();
        let s3 = aws_sdk_s3::Client::from_conf(s3);
        let dynamodb = aws_sdk_dynamodb::Client::new(&config);
        Self::new(arguments, dynamodb, s3, aws_sdk_sqs::Client::new(&config))
    }

    /// The deployment that is meant, reached through these clients.
    pub fn new(
        arguments: &DeploymentArguments,
        dynamodb: aws_sdk_dynamodb::Client,
        s3: aws_sdk_s3::Client,
        sqs: aws_sdk_sqs::Client,
    ) -> Self {
        // Segments are of no concern here.
        let store = Store::new(dynamodb, s3.clone(), &arguments.table, "");
        Self {
            store: store.limited_to(&[Access::ReadTable]),
            sqs,
            s3,
            stack: arguments.stack.clone(),
        }
    }

    /// The queue of a source's objects.
    pub(crate) async fn objects_queue(
        &self,
        source: LogSourceName,
    ) -> Result<RemoteQueue, QueueError> {
        self.queue_named(&objects_queue(&self.stack, source)).await
    }

    /// The queue with this name or URL.
    pub(crate) async fn queue_named(&self, name: &str) -> Result<RemoteQueue, QueueError> {
        if name.contains("://") {
            return RemoteQueue::open(&self.sqs, name.to_owned()).await;
        }
        let found = self.sqs.get_queue_url().queue_name(name).send().await;
        let found = found.map_err(|error| QueueError {
            what: "GetQueueUrl",
            queue: name.to_owned(),
            source: error.into(),
        })?;
        RemoteQueue::open(&self.sqs, found.queue_url.unwrap_or_default()).await
    }

    /// The queue with this ARN.
    pub(crate) async fn queue_with_arn(&self, arn: &str) -> Result<RemoteQueue, QueueError> {
        let name = arn.rsplit(':').next().unwrap_or_default();
        self.queue_named(name).await
    }
}

impl RemoteQueue {
    async fn open(client: &aws_sdk_sqs::Client, url: String) -> Result<Self, QueueError> {
        let mut queue = Self {
            client: client.clone(),
            url,
            arn: String::new(),
            dead_letters: None,
        };
        let wanted = [
            QueueAttributeName::QueueArn,
            QueueAttributeName::RedrivePolicy,
        ];
        let [arn, policy] = queue.attributes(wanted).await?;
        queue.arn = arn.unwrap_or_default();
        let policy: Option<serde_json::Value> =
            policy.and_then(|policy| serde_json::from_str(&policy).ok());
        queue.dead_letters = policy
            .as_ref()
            .and_then(|policy| policy["deadLetterTargetArn"].as_str())
            .map(str::to_owned);
        Ok(queue)
    }

    async fn attributes<const N: usize>(
        &self,
        names: [QueueAttributeName; N],
    ) -> Result<[Option<String>; N], QueueError> {
        let request = self.client.get_queue_attributes().queue_url(&self.url);
        let request = request.set_attribute_names(Some(names.to_vec()));
        let answer = request
            .send()
            .await
            .map_err(|error| self.refused("GetQueueAttributes", error))?;
        let mut attributes = answer.attributes.unwrap_or_default();
        Ok(names.map(|name| attributes.remove(&name)))
    }

    /// The queue's name.
    pub(crate) fn name(&self) -> &str {
        self.arn.rsplit(':').next().unwrap_or(&self.url)
    }

    /// Messages that can be received, and those that were received or are delayed.
    pub(crate) async fn messages(&self) -> Result<(u64, u64), QueueError> {
        let counts = self.attributes([
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
            QueueAttributeName::ApproximateNumberOfMessagesDelayed,
        ]);
        let counts = counts.await?;
        let [visible, hidden, delayed] =
            counts.map(|count| count.and_then(|it| it.parse().ok()).unwrap_or(0_u64));
        Ok((visible, hidden.saturating_add(delayed)))
    }

    /// Bodies of at most ten messages, which stay in the queue.
    pub(crate) async fn sample(&self) -> Result<Vec<String>, QueueError> {
        let request = self.client.receive_message().queue_url(&self.url);
        let request = request.max_number_of_messages(10).visibility_timeout(0);
        let answer = request
            .wait_time_seconds(1)
            .send()
            .await
            .map_err(|error| self.refused("ReceiveMessage", error))?;
        let messages = answer.messages.unwrap_or_default();
        Ok(messages.into_iter().filter_map(|it| it.body).collect())
    }

    /// Sends at most [`BATCH`] messages. Some may arrive twice.
    pub(crate) async fn send(&self, bodies: Vec<String>) -> Result<(), QueueError> {
        let mut left: Vec<(usize, String)> = bodies.into_iter().enumerate().collect();
        for _ in 0..ATTEMPTS {
            let entries = left.iter().map(|(at, body)| {
                SendMessageBatchRequestEntry::builder()
                    .id(at.to_string())
                    .message_body(body)
                    .build()
            });
            let entries: Result<Vec<_>, _> = entries.collect();
            let entries = entries.map_err(|error| self.refused("SendMessageBatch", error))?;
            let request = self.client.send_message_batch().queue_url(&self.url);
            let answer = request
                .set_entries(Some(entries))
                .send()
                .await
                .map_err(|error| self.refused("SendMessageBatch", error))?;
            left.retain(|(at, _)| answer.failed.iter().any(|it| it.id == at.to_string()));
            if left.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        Err(self.refused("SendMessageBatch", "SQS did not take all of the messages"))
    }

    pub(crate) fn refused(
        &self,
        what: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> QueueError {
        QueueError {
            what,
            queue: self.name().to_owned(),
            source: source.into(),
        }
    }
}

/// A log source as a person writes it: `cloudtrail`, `vpc-flow`, or as the API does.
pub(crate) fn source(text: &str) -> Result<LogSourceName, String> {
    let known = LogSourceName::ALL.iter().copied();
    known
        .clone()
        .find(|source| kebab(*source).eq_ignore_ascii_case(text) || source.as_str() == text)
        .ok_or_else(|| {
            let names: Vec<String> = known.map(kebab).collect();
            format!("the log sources are {}", names.join(", "))
        })
}
