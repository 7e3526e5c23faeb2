//! The registry of entities: what exists in a graph, under which names, since when.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gumshoe_domain::Timestamp;

use crate::call::Call;
use crate::entity::{Entity, EntityType};
use crate::flow::Flow;
use crate::kubernetes_call::KubernetesCall;
use crate::relation::{Party, Relation, RelationType};

/// What the registry knows of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecord {
    /// Short name of a user or a role, else absent.
    pub name: Option<String>,
    /// ARN of a user or a role, of a role's session, of a bucket; else absent.
    pub arn: Option<String>,
    /// The account it belongs to, where that is known; absent for addresses, user agents and buckets.
    pub account: Option<String>,
    /// Its first activity.
    pub first_seen: Timestamp,
    /// Its last activity.
    pub last_seen: Timestamp,
}

impl EntityRecord {
    fn absorb(&mut self, seen: &Sighting<'_>) {
        self.first_seen = self.first_seen.min(seen.first_seen);
        self.last_seen = self.last_seen.max(seen.last_seen);
        keep_greater(&mut self.name, seen.name);
        keep_greater(&mut self.arn, seen.arn.as_deref());
        keep_greater(&mut self.account, seen.account);
    }
}

/// Keeps the greater of two texts. Of names that one entity had, everybody tells the same one, in whatever order rows are read.
pub fn keep_greater(known: &mut Option<String>, seen: Option<&str>) {
    if known.as_deref() < seen {
        *known = seen.map(str::to_owned);
    }
}

impl<'a> Sighting<'a> {
    /// What a record tells.
    pub fn of(entity: &'a Entity, record: &'a EntityRecord) -> Self {
        Self {
            kind: entity.kind,
            id: &entity.id,
            name: record.name.as_deref(),
            arn: record.arn.as_deref().map(Cow::Borrowed),
            account: record.account.as_deref(),
            first_seen: record.first_seen,
            last_seen: record.last_seen,
        }
    }

    /// As a record that is kept.
    pub fn record(&self) -> EntityRecord {
        EntityRecord {
            name: self.name.map(str::to_owned),
            arn: self.arn.as_deref().map(str::to_owned),
            account: self.account.map(str::to_owned),
            first_seen: self.first_seen,
            last_seen: self.last_seen,
        }
    }
}

/// An entity as one row tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting<'a> {
    /// Its kind.
    pub kind: EntityType,
    /// Its identifier within the kind.
    pub id: &'a str,
    /// Its short name, where the row tells.
    pub name: Option<&'a str>,
    /// Its ARN, where the row tells or it follows from the identifier.
    pub arn: Option<Cow<'a, str>>,
    /// The account it belongs to, where the row tells.
    pub account: Option<&'a str>,
    /// The row's first event.
    pub first_seen: Timestamp,
    /// The row's last event.
    pub last_seen: Timestamp,
}

/// Entities in the order of their kind and id. Merging is associative and commutative.
#[derive(Debug, Clone, Default)]
pub struct EntityTable {
    entities: BTreeMap<Entity, EntityRecord>,
    /// The key that was looked up last: most rows tell of entities that are known, and its text is
    /// memory for the next.
    probe: Option<Entity>,
}

impl PartialEq for EntityTable {
    fn eq(&self, other: &Self) -> bool {
        self.entities == other.entities
    }
}

impl Eq for EntityTable {}

impl EntityTable {
    /// Adds the entities that `call` concerns.
    pub fn add_call(&mut self, call: &Call<'_>) {
        for (kind, id) in call.entities() {
            self.see(&sighting(call, kind, id));
        }
    }

    /// Adds the entities that `call` concerns.
    pub fn add_kubernetes_call(&mut self, call: &KubernetesCall<'_>) {
        for (kind, id) in call.entities() {
            self.see(&call.sighting(kind, id));
        }
    }

    /// Adds the entities that `flow` concerns. The peers of a tail are not known one by one.
    pub fn add_flow(&mut self, flow: &Flow<'_>) {
        for (kind, id) in flow.entities() {
            let is_instance = kind == EntityType::Ec2Instance;
            self.see(&Sighting {
                kind,
                id,
                name: None,
                arn: None,
                account: is_instance.then_some(flow.interface.account),
                first_seen: flow.traffic.first_seen,
                last_seen: flow.traffic.last_seen,
            });
        }
    }

    /// Adds both entities of a relation.
    pub fn add_relation(&mut self, relation: &Relation<'_>) {
        let home = relation.from_account.or(Some(relation.account));
        self.see(&related(relation, relation.from, relation.from_arn, home));
        let made_here = match relation.relation {
            RelationType::Created | RelationType::Deleted => Some(relation.account),
            RelationType::Assumed
            | RelationType::StartedSession
            | RelationType::HasSession
            | RelationType::AttachedInterface
            | RelationType::AssociatedInstanceProfile
            | RelationType::AssignedAddress
            | RelationType::RunsImage
            | RelationType::RunsIn
            | RelationType::RunsAs
            | RelationType::AuthenticatedAs
            | RelationType::UsedAddress
            | RelationType::UsedUserAgent
            | RelationType::CalledApiOn
            | RelationType::CommunicatedWith => None,
        };
        self.see(&related(relation, relation.to, relation.to_arn, made_here));
    }

    /// Adds an entity as a row tells of it. Where two rows disagree, the greater text stays, whichever
    /// came first.
    pub fn see(&mut self, seen: &Sighting<'_>) {
        let probe = self.probe.get_or_insert_with(|| Entity {
            kind: seen.kind,
            id: String::new(),
        });
        probe.kind = seen.kind;
        probe.id.clear();
        probe.id.push_str(seen.id);
        match self.entities.get_mut(probe) {
            Some(known) => known.absorb(seen),
            None => {
                self.entities.insert(probe.clone(), seen.record());
            }
        }
    }

    /// Adds one entity. Where two records disagree, the greater text stays, whichever came first.
    pub fn add(&mut self, entity: &Entity, record: &EntityRecord) {
        self.see(&Sighting::of(entity, record));
    }

    /// Every entity with what is known of it, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Entity, &EntityRecord)> {
        self.entities.iter()
    }

    /// What is known of one entity.
    pub fn get(&self, entity: &Entity) -> Option<&EntityRecord> {
        self.entities.get(entity)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }
}

/// What this call tells of an entity that it concerns.
fn sighting<'a>(call: &Call<'a>, kind: EntityType, id: &'a str) -> Sighting<'a> {
    let caller = &call.caller;
    let (name, arn, account) = match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => (
            caller.principal_name,
            caller.principal_arn.map(Cow::Borrowed),
            owner(caller.principal_arn).or(Some(caller.account)),
        ),
        EntityType::AwsRoleSession => {
            let session = caller.session_id.and_then(|it| it.split_once(':'));
            (
                session.map(|(_, name)| name),
                caller.caller_arn.map(Cow::Borrowed),
                owner(caller.caller_arn).or(Some(caller.account)),
            )
        }
        EntityType::S3Bucket => (None, Some(Cow::Owned(format!("arn:aws:s3:::{id}"))), None),
        EntityType::Ec2Instance => (None, None, Some(call.caller.account)),
        // Calls concern none of the last four.
        EntityType::AwsAccount
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => (None, None, None),
    };
    Sighting {
        kind,
        id,
        name,
        arn,
        account,
        first_seen: call.first_seen,
        last_seen: call.last_seen,
    }
}

/// What a relation tells of one of its entities, whose account is `account` unless its ARN says so.
fn related<'a>(
    relation: &Relation<'a>,
    party: Party<'a>,
    arn: Option<&'a str>,
    account: Option<&'a str>,
) -> Sighting<'a> {
    let id = party.id;
    let own = owner(arn).or(account);
    let after = |mark: char| {
        arn.and_then(|it| it.rsplit_once(mark))
            .map(|(_, name)| name)
    };
    let (name, arn, account) = match party.kind {
        EntityType::AwsUser | EntityType::AwsRole => (after('/'), arn.map(Cow::Borrowed), own),
        EntityType::AwsRoleSession => {
            let name = id.split_once(':').map(|(_, name)| name);
            (name, arn.map(Cow::Borrowed), own)
        }
        EntityType::FederatedUser => (None, arn.map(Cow::Borrowed), own),
        EntityType::Ec2Instance => (None, None, own),
        EntityType::S3Bucket => (None, Some(Cow::Owned(format!("arn:aws:s3:::{id}"))), None),
        EntityType::ContainerCluster | EntityType::KubernetesSubject => {
            let name = id.split_once('~').map(|(name, _)| name);
            (name, None, Some(relation.account))
        }
        EntityType::ContainerPod => (None, None, Some(relation.account)),
        EntityType::AwsAccount
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::ContainerImage => (None, None, None),
    };
    Sighting {
        kind: party.kind,
        id,
        name,
        arn,
        account,
        first_seen: relation.first_seen,
        last_seen: relation.last_seen,
    }
}

/// The account in an ARN.
fn owner(arn: Option<&str>) -> Option<&str> {
    arn?.split(':').nth(4).filter(|account| account.len() == 12)
}
