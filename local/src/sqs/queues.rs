//! Which queues there are, and what is known of each.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use super::Sqs;
use super::error::SqsError;
use super::shapes::{
    Attributes, GetQueueAttributes, ListQueues, Nothing, QueueName, QueueUrl, QueueUrls, SourceUrls,
};
use crate::queue::{Hidden, Mailbox, Queue, Received};

/// How long a message that somebody received stays hidden when they do not say it: SQS's default.
pub(super) const VISIBILITY_TIMEOUT: Duration = Duration::from_secs(30);

/// Every queue, by name.
pub(super) struct Queues {
    url: String,
    by_name: BTreeMap<String, OneQueue>,
}

/// A queue of log objects, or one of dead letters.
pub(super) struct OneQueue {
    pub(super) arn: String,
    role: Role,
    queue: Queue,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    DeadLetters,
}

impl Queues {
    pub(super) fn new(queues: impl IntoIterator<Item = Queue>, url: &str) -> Self {
        let both = queues.into_iter().flat_map(|queue| {
            let rules = queue.rules();
            [
                (rules.arn.clone(), Role::Source, queue.clone()),
                (rules.dead_letter_arn(), Role::DeadLetters, queue),
            ]
        });
        let named = both.map(|(arn, role, queue)| {
            let name = name_of(&arn).to_owned();
            (name, OneQueue { arn, role, queue })
        });
        Self {
            url: url.to_owned(),
            by_name: named.collect(),
        }
    }

    /// The queue of a URL, of which only the last part counts: its host may have other names.
    pub(super) fn at(&self, url: &str) -> Result<&OneQueue, SqsError> {
        let (_, name) = url.rsplit_once('/').ok_or_else(SqsError::no_queue)?;
        self.by_name.get(name).ok_or_else(SqsError::no_queue)
    }

    pub(super) fn with_arn(&self, arn: &str) -> Option<&OneQueue> {
        self.by_name.values().find(|queue| queue.arn == arn)
    }

    fn url_of(&self, queue: &OneQueue) -> String {
        let account = queue.arn.split(':').nth(4).unwrap_or_default();
        format!("{}/{account}/{}", self.url, name_of(&queue.arn))
    }
}

impl OneQueue {
    pub(super) fn messages(&self) -> &Mailbox {
        match self.role {
            Role::Source => self.queue.messages(),
            Role::DeadLetters => self.queue.dead(),
        }
    }

    pub(super) fn receive(&self, most: usize, hidden: Hidden) -> Vec<Received> {
        match self.role {
            Role::Source => self.queue.receive(most, hidden),
            Role::DeadLetters => self.queue.dead().receive(most, hidden),
        }
    }

    /// The queue whose dead letters these are.
    pub(super) fn source(&self) -> Option<&Queue> {
        (self.role == Role::DeadLetters).then_some(&self.queue)
    }

    /// Amazon SQS API Reference, `GetQueueAttributes`.
    fn attributes(&self) -> BTreeMap<&'static str, String> {
        let counts = self.messages().counts();
        let mut attributes = BTreeMap::from([
            ("QueueArn", self.arn.clone()),
            ("ApproximateNumberOfMessages", counts.visible.to_string()),
            (
                "ApproximateNumberOfMessagesNotVisible",
                counts.in_flight.to_string(),
            ),
            (
                "ApproximateNumberOfMessagesDelayed",
                counts.delayed.to_string(),
            ),
            (
                "VisibilityTimeout",
                VISIBILITY_TIMEOUT.as_secs().to_string(),
            ),
            ("DelaySeconds", "0".to_owned()),
            ("ReceiveMessageWaitTimeSeconds", "0".to_owned()),
        ]);
        if self.role == Role::Source {
            let rules = self.queue.rules();
            let policy = json!({
                "deadLetterTargetArn": rules.dead_letter_arn(),
                "maxReceiveCount": rules.attempts,
            });
            attributes.insert("RedrivePolicy", policy.to_string());
        }
        attributes
    }
}

fn name_of(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

impl Sqs {
    pub(super) fn list_queues(&self, request: &ListQueues) -> Result<QueueUrls, SqsError> {
        let wanted = self.queues.by_name.iter();
        let wanted = wanted.filter(|(name, _)| name.starts_with(&request.queue_name_prefix));
        Ok(QueueUrls {
            queue_urls: wanted.map(|(_, queue)| self.queues.url_of(queue)).collect(),
        })
    }

    pub(super) fn queue_url(&self, request: &QueueName) -> Result<QueueUrl, SqsError> {
        let queue = self.queues.by_name.get(&request.queue_name);
        let queue = queue.ok_or_else(SqsError::no_queue)?;
        Ok(QueueUrl {
            queue_url: self.queues.url_of(queue),
        })
    }

    pub(super) fn attributes(&self, request: &GetQueueAttributes) -> Result<Attributes, SqsError> {
        let mut attributes = self.queues.at(&request.queue_url)?.attributes();
        let names = &request.attribute_names;
        for name in names {
            let is_known =
                name == "All" || name == "RedrivePolicy" || attributes.contains_key(name.as_str());
            if !is_known {
                return Err(SqsError::invalid_attribute(name));
            }
        }
        if !names.iter().any(|name| name == "All") {
            attributes.retain(|known, _| names.iter().any(|name| name == known));
        }
        Ok(Attributes { attributes })
    }

    pub(super) fn sources(&self, request: &QueueUrl) -> Result<SourceUrls, SqsError> {
        let source = self.queues.at(&request.queue_url)?.source();
        let source = source.and_then(|queue| self.queues.with_arn(&queue.rules().arn));
        Ok(SourceUrls {
            queue_urls: source
                .map(|queue| self.queues.url_of(queue))
                .into_iter()
                .collect(),
        })
    }

    pub(super) fn purge(&self, request: &QueueUrl) -> Result<Nothing, SqsError> {
        self.queues.at(&request.queue_url)?.messages().purge();
        Ok(Nothing {})
    }
}
