//! What a GB of a graph's logs costs here.

use std::collections::BTreeMap;

use gumshoe_domain::DatasourcePackage;
use gumshoe_pricing::{Model, Stream, real};
use gumshoe_store::status::SourceStatus;

use super::{Contribution, Projected, Window, gb};

/// Days of the month for which volumes are projected.
const MONTH_DAYS: f64 = 30.0;

/// What a GB of each package costs, by the sources that it comes from: how much of the package each
/// was, and how large its objects were, of all that the graph has taken in.
#[derive(Debug)]
pub(crate) struct PerGb<'a> {
    streams: Vec<Stream<'a>>,
    usd: BTreeMap<DatasourcePackage, f64>,
}

impl<'a> PerGb<'a> {
    /// For a graph to which `given` is given, and which has taken in what `status` says.
    pub(crate) fn new<'b>(
        model: &'a Model,
        status: &[SourceStatus],
        given: impl Iterator<Item = &'b Contribution>,
        window: Window,
    ) -> Self {
        let (mut month, mut accounts) = (Projected::new(), 0.0);
        for one in given {
            accounts += 1.0;
            for (package, bytes) in one.projected(window) {
                *month.entry(package).or_default() += bytes;
            }
        }
        let mut per_gb = Self {
            streams: Vec::new(),
            usd: BTreeMap::new(),
        };
        for (package, bytes) in month {
            let gb_per_day = gb(bytes) / MONTH_DAYS;
            per_gb.add(
                model,
                package,
                &of_package(status, package),
                gb_per_day,
                accounts,
            );
        }
        per_gb
    }

    /// Adds a package of which `sources` were counted.
    fn add(
        &mut self,
        model: &'a Model,
        package: DatasourcePackage,
        sources: &[Counted<'_>],
        gb_per_day: f64,
        accounts: f64,
    ) {
        let all: f64 = sources.iter().map(|it| it.bytes).sum();
        let months = model.assumptions.kept_days / model.assumptions.month_days;
        for counted in sources {
            let share = counted.bytes / all;
            let stream = Stream {
                units: model.measured.of(counted.status.source),
                gb_per_day: gb_per_day * share,
                object_bytes: counted.bytes / counted.objects,
                accounts,
            };
            let (taking, keeping) = model.of_gb(&stream);
            let usd = share * (taking.total() + months * keeping.total());
            *self.usd.entry(package).or_default() += usd;
            self.streams.push(stream);
        }
    }

    /// What `month` will cost.
    pub(crate) fn usd(&self, month: &Projected) -> f64 {
        let cost = |(package, bytes): (&DatasourcePackage, &u64)| {
            gb(*bytes) * self.usd.get(package).copied().unwrap_or_default()
        };
        // The sum of nothing would be -0.0.
        month.iter().map(cost).fold(0.0, |sum, it| sum + it)
    }

    /// What comes.
    pub(crate) fn streams(&self) -> impl Iterator<Item = Stream<'a>> {
        self.streams.iter().cloned()
    }
}

/// A source of which something was counted.
struct Counted<'a> {
    status: &'a SourceStatus,
    bytes: f64,
    objects: f64,
}

fn of_package(status: &[SourceStatus], package: DatasourcePackage) -> Vec<Counted<'_>> {
    let number = |count: i64| real(u64::try_from(count).unwrap_or(0));
    let own = status.iter().filter(|it| it.source.package() == package);
    let counted = own.map(|status| Counted {
        status,
        bytes: number(status.counters.get("bytes")),
        objects: number(status.counters.get("objects.ingested")),
    });
    counted
        .filter(|it| it.bytes > 0.0 && it.objects > 0.0)
        .collect()
}
