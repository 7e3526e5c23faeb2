//! What an entity is to others: the relations that are stored, and those that follow from its activity.

mod calls;

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join3;
use gumshoe_activity::entities::keep_greater;
use gumshoe_activity::flow::FlowDimension;
use gumshoe_activity::{Call, Entity, EntityType, Evidence, Flow, Party, Relation, RelationType};
use gumshoe_domain::{ScopeTime, Timestamp};
use gumshoe_segments::{Filter, NetworkColumn, RelationColumn, SegmentError, graph_rows};
use gumshoe_store::Manifest;

pub(crate) use self::calls::CALLS;
use self::calls::derived;
use crate::grouping::plus;
use crate::source::Activity;

/// Details of one relation that are answered, at most.
const MOST_DETAILS: usize = 100;

/// Which side of a relation the entity is that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// It is, did or has something.
    Outgoing,
    /// Something is, did or has it.
    Incoming,
}

impl Direction {
    /// Both, by their names on the wire.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("OUTGOING", Self::Outgoing), ("INCOMING", Self::Incoming)];

    /// The name on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Outgoing => "OUTGOING",
            Self::Incoming => "INCOMING",
        }
    }
}

/// A relation of the entity that was asked for to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tie {
    pub(crate) relation: RelationType,
    pub(crate) direction: Direction,
    pub(crate) other: Entity,
}

/// What is known of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// Stored records, by the account whose log has them: of a call across accounts both have one.
    stored: BTreeMap<String, u64>,
    derived: u64,
    /// Bytes exchanged, both ways.
    pub(crate) bytes: u64,
    pub(crate) first_seen: Timestamp,
    pub(crate) last_seen: Timestamp,
    /// ARN and account of the other entity.
    pub(crate) arn: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) details: BTreeSet<String>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            stored: BTreeMap::new(),
            derived: 0,
            bytes: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
            arn: None,
            account: None,
            details: BTreeSet::new(),
        }
    }
}

impl Known {
    /// Number of records that showed it. What both accounts of a call recorded happened once.
    pub(crate) fn count(&self) -> u64 {
        let stored = self.stored.values().copied().max().unwrap_or_default();
        stored.saturating_add(self.derived)
    }

    fn see(&mut self, first_seen: Timestamp, last_seen: Timestamp, arn: Option<&str>) {
        self.first_seen = self.first_seen.min(first_seen);
        self.last_seen = self.last_seen.max(last_seen);
        keep_greater(&mut self.arn, arn);
        let account = arn.and_then(|it| it.split(':').nth(4));
        keep_greater(&mut self.account, account.filter(|it| it.len() == 12));
    }

    /// Keeps the least details, in whatever order they come.
    fn tell(&mut self, detail: String) {
        if self.details.insert(detail) && self.details.len() > MOST_DETAILS {
            self.details.pop_last();
        }
    }

    /// Adds what other rows show of the same.
    fn absorb(&mut self, other: Self) {
        let Self {
            stored,
            derived,
            bytes,
            first_seen,
            last_seen,
            arn,
            account,
            details,
        } = other;
        for (log, count) in stored {
            let sum = self.stored.entry(log).or_default();
            *sum = plus(*sum, count);
        }
        self.derived = plus(self.derived, derived);
        self.bytes = plus(self.bytes, bytes);
        self.see(first_seen, last_seen, arn.as_deref());
        keep_greater(&mut self.account, account.as_deref());
        for detail in details {
            self.tell(detail);
        }
    }
}

/// Which relations are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) relations: BTreeSet<RelationType>,
    pub(crate) direction: Option<Direction>,
}

impl Wanted {
    fn has(&self, tie: &Tie) -> bool {
        self.relations.contains(&tie.relation)
            && self.direction.is_none_or(|it| it == tie.direction)
    }
}

/// The wanted relations of an entity.
#[derive(Debug)]
pub(crate) struct Ties<'a> {
    of: &'a Entity,
    wanted: &'a Wanted,
    pub(crate) known: BTreeMap<Tie, Known>,
}

impl<'a> Ties<'a> {
    pub(crate) fn new(of: &'a Entity, wanted: &'a Wanted) -> Self {
        Self {
            of,
            wanted,
            known: BTreeMap::new(),
        }
    }

    /// What is known of the relation `from` – `to`, once for each side on which the entity is.
    fn each(
        &mut self,
        (from, relation, to): (Party<'_>, RelationType, Party<'_>),
        mut add: impl FnMut(Direction, &mut Known),
    ) {
        let sides = [
            (from, Direction::Outgoing, to),
            (to, Direction::Incoming, from),
        ];
        for (own, direction, other) in sides {
            if own.kind != self.of.kind || own.id != self.of.id {
                continue;
            }
            let tie = Tie {
                relation,
                direction,
                other: Entity {
                    kind: other.kind,
                    id: other.id.to_owned(),
                },
            };
            if self.wanted.has(&tie) {
                add(direction, self.known.entry(tie).or_default());
            }
        }
    }

    fn add_stored(&mut self, row: &Relation<'_>) {
        self.each((row.from, row.relation, row.to), |direction, known| {
            let arn = match direction {
                Direction::Outgoing => row.to_arn,
                Direction::Incoming => {
                    keep_greater(&mut known.account, row.from_account);
                    row.from_arn
                }
            };
            known.see(row.first_seen, row.last_seen, arn);
            // The console's switch of a role is a call of the session that it began, and is counted
            // with the session's calls.
            let is_a_call = row.relation == RelationType::HasSession
                && row.detail.is_some_and(|it| it.starts_with("arn:"));
            let count = if is_a_call { 0 } else { row.count };
            *known.stored.entry(row.account.to_owned()).or_default() += count;
            if let Some(detail) = row.detail {
                known.tell(detail.to_owned());
            }
        });
    }

    pub(crate) fn add_call(&mut self, call: &Call<'_>) {
        for (from, arn, relation, to, to_arn) in derived(call) {
            self.each((from, relation, to), |direction, known| {
                let arn = match direction {
                    Direction::Outgoing => to_arn,
                    Direction::Incoming => arn,
                };
                known.see(call.first_seen, call.last_seen, arn);
                known.derived += call.calls;
            });
        }
    }

    pub(crate) fn add_flow(&mut self, flow: &Flow<'_>) {
        let owner = if self.of.kind == EntityType::ContainerPod {
            Some((EntityType::ContainerPod, self.of.id.as_str()))
        } else {
            let owner = flow.interface.owner();
            owner.map(|it| (EntityType::Ec2Instance, it))
        };
        let Some(((kind, id), peer)) = owner.zip(flow.peer()) else {
            return;
        };
        let owner = Party { kind, id };
        let peer = Party {
            kind: EntityType::IpAddress,
            id: peer.address,
        };
        let traffic = flow.traffic;
        self.each((owner, RelationType::CommunicatedWith, peer), |_, known| {
            known.see(traffic.first_seen, traffic.last_seen, None);
            known.derived = plus(known.derived, traffic.flows);
            known.bytes = plus(known.bytes, traffic.bytes);
        });
    }

    /// Adds what other rows show.
    pub(crate) fn absorb(&mut self, other: Ties<'_>) {
        for (tie, seen) in other.known {
            self.known.entry(tie).or_default().absorb(seen);
        }
    }
}

/// What [`Ties::add_flow`] looks at.
pub(crate) const FLOWS: &[NetworkColumn] = &[
    NetworkColumn::AccountId,
    NetworkColumn::InstanceId,
    NetworkColumn::LocalAddress,
    NetworkColumn::PeerAddress,
    NetworkColumn::Bytes,
    NetworkColumn::Flows,
    NetworkColumn::FirstSeen,
    NetworkColumn::LastSeen,
];

impl Wanted {
    /// Whether calls can show a wanted relation of the entity. An account is on neither side of one,
    /// and all of its activity would be read.
    pub(crate) fn is_shown_by_calls(&self, of: &Entity) -> bool {
        of.kind != EntityType::AwsAccount
            && self.relations.iter().any(|it| match it.evidence() {
                Evidence::Calls | Evidence::RelationsAndCalls => true,
                Evidence::Relations | Evidence::Flows => false,
            })
    }

    /// Whether flows can: they have instances on the one side and addresses on the other.
    pub(crate) fn is_shown_by_flows(&self, of: &Entity) -> bool {
        let has_flows = matches!(
            of.kind,
            EntityType::Ec2Instance | EntityType::IpAddress | EntityType::ContainerPod
        );
        has_flows && self.relations.contains(&RelationType::CommunicatedWith)
    }
}

/// The wanted relations of `of` in a scope time.
pub(crate) async fn ties<'a>(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    of: &'a Entity,
    wanted: &'a Wanted,
) -> Result<Ties<'a>, SegmentError> {
    let asked = Asked {
        manifest,
        scope,
        of,
        wanted,
    };
    let (mut ties, calls, flows) =
        try_join3(asked.relations(), asked.calls(), asked.flows()).await?;
    ties.absorb(calls);
    ties.absorb(flows);
    Ok(ties)
}

/// Those that are stored.
pub(crate) async fn stored<'a>(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    of: &'a Entity,
    wanted: &'a Wanted,
) -> Result<Ties<'a>, SegmentError> {
    let asked = Asked {
        manifest,
        scope,
        of,
        wanted,
    };
    asked.relations().await
}

/// What is asked, and of what.
struct Asked<'a, 's> {
    manifest: &'s Manifest<'s>,
    scope: ScopeTime,
    of: &'a Entity,
    wanted: &'a Wanted,
}

impl<'a> Asked<'a, '_> {
    fn none(&self) -> Ties<'a> {
        Ties::new(self.of, self.wanted)
    }

    fn concerning(&self) -> Filter {
        Filter {
            entity: Some(self.of.clone()),
            ..Filter::default()
        }
    }

    async fn relations(&self) -> Result<Ties<'a>, SegmentError> {
        let columns = [
            RelationColumn::AccountId,
            RelationColumn::FromAccountId,
            RelationColumn::FromArn,
            RelationColumn::ToArn,
            RelationColumn::Detail,
            RelationColumn::Count,
            RelationColumn::FirstSeen,
            RelationColumn::LastSeen,
        ];
        graph_rows::add_up(
            self.manifest,
            self.scope,
            self.concerning(),
            &columns,
            || self.none(),
            |ties, row: &Relation<'_>| ties.add_stored(row),
        )
        .await
    }

    async fn calls(&self) -> Result<Ties<'a>, SegmentError> {
        if !self.wanted.is_shown_by_calls(self.of) {
            return Ok(self.none());
        }
        graph_rows::add_up(
            self.manifest,
            self.scope,
            self.concerning(),
            CALLS,
            || self.none(),
            |ties, call: &Call<'_>| ties.add_call(call),
        )
        .await
    }

    async fn flows(&self) -> Result<Ties<'a>, SegmentError> {
        if !self.wanted.is_shown_by_flows(self.of) {
            return Ok(self.none());
        }
        let (manifest, scope, about) = (self.manifest, self.scope, &[FlowDimension::Peer]);
        let attachments = NetworkColumn::attachments(manifest, scope, self.of, about).await?;
        let add = |ties: &mut Ties<'a>, flow: &Flow<'_>| {
            if let Some(flow) = NetworkColumn::attributed(flow, self.of, &attachments) {
                ties.add_flow(&flow);
            }
        };
        let rows = NetworkColumn::rows(self.of, &attachments);
        graph_rows::add_up(manifest, scope, rows, FLOWS, || self.none(), add).await
    }
}
