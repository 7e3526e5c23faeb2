//! Calls to Kubernetes, from the audit logs of EKS clusters.

use std::borrow::Cow;

use gumshoe_activity::{Entity, KubernetesCall, KubernetesDimension, KubernetesOutcome};
use gumshoe_domain::ScopeTime;
use gumshoe_segments::{Filter, KubernetesColumn, SegmentError};
use gumshoe_store::Manifest;

use super::{Activity, MOST_MEASURES, named};
use crate::attachments::Attachments;

impl Activity for KubernetesColumn {
    type Dimension = KubernetesDimension;

    const MEASURES: &'static [&'static str] = &[
        "SuccessCount",
        "UnauthorizedCount",
        "ForbiddenCount",
        "FailureCount",
    ];

    const TOTALLED: usize = 4;

    const TOLD_APART: &'static [KubernetesDimension] =
        &[KubernetesDimension::Verb, KubernetesDimension::Namespace];

    const UNIT: &'static str = "calls";

    const MEASURED: &'static [Self] = &[Self::Status, Self::Calls, Self::FirstSeen, Self::LastSeen];

    fn value<'a>(
        call: &Self::Row<'a>,
        dimension: KubernetesDimension,
        _from: &Entity,
    ) -> Option<Cow<'a, str>> {
        dimension.of(call)
    }

    fn columns_of(dimension: KubernetesDimension) -> &'static [Self] {
        match dimension {
            KubernetesDimension::Subject => &[Self::SubjectId],
            KubernetesDimension::IpAddress => &[Self::SourceAddress],
            KubernetesDimension::Verb => &[Self::Verb],
            KubernetesDimension::RequestUri => &[Self::RequestUri],
            KubernetesDimension::Namespace => &[Self::Namespace],
            KubernetesDimension::UserAgent => &[Self::UserAgent],
            KubernetesDimension::ResponseStatus => &[Self::Status],
        }
    }

    fn measures(call: &KubernetesCall<'_>) -> [u64; MOST_MEASURES] {
        let mut sums = [0; MOST_MEASURES];
        let at = match call.outcome() {
            KubernetesOutcome::Success => 0,
            KubernetesOutcome::Unauthorized => 1,
            KubernetesOutcome::Forbidden => 2,
            KubernetesOutcome::Failure => 3,
        };
        sums[at] = call.calls;
        sums
    }

    const ATTRIBUTED: &'static [Self] = &[];

    async fn attachments(
        _manifest: &Manifest<'_>,
        _scope: ScopeTime,
        _entity: &Entity,
        _about: &[KubernetesDimension],
    ) -> Result<Attachments, SegmentError> {
        Ok(Attachments::default())
    }

    fn rows(entity: &Entity, _attachments: &Attachments) -> Filter {
        named(entity)
    }

    fn attributed<'s, 'r: 's>(
        call: &KubernetesCall<'r>,
        _entity: &Entity,
        _attachments: &'s Attachments,
    ) -> Option<KubernetesCall<'s>> {
        Some(*call)
    }
}
