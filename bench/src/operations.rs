//! What operations of the API take beside their calls of DynamoDB.
//!
//! An operation, from the parsed event to the response, takes turns with the calls of DynamoDB that it
//! makes, made bare: the same calls in the same order, which a count of both asserts. The local stack
//! is a process of its own; records of calls go nowhere.

mod bare;
mod counter;
mod world;

use std::time::Instant;

use comfy_table::Table;
use cpu_time::ProcessTime;

use crate::logs::median;
use world::World;

/// Calls before anything is measured: connections are made, and the key of page tokens is read.
const WARM_UP: usize = 20;

/// Graphs in the table when it is crowded.
const MANY_GRAPHS: usize = 50;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measured {
    /// Of one account.
    CreateMembers,
    /// Of fifty accounts.
    GetMembers,
    /// A page of two hundred.
    ListMembers,
    ListGraphs,
    /// Of one tag.
    TagResource,
    GetInvestigation,
}

impl Measured {
    const ALL: [Self; 6] = [
        Self::CreateMembers,
        Self::GetMembers,
        Self::ListMembers,
        Self::ListGraphs,
        Self::TagResource,
        Self::GetInvestigation,
    ];

    /// The operation's name in the API.
    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::CreateMembers => "CreateMembers",
            Self::GetMembers => "GetMembers",
            Self::ListMembers => "ListMembers",
            Self::ListGraphs => "ListGraphs",
            Self::TagResource => "TagResource",
            Self::GetInvestigation => "GetInvestigation",
        }
    }

    /// How much is asked for.
    fn size(self) -> &'static str {
        match self {
            Self::CreateMembers => "(1)",
            Self::GetMembers => "(50)",
            Self::ListMembers => "(200)",
            Self::ListGraphs | Self::TagResource | Self::GetInvestigation => "",
        }
    }
}

/// Seconds of one kind of call, one for each repetition.
#[derive(Default)]
struct Times {
    wall: Vec<f64>,
    cpu: Vec<f64>,
}

impl Times {
    /// Awaits `call` and notes how long it took.
    async fn of(&mut self, call: impl Future<Output = ()>) {
        let (wall, cpu) = (Instant::now(), ProcessTime::now());
        call.await;
        self.cpu.push(cpu.elapsed().as_secs_f64());
        self.wall.push(wall.elapsed().as_secs_f64());
    }
}

/// Measures every operation `repetitions` times and prints the medians.
pub(crate) async fn run(repetitions: usize) {
    let mut world = World::start().await;
    let mut table = Table::new();
    table.set_header([
        "operation",
        "calls of DynamoDB",
        "wall, ms",
        "bare, ms",
        "ratio",
        "CPU, ms",
        "bare, ms",
        "ratio",
    ]);
    for measured in Measured::ALL {
        let calls = count(&mut world, measured).await;
        let (operation, bare) = measure(&mut world, measured, repetitions).await;
        let mut row = vec![
            format!("{}{}", measured.operation(), measured.size()),
            calls.join(", "),
        ];
        for [operation, bare] in [[operation.wall, bare.wall], [operation.cpu, bare.cpu]] {
            let (operation, bare) = (median(operation), median(bare));
            row.extend([operation * 1e3, bare * 1e3].map(|ms| format!("{ms:.2}")));
            row.push(format!("{:.2}", operation / bare));
        }
        table.add_row(row);
    }
    println!("medians of {repetitions}\n{table}");
    reads_of_a_page(&mut world).await;
}

/// The calls of DynamoDB that an operation makes; panics when the bare ones are others.
async fn count(world: &mut World, measured: Measured) -> Vec<String> {
    let mut counts = Vec::new();
    for is_bare in [false, true] {
        // The first call of a client may read what later ones know.
        for _ in 0..2 {
            world.counted.counter.clear();
            if is_bare {
                let call = world.next(measured);
                world.counted.bare(&call).await;
            } else {
                let call = world.next(measured);
                let request = call.request();
                world.counted.answer(&call, request).await;
            }
        }
        counts.push(world.counted.counter.calls());
    }
    assert_eq!(counts[0], counts[1], "{measured:?}");
    counts.swap_remove(0)
}

/// The operation and the bare calls in turns.
async fn measure(world: &mut World, measured: Measured, repetitions: usize) -> (Times, Times) {
    let (mut operation, mut bare) = (Times::default(), Times::default());
    for repetition in 0..WARM_UP + repetitions {
        if repetition == WARM_UP {
            (operation, bare) = (Times::default(), Times::default());
        }
        let call = world.next(measured);
        let request = call.request();
        operation.of(world.plain.answer(&call, request)).await;
        let call = world.next(measured);
        bare.of(world.plain.bare(&call)).await;
    }
    (operation, bare)
}

/// How often a page of `ListMembers` reads when the table holds more graphs.
async fn reads_of_a_page(world: &mut World) {
    let mut table = Table::new();
    table.set_header(["graphs in the table", "reads of a page of ListMembers(200)"]);
    for graphs in [world.graphs(), MANY_GRAPHS] {
        world.create_graphs(graphs).await;
        let calls = count(world, Measured::ListMembers).await;
        table.add_row([
            world.graphs().to_string(),
            format!("{}: {}", calls.len(), calls.join(", ")),
        ]);
    }
    println!("{table}");
}
