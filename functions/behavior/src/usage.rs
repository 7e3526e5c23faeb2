//! What accounts gave, and what a month of it will cost.
//!
//! The projection is Amazon Detective's (User Guide, "Monitoring usage and cost"): what was given, by
//! the days on which it could be, for 30 days. Volumes are summed first and priced then, so that a
//! total reaches tiers that no account reaches.

pub(crate) mod price;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use gumshoe_domain::{AccountId, DatasourcePackage, Day, GraphArn, Timestamp};
use gumshoe_pricing::{Model, real};
use gumshoe_store::Volumes;
use serde::Serialize;

use self::price::PerGb;

/// Days that are shown and projected.
const DAYS: i32 = 30;

const DAY_MILLIS: u64 = 86_400_000;

const MONTH_MILLIS: u64 = 30 * DAY_MILLIS;

/// The last 30 UTC days; the present one counts as far as it went.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    first: Day,
    now: Timestamp,
}

/// What an account gave a graph.
#[derive(Debug, Clone)]
pub(crate) struct Contribution {
    pub(crate) graph: GraphArn,
    pub(crate) account: AccountId,
    pub(crate) email: Option<String>,
    /// When it began.
    pub(crate) since: Timestamp,
    pub(crate) volumes: Volumes,
}

/// Bytes that a month will bring, by package.
pub(crate) type Projected = BTreeMap<DatasourcePackage, u64>;

impl Window {
    pub(crate) fn until(now: Timestamp) -> Self {
        let first = now.hour().day().plus(1 - DAYS);
        Self { first, now }
    }

    pub(crate) fn start(self) -> Timestamp {
        self.first.first_hour().start()
    }

    pub(crate) fn end(self) -> Timestamp {
        self.now
    }

    pub(crate) fn days(self) -> (Day, Day) {
        (self.first, self.now.hour().day())
    }

    /// How long was given since `since`; a day at least, for a first hour says nothing of a month.
    fn millis_since(self, since: Timestamp) -> u64 {
        let elapsed = self.now.as_millis() - since.max(self.start()).as_millis();
        u64::try_from(elapsed)
            .unwrap_or(0)
            .clamp(DAY_MILLIS, MONTH_MILLIS)
    }
}

impl Contribution {
    /// What a month of it comes to, by package.
    pub(crate) fn projected(&self, window: Window) -> Projected {
        let millis = window.millis_since(self.since);
        let month = |(package, bytes): (DatasourcePackage, u64)| {
            let bytes = u128::from(bytes) * u128::from(MONTH_MILLIS) / u128::from(millis);
            (package, u64::try_from(bytes).unwrap_or(u64::MAX))
        };
        self.by_package().into_iter().map(month).collect()
    }

    fn by_package(&self) -> BTreeMap<DatasourcePackage, u64> {
        let mut packages = BTreeMap::new();
        for (package, bytes) in self.volumes.values().flatten() {
            *packages.entry(*package).or_default() += bytes;
        }
        packages
    }
}

/// What a month will cost, in USD.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ProjectedCost {
    /// At Amazon Detective's prices.
    amazon_detective: f64,
    /// Here: taking it in, and keeping it for as long as data is kept.
    gumshoe: f64,
    /// Here, whatever comes: metrics, alarms, schedules. Of a whole graph only.
    #[serde(skip_serializing_if = "Option::is_none")]
    gumshoe_standing: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PackageUsage {
    package: &'static str,
    bytes: u64,
    /// The days on which there were any.
    days: Vec<DayUsage>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DayUsage {
    date: String,
    bytes: u64,
}

/// What an account gave a graph, as it is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountUsage {
    graph_arn: String,
    account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    contributing_since: String,
    bytes: u64,
    packages: Vec<PackageUsage>,
    projected_bytes: u64,
    projected_cost: ProjectedCost,
}

/// What all of them gave, as it is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TotalUsage {
    bytes: u64,
    packages: Vec<PackageUsage>,
    projected_bytes: u64,
    projected_cost: ProjectedCost,
}

/// What was counted with.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Prices {
    region: String,
    /// When prices were looked up.
    date: String,
    sources: Vec<String>,
    /// When it was measured what logs take here.
    units_measured: String,
    amazon_detective_tiers: Vec<Tier>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tier {
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_gb: Option<f64>,
    usd_per_gb: f64,
}

impl From<&Model> for Prices {
    fn from(model: &Model) -> Self {
        let prices = &model.prices;
        let tier = |it: &gumshoe_pricing::prices::Tier| Tier {
            up_to_gb: it.up_to_gb,
            usd_per_gb: it.per_gb,
        };
        Self {
            region: prices.region.clone(),
            date: prices.date.clone(),
            sources: prices.sources.clone(),
            units_measured: model.measured.date.clone(),
            amazon_detective_tiers: prices.detective.iter().map(tier).collect(),
        }
    }
}

impl AccountUsage {
    pub(crate) fn new(
        given: Contribution,
        model: &Model,
        rates: &BTreeMap<GraphArn, PerGb<'_>>,
        window: Window,
    ) -> Self {
        let projected = given.projected(window);
        let projected_bytes = sum(&projected);
        let here = rates.get(&given.graph).map_or(0.0, |it| it.usd(&projected));
        Self {
            projected_cost: ProjectedCost::new(model, projected_bytes, here),
            projected_bytes,
            bytes: sum(&given.by_package()),
            packages: packages([&given.volumes]),
            graph_arn: given.graph.to_string(),
            account_id: given.account.to_string(),
            email_address: given.email,
            contributing_since: given.since.to_string(),
        }
    }

    /// Who gave most, then by account and graph.
    pub(crate) fn most_first(one: &Self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.account_id.clone(), it.graph_arn.clone());
        let by_bytes = other.bytes.cmp(&one.bytes);
        by_bytes.then_with(|| key(one).cmp(&key(other)))
    }
}

impl TotalUsage {
    pub(crate) fn new(
        model: &Model,
        given: &[Contribution],
        rates: &BTreeMap<GraphArn, PerGb<'_>>,
        window: Window,
    ) -> Self {
        let (mut projected_bytes, mut here) = (0_u64, 0.0);
        for one in given {
            let projected = one.projected(window);
            projected_bytes = projected_bytes.saturating_add(sum(&projected));
            here += rates.get(&one.graph).map_or(0.0, |it| it.usd(&projected));
        }
        Self {
            bytes: given.iter().map(|it| sum(&it.by_package())).sum(),
            packages: packages(given.iter().map(|it| &it.volumes)),
            projected_bytes,
            projected_cost: ProjectedCost::new(model, projected_bytes, here),
        }
    }

    /// Adds what a deployment costs that takes in what `rates` were made for.
    pub(crate) fn add_standing<'a>(
        &mut self,
        model: &Model,
        rates: impl Iterator<Item = &'a PerGb<'a>>,
    ) {
        let streams: Vec<_> = rates.flat_map(PerGb::streams).collect();
        let usd = model.standing(&streams).total();
        self.projected_cost.gumshoe_standing = Some(micro(usd));
    }
}

impl ProjectedCost {
    fn new(model: &Model, bytes: u64, gumshoe: f64) -> Self {
        Self {
            amazon_detective: micro(model.prices.detective(gb(bytes))),
            gumshoe: micro(gumshoe),
            gumshoe_standing: None,
        }
    }
}

fn packages<'a>(volumes: impl IntoIterator<Item = &'a Volumes>) -> Vec<PackageUsage> {
    let mut found: BTreeMap<DatasourcePackage, BTreeMap<Day, u64>> = BTreeMap::new();
    for (day, packages) in volumes.into_iter().flatten() {
        for (package, bytes) in packages {
            *found.entry(*package).or_default().entry(*day).or_default() += bytes;
        }
    }
    let day = |(day, bytes): (Day, u64)| DayUsage {
        date: day.to_string(),
        bytes,
    };
    let usage = |(package, days): (DatasourcePackage, BTreeMap<Day, u64>)| PackageUsage {
        package: package.as_str(),
        bytes: days.values().sum(),
        days: days.into_iter().map(day).collect(),
    };
    found.into_iter().map(usage).collect()
}

fn sum(packages: &BTreeMap<DatasourcePackage, u64>) -> u64 {
    packages.values().sum()
}

/// A GB is 10^9 bytes, as Amazon Detective counts.
fn gb(bytes: u64) -> f64 {
    real(bytes) / 1e9
}

/// Up to a millionth of a USD.
fn micro(usd: f64) -> f64 {
    (usd * 1e6).round() / 1e6
}
