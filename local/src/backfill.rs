//! `gumshoe backfill`: log objects that are in a bucket already, into the queues of their sources.

mod arguments;
mod cost;
mod dates;
pub(crate) mod delivery;
mod listing;
mod location;
mod report;
mod sorting;
mod state;

use std::io;
use std::time::{Duration, Instant};

use gumshoe_domain::Timestamp;
use gumshoe_store::StoreError;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

pub use self::arguments::BackfillArguments;
use self::delivery::Delivery;
pub use self::listing::ListError;
use self::listing::{Found, Walk};
pub use self::location::Location;
use self::location::Span;
use self::sorting::{Plan, Sorter, Sum};
pub use self::state::StateError;
use self::state::{Job, State};
use crate::aws::Deployment;
pub use crate::aws::QueueError;
use gumshoe_pricing::Model;

/// Objects that are sorted together: what DynamoDB tells of at once.
const CHUNK: usize = 100;

/// Time between two writes of the state file, at least.
const WRITE_EVERY: Duration = Duration::from_millis(500);

const TEMPLATE: &str =
    "  {bar:32.cyan/238} {pos:>9} of {len} objects, {per_sec}, {msg}, {eta} left";

/// Why a backfill does not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum BackfillError {
    /// The objects cannot be listed.
    #[error(transparent)]
    List(#[from] ListError),
    /// The ledger cannot be read.
    #[error("the ledger cannot be read")]
    Ledger(#[from] StoreError),
    /// A queue does not take messages.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// SQS names a queue in an unknown way.
    #[error("the queue's ARN is none: {0:?}")]
    Arn(String),
    /// The prices that the program was built with.
    #[error("the prices cannot be read")]
    Prices(#[from] toml::de::Error),
    /// Standard output, or signals.
    #[error("the result cannot be told")]
    Io(#[from] io::Error),
    /// There is nothing between the two moments.
    #[error("--until must be after --since")]
    Empty,
    /// A part of the program ended early.
    #[error("a part of the backfill ended early")]
    Interrupted,
    /// Somebody stopped it.
    #[error("stopped after {sent} objects; the same command goes on from there")]
    Stopped {
        /// Objects that were sent by now, earlier starts included.
        sent: u64,
    },
}

/// Delivers the objects, or with `--dry-run` tells what there is to deliver.
///
/// # Errors
/// When S3, DynamoDB or SQS refuse, when the state file is of another backfill, or when it is stopped.
pub async fn run(arguments: BackfillArguments, now: Timestamp) -> Result<(), BackfillError> {
    let deployment = Deployment::open(&arguments.deployment).await;
    run_for(deployment, arguments, now).await
}

/// The same as [`run`], for a deployment that is at hand.
///
/// # Errors
/// As [`run`].
pub async fn run_for(
    deployment: Deployment,
    arguments: BackfillArguments,
    now: Timestamp,
) -> Result<(), BackfillError> {
    if arguments.dry_run {
        return dry_run(&arguments, &deployment, now).await;
    }
    let saved = State::read(&arguments.state)?;
    // A backfill that goes on ends where it was meant to end.
    let until = arguments.until.or_else(|| saved.as_ref()?.until());
    let span = span(&arguments, until.unwrap_or(now))?;
    let target = arguments.queue.as_ref();
    let target = target.unwrap_or(&arguments.deployment.stack);
    let job = Job::new(&arguments.location, span, arguments.source, target);
    let state = match saved {
        Some(state) => {
            state.check(&job, &arguments.state)?;
            state
        }
        None => State::new(job),
    };
    Backfill::new(arguments, deployment, span, state)
        .run()
        .await
}

fn span(arguments: &BackfillArguments, until: Timestamp) -> Result<Span, BackfillError> {
    let since = arguments.since;
    if since >= until {
        return Err(BackfillError::Empty);
    }
    Ok(Span { since, until })
}

async fn dry_run(
    arguments: &BackfillArguments,
    deployment: &Deployment,
    now: Timestamp,
) -> Result<(), BackfillError> {
    let span = span(arguments, arguments.until.unwrap_or(now))?;
    let mut objects = Walk {
        client: deployment.s3.clone(),
        location: arguments.location.clone(),
        span,
        after: None,
    }
    .begin();
    let mut sorter = sorter(arguments, deployment);
    let mut plan = Plan::default();
    let bar = ProgressBar::new_spinner();
    while let Some(chunk) = next_chunk(&mut objects).await? {
        let (wanted, skipped) = sorter.sort(&chunk).await?;
        plan.add(&wanted, &skipped);
        bar.set_message(format!("{} objects", plan.found()));
        bar.tick();
    }
    bar.finish_and_clear();
    Ok(report::print_plan(&plan, &Model::read()?, arguments.json)?)
}

fn sorter(arguments: &BackfillArguments, deployment: &Deployment) -> Sorter {
    let bucket = &arguments.location.bucket;
    Sorter::new(&deployment.store, bucket, arguments.source)
}

/// The next objects, as many as are sorted together, so that messages go in full batches; `None` when
/// there are no more.
async fn next_chunk(
    objects: &mut mpsc::Receiver<Result<Found, ListError>>,
) -> Result<Option<Vec<Found>>, ListError> {
    let mut received = Vec::with_capacity(CHUNK);
    // Nothing is received when the walk has ended.
    while received.len() < CHUNK {
        let room = CHUNK - received.len();
        if objects.recv_many(&mut received, room).await == 0 {
            break;
        }
    }
    let chunk: Vec<Found> = received.into_iter().collect::<Result<_, _>>()?;
    Ok((!chunk.is_empty()).then_some(chunk))
}

struct Backfill {
    arguments: BackfillArguments,
    deployment: Deployment,
    span: Span,
    state: State,
    bar: ProgressBar,
    written: Instant,
}

impl Backfill {
    fn new(arguments: BackfillArguments, deployment: Deployment, span: Span, state: State) -> Self {
        // The template is well formed, as a test shows.
        let style = ProgressStyle::with_template(TEMPLATE)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("━╸━");
        Self {
            arguments,
            deployment,
            span,
            state,
            bar: ProgressBar::new(0).with_style(style),
            written: Instant::now(),
        }
    }

    async fn run(mut self) -> Result<(), BackfillError> {
        let begun = Instant::now();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let counting = tokio::spawn(count(self.walk(), self.bar.clone()));
        let done = tokio::select! {
            done = self.deliver() => Some(done),
            _ = terminate.recv() => None,
            _ = interrupt.recv() => None,
        };
        counting.abort();
        self.bar.finish_and_clear();
        let path = self.arguments.state.clone();
        match done {
            Some(Ok(())) => State::remove(&path)?,
            Some(Err(error)) => {
                self.state.write(&path)?;
                return Err(error);
            }
            None => {
                self.state.write(&path)?;
                let sent = self.state.sent.objects;
                return Err(BackfillError::Stopped { sent });
            }
        }
        let State { sent, skipped, .. } = self.state;
        let seconds = begun.elapsed().as_secs_f64();
        Ok(report::print_done(sent, &skipped, seconds)?)
    }

    fn walk(&self) -> Walk {
        Walk {
            client: self.deployment.s3.clone(),
            location: self.arguments.location.clone(),
            span: self.span,
            after: self.state.after.clone(),
        }
    }

    /// Delivers chunk after chunk. What is cut off within a chunk is delivered again at the next start.
    async fn deliver(&mut self) -> Result<(), BackfillError> {
        let arguments = &self.arguments;
        let mut sorter = sorter(arguments, &self.deployment);
        let mut delivery = Delivery::new(
            self.deployment.clone(),
            &arguments.location.bucket,
            arguments.queue.clone(),
            (arguments.rate, arguments.most_waiting),
        );
        let mut objects = self.walk().begin();
        while let Some(chunk) = next_chunk(&mut objects).await? {
            let (wanted, skipped) = sorter.sort(&chunk).await?;
            delivery.send(&wanted).await?;
            for each in &wanted {
                self.state.sent += Sum::of(each.found.size);
            }
            self.state.skipped.add(&skipped);
            self.state.after = chunk.last().map(|found| found.key.clone());
            self.bar.inc(u64::try_from(chunk.len()).unwrap_or(0));
            let bytes = indicatif::DecimalBytes(self.state.sent.bytes);
            self.bar.set_message(format!("{bytes} sent"));
            if self.written.elapsed() >= WRITE_EVERY {
                self.state.write(&self.arguments.state)?;
                self.written = Instant::now();
            }
        }
        Ok(())
    }
}

/// Counts how much there is to do while it is being done. Why it cannot is told by whoever delivers.
async fn count(walk: Walk, bar: ProgressBar) {
    let mut objects = walk.begin();
    while let Ok(Some(chunk)) = next_chunk(&mut objects).await {
        bar.inc_length(u64::try_from(chunk.len()).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_of_the_bar_is_well_formed() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
