//! What an entity is to others: the relations that are stored, and those that follow from its activity.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join;
use gumshoe_activity::{Call, Entity, EntityType, Party, Relation, RelationType};
use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_segments::{Column, Filter, RelationColumn, SegmentError, graph_rows};
use gumshoe_store::Store;

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
}

fn keep_greater(known: &mut Option<String>, seen: Option<&str>) {
    if known.as_deref() < seen {
        *known = seen.map(str::to_owned);
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
    fn new(of: &'a Entity, wanted: &'a Wanted) -> Self {
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
            // The least ones, in whatever order they come.
            if let Some(detail) = row.detail
                && known.details.insert(detail.to_owned())
                && known.details.len() > MOST_DETAILS
            {
                known.details.pop_last();
            }
        });
    }

    fn add_call(&mut self, call: &Call<'_>) {
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
}

/// From, its ARN, the relation, to, its ARN.
type Pair<'a> = (
    Party<'a>,
    Option<&'a str>,
    RelationType,
    Party<'a>,
    Option<&'a str>,
);

/// The relations that a row of activity shows by having both entities.
fn derived<'a>(call: &Call<'a>) -> Vec<Pair<'a>> {
    let party = |kind| move |id| Party { kind, id };
    let caller = call.caller;
    let principal = caller.principal_type.zip(caller.principal_id);
    let principal = principal.map(|(kind, id)| Party { kind, id });
    let session = caller.session_id.map(party(EntityType::AwsRoleSession));
    let instance = caller.instance().map(party(EntityType::Ec2Instance));
    let address = call.origin.address.filter(|_| call.origin.is_ip);
    let address = address.map(party(EntityType::IpAddress));
    let agent = call.origin.user_agent.map(party(EntityType::UserAgent));
    let about = call.resource.map(|it| Party {
        kind: it.kind,
        id: it.id,
    });
    let actors = [
        (principal, caller.principal_arn),
        (session, caller.caller_arn),
        (instance, None),
    ];
    let objects = [
        (RelationType::UsedAddress, address),
        (RelationType::UsedUserAgent, agent),
        (RelationType::CalledApiOn, about),
    ];
    let mut pairs = Vec::new();
    for (actor, arn) in actors {
        let each = objects.iter().filter_map(|(relation, object)| {
            let (from, to) = actor.zip(*object)?;
            Some((from, arn, *relation, to, None))
        });
        pairs.extend(each);
    }
    let by_address = address.zip(agent);
    pairs.extend(by_address.map(|(from, to)| (from, None, RelationType::UsedUserAgent, to, None)));
    let role = principal.filter(|it| it.kind == EntityType::AwsRole);
    pairs.extend(role.zip(session).map(|(from, to)| {
        let (arn, to_arn) = (caller.principal_arn, caller.caller_arn);
        (from, arn, RelationType::HasSession, to, to_arn)
    }));
    pairs
}

/// What [`derived`] looks at.
const CALLS: &[Column] = &[
    Column::PrincipalType,
    Column::PrincipalId,
    Column::PrincipalArn,
    Column::CallerArn,
    Column::SessionId,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::ResourceType,
    Column::ResourceId,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// Whether activity can show a wanted relation of the entity. An account is on neither side of one, and
/// all of its activity would be read.
fn is_derived(of: &Entity, wanted: &Wanted) -> bool {
    let derived = |it: &RelationType| !it.is_stored() || *it == RelationType::HasSession;
    of.kind != EntityType::AwsAccount && wanted.relations.iter().any(derived)
}

/// The wanted relations of `of` in a scope time.
pub(crate) async fn ties<'a>(
    store: &Store,
    graph: GraphId,
    scope: ScopeTime,
    of: &'a Entity,
    wanted: &'a Wanted,
) -> Result<Ties<'a>, SegmentError> {
    let filter = || Filter {
        entity: Some(of.clone()),
        ..Filter::default()
    };
    let columns = RelationColumn::with_pair(&[
        RelationColumn::AccountId,
        RelationColumn::FromAccountId,
        RelationColumn::FromArn,
        RelationColumn::ToArn,
        RelationColumn::Detail,
        RelationColumn::Count,
        RelationColumn::FirstSeen,
        RelationColumn::LastSeen,
    ]);
    let stored = graph_rows::add_up(
        store,
        graph,
        scope,
        filter(),
        &columns,
        || Ties::new(of, wanted),
        |ties, row: &Relation<'_>| ties.add_stored(row),
    );
    let shown = async {
        if !is_derived(of, wanted) {
            return Ok(Ties::new(of, wanted));
        }
        graph_rows::add_up(
            store,
            graph,
            scope,
            filter(),
            CALLS,
            || Ties::new(of, wanted),
            |ties, call: &Call<'_>| ties.add_call(call),
        )
        .await
    };
    let (mut ties, shown) = try_join(stored, shown).await?;
    for (tie, seen) in shown.known {
        let known = ties.known.entry(tie).or_default();
        known.see(seen.first_seen, seen.last_seen, seen.arn.as_deref());
        known.derived += seen.derived;
    }
    Ok(ties)
}
