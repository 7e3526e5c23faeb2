//! What a person reads of the cost.

use comfy_table::{CellAlignment, Table, presets};
use gumshoe_domain::LogSourceName;
use gumshoe_pricing::{Bill, Model, Scale, Service, SourceUnits, Stream, Units};

use super::runs::{Run, Set};

/// How much of all logs is of each source where logs are mixed.
const HALF: f64 = 0.5;

const MONTHS: f64 = 12.0;

/// Prints what a run took, for each GB.
pub(crate) fn print_run(source: LogSourceName, set: &Set, batch: usize, run: &Run) {
    let gb = run.work.gb;
    println!(
        "{source}: {:.2} GB in {:.0} objects of {:.0} kB, {} accounts, batches of {batch}; inflation {:.1}",
        gb,
        run.work.objects,
        gb * 1e6 / run.work.objects,
        set.accounts.len(),
        set.inflation(),
    );
    for (what, units) in [("ingest", run.ingest), ("compaction", run.compaction)] {
        let values = Units::NAMES.iter().zip((units * (1.0 / gb)).values());
        let values: Vec<String> = values.map(|(name, it)| format!("{name} {it:.2}")).collect();
        println!("  {what}, per GB: {}", values.join(", "));
    }
    println!(
        "  rows per GB: {:.0} ingested, {:.0} kept; {:.2} MB per GB kept in {:.0} segments; ledger entry {:.0} B, manifest entry {:.0} B",
        run.rows_ingested / gb,
        run.rows / gb,
        run.bytes / 1e6 / gb,
        run.segments,
        run.ledger_entry_bytes,
        run.manifest_entry_bytes,
    );
}

/// Prints how well the rates explain the runs.
pub(crate) fn print_fit(units: &SourceUnits, runs: &[Run]) {
    for run in runs {
        let fitted = units.ingest.of(&run.work).values();
        let off = Units::NAMES
            .iter()
            .zip(fitted.iter().zip(run.ingest.values()));
        let off: Vec<String> = off
            .map(|(name, (fitted, measured))| {
                format!("{name} {:+.1} %", 100.0 * (fitted / measured - 1.0))
            })
            .collect();
        println!("  the rates give of ingest: {}", off.join(", "));
    }
}

/// Prints what logs cost at each scale.
pub(crate) fn print(model: &Model) {
    println!(
        "USD, {} as of {}; units measured {}",
        model.prices.region, model.prices.date, model.measured.date
    );
    for scale in &model.assumptions.scales {
        print_scale(model, scale);
    }
}

/// A stream and its bills for a GB.
struct Column<'a> {
    name: &'static str,
    streams: Vec<(Stream<'a>, f64)>,
}

impl Column<'_> {
    /// The bills of a GB, of each stream as much as it is of all.
    fn bills(&self, model: &Model) -> (Bill, Bill) {
        let (mut taking, mut keeping) = (Bill::default(), Bill::default());
        for (stream, share) in &self.streams {
            let (taken, kept) = model.of_gb(stream);
            taking.add_all(taken.part(*share));
            keeping.add_all(kept.part(*share));
        }
        (taking, keeping)
    }
}

fn print_scale(model: &Model, scale: &Scale) {
    let measured = &model.measured;
    let stream = |source, share| (scale.stream(measured, source, share), share);
    let (trail, flow) = (LogSourceName::CloudTrail, LogSourceName::VpcFlow);
    let columns = [
        Column {
            name: "CloudTrail",
            streams: vec![stream(trail, 1.0)],
        },
        Column {
            name: "VPC flow logs",
            streams: vec![stream(flow, 1.0)],
        },
        Column {
            name: "half of each",
            streams: vec![stream(trail, HALF), stream(flow, HALF)],
        },
    ];
    println!("\n{}, {} accounts", scale.name, scale.accounts);
    for (stream, _) in columns.iter().flat_map(|column| &column.streams) {
        let batching = stream.batching(&model.assumptions);
        println!(
            "  {:.0} GB a day in objects of {:.0} kB: {:.1} objects an invocation, {:.1} a commit, of {:.1} accounts",
            stream.gb_per_day,
            stream.object_bytes / 1e3,
            batching.delivered,
            batching.committed,
            batching.accounts,
        );
    }
    println!("{}", lines(model, &columns));
    println!("{}", sums(model, scale, &columns));
}

/// Units and USD of each line, for a GB.
fn lines(model: &Model, columns: &[Column<'_>]) -> Table {
    let bills: Vec<Bill> = columns.iter().map(|column| column.bills(model).0).collect();
    let mut header = vec!["for each GB of text".to_owned()];
    for column in columns {
        header.extend([column.name.to_owned(), "USD".to_owned()]);
    }
    let mut table = table(header);
    for (at, line) in bills[0].0.iter().enumerate() {
        let mut row = vec![line.what.to_owned()];
        for bill in &bills {
            let line = &bill.0[at];
            row.extend([number(line.units), format!("{:.6}", line.usd)]);
        }
        table.add_row(row);
    }
    table
}

fn sums(model: &Model, scale: &Scale, columns: &[Column<'_>]) -> Table {
    let gb_per_month = scale.gb_per_day * model.assumptions.month_days;
    let mut header = vec!["USD for each GB of text".to_owned()];
    header.extend(columns.iter().map(|column| column.name.to_owned()));
    let mut table = table(header);
    let mut add = |what: &str, value: &dyn Fn(&Column<'_>) -> String| {
        let mut row = vec![what.to_owned()];
        row.extend(columns.iter().map(value));
        table.add_row(row);
    };
    let usd = |value: f64| format!("{value:.5}");
    let taking = |column: &Column<'_>| column.bills(model).0;
    let standing = |column: &Column<'_>| {
        let streams: Vec<Stream<'_>> = column.streams.iter().map(|it| it.0.clone()).collect();
        model.standing(&streams)
    };
    let all =
        |column: &Column<'_>| taking(column).total() + standing(column).total() / gb_per_month;
    let month = |column: &Column<'_>| column.bills(model).1.total();
    add("ingest and compaction", &|it| usd(taking(it).total()));
    add("standing", &|it| usd(standing(it).total() / gb_per_month));
    add("all that is ingested", &|it| usd(all(it)));
    add("  of it DynamoDB", &|it| {
        let table =
            taking(it).of(Service::DynamoDb) + standing(it).of(Service::DynamoDb) / gb_per_month;
        format!("{:.0} %", 100.0 * table / all(it))
    });
    add("kept for a month", &|it| usd(month(it)));
    add("ingested and kept for a year", &|it| {
        usd(all(it) + MONTHS * month(it))
    });
    let detective = model.prices.detective(gb_per_month) / gb_per_month;
    add("Amazon Detective, if all were of one account", &|_| {
        usd(detective)
    });
    let each = gb_per_month / scale.accounts;
    let detective = model.prices.detective(each) / each;
    add("Amazon Detective, if each account gave as much", &|_| {
        usd(detective)
    });
    table
}

fn number(value: f64) -> String {
    if value < 10.0 {
        format!("{value:.4}")
    } else {
        format!("{value:.0}")
    }
}

fn table(header: Vec<String>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_header(header);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
