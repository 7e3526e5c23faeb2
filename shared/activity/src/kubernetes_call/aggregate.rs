//! Audit events added up to rows: each distinct call of an hour once, with its count.

use std::collections::BTreeSet;
use std::hash::BuildHasher;

use gumshoe_domain::{Day, Hour};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{KubernetesCall, KubernetesCaller, KubernetesRequest, SubjectKind};
use crate::aggregate::Tally;
use crate::aggregate::distinct::{Distinct, position};
use crate::aggregate::origin::OriginParts;
use crate::entity::EntityType;
use crate::texts::{TextId, Texts};

/// Rows of Kubernetes activity, unique by everything but their tally.
#[derive(Debug, Default)]
pub struct KubernetesAggregate {
    pub(super) texts: Texts,
    pub(super) callers: Distinct<CallerParts>,
    pub(super) origins: Distinct<OriginParts>,
    pub(super) requests: Distinct<RequestParts>,
    rows: HashTable<u32>,
    pub(super) keys: Vec<RowKey>,
    tallies: Vec<Tally>,
}

/// What a row is, by the places of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RowKey {
    pub(super) hour: Hour,
    pub(super) caller: u32,
    pub(super) origin: u32,
    pub(super) request: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CallerParts {
    account: TextId,
    cluster_id: TextId,
    subject_id: Option<TextId>,
    subject_kind: Option<SubjectKind>,
    impersonated_id: Option<TextId>,
    principal_type: Option<EntityType>,
    principal_id: Option<TextId>,
    principal_arn: Option<TextId>,
    caller_arn: Option<TextId>,
    session_id: Option<TextId>,
    access_key_id: Option<TextId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RequestParts {
    verb: TextId,
    uri: Option<TextId>,
    api_group: Option<TextId>,
    resource: Option<TextId>,
    subresource: Option<TextId>,
    namespace: Option<TextId>,
    name: Option<TextId>,
    pod_id: Option<TextId>,
    status: Option<u16>,
}

impl CallerParts {
    fn new(caller: &KubernetesCaller<'_>, texts: &mut Texts) -> Self {
        let mut text = |it: Option<&str>| it.map(|it| texts.intern(it));
        Self {
            subject_id: text(caller.subject_id),
            subject_kind: caller.subject_kind,
            impersonated_id: text(caller.impersonated_id),
            principal_type: caller.principal_type,
            principal_id: text(caller.principal_id),
            principal_arn: text(caller.principal_arn),
            caller_arn: text(caller.caller_arn),
            session_id: text(caller.session_id),
            access_key_id: text(caller.access_key_id),
            account: texts.intern(caller.account),
            cluster_id: texts.intern(caller.cluster_id),
        }
    }

    pub(super) fn resolve<'t>(&self, texts: &'t Texts) -> KubernetesCaller<'t> {
        let text = |it: Option<TextId>| it.map(|it| texts.get(it));
        KubernetesCaller {
            account: texts.get(self.account),
            cluster_id: texts.get(self.cluster_id),
            subject_id: text(self.subject_id),
            subject_kind: self.subject_kind,
            impersonated_id: text(self.impersonated_id),
            principal_type: self.principal_type,
            principal_id: text(self.principal_id),
            principal_arn: text(self.principal_arn),
            caller_arn: text(self.caller_arn),
            session_id: text(self.session_id),
            access_key_id: text(self.access_key_id),
        }
    }
}

impl RequestParts {
    fn new(request: &KubernetesRequest<'_>, texts: &mut Texts) -> Self {
        let mut text = |it: Option<&str>| it.map(|it| texts.intern(it));
        Self {
            uri: text(request.uri),
            api_group: text(request.api_group),
            resource: text(request.resource),
            subresource: text(request.subresource),
            namespace: text(request.namespace),
            name: text(request.name),
            pod_id: text(request.pod_id),
            status: request.status,
            verb: texts.intern(request.verb),
        }
    }

    pub(super) fn resolve<'t>(&self, texts: &'t Texts) -> KubernetesRequest<'t> {
        let text = |it: Option<TextId>| it.map(|it| texts.get(it));
        KubernetesRequest {
            verb: texts.get(self.verb),
            uri: text(self.uri),
            api_group: text(self.api_group),
            resource: text(self.resource),
            subresource: text(self.subresource),
            namespace: text(self.namespace),
            name: text(self.name),
            pod_id: text(self.pod_id),
            status: self.status,
        }
    }
}

impl KubernetesAggregate {
    /// Adds a whole row.
    pub fn add_call(&mut self, call: &KubernetesCall<'_>) {
        let caller = CallerParts::new(&call.caller, &mut self.texts);
        let origin = OriginParts::new(&call.origin, &mut self.texts);
        let request = RequestParts::new(&call.request, &mut self.texts);
        let key = RowKey {
            hour: call.hour,
            caller: self.callers.intern(caller),
            origin: self.origins.intern(origin),
            request: self.requests.intern(request),
        };
        let tally = Tally {
            calls: call.calls,
            first_seen: call.first_seen,
            last_seen: call.last_seen,
        };
        self.add(key, tally);
    }

    fn add(&mut self, key: RowKey, tally: Tally) {
        let hash = FxBuildHasher.hash_one(key);
        if let Some(&at) = self.rows.find(hash, |&at| self.keys[at as usize] == key) {
            self.tallies[at as usize].absorb(tally);
            return;
        }
        let at = position(self.keys.len());
        self.keys.push(key);
        self.tallies.push(tally);
        let keys = &self.keys;
        self.rows
            .insert_unique(hash, at, |&at| FxBuildHasher.hash_one(keys[at as usize]));
    }

    /// Adds every row of `other`.
    pub fn absorb(&mut self, other: &Self) {
        for call in other.calls() {
            self.add_call(&call);
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of memory held, about. What bounds a batch looks at this.
    pub fn memory(&self) -> usize {
        self.texts.memory()
            + self.keys.capacity() * (size_of::<RowKey>() + size_of::<Tally>())
            + self.rows.capacity() * 5
            + self.callers.memory()
            + self.origins.memory()
            + self.requests.memory()
    }

    /// The UTC days of the rows.
    pub fn days(&self) -> BTreeSet<Day> {
        self.keys.iter().map(|key| key.hour.day()).collect()
    }

    /// Every row, in no particular order.
    pub fn calls(&self) -> impl Iterator<Item = KubernetesCall<'_>> {
        (0..self.keys.len()).map(|at| self.call(at))
    }

    pub(super) fn call(&self, at: usize) -> KubernetesCall<'_> {
        let (key, tally) = (&self.keys[at], &self.tallies[at]);
        KubernetesCall {
            hour: key.hour,
            caller: self.callers.parts[key.caller as usize].resolve(&self.texts),
            origin: self.origins.parts[key.origin as usize].resolve(&self.texts),
            request: self.requests.parts[key.request as usize].resolve(&self.texts),
            calls: tally.calls,
            first_seen: tally.first_seen,
            last_seen: tally.last_seen,
        }
    }
}
