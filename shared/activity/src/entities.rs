//! The registry of entities: what exists in a graph, under which names, since when.

use std::collections::BTreeMap;

use gumshoe_domain::Timestamp;

use crate::call::Call;
use crate::entity::{Entity, EntityType};

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

/// Entities in the order of their kind and id. Merging is associative and commutative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityTable(BTreeMap<Entity, EntityRecord>);

impl EntityTable {
    /// Adds the entities that `call` concerns.
    pub fn add_call(&mut self, call: &Call<'_>) {
        for (kind, id) in call.entities() {
            let (name, arn, account) = description(call, kind, id);
            self.add(
                Entity {
                    kind,
                    id: id.to_owned(),
                },
                EntityRecord {
                    name: name.map(str::to_owned),
                    arn,
                    account: account.map(str::to_owned),
                    first_seen: call.first_seen,
                    last_seen: call.last_seen,
                },
            );
        }
    }

    /// Adds one entity. Where two records disagree, the greater text stays, whichever came first.
    pub fn add(&mut self, entity: Entity, record: EntityRecord) {
        match self.0.entry(entity) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                vacant.insert(record);
            }
            std::collections::btree_map::Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                known.first_seen = known.first_seen.min(record.first_seen);
                known.last_seen = known.last_seen.max(record.last_seen);
                known.name = known.name.take().max(record.name);
                known.arn = known.arn.take().max(record.arn);
                known.account = known.account.take().max(record.account);
            }
        }
    }

    /// Every entity with what is known of it, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Entity, &EntityRecord)> {
        self.0.iter()
    }

    /// What is known of one entity.
    pub fn get(&self, entity: &Entity) -> Option<&EntityRecord> {
        self.0.get(entity)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Name, ARN and account of an entity, as far as this call tells.
fn description<'a>(
    call: &Call<'a>,
    kind: EntityType,
    id: &str,
) -> (Option<&'a str>, Option<String>, Option<&'a str>) {
    let caller = &call.caller;
    match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => (
            caller.principal_name,
            caller.principal_arn.map(str::to_owned),
            owner(caller.principal_arn).or(Some(caller.account)),
        ),
        EntityType::AwsRoleSession => {
            let name = caller
                .session_id
                .and_then(|it| it.split_once(':'))
                .map(|(_, name)| name);
            (
                name,
                caller.caller_arn.map(str::to_owned),
                owner(caller.caller_arn).or(Some(caller.account)),
            )
        }
        EntityType::S3Bucket => (None, Some(format!("arn:aws:s3:::{id}")), None),
        EntityType::AwsAccount | EntityType::IpAddress | EntityType::UserAgent => {
            (None, None, None)
        }
    }
}

/// The account in an ARN.
fn owner(arn: Option<&str>) -> Option<&str> {
    arn?.split(':').nth(4).filter(|account| account.len() == 12)
}
