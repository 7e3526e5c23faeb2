//! What events tell of how entities belong together.

use std::collections::BTreeSet;
use std::net::IpAddr;

use gumshoe_activity::{
    EntityType, KubernetesCall, KubernetesOutcome, Party, Relation, RelationAggregate,
    RelationType, SubjectKind,
};

use super::event::Event;
use super::image;
use super::parties::Cluster;
use super::pod::{Part, PodObject};
use crate::lenient::{Text, cut};

/// Adds what an event tells of how entities belong together.
pub(super) fn relate(
    event: &Event<'_>,
    cluster: &Cluster<'_>,
    call: &KubernetesCall<'_>,
    relations: &mut RelationAggregate,
) {
    authenticated(call, relations);
    let Some(pod) = call.request.pod_id else {
        return;
    };
    let pod = party(EntityType::ContainerPod, pod);
    if call.outcome() != KubernetesOutcome::Success || event.pod_in_response().is_none() {
        return;
    }
    match (call.request.verb, call.request.subresource) {
        ("create", None) => done_to(call, RelationType::Created, pod, relations),
        ("delete", None) => done_to(call, RelationType::Deleted, pod, relations),
        _ => {}
    }
    if matches!(call.request.verb, "create" | "update" | "patch") {
        Told { event, call, pod }.relate(cluster, relations);
    }
}

/// The Kubernetes subject that an IAM principal is.
fn authenticated(call: &KubernetesCall<'_>, relations: &mut RelationAggregate) {
    let caller = &call.caller;
    let Some(subject) = caller.subject_id else {
        return;
    };
    let subject = party(EntityType::KubernetesSubject, subject);
    let principal = caller.principal_type.zip(caller.principal_id);
    let principal = principal.map(|(kind, id)| (party(kind, id), caller.principal_arn));
    let session = caller.session_id.map(|id| {
        let session = party(EntityType::AwsRoleSession, id);
        (session, caller.caller_arn)
    });
    for (from, arn) in principal.into_iter().chain(session) {
        let shown = shown(call, from, RelationType::AuthenticatedAs, subject);
        relations.add(&Relation {
            from_arn: arn,
            ..shown
        });
    }
}

/// What the subject of a call did to a pod.
fn done_to(
    call: &KubernetesCall<'_>,
    relation: RelationType,
    pod: Party<'_>,
    relations: &mut RelationAggregate,
) {
    if let Some(subject) = call.caller.subject_id {
        let subject = party(EntityType::KubernetesSubject, subject);
        relations.add(&shown(call, subject, relation, pod));
    }
}

/// An event that tells of a pod.
struct Told<'a> {
    event: &'a Event<'a>,
    call: &'a KubernetesCall<'a>,
    pod: Party<'a>,
}

impl Told<'_> {
    fn relate(&self, cluster: &Cluster<'_>, relations: &mut RelationAggregate) {
        let (call, pod) = (self.call, self.pod);
        let of = party(EntityType::ContainerCluster, call.caller.cluster_id);
        relations.add(&Relation {
            detail: self.text(|it| &it.node),
            ..shown(call, pod, RelationType::RunsIn, of)
        });
        for image in &self.images() {
            let image = party(EntityType::ContainerImage, image);
            relations.add(&shown(call, pod, RelationType::RunsImage, image));
        }
        for address in &self.addresses() {
            let address = party(EntityType::IpAddress, address);
            relations.add(&shown(call, pod, RelationType::AssignedAddress, address));
        }
        if let Some(account) = self.service_account(cluster) {
            let account = party(EntityType::KubernetesSubject, &account);
            let settings = self.settings();
            relations.add(&Relation {
                detail: settings.as_deref(),
                ..shown(call, pod, RelationType::RunsAs, account)
            });
        }
    }

    /// The pod that was answered with, and the one that was asked for: the first knows more.
    fn objects(&self) -> impl Iterator<Item = &PodObject<'_>> {
        [&self.event.response_object, &self.event.request_object].into_iter()
    }

    fn parts(&self) -> impl Iterator<Item = &Part<'_>> {
        self.objects().flat_map(|it| [&it.spec, &it.status])
    }

    fn text<'s>(&'s self, of: impl Fn(&'s Part<'s>) -> &'s Text<'s>) -> Option<&'s str> {
        self.parts().find_map(|it| of(it).get())
    }

    /// The images, each once.
    fn images(&self) -> BTreeSet<String> {
        let images = self.objects().flat_map(PodObject::images);
        images
            .filter_map(image::identifier)
            .map(shortened)
            .collect()
    }

    /// The pod's own addresses, in canonical form: one that uses its node's network has none.
    fn addresses(&self) -> BTreeSet<String> {
        let canonical = |it: &Text<'_>| Some(it.get()?.parse::<IpAddr>().ok()?.to_string());
        let node: BTreeSet<String> = self
            .parts()
            .filter_map(|it| canonical(&it.host_address))
            .collect();
        let own = self.parts().flat_map(|it| &it.addresses);
        own.filter_map(canonical)
            .filter(|it| !node.contains(it))
            .collect()
    }

    /// The subject that the pod calls the API server as.
    fn service_account(&self, cluster: &Cluster<'_>) -> Option<String> {
        let account = self.text(|it| &it.service_account)?;
        let prefix = SubjectKind::SERVICE_ACCOUNT_PREFIX;
        let namespace = self.call.request.namespace?;
        Some(cluster.subject(&format!("{prefix}{namespace}:{account}")))
    }

    /// What takes away from the pod's isolation, separated by commas.
    fn settings(&self) -> Option<String> {
        let all = self.parts().flat_map(|it| &it.settings.0);
        let distinct: BTreeSet<&str> = all.map(String::as_str).collect();
        let text = distinct.into_iter().collect::<Vec<_>>().join(",");
        (!text.is_empty()).then(|| shortened(text))
    }
}

fn party(kind: EntityType, id: &str) -> Party<'_> {
    Party { kind, id }
}

/// That one call showed what an entity is to another.
fn shown<'a>(
    call: &KubernetesCall<'a>,
    from: Party<'a>,
    relation: RelationType,
    to: Party<'a>,
) -> Relation<'a> {
    Relation {
        hour: call.hour,
        account: call.caller.account,
        from,
        relation,
        to,
        from_account: None,
        from_arn: None,
        to_arn: None,
        detail: None,
        count: 1,
        first_seen: call.first_seen,
        last_seen: call.last_seen,
    }
}

fn shortened(mut text: String) -> String {
    if let Some(length) = cut(&text).map(str::len) {
        text.truncate(length);
    }
    text
}
