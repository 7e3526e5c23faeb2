//! What a backfill will cost, by the cost model: units that were measured, times prices.

use gumshoe_domain::LogSourceName;

use super::sorting::{Plan, Sum};
use gumshoe_pricing::bill::Arrival;
use gumshoe_pricing::{Batching, Bill, Line, Model, Service, SourceUnits, Work, real};

/// Objects that a listing tells at once, and how often a backfill lists: to count, and to send.
const LISTED: f64 = 1_000.0;
const LISTINGS: f64 = 2.0;

/// What `plan` will cost, by what it is paid for.
pub(super) fn of(model: &Model, plan: &Plan) -> Bill {
    let (s3, table) = (&model.prices.s3, &model.prices.dynamodb);
    let found = real(plan.found());
    let line = |service, what, units: f64, price: f64| Line {
        service,
        what,
        units,
        usd: units * price,
    };
    let requests = (found / LISTED).ceil() * LISTINGS;
    let price = s3.put_per_thousand / 1e3;
    let lists = line(Service::S3, "S3 LIST requests", requests, price);
    let price = table.read_unit_per_million / 1e6;
    let what = "DynamoDB read units of the backfill";
    let looks = line(Service::DynamoDb, what, found, price);
    let mut bill = Bill(vec![lists, looks]);
    for (source, sum) in plan.by_source() {
        bill.add_all(of_source(model, source, sum));
    }
    bill
}

fn of_source(model: &Model, source: LogSourceName, sum: Sum) -> Bill {
    let units = model.measured.of(source);
    let (objects, text) = (real(sum.objects), real(sum.bytes) * units.inflation);
    if objects == 0.0 {
        return Bill::default();
    }
    let batching = batching(model, units, text / objects);
    let commits = objects / batching.committed;
    let work = Work {
        gb: text / 1e9,
        objects,
        commits,
        accounts: commits * batching.accounts,
    };
    let mut bill = model.ingest(units, &work, &batching, Arrival::Backfilled);
    bill.add_all(model.compaction(units, &work));
    bill
}

/// A backfill leads to full batches, and lists one account after the other.
fn batching(model: &Model, units: &SourceUnits, object_bytes: f64) -> Batching {
    let assumed = &model.assumptions;
    let accounts = 1.0;
    let delivered = assumed.polling.most;
    let by_bytes = assumed.commit.stored_bytes * units.inflation / object_bytes.max(1.0);
    Batching {
        delivered,
        committed: delivered
            .min(assumed.commit.items - accounts)
            .min(by_bytes)
            .max(1.0),
        accounts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(objects: u64, bytes: u64) -> Plan {
        let mut plan = Plan::default();
        let days = plan.wanted.entry(LogSourceName::CloudTrail).or_default();
        days.insert("2026-03-01".parse().unwrap(), Sum { objects, bytes });
        plan
    }

    fn usd(bill: &Bill, what: &str) -> f64 {
        bill.0.iter().find(|line| line.what == what).unwrap().usd
    }

    #[test]
    fn a_million_objects_of_25_kb_cost_some_dollars_most_of_it_for_the_ledger() {
        let bill = of(&Model::read().unwrap(), &plan(1_000_000, 25_000_000_000));
        assert!((usd(&bill, "S3 GET requests") - 0.4).abs() < 0.01);
        assert_eq!(usd(&bill, "S3 LIST requests"), 0.01);
        // Two units of each entry, and a little for each commit.
        let writes = usd(&bill, "DynamoDB write units");
        assert!((1.25..1.5).contains(&writes), "{writes}");
        assert!((2.0..4.0).contains(&bill.total()), "{}", bill.total());
    }

    #[test]
    fn sources_are_paid_for_together() {
        let model = Model::read().unwrap();
        let mut both = plan(1_000, 25_000_000);
        let one = of(&model, &both).total();
        let days = both.wanted.entry(LogSourceName::VpcFlow).or_default();
        let sum = Sum {
            objects: 1_000,
            bytes: 250_000_000,
        };
        days.insert("2026-03-01".parse().unwrap(), sum);
        let bill = of(&model, &both);
        assert!(bill.total() > one);
        let names: std::collections::BTreeSet<_> = bill.0.iter().map(|it| it.what).collect();
        assert_eq!(names.len(), bill.0.len(), "each part is one line");
    }

    #[test]
    fn nothing_to_deliver_costs_nothing() {
        let bill = of(&Model::read().unwrap(), &Plan::default());
        assert_eq!(bill.total(), 0.0);
    }
}
