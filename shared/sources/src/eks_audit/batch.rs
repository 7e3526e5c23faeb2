//! The rows of several objects, and those of one until it is known whether it counts.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};

use gumshoe_activity::{KubernetesAggregate, KubernetesCall, RelationAggregate};
use gumshoe_domain::AccountId;

use crate::limits::Limits;
use crate::staging::Full;
use crate::tally::{AccountTally, Notice, ObjectTally};

/// Events after which memory is looked at again.
const EVENTS_BETWEEN_CHECKS: u32 = 512;

/// The rows of several objects by account, and which events they came from.
#[derive(Debug, Default)]
pub(crate) struct AuditRows {
    accounts: BTreeMap<AccountId, AccountAudits>,
    /// Hashes of the events counted, and of those staged. Clients choose the ids of their requests, so
    /// that nobody may be able to choose the hashes, too.
    seen: HashSet<u64>,
    hasher: RandomState,
}

/// What the audit logs of one account come to.
#[derive(Debug, Default)]
struct AccountAudits {
    calls: KubernetesAggregate,
    relations: RelationAggregate,
}

impl AuditRows {
    /// The accounts that have calls, with their calls, in order.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (AccountId, &KubernetesAggregate)> {
        self.accounts
            .iter()
            .map(|(account, it)| (*account, &it.calls))
    }

    /// The accounts that have calls, with what these tell of entities, in order.
    pub(crate) fn relations(&self) -> impl Iterator<Item = (AccountId, &RelationAggregate)> {
        let accounts = self.accounts.iter();
        accounts.map(|(account, it)| (*account, &it.relations))
    }

    /// Number of rows of all accounts.
    pub(crate) fn rows(&self) -> usize {
        self.accounts.values().map(|it| it.calls.len()).sum()
    }

    /// Bytes of memory that the rows and the hashes of their events hold, about.
    pub(crate) fn memory(&self) -> usize {
        let rows: usize = self.accounts.values().map(AccountAudits::memory).sum();
        rows + self.seen.capacity() * (size_of::<u64>() + 1)
    }
}

impl AccountAudits {
    fn memory(&self) -> usize {
        size_of::<Self>() + self.calls.memory() + self.relations.memory()
    }
}

/// The name of a pod: its cluster's identifier, its namespace and its own name.
pub(super) type PodName = (String, String, String);

/// One object on its way into a batch. What is staged counts when [`Staging::commit`] is called, and
/// never did exist when the staging is dropped without.
#[derive(Debug)]
pub(super) struct Staging<'b> {
    batch: &'b mut AuditRows,
    rows: BTreeMap<AccountId, AccountAudits>,
    parts: BTreeMap<AccountId, AccountTally>,
    /// Hashes that the object added to the batch's.
    fresh: Vec<u64>,
    /// The identifiers of the pods that the object names; nothing for a name that several pods had.
    pods: HashMap<PodName, Option<String>>,
    pod_texts: usize,
    /// What was read so far, without what [`Staging::commit`] works out.
    pub(super) tally: ObjectTally,
    until_check: u32,
    most_memory: usize,
}

impl<'b> Staging<'b> {
    /// Begins an object.
    pub(super) fn new(batch: &'b mut AuditRows, limits: &Limits) -> Self {
        Self {
            batch,
            rows: BTreeMap::new(),
            parts: BTreeMap::new(),
            fresh: Vec::new(),
            pods: HashMap::new(),
            pod_texts: 0,
            tally: ObjectTally::default(),
            until_check: EVENTS_BETWEEN_CHECKS,
            most_memory: limits.batch_bytes,
        }
    }

    /// Whether an event is new to the batch and to this object. It is not, the next time.
    pub(super) fn is_new(&mut self, event: impl Hash) -> bool {
        let hash = self.batch.hasher.hash_one(event);
        if self.batch.seen.insert(hash) {
            self.fresh.push(hash);
            return true;
        }
        self.tally.notices.add(Notice::DuplicateEventId);
        false
    }

    /// Stages one call.
    ///
    /// # Errors
    /// When the object needs more memory than it may have.
    pub(super) fn push(
        &mut self,
        account: AccountId,
        call: &KubernetesCall<'_>,
    ) -> Result<&mut RelationAggregate, Full> {
        self.until_check -= 1;
        if self.until_check == 0 {
            self.until_check = EVENTS_BETWEEN_CHECKS;
            self.check_memory()?;
        }
        let part = self.parts.entry(account).or_insert(AccountTally {
            records: 0,
            newest: call.last_seen,
        });
        part.records += call.calls;
        part.newest = part.newest.max(call.last_seen);
        let rows = self.rows.entry(account).or_default();
        rows.calls.add_call(call);
        Ok(&mut rows.relations)
    }

    /// Notes the identifier of a pod.
    pub(super) fn name_pod(&mut self, name: PodName, id: &str) {
        let length = name.0.len() + name.1.len() + name.2.len() + id.len();
        match self.pods.entry(name) {
            std::collections::hash_map::Entry::Vacant(vacant) => {
                self.pod_texts += length;
                vacant.insert(Some(id.to_owned()));
            }
            std::collections::hash_map::Entry::Occupied(mut known) => {
                if known.get().as_deref() != Some(id) {
                    known.insert(None);
                }
            }
        }
    }

    fn check_memory(&self) -> Result<(), Full> {
        let rows: usize = self.rows.values().map(AccountAudits::memory).sum();
        let pods = self.pod_texts + self.pods.capacity() * size_of::<(PodName, Option<String>)>();
        let memory = rows + pods + self.fresh.capacity() * 2 * size_of::<u64>();
        if memory > self.most_memory {
            return Err(Full);
        }
        Ok(())
    }

    /// Adds what is staged to the batch.
    ///
    /// # Errors
    /// When the object needs more memory than it may have; nothing is added then.
    pub(super) fn commit(mut self) -> Result<ObjectTally, Full> {
        self.check_memory()?;
        self.fresh.clear();
        for (account, staged) in std::mem::take(&mut self.rows) {
            let rows = self.batch.accounts.entry(account).or_default();
            for call in staged.calls.calls() {
                rows.calls.add_call(&with_pod(call, &self.pods));
            }
            rows.relations.absorb(&staged.relations);
        }
        let mut tally = std::mem::take(&mut self.tally);
        tally.accounts = std::mem::take(&mut self.parts);
        tally.records = tally.accounts.values().map(|it| it.records).sum();
        tally.newest = tally.accounts.values().map(|it| it.newest).max();
        Ok(tally)
    }
}

impl Drop for Staging<'_> {
    /// After a commit there is nothing left; else everything staged goes.
    fn drop(&mut self) {
        for hash in &self.fresh {
            self.batch.seen.remove(hash);
        }
    }
}

/// The call, with the pod that it was about where only the pod's name was known.
fn with_pod<'a>(
    mut call: KubernetesCall<'a>,
    pods: &'a HashMap<PodName, Option<String>>,
) -> KubernetesCall<'a> {
    let request = &call.request;
    let is_pod = request.resource == Some("pods") && request.api_group.is_none();
    if !is_pod || request.pod_id.is_some() {
        return call;
    }
    if let Some((namespace, name)) = request.namespace.zip(request.name) {
        let key = (
            call.caller.cluster_id.to_owned(),
            namespace.to_owned(),
            name.to_owned(),
        );
        call.request.pod_id = pods.get(&key).and_then(Option::as_deref);
    }
    call
}
