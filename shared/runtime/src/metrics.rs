//! Metrics: what an invocation did, in one line of CloudWatch's embedded metric format.
//!
//! CloudWatch Logs makes metrics of such lines by itself: Amazon CloudWatch User Guide, "Specification:
//! Embedded metric format". A metric costs as much as it has combinations of dimensions, so there are
//! two dimensions, `Source` and `Function`; whatever else is of interest, such as reasons, is a field
//! of the line, which Logs Insights finds. Outside of Lambda nothing is measured.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use gumshoe_api::{StartedBy, Trigger};
use metrics::Unit;
use metrics_cloudwatch_embedded::{Builder, Collector};

use crate::job::Failure;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Objects that count from now on, in each graph that takes them.
    Objects,
    /// Objects that the ledger now says are no good.
    ObjectsQuarantined,
    /// Records that count from now on.
    Records,
    /// Records of counted objects that do not count because they are malformed.
    RecordsRejected,
    /// Inflated bytes of the counted objects.
    Bytes,
    /// Segments that were committed.
    Segments,
    /// Commits that somebody else was faster than, and that were tried again.
    CommitRetries,
    /// Time from the newest record of a commit to the commit.
    Lag,
    /// Segments that were due to be merged and are not when a run of the compaction ends.
    CompactionDebt,
}

/// What every ingest function counts. All of it is in each of its lines, also where it is zero.
const OF_INGEST: &[Metric] = &[
    Metric::Objects,
    Metric::ObjectsQuarantined,
    Metric::Records,
    Metric::RecordsRejected,
    Metric::Bytes,
    Metric::Segments,
    Metric::CommitRetries,
];

impl Metric {
    /// Every metric.
    pub const ALL: &[Self] = &[
        Self::Objects,
        Self::ObjectsQuarantined,
        Self::Records,
        Self::RecordsRejected,
        Self::Bytes,
        Self::Segments,
        Self::CommitRetries,
        Self::Lag,
        Self::CompactionDebt,
    ];

    /// Its name in CloudWatch.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Objects => "Objects",
            Self::ObjectsQuarantined => "ObjectsQuarantined",
            Self::Records => "Records",
            Self::RecordsRejected => "RecordsRejected",
            Self::Bytes => "Bytes",
            Self::Segments => "Segments",
            Self::CommitRetries => "CommitRetries",
            Self::Lag => "Lag",
            Self::CompactionDebt => "CompactionDebt",
        }
    }

    fn unit(self) -> Unit {
        match self {
            Self::Objects
            | Self::ObjectsQuarantined
            | Self::Records
            | Self::RecordsRejected
            | Self::Segments
            | Self::CommitRetries
            | Self::CompactionDebt => Unit::Count,
            Self::Bytes => Unit::Bytes,
            Self::Lag => Unit::Seconds,
        }
    }
}

/// Adds to a metric of this invocation.
pub fn count(metric: Metric, count: u64) {
    metrics::counter!(metric.as_str()).increment(count);
}

/// Adds a value whose distribution matters to this invocation.
pub fn observe(metric: Metric, value: f64) {
    metrics::histogram!(metric.as_str()).record(value);
}

/// Adds to a field of the invocation's line, which is no metric.
pub fn note(field: &str, count: u64) {
    if let Some(notes) = NOTES.get() {
        *locked(notes).entry(field.to_owned()).or_default() += count;
    }
}

/// What [`note`] was told of since the last line; nothing where nobody writes lines.
static NOTES: OnceLock<Mutex<BTreeMap<String, u64>>> = OnceLock::new();

fn locked(notes: &Mutex<BTreeMap<String, u64>>) -> MutexGuard<'_, BTreeMap<String, u64>> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes the lines of one function.
pub(crate) struct Reporter(&'static Collector);

impl Reporter {
    /// Measures from now on what this process does, which is one function.
    pub(crate) fn install(trigger: &Trigger, namespace: String) -> Result<Self, Failure> {
        let builder = Builder::new()
            .cloudwatch_namespace(namespace)
            .with_dimension("Function", trigger.name)
            .emit_zeros(true);
        let (builder, always) = match trigger.started_by {
            StartedBy::Objects(source) => {
                (builder.with_dimension("Source", source.as_str()), OF_INGEST)
            }
            StartedBy::Messages(_) | StartedBy::Schedule(_) | StartedBy::Events => {
                (builder, &[][..])
            }
        };
        let collector = builder.init().map_err(|error| error.to_string())?;
        NOTES.get_or_init(Mutex::default);
        for metric in Metric::ALL {
            metrics::describe_counter!(metric.as_str(), metric.unit(), "");
        }
        for metric in always {
            count(*metric, 0);
        }
        Ok(Self(collector))
    }

    /// Writes the line of an invocation to standard output; none when nothing was measured.
    pub(crate) fn report(&self, took: Duration) {
        let notes = NOTES.get().map(|notes| std::mem::take(&mut *locked(notes)));
        let notes = notes.unwrap_or_default();
        for (field, count) in &notes {
            self.0.set_property(field.clone(), *count);
        }
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.0.set_property("duration_ms", millis);
        if let Err(error) = self.0.flush(io::stdout().lock()) {
            tracing::warn!(error.message = %error, "metrics not written");
        }
        for field in notes.keys() {
            self.0.remove_property(field.as_str());
        }
    }
}
