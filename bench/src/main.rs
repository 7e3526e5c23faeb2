//! Benchmarks: ratios to a yardstick in the same run, so that the machine cancels out.
//!
//! What is compared is CPU time (user and system, of the whole process), in rounds that take turns:
//! a busy machine slows all of them alike. `docs/performance.md` has results and how to read them.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints its result and stops at whatever goes wrong"
)]

mod cost;
mod day;
mod detection;
mod flat;
mod flows;
mod front;
mod ingest;
mod logs;
mod memory;
mod network;
mod operations;
mod peers;
mod profile;
mod search;
mod stack;
mod stages;
mod workers;
mod yardstick;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use gumshoe_domain::LogSourceName;

use crate::logs::Logs;

/// Measures ingestion against inflating and parsing alone, reading of flow logs against inflating and
/// splitting alone, or operations of the API against their calls of DynamoDB alone.
#[derive(Debug, Parser)]
struct Arguments {
    /// Uncompressed size of the generated logs, in MB
    #[arg(long, default_value_t = 1_000)]
    megabytes: u64,
    /// Days that the logs cover: the same size over more days makes smaller objects
    #[arg(long, default_value_t = 1)]
    days: u32,
    /// Accounts that the logs are of
    #[arg(long, default_value_t = 2)]
    accounts: u32,
    /// How often each stage is measured; the median counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Another benchmark, or a part that runs in a process of its own.
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Measures operations of the API against their calls of DynamoDB alone
    Operations {
        /// How often each is measured; the median counts
        #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..=400))]
        repetitions: u16,
    },
    /// Counts evidence of generated companies at work, and how it tells an intruder
    Detection(detection::Detection),
    /// Prints what a GB of logs costs, of units that were measured
    Cost {
        /// Measures the units anew, each so often, and writes shared/pricing/tables/units.toml
        #[arg(long, value_name = "ROUNDS")]
        measure: Option<usize>,
    },
    /// Measures what a profile reads in a small graph and in one with a hundred times as many entities
    Flat {
        /// Entities of the small graph
        #[arg(long, default_value_t = 500)]
        entities: usize,
        /// Times as many in the large one
        #[arg(long, default_value_t = 100)]
        times: usize,
    },
    /// Measures what searches read and compute, against reading all registries alone
    Search {
        /// Entities of the graph
        #[arg(long, default_value_t = 10_000_000)]
        entities: u64,
    },
    /// Measures the profile of a busy role, in a small graph and in a large one, against decoding what it reads
    Profile {
        /// Other roles of the small graph
        #[arg(long, default_value_t = 500)]
        entities: usize,
        /// Times as many in the large one
        #[arg(long, default_value_t = 100)]
        times: usize,
        /// Distinct calls of the role in each hour
        #[arg(long, default_value_t = 100)]
        calls: usize,
    },
    /// Takes in a day of logs of both sources and compacts it; memory of each is measured
    Day {
        /// Folder of the stack's state
        data: PathBuf,
    },
    /// Takes in the objects of a day
    #[command(hide = true)]
    DayIngest {
        /// Folder of the stack's state
        data: PathBuf,
    },
    /// Compacts a day
    #[command(hide = true)]
    DayCompact {
        /// Folder of the stack's state
        data: PathBuf,
    },
    /// Writes generated logs as files, for other programs
    Generate {
        /// Of what
        source: peers::Source,
        /// The folder to write to
        folder: PathBuf,
    },
    /// Ingests logs that are files, and prints the seconds
    #[command(hide = true)]
    Take {
        /// The folder
        folder: PathBuf,
    },
    /// Measures VPC flow logs: reading against inflating and splitting alone, whole ingests, memory
    Network,
    /// Measures whole ingests by one process and by two at once
    Workers,
    /// Ingests every n-th batch of a folder's objects
    #[command(hide = true)]
    Worker {
        /// Their source
        source: LogSourceName,
        /// The folder
        objects: PathBuf,
        /// Folder of the stack's state
        data: PathBuf,
        /// Which one this is, from 0
        number: usize,
        /// How many there are
        of: usize,
    },
    /// Runs the local stack until it is killed
    #[command(hide = true)]
    Stack {
        /// Folder of its state
        data: PathBuf,
    },
    /// Ingests the objects of a folder as one batch and prints the peak of memory
    #[command(hide = true)]
    Batch {
        /// Their source
        source: LogSourceName,
        /// The folder
        objects: PathBuf,
        /// Folder of the stack's state
        data: PathBuf,
    },
}

fn main() {
    let arguments = Arguments::parse();
    match arguments.part {
        Some(Part::Detection(asked)) => detection::run(&asked),
        Some(Part::Operations { repetitions }) => {
            function().block_on(operations::run(usize::from(repetitions)));
        }
        Some(Part::Cost { measure }) => function().block_on(cost::run(measure)),
        Some(Part::Flat { entities, times }) => function().block_on(flat::run(entities, times)),
        Some(Part::Search { entities }) => function().block_on(search::run(entities)),
        Some(Part::Profile {
            entities,
            times,
            calls,
        }) => function().block_on(profile::run(entities, times, calls)),
        Some(Part::Day { data }) => day::run(arguments.megabytes, arguments.accounts, &data),
        Some(Part::DayIngest { data }) => function().block_on(day::ingest(&data)),
        Some(Part::DayCompact { data }) => function().block_on(day::compact(&data)),
        Some(Part::Generate { source, folder }) => {
            peers::generate(source, arguments.megabytes, arguments.accounts, &folder);
        }
        Some(Part::Take { folder }) => function().block_on(peers::take(&folder)),
        Some(Part::Network) => {
            function().block_on(network::run(arguments.megabytes, arguments.rounds));
            network::measure_memory();
        }
        Some(Part::Workers) => workers::run(arguments.megabytes, arguments.rounds),
        Some(Part::Worker {
            source,
            objects,
            data,
            number,
            of,
        }) => function().block_on(workers::work(source, &objects, &data, number, of)),
        Some(Part::Stack { data }) => {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(stack::run(&data));
        }
        Some(Part::Batch {
            source,
            objects,
            data,
        }) => function().block_on(memory::batch(source, &objects, &data)),
        None => {
            let logs = Logs::generate(arguments.megabytes, arguments.days, arguments.accounts);
            println!("{logs}");
            let floor = stages::run(&logs, arguments.rounds);
            function().block_on(ingest::run(&logs, arguments.rounds, floor));
            memory::run(&logs);
        }
    }
}

/// A runtime as the functions have it.
fn function() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
