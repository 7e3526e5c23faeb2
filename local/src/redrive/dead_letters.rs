//! Dead letters back into their queue.

use std::io::{self, Write};
use std::time::Duration;

use aws_sdk_sqs::types::ListMessageMoveTasksResultEntry;
use gumshoe_domain::LogSourceName;
use gumshoe_ingest::Ledgers;
use gumshoe_store::ObjectName;
use indicatif::ProgressBar;
use serde_json::Value;

use super::{RedriveArguments, RedriveError, in_one_line, words};
use crate::aws::{Deployment, RemoteQueue};
use crate::ingestion::kebab;

/// Time between two looks at a task.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Shows the dead letters of a source, and moves them.
pub(super) async fn redrive(
    arguments: &RedriveArguments,
    deployment: &Deployment,
    source: LogSourceName,
) -> Result<(), RedriveError> {
    let queue = deployment.objects_queue(source).await?;
    let Some(arn) = &queue.dead_letters else {
        return Err(RedriveError::NoDeadLetters(queue.name().to_owned()));
    };
    let dead = deployment.queue_with_arn(arn).await?;
    let (visible, hidden) = dead.messages().await?;
    say(&format!(
        "{}: {} messages in {}",
        kebab(source),
        visible.saturating_add(hidden),
        dead.name()
    ))?;
    if visible == 0 {
        return Ok(());
    }
    show_sample(deployment, source, &dead).await?;
    if arguments.dry_run {
        return Ok(());
    }
    let moved = move_back(arguments, deployment, &dead).await?;
    say(&format!(
        "{}: {moved} messages moved to {}",
        kebab(source),
        queue.name()
    ))?;
    Ok(())
}

async fn show_sample(
    deployment: &Deployment,
    source: LogSourceName,
    dead: &RemoteQueue,
) -> Result<(), RedriveError> {
    let mut ledgers = Ledgers::new(deployment.store.clone(), source);
    let mut seen = Vec::new();
    for body in dead.sample().await? {
        let Some(object) = object(&body) else {
            let beginning: String = body.chars().take(100).collect();
            say(&format!(
                "  {}  no notification of S3",
                in_one_line(&beginning)
            ))?;
            continue;
        };
        if seen.contains(&object) {
            continue;
        }
        let fates = ledgers.fates(std::slice::from_ref(&object)).await?;
        let of_object = fates.first().map(Vec::as_slice).unwrap_or_default();
        say(&format!(
            "  s3://{}/{}  {}",
            in_one_line(&object.bucket),
            in_one_line(&object.key),
            words(of_object)
        ))?;
        seen.push(object);
    }
    Ok(())
}

/// The object that a message is about, when it is an event of EventBridge.
fn object(body: &str) -> Option<ObjectName> {
    let event: Value = serde_json::from_str(body).ok()?;
    let detail = &event["detail"];
    Some(ObjectName {
        bucket: detail["bucket"]["name"].as_str()?.to_owned(),
        key: detail["object"]["key"].as_str()?.to_owned(),
    })
}

/// Moves every message, and waits until it is done; how many it were.
async fn move_back(
    arguments: &RedriveArguments,
    deployment: &Deployment,
    dead: &RemoteQueue,
) -> Result<i64, RedriveError> {
    let request = deployment.sqs.start_message_move_task();
    let request = request.source_arn(&dead.arn);
    let request = request.set_max_number_of_messages_per_second(arguments.rate);
    let started = request.send().await;
    started.map_err(|error| dead.refused("StartMessageMoveTask", error))?;
    let bar = ProgressBar::new(0);
    loop {
        let task = newest_task(deployment, dead).await?;
        let moved = task.approximate_number_of_messages_moved;
        let to_move = task.approximate_number_of_messages_to_move.unwrap_or(moved);
        bar.set_length(u64::try_from(to_move).unwrap_or(0));
        bar.set_position(u64::try_from(moved).unwrap_or(0));
        match task.status.as_deref().unwrap_or_default() {
            "RUNNING" => tokio::time::sleep(LOOK_AGAIN).await,
            "COMPLETED" => {
                bar.finish_and_clear();
                return Ok(moved);
            }
            status => {
                return Err(RedriveError::Move {
                    status: status.to_owned(),
                    moved,
                    reason: task.failure_reason.unwrap_or_default(),
                });
            }
        }
    }
}

async fn newest_task(
    deployment: &Deployment,
    dead: &RemoteQueue,
) -> Result<ListMessageMoveTasksResultEntry, RedriveError> {
    let request = deployment.sqs.list_message_move_tasks();
    let request = request.source_arn(&dead.arn).max_results(1);
    let listed = request.send().await;
    let listed = listed.map_err(|error| dead.refused("ListMessageMoveTasks", error))?;
    let newest = listed.results.unwrap_or_default().into_iter().next();
    let missing = || dead.refused("ListMessageMoveTasks", "SQS does not know the task");
    Ok(newest.ok_or_else(missing)?)
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_tells_its_object() {
        let body = r#"{"detail":{"bucket":{"name":"logs"},"object":{"key":"a/b+c","size":1}}}"#;
        let name = ObjectName {
            bucket: "logs".to_owned(),
            key: "a/b+c".to_owned(),
        };
        assert_eq!(object(body), Some(name));
        assert_eq!(object("{}"), None);
        assert_eq!(object("no JSON"), None);
    }
}
