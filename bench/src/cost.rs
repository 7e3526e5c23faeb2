//! What a GB of logs costs: the units that it takes, measured, times what AWS charges.

mod fit;
mod meter;
mod report;
mod runs;
mod write;

use gumshoe_domain::{LogSourceName, Timestamp};
use gumshoe_pricing::{Kept, Measured, Model, SourceUnits, Work};

pub(crate) use self::meter::Meter;
use crate::flows::FlowDay;
use crate::logs::Logs;
use runs::{Run, Set};

const DAY: &str = "2026-03-02T00:00:00Z";

/// Logs of one size, in batches of some sizes.
struct Plan {
    megabytes: u64,
    accounts: u32,
    /// Text of an object of flow logs, in bytes; CloudTrail's follow from size and accounts.
    object_bytes: u64,
    batches: &'static [usize],
}

/// Objects of CloudTrail are the smaller the less there is in all. One commit has room for 91 objects
/// and accounts.
const CLOUDTRAIL: &[Plan] = &[
    Plan {
        megabytes: 600,
        accounts: 2,
        object_bytes: 0,
        batches: &[80, 10, 2],
    },
    Plan {
        megabytes: 60,
        accounts: 2,
        object_bytes: 0,
        batches: &[80],
    },
    Plan {
        megabytes: 150,
        accounts: 40,
        object_bytes: 0,
        batches: &[45],
    },
];

const VPC_FLOW: &[Plan] = &[
    Plan {
        megabytes: 400,
        accounts: 1,
        object_bytes: 1_000_000,
        batches: &[20, 4, 1],
    },
    Plan {
        megabytes: 60,
        accounts: 1,
        object_bytes: 100_000,
        batches: &[80],
    },
    Plan {
        megabytes: 100,
        accounts: 20,
        object_bytes: 200_000,
        batches: &[40],
    },
];

/// Prints what logs cost; where `rounds` are given, measures anew before, and writes down what came out.
pub(crate) async fn run(rounds: Option<usize>) {
    let mut model = Model::read().expect("the tables of the cost model");
    if let Some(rounds) = rounds {
        model.measured = measure(rounds).await;
        write::units(&model.measured);
    }
    report::print(&model);
}

async fn measure(rounds: usize) -> Measured {
    let (cloudtrail, manifest_entry_bytes) =
        measure_source(LogSourceName::CloudTrail, CLOUDTRAIL, rounds).await;
    let (vpc_flow, _) = measure_source(LogSourceName::VpcFlow, VPC_FLOW, rounds).await;
    Measured {
        date: write::today(),
        manifest_entry_bytes,
        cloudtrail,
        vpc_flow,
    }
}

async fn measure_source(
    source: LogSourceName,
    plans: &[Plan],
    rounds: usize,
) -> (SourceUnits, f64) {
    let (mut measured, mut inflation) = (Vec::new(), None);
    for plan in plans {
        let mut set = plan.generate(source);
        inflation = inflation.or_else(|| Some(set.inflation()));
        for batch in plan.batches {
            let run = set.run(*batch, rounds).await;
            report::print_run(source, &set, *batch, &run);
            measured.push(run);
        }
    }
    let first: &Run = measured.first().expect("something was measured");
    let ingest: Vec<_> = measured.iter().map(|run| (run.work, run.ingest)).collect();
    let compaction: Vec<_> = measured
        .iter()
        .map(|run| (merged(&run.work), run.compaction))
        .collect();
    let units = SourceUnits {
        inflation: inflation.unwrap_or(1.0),
        kept: Kept {
            rows_per_gb: first.rows / first.work.gb,
            bytes_per_gb: first.bytes / first.work.gb,
            kinds: first.segments,
            table_bytes_per_object: first.ledger_entry_bytes,
        },
        ingest: fit::fit(&ingest),
        compaction: fit::fit(&compaction),
    };
    report::print_fit(&units, &measured);
    (units, first.manifest_entry_bytes)
}

/// Compaction sees rows and the segments of commits, neither objects nor accounts.
fn merged(work: &Work) -> Work {
    Work {
        objects: 0.0,
        accounts: 0.0,
        ..*work
    }
}

impl Plan {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    fn generate(&self, source: LogSourceName) -> Set {
        let start: Timestamp = DAY.parse().expect("a time");
        if source == LogSourceName::CloudTrail {
            let logs = Logs::generate(self.megabytes, 1, self.accounts);
            return Set {
                source,
                gb: logs.megabytes() / 1e3,
                accounts: logs.accounts,
                objects: logs.objects,
            };
        }
        let day = FlowDay {
            start,
            bytes: self.megabytes * 1_000_000,
            object_bytes: self.object_bytes,
            accounts: u64::from(self.accounts),
        };
        let mut flows = day.objects();
        let objects = flows.by_ref().collect();
        Set {
            source,
            gb: flows.inflated as f64 / 1e9,
            accounts: day.account_ids(),
            objects,
        }
    }
}
