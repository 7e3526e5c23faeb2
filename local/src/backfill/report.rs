//! What a person reads of a backfill.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use serde_json::{Value, json};

use super::cost;
use super::sorting::{Plan, Skipped, Sum};
use crate::ingestion::kebab;
use gumshoe_pricing::{Bill, Model};

/// Prints a plan and its cost, as a table or as JSON.
pub(super) fn print_plan(plan: &Plan, model: &Model, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let cost = cost::of(model, plan);
    if as_json {
        serde_json::to_writer_pretty(&mut out, &plan_as_json(plan, model, &cost))?;
        writeln!(out)?;
        return out.flush();
    }
    let mut table = table(&["Source", "Day", "Objects", "Stored"]);
    for (source, days) in &plan.wanted {
        for (day, sum) in days {
            let [objects, bytes] = cells(*sum);
            table.add_row([kebab(*source), day.to_string(), objects, bytes]);
        }
    }
    let [objects, bytes] = cells(plan.total());
    table.add_row(["all".to_owned(), String::new(), objects, bytes]);
    writeln!(out, "{table}\n")?;
    print_skipped(&mut out, &plan.skipped)?;
    let mut table = self::table(&["Projected cost", "Units", "USD"]);
    for line in &cost.0 {
        table.add_row([
            line.what.to_owned(),
            format!("{:.0}", line.units),
            format!("{:.4}", line.usd),
        ]);
    }
    table.add_row([
        "all".to_owned(),
        String::new(),
        format!("{:.4}", cost.total()),
    ]);
    writeln!(out, "\n{table}")?;
    writeln!(
        out,
        "Prices of {} as of {}, without free tiers; data transfer and KMS are not in it.",
        model.prices.region, model.prices.date
    )?;
    out.flush()
}

/// Prints what was done.
pub(super) fn print_done(sent: Sum, skipped: &Skipped, seconds: f64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let [objects, bytes] = cells(sent);
    writeln!(
        out,
        "Sent      {objects} objects, {bytes}, in {seconds:.1} s"
    )?;
    print_skipped(&mut out, skipped)?;
    out.flush()
}

fn print_skipped(out: &mut impl Write, skipped: &Skipped) -> io::Result<()> {
    let mut line = |sum: Sum, why: &str| {
        let [objects, bytes] = cells(sum);
        match sum.objects {
            0 => Ok(()),
            _ => writeln!(out, "Skipped   {objects} objects, {bytes}: {why}"),
        }
    };
    line(skipped.decided, "decided about before")?;
    for (reason, sum) in &skipped.left_out {
        line(*sum, &format!("hold no activity ({reason})"))?;
    }
    line(skipped.unknown, "no log source knows their keys")
}

fn plan_as_json(plan: &Plan, model: &Model, cost: &Bill) -> Value {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct OfDay {
        source: String,
        day: String,
        #[serde(flatten)]
        sum: Sum,
    }
    let days = plan.wanted.iter().flat_map(|(source, days)| {
        days.iter().map(|(day, sum)| OfDay {
            source: kebab(*source),
            day: day.to_string(),
            sum: *sum,
        })
    });
    json!({
        "Wanted": days.collect::<Vec<_>>(),
        "Total": plan.total(),
        "Skipped": plan.skipped,
        "Cost": {
            "Lines": cost.0,
            "Usd": cost.total(),
            "Region": model.prices.region,
            "PricesOf": model.prices.date,
        },
    })
}

fn cells(sum: Sum) -> [String; 2] {
    [
        sum.objects.to_string(),
        indicatif::DecimalBytes(sum.bytes).to_string(),
    ]
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_header(header.to_vec());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
