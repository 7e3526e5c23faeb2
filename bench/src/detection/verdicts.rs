//! What investigations of ordinary work and of intruders came to.

use std::collections::BTreeMap;

use comfy_table::Table;
use gumshoe_domain::investigation::Severity;

use super::figures::area_under_curve;
use super::investigations::Judged;

/// Whose day it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Day {
    /// An ordinary one while the graph learned.
    Training,
    /// An ordinary one later.
    Ordinary,
    /// An intruder acted.
    Intruder,
}

const BENIGN: &[Day] = &[Day::Training, Day::Ordinary];

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    severities: BTreeMap<(Severity, Day), u64>,
    scores: Vec<(f64, bool)>,
}

impl Verdicts {
    pub(super) fn add(&mut self, judged: &Judged, is_intruder: bool, is_training: bool) {
        let day = match (is_intruder, is_training) {
            (true, _) => Day::Intruder,
            (false, true) => Day::Training,
            (false, false) => Day::Ordinary,
        };
        *self.severities.entry((judged.severity, day)).or_default() += 1;
        self.scores.push((f64::from(judged.score), is_intruder));
    }

    pub(super) fn absorb(&mut self, other: Self) {
        for (key, count) in other.severities {
            *self.severities.entry(key).or_default() += count;
        }
        self.scores.extend(other.scores);
    }

    fn count(&self, days: &[Day], least: Severity) -> u64 {
        let counted = self.severities.iter();
        let counted = counted.filter(|((it, day), _)| *it >= least && days.contains(day));
        counted.map(|(_, count)| count).sum()
    }

    /// Which part of the ordinary days came out at least so.
    pub(super) fn part_of_ordinary(&self, least: Severity) -> f64 {
        let all = self.count(BENIGN, Severity::Informational);
        self.count(BENIGN, least) as f64 / all.max(1) as f64
    }

    pub(super) fn report(&self) {
        let mut table = Table::new();
        table.set_header([
            "investigations of a day",
            "in training",
            "ordinary",
            "of an intruder",
        ]);
        for severity in Severity::ALL {
            let of = |day| self.severities.get(&(*severity, day)).copied().unwrap_or(0);
            let counts = [Day::Training, Day::Ordinary, Day::Intruder].map(of);
            let mut row = vec![severity.to_string()];
            row.extend(counts.map(|it| it.to_string()));
            table.add_row(row);
        }
        println!("{table}");
        for least in [Severity::Medium, Severity::High] {
            let benign = self.count(BENIGN, least);
            let all = self.count(BENIGN, Severity::Informational);
            let (right, intruders) = (
                self.count(&[Day::Intruder], least),
                self.count(&[Day::Intruder], Severity::Informational),
            );
            println!(
                "{least} or worse: {benign} of {all} benign ones ({:.2} %), precision {:.2}, recall {:.2}",
                100.0 * self.part_of_ordinary(least),
                right as f64 / (right + benign).max(1) as f64,
                right as f64 / intruders.max(1) as f64,
            );
        }
        println!("AUROC {:.3}", area_under_curve(&self.scores));
    }
}
