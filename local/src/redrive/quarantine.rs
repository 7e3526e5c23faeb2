//! Objects that the ledgers have in quarantine, once more into their queue.

use std::collections::BTreeSet;
use std::io::{self, Write};

use gumshoe_domain::LogSourceName;
use gumshoe_ingest::{Ledgers, is_decided};
use gumshoe_sources::source_named;
use gumshoe_store::{LedgerScope, ObjectName, Quarantined};

use super::{RedriveArguments, RedriveError, in_one_line};
use crate::aws::{BATCH, Deployment};
use crate::backfill::delivery::origin;
use crate::clock::now;
use crate::ingestion::kebab;
use crate::notify::object_created;
use crate::s3::Created;

/// Objects that are shown of each source.
const SHOWN: usize = 10;

/// Objects that the ledgers are asked about at once.
const CHUNK: usize = 100;

/// Shows what is in quarantine, and sends a message for each object.
pub(super) async fn redrive(
    arguments: &RedriveArguments,
    deployment: &Deployment,
    sources: &[LogSourceName],
) -> Result<(), RedriveError> {
    let found = everywhere(deployment, arguments.reason.as_deref()).await?;
    for &source in sources {
        // The records of an event came with it: only its sender has them still.
        let events = source_named(source).events().map(|it| it.source);
        let (of_events, of_source): (Vec<_>, Vec<_>) = found
            .iter()
            .filter(|it| it.source == source)
            .partition(|it| events == Some(it.object.bucket.as_str()));
        pass_over(source, of_events.len())?;
        let mut seen = BTreeSet::new();
        // An object may be in the quarantine of several graphs.
        let objects = of_source.into_iter().filter(|it| seen.insert(&it.object));
        let objects = still_open(deployment, source, objects.collect()).await?;
        show(source, &objects)?;
        if !arguments.dry_run && !objects.is_empty() {
            send(deployment, source, &objects).await?;
        }
    }
    Ok(())
}

/// Tells how many events cannot be sent again.
fn pass_over(source: LogSourceName, events: usize) -> io::Result<()> {
    if events == 0 {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    let name = kebab(source);
    writeln!(
        out,
        "{name}: {events} events in quarantine, which come again when their provider sends them again"
    )?;
    out.flush()
}

/// Without those that a graph has taken since: that an object once belonged to no graph stays written.
async fn still_open<'a>(
    deployment: &Deployment,
    source: LogSourceName,
    objects: Vec<&'a Quarantined>,
) -> Result<Vec<&'a Quarantined>, RedriveError> {
    let mut ledgers = Ledgers::new(deployment.store.clone(), source);
    let mut open = Vec::new();
    for chunk in objects.chunks(CHUNK) {
        let names: Vec<ObjectName> = chunk.iter().map(|it| it.object.clone()).collect();
        let fates = ledgers.fates(&names).await?;
        let of_chunk = chunk.iter().zip(fates);
        let of_chunk = of_chunk.filter(|(_, fates)| !is_decided(fates));
        open.extend(of_chunk.map(|(object, _)| *object));
    }
    Ok(open)
}

async fn everywhere(
    deployment: &Deployment,
    reason: Option<&str>,
) -> Result<Vec<Quarantined>, RedriveError> {
    let store = &deployment.store;
    let graphs = store.every_graph().await?.into_iter();
    let mut scopes: Vec<LedgerScope> = graphs
        .map(|graph| LedgerScope::Graph(graph.arn.id()))
        .collect();
    scopes.push(LedgerScope::Unattributed);
    let mut found = Vec::new();
    for scope in scopes {
        found.extend(store.quarantined(scope, reason).await?);
    }
    Ok(found)
}

fn show(source: LogSourceName, objects: &[&Quarantined]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let count = objects.len();
    writeln!(out, "{}: {count} objects in quarantine", kebab(source))?;
    for Quarantined { object, reason, .. } in objects.iter().take(SHOWN) {
        let ObjectName { bucket, key } = object;
        let (bucket, key) = (in_one_line(bucket), in_one_line(key));
        writeln!(out, "  s3://{bucket}/{key}  {reason}")?;
    }
    out.flush()
}

async fn send(
    deployment: &Deployment,
    source: LogSourceName,
    objects: &[&Quarantined],
) -> Result<(), RedriveError> {
    let queue = deployment.objects_queue(source).await?;
    let origin = origin(&queue.arn).ok_or_else(|| RedriveError::Arn(queue.arn.clone()))?;
    for batch in objects.chunks(BATCH) {
        let message = |it: &&Quarantined| {
            let created = Created {
                bucket: it.object.bucket.clone(),
                key: it.object.key.clone(),
                // Ingestion then takes it for one of ordinary size.
                size: 0,
                tag: String::new(),
                reason: "Redrive",
                requester: None,
            };
            object_created(&created, &origin, now(), crate::random_bits())
        };
        queue.send(batch.iter().map(message).collect()).await?;
    }
    let mut out = io::stdout().lock();
    let (count, name) = (objects.len(), queue.name());
    writeln!(out, "{}: {count} objects sent to {name}", kebab(source))?;
    Ok(out.flush()?)
}
