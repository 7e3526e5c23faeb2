//! Whole ingests by one process and by two at once, as two concurrent runs of a function would be.

use std::path::Path;
use std::process::{Child, Command};
use std::time::Instant;

use gumshoe_domain::{LogSourceName, Timestamp};
use tempfile::TempDir;

use crate::ingest::DEPLOYED_BATCH;
use crate::logs::{Logs, median};
use crate::memory;
use crate::network;
use crate::stack::{self, Remote};

/// Ticks of a second in `/proc`, on every architecture that Linux has today.
const TICKS: f64 = 100.0;

/// Measures both sources `rounds` times, with one worker and with two in turns.
pub(crate) fn run(megabytes: u64, rounds: usize) {
    for logs in [Logs::generate(megabytes, 1, 2), network::usual(megabytes)] {
        println!("{}: {logs}", logs.source);
        let folder = TempDir::new().expect("a temporary folder");
        memory::write(folder.path(), logs.objects.iter());
        let mut seconds = [Vec::new(), Vec::new()];
        for _ in 0..rounds {
            for (workers, seconds) in (1..).zip(&mut seconds) {
                seconds.push(ingest(&logs, folder.path(), workers));
            }
        }
        let [one, two] = seconds.map(median);
        println!("  two workers are {:.2} times one in wall time", one / two);
    }
}

/// Ingests everything once; gives the seconds that pass.
fn ingest(logs: &Logs, folder: &Path, workers: usize) -> f64 {
    let data = TempDir::new().expect("a temporary folder");
    let remote = Remote::start(data.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(remote.create_graphs(&logs.accounts));
    let (start, machine, served) = (Instant::now(), Machine::now(), used(&remote.child));
    let children: Vec<Child> = (0..workers)
        .map(|number| {
            Command::new(std::env::current_exe().expect("the benchmark's own path"))
                .arg("worker")
                .arg(logs.source.as_str())
                .args([folder, data.path()])
                .args([number.to_string(), workers.to_string()])
                .spawn()
                .expect("a worker starts")
        })
        .collect();
    for mut child in children {
        let ended = child.wait().expect("a worker ends");
        assert!(ended.success(), "{ended}");
    }
    let seconds = start.elapsed().as_secs_f64();
    let machine = Machine::now().since(&machine);
    println!(
        "  {workers} at work: {seconds:.1} s; the stack's process {:.1} CPU seconds; the machine {machine}",
        used(&remote.child) - served
    );
    seconds
}

/// Ingests every `of`-th batch of the folder's objects, from the `number`-th on.
pub(crate) async fn work(
    source: LogSourceName,
    folder: &Path,
    data: &Path,
    number: usize,
    of: usize,
) {
    let ingester = stack::ingester(data, source);
    let objects = memory::read(folder);
    for batch in objects.chunks(DEPLOYED_BATCH).skip(number).step_by(of) {
        let failures = ingester
            .ingest_bytes(batch.to_vec(), Timestamp::from_millis(0))
            .await;
        assert!(failures.is_empty(), "{failures:?}");
    }
}

/// CPU seconds that a process has used.
fn used(child: &Child) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("its state");
    // The name, in brackets, may hold anything. Of what is behind it the 12th and 13th are ticks of user
    // and system (proc_pid_stat(5)).
    let (_, rest) = text.rsplit_once(')').expect("a name");
    let ticks = rest.split_whitespace().skip(11).take(2);
    ticks
        .map(|it| it.parse::<f64>().expect("ticks"))
        .sum::<f64>()
        / TICKS
}

/// Seconds of all processors, as `/proc/stat` counts them: user, nice, system, idle and so on.
struct Machine(Vec<f64>);

impl Machine {
    fn now() -> Self {
        let text = std::fs::read_to_string("/proc/stat").expect("the machine's state");
        let line = text.lines().next().expect("a line for all processors");
        let ticks = line.split_whitespace().skip(1);
        Self(
            ticks
                .map(|it| it.parse::<f64>().expect("ticks") / TICKS)
                .collect(),
        )
    }

    fn since(&self, before: &Self) -> String {
        let passed: Vec<f64> = self.0.iter().zip(&before.0).map(|(a, b)| a - b).collect();
        let [user, nice, system, idle, waiting, ..] = passed.as_slice() else {
            panic!("/proc/stat has five columns at least")
        };
        format!(
            "user {:.1}, system {system:.1}, idle {:.1}",
            user + nice,
            idle + waiting
        )
    }
}
