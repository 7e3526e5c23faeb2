//! What an invocation tells of its commits, as metrics and as fields of its line.

use gumshoe_runtime::metrics::{Metric, count, note, observe};
use gumshoe_store::{Commit, Committed};

/// Counters that are metrics, by how their names begin; a counter may be part of two.
const METRICS: &[(&str, Metric)] = &[
    ("objects.ingested", Metric::Objects),
    ("objects.quarantined.", Metric::ObjectsQuarantined),
    ("records.ingested", Metric::Records),
    ("records.rejected.", Metric::RecordsRejected),
    ("bytes", Metric::Bytes),
];

/// Sound records of accounts that feed other graphs or none: many of an organization's trail are.
const OF_OTHERS: &str = "records.rejected.ACCOUNT_NOT_IN_GRAPH";

/// Tells how a commit ended.
pub(crate) fn committed(commit: &Commit<'_>, end: &Committed) {
    match end {
        Committed::Done => done(commit),
        Committed::Overtaken => count(Metric::CommitRetries, 1),
        Committed::GraphGone => note("commits.graph_gone", 1),
    }
}

/// Tells how many objects could not be decided about now.
pub(crate) fn failed(objects: usize) {
    if objects > 0 {
        note("objects.failed", u64::try_from(objects).unwrap_or(u64::MAX));
    }
}

fn done(commit: &Commit<'_>) {
    for (name, added) in commit.counters.iter() {
        // An object that leaves quarantine is counted there once less, which is no new event.
        let Ok(added) = u64::try_from(added) else {
            continue;
        };
        for (_, metric) in METRICS
            .iter()
            .filter(|(prefix, _)| name.starts_with(prefix) && name != OF_OTHERS)
        {
            count(*metric, added);
        }
        // Of what has reasons, each.
        if name.matches('.').count() > 1 {
            note(name, added);
        }
    }
    count(
        Metric::Segments,
        u64::try_from(commit.segments.len()).unwrap_or(u64::MAX),
    );
    let newest = commit.segments.iter().map(|segment| segment.newest).max();
    if let Some(newest) = newest {
        let millis = commit.now.as_millis().saturating_sub(newest.as_millis());
        let lag = std::time::Duration::from_millis(u64::try_from(millis).unwrap_or(0));
        observe(Metric::Lag, lag.as_secs_f64());
    }
}
