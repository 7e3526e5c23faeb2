//! The rules by which one audit event becomes a row, or does not.
//!
//! `docs/semantics.md` states them for users.

use std::collections::HashMap;
use std::net::IpAddr;

use gumshoe_activity::{KubernetesCall, KubernetesRequest, Origin, Place, SubjectKind};
use gumshoe_domain::{AccountId, Timestamp};

use super::batch::Staging;
use super::event::Event;
use super::parties::{Cluster, Parties};
use super::relations;
use crate::cluster_name::ClusterName;
use crate::geolocate::Geolocator;
use crate::lenient::Text;
use crate::staging::Full;
use crate::tally::{LeftOut, Notice, RecordRejected};

/// Requests that the API server takes for long-running, beside those that watch: Kubernetes'
/// `kube-apiserver`, `DefaultLongRunningFunc`.
const SESSIONS: &[&str] = &["attach", "exec", "log", "portforward", "proxy"];

/// Whose events are being read, as far as their delivery or the object's key says.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    pub(super) account: Option<AccountId>,
    pub(super) cluster: Option<ClusterName>,
    /// The delivery names another account than the key.
    pub(super) is_of_another_account: bool,
}

/// The places of addresses, each looked up once for an object.
#[derive(Debug)]
pub(super) struct Places<'g> {
    geo: &'g Geolocator,
    known: HashMap<IpAddr, Place<'g>>,
}

impl<'g> Places<'g> {
    /// Addresses that are remembered. Beyond them memory is worth more than time.
    const MOST: usize = 10_000;

    pub(super) fn new(geo: &'g Geolocator) -> Self {
        Self {
            geo,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, address: IpAddr) -> Place<'g> {
        if let Some(place) = self.known.get(&address) {
            return *place;
        }
        let place = self.geo.place(address);
        if self.known.len() < Self::MOST {
            self.known.insert(address, place);
        }
        place
    }
}

/// The parts of an event without which it is no call.
struct Required<'a> {
    time: Timestamp,
    verb: &'a str,
    account: AccountId,
    cluster: &'a ClusterName,
}

/// Stages one event, or counts why not.
///
/// # Errors
/// When the object needs more memory than it may have.
pub(super) fn stage(
    event: &Event<'_>,
    source: &Source,
    places: &mut Places<'_>,
    staging: &mut Staging<'_>,
) -> Result<(), Full> {
    let required = match event.required(source) {
        Ok(Some(required)) => required,
        Ok(None) => {
            staging.tally.left_out.add(LeftOut::OtherStage);
            return Ok(());
        }
        Err(reason) => {
            staging.tally.rejected.add(reason);
            return Ok(());
        }
    };
    if !staging.is_new((required.cluster, required.account, event.likeness())) {
        return Ok(());
    }
    if source.is_of_another_account {
        staging.tally.notices.add(Notice::AccountMismatch);
    }
    event.stage(&required, places, staging)
}

impl<'de> Event<'de> {
    /// Whether anything says that this is an audit event.
    pub(super) fn is_audit_event(&self) -> bool {
        self.audit_id.get().is_some() || self.stage.get().is_some()
    }

    /// What every call has; nothing where another event counts the request.
    fn required<'a>(&'a self, source: &'a Source) -> Result<Option<Required<'a>>, RecordRejected> {
        if !self.is_audit_event() {
            return Err(RecordRejected::NotAnAuditEvent);
        }
        let stage = self.stage.get().ok_or(RecordRejected::MissingStage)?;
        if !self.counts(stage) {
            return Ok(None);
        }
        let time = [
            &self.stage_timestamp,
            &self.request_received_timestamp,
            &self.timestamp,
        ]
        .into_iter()
        .find_map(Text::get)
        .ok_or(RecordRejected::MissingEventTime)?;
        Ok(Some(Required {
            time: moment(time).ok_or(RecordRejected::InvalidEventTime)?,
            verb: self.verb.get().ok_or(RecordRejected::MissingVerb)?,
            account: source.account.ok_or(RecordRejected::NoAccount)?,
            cluster: source.cluster.as_ref().ok_or(RecordRejected::NoCluster)?,
        }))
    }

    /// Whether the event of this stage is the one that counts the request.
    ///
    /// The API server writes two events of a long-running request, when the response starts and when
    /// it ends. A session counts when it starts: it may last for days. A watch ends within the hour. A
    /// request that nobody was authenticated for has the one event at the start of the response alone.
    /// (Kubernetes' `apiserver`, filters `WithAudit` and `WithFailedAuthenticationAudit`.)
    fn counts(&self, stage: &str) -> bool {
        let is_session = self.verb.get() == Some("proxy")
            || self
                .object
                .subresource
                .get()
                .is_some_and(|it| SESSIONS.contains(&it));
        let is_watch = self.verb.get() == Some("watch");
        let is_session = is_session && !is_watch;
        let is_refused = self.status_code == Some(401) && self.user.username.get().is_none();
        match stage {
            "Panic" => true,
            "ResponseComplete" => !is_session,
            "ResponseStarted" => is_session || is_refused,
            _ => false,
        }
    }

    /// What tells two events apart, but not two copies of one. The id alone does not: clients may
    /// choose it.
    fn likeness(&self) -> [Option<&str>; 9] {
        [
            self.audit_id.get(),
            self.stage.get(),
            self.stage_timestamp.get(),
            self.request_received_timestamp.get(),
            self.timestamp.get(),
            self.verb.get(),
            self.request_uri.get(),
            self.user.username.get(),
            self.source_ip.get(),
        ]
    }

    fn stage(
        &self,
        required: &Required<'_>,
        places: &mut Places<'_>,
        staging: &mut Staging<'_>,
    ) -> Result<(), Full> {
        let parties = Parties::new(
            &self.user,
            &self.impersonated,
            required.account,
            required.cluster,
        );
        let pod = self.pod_id(&parties.cluster);
        let ip: Option<IpAddr> = self.source_ip.get().and_then(|it| it.parse().ok());
        // An IPv4 address is read in its one form only; an IPv6 address may be written in several.
        let canonical = ip.filter(IpAddr::is_ipv6).map(|it| it.to_string());
        let call = KubernetesCall {
            hour: required.time.hour(),
            caller: parties.caller(),
            origin: Origin {
                address: canonical.as_deref().or(self.source_ip.get()),
                is_ip: ip.is_some(),
                user_agent: self.user_agent.get(),
                place: ip.map_or_else(Place::default, |it| places.of(it)),
            },
            request: self.request(required, pod.as_deref()),
            calls: 1,
            first_seen: required.time,
            last_seen: required.time,
        };
        if self.is_cut() {
            staging.tally.notices.add(Notice::TruncatedField);
        }
        self.name_pods(&parties.cluster, pod.as_deref(), staging);
        let relations = staging.push(required.account, &call)?;
        relations::relate(self, &parties.cluster, &call, relations);
        Ok(())
    }

    fn request<'a>(
        &'a self,
        required: &Required<'a>,
        pod: Option<&'a str>,
    ) -> KubernetesRequest<'a> {
        let object = &self.object;
        KubernetesRequest {
            verb: required.verb,
            // What follows the path is seldom twice the same: versions, time limits, tokens of pages.
            uri: self.request_uri.get().and_then(|it| it.split('?').next()),
            api_group: object.api_group.get(),
            resource: object.resource.get(),
            subresource: object.subresource.get(),
            namespace: object.namespace.get(),
            name: object.name.get(),
            pod_id: pod,
            status: self.status_code.and_then(|it| it.try_into().ok()),
        }
    }

    /// Whether something that counts was cut.
    fn is_cut(&self) -> bool {
        let path_is_cut =
            self.request_uri.is_cut() && self.request_uri.get().is_some_and(|it| !it.contains('?'));
        let object = &self.object;
        path_is_cut
            || [
                &self.verb,
                &self.user.username,
                &self.impersonated.username,
                &self.user_agent,
                &object.resource,
                &object.namespace,
                &object.name,
                &object.uid,
                &self.user.extra.arn,
                &self.user.extra.canonical_arn,
                &self.user.extra.session_name,
            ]
            .into_iter()
            .any(Text::is_cut)
    }

    /// Whether the request is about pods.
    fn is_about_pods(&self) -> bool {
        self.object.resource.get() == Some("pods") && self.object.api_group.get().is_none()
    }

    /// The pod that the request is about, where the event has its uid.
    fn pod_id(&self, cluster: &Cluster<'_>) -> Option<String> {
        if !self.is_about_pods() {
            return None;
        }
        let uid = self.object.uid.get();
        let uid = uid
            .or_else(|| self.pod_in_response()?.uid.get())
            .or_else(|| self.request_object.metadata.uid.get());
        uid.map(|it| cluster.pod(it))
    }

    /// The `metadata` of the response, unless the subresource has objects of its own.
    pub(super) fn pod_in_response(&self) -> Option<&super::pod::Metadata<'de>> {
        let is_pod = matches!(
            self.object.subresource.get(),
            None | Some("status" | "ephemeralcontainers" | "resize")
        );
        is_pod.then_some(&self.response_object.metadata)
    }

    /// Notes the names of the pods whose uid the event has: the one it is about, and the one that
    /// called.
    fn name_pods(&self, cluster: &Cluster<'_>, pod: Option<&str>, staging: &mut Staging<'_>) {
        let response = &self.response_object.metadata;
        let namespace = self.object.namespace.get().or(response.namespace.get());
        let name = self.object.name.get().or(response.name.get());
        if let Some(((namespace, name), id)) = namespace.zip(name).zip(pod) {
            staging.name_pod(cluster.pod_name(namespace, name), id);
        }
        let caller = &self.user.extra;
        let namespace = self
            .user
            .username
            .get()
            .and_then(|it| it.strip_prefix(SubjectKind::SERVICE_ACCOUNT_PREFIX))
            .and_then(|it| it.split(':').next());
        let calling = caller.pod_name.get().zip(caller.pod_uid.get());
        if let Some((namespace, (name, uid))) = namespace.zip(calling) {
            staging.name_pod(cluster.pod_name(namespace, name), &cluster.pod(uid));
        }
    }
}

/// The moment that a text names. One without a time zone is in UTC: so some pipelines rewrite times.
fn moment(text: &str) -> Option<Timestamp> {
    text.parse()
        .ok()
        .or_else(|| format!("{text}Z").parse().ok())
}
