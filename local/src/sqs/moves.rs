//! Message move tasks: dead letters back into their queue, in the background.
//!
//! Amazon SQS API Reference, `StartMessageMoveTask`, `ListMessageMoveTasks`, `CancelMessageMoveTask`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gumshoe_domain::Timestamp;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::Sqs;
use super::error::SqsError;
use super::queues::OneQueue;
use super::shapes::{ListMoves, MoveTask, MoveTasks, Moved, StartMove, TaskHandle};
use crate::clock::now;
use crate::queue::Mailbox;

/// Messages a second that a task may be limited to, at most.
const MOST_PER_SECOND: u32 = 500;

/// Tasks of one queue that are told, at most.
const MOST_TOLD: usize = 10;

/// The tasks that were started, oldest first. They end with the stack.
#[derive(Default)]
pub(super) struct Moves(Mutex<Vec<Task>>);

struct Task {
    handle: String,
    source: String,
    destination: Option<String>,
    per_second: Option<u32>,
    to_move: usize,
    started: Timestamp,
    progress: Arc<Progress>,
    stop: CancellationToken,
    _stop_when_dropped: DropGuard,
}

#[derive(Default)]
struct Progress {
    moved: AtomicUsize,
    ended: CancellationToken,
}

impl Moves {
    fn tasks(&self) -> MutexGuard<'_, Vec<Task>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Task {
    fn status(&self) -> &'static str {
        match (self.progress.ended.is_cancelled(), self.stop.is_cancelled()) {
            (false, false) => "RUNNING",
            (false, true) => "CANCELLING",
            (true, true) => "CANCELLED",
            (true, false) => "COMPLETED",
        }
    }

    fn is_running(&self) -> bool {
        !self.progress.ended.is_cancelled()
    }

    fn told(&self) -> MoveTask {
        MoveTask {
            task_handle: self.is_running().then(|| self.handle.clone()),
            status: self.status(),
            source_arn: self.source.clone(),
            destination_arn: self.destination.clone(),
            max_number_of_messages_per_second: self.per_second,
            moved: self.progress.moved.load(Ordering::Relaxed),
            to_move: self.to_move,
            started_timestamp: self.started.as_millis(),
        }
    }
}

impl Sqs {
    pub(super) fn start_move(&self, request: &StartMove) -> Result<TaskHandle, SqsError> {
        let dead = self.source_of_move(&request.source_arn)?;
        let source = dead.source();
        let source = source.ok_or_else(|| {
            SqsError::unsupported("to move messages from a queue that is no dead-letter queue")
        })?;
        let destination = match &request.destination_arn {
            Some(arn) => self.queues.with_arn(arn).ok_or_else(|| {
                SqsError::no_resource("The resource that you specified for the DestinationArn parameter doesn't exist.")
            })?.messages(),
            None => source.messages(),
        };
        let per_second = request.max_number_of_messages_per_second;
        if per_second.is_some_and(|count| !(1..=MOST_PER_SECOND).contains(&count)) {
            return Err(SqsError::invalid(format!(
                "MaxNumberOfMessagesPerSecond must be between 1 and {MOST_PER_SECOND}"
            )));
        }
        let mut tasks = self.moves.tasks();
        let is_active = |it: &Task| it.source == request.source_arn && it.is_running();
        if tasks.iter().any(is_active) {
            return Err(SqsError::unsupported(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            ));
        }
        let (stop, progress) = (CancellationToken::new(), Arc::new(Progress::default()));
        let task = Task {
            handle: crate::notify::uuid(crate::random_bits()),
            source: request.source_arn.clone(),
            destination: request.destination_arn.clone(),
            per_second,
            to_move: dead.messages().counts().visible,
            started: now(),
            progress: Arc::clone(&progress),
            _stop_when_dropped: stop.clone().drop_guard(),
            stop: stop.clone(),
        };
        let handle = task.handle.clone();
        let limit = (task.to_move, per_second);
        tasks.push(task);
        let (from, to) = (dead.messages().clone(), destination.clone());
        tokio::spawn(async move {
            let moving = move_messages(&from, &to, limit, &progress);
            // What is cut off stays where it is.
            let _ = stop.run_until_cancelled(moving).await;
            progress.ended.cancel();
        });
        Ok(TaskHandle {
            task_handle: handle,
        })
    }

    pub(super) fn list_moves(&self, request: &ListMoves) -> Result<MoveTasks, SqsError> {
        self.source_of_move(&request.source_arn)?;
        let most = request.max_results.unwrap_or(1).clamp(1, MOST_TOLD);
        let tasks = self.moves.tasks();
        let of_queue = tasks.iter().rev();
        let of_queue = of_queue.filter(|task| task.source == request.source_arn);
        Ok(MoveTasks {
            results: of_queue.take(most).map(Task::told).collect(),
        })
    }

    pub(super) fn cancel_move(&self, request: &TaskHandle) -> Result<Moved, SqsError> {
        let tasks = self.moves.tasks();
        let task = tasks
            .iter()
            .find(|task| task.handle == request.task_handle && task.is_running())
            .ok_or_else(|| SqsError::no_resource("There is no running task of this handle."))?;
        task.stop.cancel();
        Ok(Moved {
            count: task.progress.moved.load(Ordering::Relaxed),
        })
    }

    fn source_of_move(&self, arn: &str) -> Result<&OneQueue, SqsError> {
        self.queues.with_arn(arn).ok_or_else(|| {
            SqsError::no_resource(
                "The resource that you specified for the SourceArn parameter doesn't exist.",
            )
        })
    }
}

/// Moves as many messages as there were at the start: what fails again meanwhile stays.
async fn move_messages(
    from: &Mailbox,
    to: &Mailbox,
    (count, per_second): (usize, Option<u32>),
    progress: &Progress,
) {
    let pause = per_second.map(|count| Duration::from_secs(1) / count);
    for _ in 0..count {
        let Some(message) = from.take() else { return };
        to.put(message);
        progress.moved.fetch_add(1, Ordering::Relaxed);
        match pause {
            Some(pause) => tokio::time::sleep(pause).await,
            // So that the task can be stopped.
            None => tokio::task::yield_now().await,
        }
    }
}
