//! Generating logs, putting them into the log bucket, and waiting until they are in the graphs.

use std::time::{Duration, Instant};

use aws_sdk_s3::primitives::ByteStream;
use futures::{StreamExt, TryStreamExt};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};

use super::DemoError;
use super::account::{self, Account, Ingested};
use super::generate::{Made, generate};
use crate::endpoints::LOG_BUCKET;
use crate::stack::Stack;
use crate::synthetic::{Object, Scenario};

/// Objects that are uploaded at the same time.
const UPLOADS: usize = 8;

/// Objects that the generator may be ahead of the uploads.
const AHEAD: usize = 32;

/// Time between two looks at what is ingested.
const LOOK_EVERY: Duration = Duration::from_millis(250);

const UPLOAD_TEMPLATE: &str =
    "  {prefix:<9} {bar:32.cyan/238} {decimal_bytes:>9} of {decimal_total_bytes:<9} {msg}";
const INGEST_TEMPLATE: &str = "  {prefix:<9} {bar:32.green/238} {pos:>9} of {len:<9} {msg}";

/// What was loaded.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// What the generator made.
    pub(super) made: Made,
    /// What the graphs say that they have.
    pub(super) ingested: Ingested,
    /// Messages that ingestion gave up.
    pub(super) given_up: usize,
    /// From the first upload to the last.
    pub(super) uploading: Duration,
    /// From the first upload to the last object in a graph.
    pub(super) took: Duration,
}

/// Loads the logs of `scenario` into the graphs of `accounts`.
pub(super) async fn load(
    scenario: &Scenario,
    hostile: bool,
    stack: &Stack,
    accounts: &[Account],
) -> Result<Loaded, DemoError> {
    let begun = Instant::now();
    let bars = Bars::new(scenario);
    let (uploaded, all_uploaded) = oneshot::channel();
    let upload = async {
        let made = upload(scenario, hostile, stack, &bars).await?;
        // The receiver lives as long as both futures do.
        let _ = uploaded.send(());
        Ok((made, begun.elapsed()))
    };
    let settle = async {
        if all_uploaded.await.is_ok() {
            stack.ingested().await;
        }
    };
    let ((made, uploading), ingested) = tokio::try_join!(upload, watch(accounts, &bars, settle))?;
    bars.finish();
    Ok(Loaded {
        made,
        uploading,
        ingested,
        given_up: stack.dead_letters().len(),
        took: begun.elapsed(),
    })
}

/// Uploads every object as soon as it is generated, and tells what there was.
async fn upload(
    scenario: &Scenario,
    hostile: bool,
    stack: &Stack,
    bars: &Bars,
) -> Result<Made, DemoError> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let scenario = *scenario;
    // Generating is work for a processor, on a thread of its own. Nobody receives any more when an
    // upload failed.
    let generator = tokio::task::spawn_blocking(move || {
        generate(&scenario, hostile, |object| {
            let sent = sender.blocking_send(object);
            sent.map_err(|_| DemoError::Interrupted)
        })
    });
    let received = futures::stream::unfold(receiver, |mut receiver| async {
        let next = receiver.recv().await?;
        Some((next, receiver))
    });
    received
        .map(Ok)
        .try_for_each_concurrent(UPLOADS, |object| put(stack, bars, object))
        .await?;
    bars.upload.finish_with_message("done");
    generator.await.map_err(|_| DemoError::Interrupted)?
}

async fn put(stack: &Stack, bars: &Bars, object: Object) -> Result<(), DemoError> {
    let put = stack.clients().s3.put_object();
    let put = put
        .bucket(LOG_BUCKET)
        .key(&object.key)
        .body(ByteStream::from(object.bytes));
    put.send().await.map_err(|error| DemoError::Upload {
        key: object.key,
        source: Box::new(error),
    })?;
    bars.upload.inc(object.uncompressed_bytes);
    bars.ingest.inc_length(1);
    Ok(())
}

/// Shows how much is ingested until `settled`, and tells how much it was then.
async fn watch(
    accounts: &[Account],
    bars: &Bars,
    settled: impl Future<Output = ()>,
) -> Result<Ingested, DemoError> {
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(settled);
    loop {
        tokio::select! {
            () = &mut settled => break,
            _ = looks.tick() => bars.show(account::ingested(accounts).await?),
        }
    }
    let ingested = account::ingested(accounts).await?;
    bars.show(ingested);
    bars.ingest.finish();
    Ok(ingested)
}

/// The progress bars, which are drawn on a terminal only.
struct Bars {
    all: MultiProgress,
    upload: ProgressBar,
    ingest: ProgressBar,
}

impl Bars {
    fn new(scenario: &Scenario) -> Self {
        let all = MultiProgress::new();
        let bar = |length, prefix, template| {
            // Both templates are well formed, as a test shows.
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("━╸━");
            all.add(
                ProgressBar::new(length)
                    .with_style(style)
                    .with_prefix(prefix),
            )
        };
        Self {
            upload: bar(scenario.intended_bytes(), "Uploading", UPLOAD_TEMPLATE),
            ingest: bar(0, "Ingesting", INGEST_TEMPLATE),
            all: all.clone(),
        }
    }

    fn show(&self, ingested: Ingested) {
        self.ingest.set_position(ingested.objects);
        let records = crate::terminal::count(ingested.records);
        self.ingest
            .set_message(format!("objects, {records} records"));
    }

    fn finish(&self) {
        // What remains is told by the report; a terminal that cannot be cleared keeps the bars.
        let _ = self.all.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_of_the_bars_are_well_formed() {
        for template in [UPLOAD_TEMPLATE, INGEST_TEMPLATE] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
