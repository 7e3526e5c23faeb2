//! Sending, receiving, deleting and hiding messages, one by one and in batches.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use s3s::crypto::{Checksum as _, Md5};
use tokio::time::{Instant, timeout_at};

use super::Sqs;
use super::error::SqsError;
use super::queues::{OneQueue, VISIBILITY_TIMEOUT};
use super::shapes::{
    Batch, BatchAnswer, ChangeVisibility, DeleteMessage, Entry, Failed, Incoming, Messages,
    Nothing, Outgoing, Receipt, ReceiveMessage, SendMessage, Sent, Succeeded, Visibility,
};
use crate::queue::{Hidden, Message, Received};

/// Entries of a batch, and messages that are received at once, at most.
const BATCH: usize = 10;

/// Largest message: Amazon SQS Developer Guide, "Amazon SQS message quotas".
const MESSAGE_BYTES: usize = 1 << 20;

/// Longest delay, longest visibility timeout and longest wait in seconds: the same page.
const DELAY_SECONDS: u64 = 900;
const VISIBILITY_SECONDS: u64 = 43_200;
const WAIT_SECONDS: u64 = 20;

impl Sqs {
    pub(super) fn send(&self, request: SendMessage) -> Result<Sent, SqsError> {
        send(self.queues.at(&request.queue_url)?, request.message)
    }

    pub(super) fn send_batch(
        &self,
        request: Batch<Outgoing>,
    ) -> Result<BatchAnswer<Sent>, SqsError> {
        let queue = self.queues.at(&request.queue_url)?;
        each(request.entries, |message| send(queue, message))
    }

    pub(super) async fn receive(&self, request: &ReceiveMessage) -> Result<Messages, SqsError> {
        let queue = self.queues.at(&request.queue_url)?;
        let most = request.max_number_of_messages.unwrap_or(1);
        if !(1..=BATCH).contains(&most) {
            return Err(SqsError::invalid(format!(
                "Value {most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and {BATCH}, if provided."
            )));
        }
        let hidden = match request.visibility_timeout {
            Some(seconds) => within("VisibilityTimeout", seconds, VISIBILITY_SECONDS)?,
            None => VISIBILITY_TIMEOUT,
        };
        let wait = within("WaitTimeSeconds", request.wait_time_seconds, WAIT_SECONDS)?;
        let ends = Instant::now() + wait;
        let received = loop {
            // No message within the time is an answer as well.
            let waited = timeout_at(ends, queue.messages().until_ready(1)).await;
            let received = queue.receive(most, Hidden::For(hidden));
            // Somebody else may have been faster.
            if !received.is_empty() || waited.is_err() || Instant::now() >= ends {
                break received;
            }
        };
        let names = [
            request.attribute_names.as_slice(),
            request.message_system_attribute_names.as_slice(),
        ]
        .concat();
        let incoming = received.into_iter().map(|it| incoming(it, &names));
        Ok(Messages {
            messages: incoming.collect(),
        })
    }

    pub(super) fn delete(&self, request: &DeleteMessage) -> Result<Nothing, SqsError> {
        delete(self.queues.at(&request.queue_url)?, &request.receipt)
    }

    pub(super) fn delete_batch(
        &self,
        request: Batch<Receipt>,
    ) -> Result<BatchAnswer<Nothing>, SqsError> {
        let queue = self.queues.at(&request.queue_url)?;
        each(request.entries, |receipt| delete(queue, &receipt))
    }

    pub(super) fn hide(&self, request: &ChangeVisibility) -> Result<Nothing, SqsError> {
        hide(self.queues.at(&request.queue_url)?, &request.change)
    }

    pub(super) fn hide_batch(
        &self,
        request: Batch<Visibility>,
    ) -> Result<BatchAnswer<Nothing>, SqsError> {
        let queue = self.queues.at(&request.queue_url)?;
        each(request.entries, |change| hide(queue, &change))
    }
}

fn send(queue: &OneQueue, message: Outgoing) -> Result<Sent, SqsError> {
    let body = message.message_body;
    if body.is_empty() || body.len() > MESSAGE_BYTES {
        return Err(SqsError::invalid(format!(
            "One or more parameters are invalid. Reason: Message must have 1 to {MESSAGE_BYTES} bytes."
        )));
    }
    if !message.message_attributes.is_empty() {
        return Err(SqsError::unsupported("MessageAttributes"));
    }
    let delay = within("DelaySeconds", message.delay_seconds, DELAY_SECONDS)?;
    let body_md5 = md5(&body);
    Ok(Sent {
        id: queue.messages().send(body, delay),
        body_md5,
    })
}

/// To delete a message again is no error: Amazon SQS API Reference, `DeleteMessage`.
fn delete(queue: &OneQueue, receipt: &Receipt) -> Result<Nothing, SqsError> {
    if !is_handle(&receipt.receipt_handle) {
        return Err(SqsError::invalid_handle());
    }
    queue.messages().delete(&receipt.receipt_handle);
    Ok(Nothing {})
}

fn hide(queue: &OneQueue, change: &Visibility) -> Result<Nothing, SqsError> {
    if !is_handle(&change.receipt_handle) {
        return Err(SqsError::invalid_handle());
    }
    let time = within(
        "VisibilityTimeout",
        change.visibility_timeout,
        VISIBILITY_SECONDS,
    )?;
    if queue.messages().hide_for(&change.receipt_handle, time) {
        Ok(Nothing {})
    } else {
        Err(SqsError::not_in_flight())
    }
}

/// Whether it looks as a receipt handle of a mailbox does.
fn is_handle(handle: &str) -> bool {
    let (number, id) = handle.split_once('-').unwrap_or_default();
    number.len() == 16 && u64::from_str_radix(number, 16).is_ok() && id.len() == 36
}

/// Does the same to each entry; what one is refused for is no concern of the others.
fn each<T, A>(
    entries: Vec<Entry<T>>,
    mut act: impl FnMut(T) -> Result<A, SqsError>,
) -> Result<BatchAnswer<A>, SqsError> {
    if entries.is_empty() {
        return Err(SqsError::empty_batch());
    }
    if entries.len() > BATCH {
        return Err(SqsError::too_many_entries(entries.len()));
    }
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    if ids.len() < entries.len() {
        return Err(SqsError::same_ids());
    }
    let mut answer = BatchAnswer {
        successful: Vec::new(),
        failed: Vec::new(),
    };
    for Entry { id, content } in entries {
        match act(content) {
            Ok(content) => answer.successful.push(Succeeded { id, content }),
            Err(error) => answer.failed.push(Failed {
                id,
                sender_fault: true,
                code: error.code(),
                message: error.message().to_owned(),
            }),
        }
    }
    Ok(answer)
}

fn incoming(received: Received, names: &[String]) -> Incoming {
    let Received { message, handle } = received;
    let is_asked = |known: &str| names.iter().any(|name| name == "All" || name == known);
    let mut attributes = system_attributes(&message);
    attributes.retain(|known, _| is_asked(known));
    Incoming {
        message_id: message.id,
        receipt_handle: handle,
        body_md5: md5(&message.body),
        body: message.body,
        attributes,
    }
}

fn system_attributes(message: &Message) -> BTreeMap<&'static str, String> {
    let first = message.first_received.unwrap_or(message.sent);
    BTreeMap::from([
        ("ApproximateReceiveCount", message.receives.to_string()),
        ("SentTimestamp", message.sent.as_millis().to_string()),
        (
            "ApproximateFirstReceiveTimestamp",
            first.as_millis().to_string(),
        ),
    ])
}

fn within(name: &str, seconds: u64, most: u64) -> Result<Duration, SqsError> {
    if seconds > most {
        return Err(SqsError::invalid(format!(
            "Value {seconds} for parameter {name} is invalid. Reason: Must be between 0 and {most}, if provided."
        )));
    }
    Ok(Duration::from_secs(seconds))
}

fn md5(body: &str) -> String {
    let mut hasher = Md5::new();
    hasher.update(body.as_bytes());
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(32), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
