//! All that is known of a principal when its indicators are looked for.

use gumshoe_activity::{Finding, FindingGroup};
use gumshoe_analytics::attack::{InvalidTable, Table};
use gumshoe_analytics::travel::{InvalidNetworks, Networks};
use gumshoe_domain::investigation::State;
use gumshoe_domain::{GraphId, Investigation, Timestamp};
use gumshoe_segments::SegmentError;
use gumshoe_store::{Access, Manifest, Store, StoreError};

use crate::activity::{ActivityError, PrincipalActivity, Trait};
use crate::indicators::Calls;
use crate::principal;
use crate::threats::Threats;

/// The case of a principal.
#[derive(Debug)]
pub(crate) struct Case {
    /// What it did, and did before.
    pub(crate) activity: PrincipalActivity,
    /// Which call may be which technique.
    pub(crate) table: &'static Table,
    /// Whose addresses tell nothing of where their users are.
    pub(crate) networks: &'static Networks,
    /// Addresses that are known for harm.
    pub(crate) threats: Threats,
    /// Findings about the principal in the scope, but archived ones.
    pub(crate) findings: Vec<Finding>,
    /// Groups of findings that involve the principal, of which something was observed in the scope.
    pub(crate) groups: Vec<FindingGroup>,
}

/// Why a case cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CaseError {
    #[error("the principal cannot be looked up")]
    Principal(#[source] SegmentError),
    #[error("the activity cannot be read")]
    Activity(#[from] ActivityError),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("techniques cannot be told")]
    Table(#[from] InvalidTable),
    #[error("networks cannot be told")]
    Networks(#[from] InvalidNetworks),
}

impl Case {
    /// What `investigation` of a graph looks at, at `now`.
    pub(crate) async fn read(
        store: &Store,
        graph: GraphId,
        investigation: &Investigation,
        now: Timestamp,
    ) -> Result<Self, CaseError> {
        let (who, scope) = (&investigation.principal, investigation.scope);
        let table = Table::get().map_err(Clone::clone)?;
        let manifest = Manifest::new(store, graph);
        let principals = principal::entities(&manifest, who)
            .await
            .map_err(CaseError::Principal)?;
        let (mut findings, mut groups) = (Vec::new(), Vec::new());
        for principal in &principals {
            let kept = store.findings_of(graph, principal, now).await?;
            let in_scope = kept.into_iter().filter(|it| {
                let finding = &it.finding;
                let is_within =
                    finding.first_seen < scope.end() && scope.start() <= finding.last_seen;
                is_within && it.state() == State::Active
            });
            findings.extend(in_scope.map(|it| it.finding));
            let scope = (scope.start(), scope.end());
            groups.extend(
                store
                    .finding_groups_of(graph, principal, scope, now)
                    .await?,
            );
        }
        let account = who.account();
        Ok(Self {
            activity: PrincipalActivity::read(&manifest, &principals, account, scope, table)
                .await?,
            table,
            networks: Networks::get().map_err(Clone::clone)?,
            threats: Threats::read(store.segments(Access::ReadSegments)?).await?,
            findings,
            groups,
        })
    }

    /// The calls of the scope that have this value of a trait.
    pub(crate) fn calls_with(&self, of: Trait, value: &str) -> Calls {
        let mut calls = Calls::default();
        for call in self.activity.scope.calls() {
            if of.of(&call).is_some_and(|it| it == value) {
                calls.add(&call);
            }
        }
        calls
    }
}

#[cfg(test)]
impl Case {
    /// The case of who did this.
    pub(crate) fn of(activity: PrincipalActivity) -> Self {
        Self {
            activity,
            table: Table::get().unwrap(),
            networks: Networks::get().unwrap(),
            threats: Threats::default(),
            findings: Vec::new(),
            groups: Vec::new(),
        }
    }
}
