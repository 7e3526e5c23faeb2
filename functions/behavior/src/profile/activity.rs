//! Activity of one source over the time of a profile: what timelines are drawn from.

use std::collections::BTreeMap;

use gumshoe_analytics::volume::{HourlyCounts, Usual};
use gumshoe_domain::Hour;

use super::form::{Band, CellType, Series};
use super::time::Times;
use crate::baseline::Known;
use crate::grouping::Sums;
use crate::source::Activity;

/// The probability with which a band holds what is usual.
const LEVEL: f64 = 0.95;

/// The sums of each hour of all that is read.
#[derive(Debug, Default)]
pub(crate) struct Hours(BTreeMap<Hour, Sums>);

impl Hours {
    pub(crate) fn add<C: Activity>(&mut self, row: &C::Row<'_>) {
        let hour = C::span(row).first_hour;
        self.0.entry(hour).or_default().add::<C>(row);
    }

    /// Adds the hours of another time.
    pub(crate) fn merge(&mut self, other: Self) {
        for (hour, sums) in other.0 {
            self.0.entry(hour).or_default().merge(&sums);
        }
    }

    /// The line of the measure at this place, beside what is usual by what is `known` of the baseline.
    pub(crate) fn series(
        &self,
        times: Times,
        known: Option<&Known>,
        at: usize,
        (id, label, kind): (&'static str, &'static str, CellType),
    ) -> Series {
        let mut bins: BTreeMap<Hour, u64> = BTreeMap::new();
        for (hour, sums) in &self.0 {
            *bins.entry(times.bin(*hour)).or_default() += sums.measures[at];
        }
        let values = times.shown_bins();
        let values = values.map(|bin| bins.get(&bin).copied().unwrap_or_default());
        Series {
            id,
            label,
            kind,
            values: values.collect(),
            baseline: known.and_then(|known| self.band(times, known, at)),
        }
    }

    /// What is usual in the bins of the scope time. Nothing where nothing is known of the baseline.
    fn band(&self, times: Times, known: &Known, at: usize) -> Option<Band> {
        let before = self.0.range(..times.scope.start());
        let counts: HourlyCounts = before
            .map(|(hour, sums)| (*hour, sums.measures[at]))
            .collect();
        let learned = known.learned_from(counts.keys().next().copied())?;
        let usual = Usual::learn(&counts, learned, |hour| known.is_observed(hour));
        let bands = usual.bands(times.scope, times.bin_hours(), LEVEL);
        let by_bin: BTreeMap<Hour, _> = bands.iter().map(|it| (it.start, it)).collect();
        let mut band = Band::default();
        for bin in times.shown_bins() {
            let it = by_bin.get(&bin);
            band.expected.push(it.map(|it| it.expected));
            band.lower.push(it.map(|it| it.interval.lower));
            band.upper.push(it.map(|it| it.interval.upper));
        }
        Some(band)
    }
}
