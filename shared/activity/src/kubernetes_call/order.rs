//! The order of rows, which readers skip by.

use std::cmp::Ordering;

use gumshoe_domain::{Day, Hour};

use super::{KubernetesAggregate, KubernetesCall, KubernetesCaller};
use crate::aggregate::order::ranks;
use crate::aggregate::origin::compare_origins;

impl KubernetesCall<'_> {
    /// The order in which segments hold rows. Only rows that differ in nothing but their tally are
    /// equal in it.
    pub fn order(&self, other: &KubernetesCall<'_>) -> Ordering {
        compare_callers(&self.caller, &other.caller)
            .then_with(|| self.hour.cmp(&other.hour))
            .then_with(|| self.request.cmp(&other.request))
            .then_with(|| compare_origins(&self.origin, &other.origin))
    }
}

impl KubernetesAggregate {
    /// Every row, in the order in which segments hold them: by account, cluster, subject, hour, and
    /// then by what else tells two rows apart. Two aggregates of the same calls give the same rows in
    /// the same order, however the calls were added.
    pub fn sorted(&self) -> impl Iterator<Item = KubernetesCall<'_>> {
        self.sorted_where(|_| true)
    }

    /// The rows of one UTC day, in the order of [`Self::sorted`].
    pub fn sorted_of_day(&self, day: Day) -> impl Iterator<Item = KubernetesCall<'_>> {
        self.sorted_where(move |hour| hour.day() == day)
    }

    fn sorted_where(
        &self,
        wanted: impl Fn(Hour) -> bool,
    ) -> impl Iterator<Item = KubernetesCall<'_>> {
        let callers = ranks(
            &self.callers.parts,
            |it| it.resolve(&self.texts),
            compare_callers,
        );
        let origins = ranks(
            &self.origins.parts,
            |it| it.resolve(&self.texts),
            compare_origins,
        );
        let requests = ranks(&self.requests.parts, |it| it.resolve(&self.texts), Ord::cmp);
        let mut order: Vec<(u32, i32, u32, u32, u32)> = (0_u32..)
            .zip(&self.keys)
            .filter(|(_, key)| wanted(key.hour))
            .map(|(at, key)| {
                (
                    callers[key.caller as usize],
                    key.hour.index(),
                    requests[key.request as usize],
                    origins[key.origin as usize],
                    at,
                )
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(.., at)| self.call(at as usize))
    }
}

fn compare_callers(a: &KubernetesCaller<'_>, b: &KubernetesCaller<'_>) -> Ordering {
    // The first three are what readers skip by; see `docs/data-format.md`.
    (a.account, a.cluster_id, a.subject_id)
        .cmp(&(b.account, b.cluster_id, b.subject_id))
        .then_with(|| {
            (a.subject_kind, a.impersonated_id, a.principal_type).cmp(&(
                b.subject_kind,
                b.impersonated_id,
                b.principal_type,
            ))
        })
        .then_with(|| {
            (a.principal_id, a.principal_arn, a.caller_arn).cmp(&(
                b.principal_id,
                b.principal_arn,
                b.caller_arn,
            ))
        })
        .then_with(|| (a.session_id, a.access_key_id).cmp(&(b.session_id, b.access_key_id)))
}
