//! Data source packages: what a graph takes in, and since when.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::Timestamp;

/// Periods in which a package was stopped that are kept, at most; the oldest are forgotten first.
/// Our choice: a graph keeps data for a year, so this is a stop a week.
pub const GAPS: usize = 52;

/// A kind of source data that a graph takes in or not. Service model, `DatasourcePackage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DatasourcePackage {
    /// CloudTrail, VPC flow logs and GuardDuty findings. It cannot be stopped.
    DetectiveCore,
    /// Audit logs of Amazon EKS.
    EksAudit,
    /// Findings of AWS Security Hub.
    AsffSecurityHubFinding,
}

/// Whether a package is taken in. Service model, `DatasourcePackageIngestState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IngestState {
    /// It is.
    Started,
    /// It was, and is not any more.
    Stopped,
    /// It never was.
    Disabled,
}

/// The text names no data source package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a data source package is DETECTIVE_CORE, EKS_AUDIT or ASFF_SECURITYHUB_FINDING")]
pub struct NotAPackage;

/// The text names no state of a data source package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a data source package is STARTED, STOPPED or DISABLED")]
pub struct NotAnIngestState;

impl DatasourcePackage {
    /// Every package. The order is the order of the service model.
    pub const ALL: &[Self] = &[
        Self::DetectiveCore,
        Self::EksAudit,
        Self::AsffSecurityHubFinding,
    ];

    /// The package's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DetectiveCore => "DETECTIVE_CORE",
            Self::EksAudit => "EKS_AUDIT",
            Self::AsffSecurityHubFinding => "ASFF_SECURITYHUB_FINDING",
        }
    }

    /// Whether its ingest may be stopped: only the optional packages'. Amazon Detective User Guide,
    /// "Source data used in a Detective behavior graph".
    pub fn is_optional(self) -> bool {
        match self {
            Self::DetectiveCore => false,
            Self::EksAudit | Self::AsffSecurityHubFinding => true,
        }
    }
}

impl fmt::Display for DatasourcePackage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DatasourcePackage {
    type Err = NotAPackage;

    fn from_str(text: &str) -> Result<Self, NotAPackage> {
        Self::ALL
            .iter()
            .copied()
            .find(|package| package.as_str() == text)
            .ok_or(NotAPackage)
    }
}

impl IngestState {
    /// Every state. The order is the order of the service model.
    pub const ALL: &[Self] = &[Self::Started, Self::Stopped, Self::Disabled];

    /// The state's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "STARTED",
            Self::Stopped => "STOPPED",
            Self::Disabled => "DISABLED",
        }
    }
}

impl fmt::Display for IngestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for IngestState {
    type Err = NotAnIngestState;

    fn from_str(text: &str) -> Result<Self, NotAnIngestState> {
        Self::ALL
            .iter()
            .copied()
            .find(|state| state.as_str() == text)
            .ok_or(NotAnIngestState)
    }
}

/// A period in which nothing was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment after its last; `None` while it lasts.
    pub to: Option<Timestamp>,
}

/// What became of one package of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageHistory {
    /// Whether it is taken in.
    pub state: IngestState,
    /// When each state was entered last; a state never entered is not in it.
    pub entered: BTreeMap<IngestState, Timestamp>,
    /// The periods in which it was stopped and that are over, oldest first, at most [`GAPS`].
    pub ended_gaps: Vec<Gap>,
}

impl PackageHistory {
    fn never_started() -> Self {
        Self {
            state: IngestState::Disabled,
            entered: BTreeMap::new(),
            ended_gaps: Vec::new(),
        }
    }

    /// The periods in which the package was stopped, oldest first; the last one may last.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> {
        let stopped = self.entered.get(&IngestState::Stopped).copied();
        let lasting = match self.state {
            IngestState::Stopped => stopped.map(|from| Gap { from, to: None }),
            IngestState::Started | IngestState::Disabled => None,
        };
        self.ended_gaps.iter().copied().chain(lasting)
    }

    /// The history after the package entered `state`; entering the state that it is in changes nothing.
    fn entering(&self, state: IngestState, now: Timestamp) -> Self {
        if state == self.state {
            return self.clone();
        }
        let mut after = self.clone();
        for gap in self.gaps().filter(|gap| gap.to.is_none()) {
            after.ended_gaps.push(Gap {
                to: Some(now),
                ..gap
            });
        }
        let forgotten = after.ended_gaps.len().saturating_sub(GAPS);
        after.ended_gaps.drain(..forgotten);
        after.state = state;
        after.entered.insert(state, now);
        after
    }
}

/// The packages of a graph, which are those of all of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packages(BTreeMap<DatasourcePackage, PackageHistory>);

impl Packages {
    /// The packages of a graph that is created at `now`: all of them run.
    ///
    /// Amazon Detective User Guide, "Source data used in a Detective behavior graph": the optional
    /// packages are on in new graphs.
    pub fn started(now: Timestamp) -> Self {
        let disabled = Self(BTreeMap::new());
        disabled.update(&DatasourcePackage::ALL.iter().copied().collect(), now)
    }

    /// The packages as they were kept; one that is not in `histories` was never started.
    pub fn kept(histories: BTreeMap<DatasourcePackage, PackageHistory>) -> Self {
        Self(
            DatasourcePackage::ALL
                .iter()
                .map(|&package| {
                    let kept = histories.get(&package).cloned();
                    (package, kept.unwrap_or_else(PackageHistory::never_started))
                })
                .collect(),
        )
    }

    /// The packages after it was decided that those of `running` run and no other does.
    ///
    /// One that runs and is not wanted stops; one that never ran stays disabled. What cannot be
    /// stopped goes on whether it is wanted or not.
    pub fn update(&self, running: &BTreeSet<DatasourcePackage>, now: Timestamp) -> Self {
        let histories = DatasourcePackage::ALL.iter().map(|&package| {
            let history = self
                .0
                .get(&package)
                .cloned()
                .unwrap_or_else(PackageHistory::never_started);
            let wanted = running.contains(&package) || !package.is_optional();
            let state = match (wanted, history.state) {
                (true, _) => IngestState::Started,
                (false, IngestState::Started | IngestState::Stopped) => IngestState::Stopped,
                (false, IngestState::Disabled) => IngestState::Disabled,
            };
            (package, history.entering(state, now))
        });
        Self(histories.collect())
    }

    /// Whether `package` is taken in.
    pub fn state(&self, package: DatasourcePackage) -> IngestState {
        self.0
            .get(&package)
            .map_or(IngestState::Disabled, |history| history.state)
    }

    /// Every package with what became of it, in the order of the service model.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (DatasourcePackage, &PackageHistory)> {
        self.0.iter().map(|(package, history)| (*package, history))
    }

    /// What a member saw of the packages that has been enabled since `enabled`: when each state was
    /// entered last. The state that a package was in at that moment began then for the member.
    pub fn seen_since(
        &self,
        enabled: Timestamp,
    ) -> BTreeMap<DatasourcePackage, BTreeMap<IngestState, Timestamp>> {
        let seen = |history: &PackageHistory| {
            let later = history.entered.iter().filter_map(|(&state, &entered)| {
                let is_present = state == history.state;
                (is_present || entered >= enabled).then_some((state, entered.max(enabled)))
            });
            later.collect()
        };
        self.iter()
            .map(|(package, history)| (package, seen(history)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(0).plus_seconds(seconds)
    }

    fn set(packages: &[DatasourcePackage]) -> BTreeSet<DatasourcePackage> {
        packages.iter().copied().collect()
    }

    fn history(packages: &Packages, package: DatasourcePackage) -> PackageHistory {
        packages.0[&package].clone()
    }

    #[test]
    fn a_new_graph_runs_all_packages() {
        for (_, history) in Packages::started(at(1)).iter() {
            assert_eq!(history.state, IngestState::Started);
            assert_eq!(
                history.entered,
                BTreeMap::from([(IngestState::Started, at(1))])
            );
        }
    }

    #[test]
    fn a_package_that_runs_and_is_not_wanted_stops() {
        let after = Packages::started(at(1)).update(&set(&[DatasourcePackage::EksAudit]), at(2));

        let stopped = history(&after, DatasourcePackage::AsffSecurityHubFinding);
        assert_eq!(stopped.state, IngestState::Stopped);
        assert_eq!(
            stopped.entered,
            BTreeMap::from([(IngestState::Started, at(1)), (IngestState::Stopped, at(2))])
        );
        assert_eq!(
            history(&after, DatasourcePackage::EksAudit),
            history(&Packages::started(at(1)), DatasourcePackage::EksAudit)
        );
    }

    #[test]
    fn a_package_that_never_ran_stays_disabled_until_it_is_wanted() {
        let none = Packages::kept(BTreeMap::new());
        let after = none.update(&BTreeSet::new(), at(1));
        assert_eq!(
            after.state(DatasourcePackage::EksAudit),
            IngestState::Disabled
        );

        let wanted = after.update(&set(&[DatasourcePackage::EksAudit]), at(2));
        let history = history(&wanted, DatasourcePackage::EksAudit);
        assert_eq!(history.state, IngestState::Started);
        assert_eq!(history.gaps().count(), 0);
    }

    #[test]
    fn the_time_between_stop_and_start_is_a_gap() {
        let package = DatasourcePackage::EksAudit;
        let stopped = Packages::started(at(1)).update(&BTreeSet::new(), at(5));
        assert_eq!(
            history(&stopped, package).gaps().collect::<Vec<_>>(),
            [Gap {
                from: at(5),
                to: None
            }]
        );

        let again = stopped.update(&set(&[package]), at(9));
        assert_eq!(
            history(&again, package).gaps().collect::<Vec<_>>(),
            [Gap {
                from: at(5),
                to: Some(at(9))
            }]
        );
    }

    #[test]
    fn a_member_sees_of_the_packages_what_happened_since_it_was_enabled() {
        let package = DatasourcePackage::EksAudit;
        let packages = Packages::started(at(10))
            .update(&BTreeSet::new(), at(20))
            .update(&set(&[package]), at(30));

        let of = |enabled| packages.seen_since(at(enabled))[&package].clone();
        let (started, stopped) = (IngestState::Started, IngestState::Stopped);
        assert_eq!(
            of(15),
            BTreeMap::from([(started, at(30)), (stopped, at(20))])
        );
        assert_eq!(of(25), BTreeMap::from([(started, at(30))]));
        assert_eq!(of(35), BTreeMap::from([(started, at(35))]));
    }

    proptest! {
        #[test]
        fn whatever_is_wanted_in_turn_the_last_wish_and_the_core_run(wishes in prop::collection::vec(prop::collection::btree_set(0_usize..3, 0..=3), 1..120)) {
            let mut packages = Packages::started(at(0));
            let mut wanted = BTreeSet::new();
            for (turn, wish) in (1..).zip(wishes) {
                wanted = wish.iter().map(|&at| DatasourcePackage::ALL[at]).collect();
                packages = packages.update(&wanted, at(turn));
            }
            for (package, history) in packages.iter() {
                let runs = wanted.contains(&package) || package == DatasourcePackage::DetectiveCore;
                prop_assert_eq!(history.state == IngestState::Started, runs);
                prop_assert!(history.ended_gaps.len() <= GAPS);
                let gaps: Vec<Gap> = history.gaps().collect();
                for pair in gaps.windows(2) {
                    prop_assert!(pair[0].to.is_some_and(|to| to <= pair[1].from));
                }
            }
        }

        #[test]
        fn the_same_wish_twice_changes_nothing(wish in prop::collection::btree_set(0_usize..3, 0..=3)) {
            let wanted: BTreeSet<_> = wish.iter().map(|&at| DatasourcePackage::ALL[at]).collect();
            let once = Packages::started(at(0)).update(&wanted, at(1));
            prop_assert_eq!(once.update(&wanted, at(2)), once);
        }
    }
}
