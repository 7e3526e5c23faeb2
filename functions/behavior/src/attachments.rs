//! Which network interface belonged to which instance, and when.
//!
//! Flow logs in the default format name interfaces only. CloudTrail shows to which instance an interface
//! was attached, and what comes from there is put together here, when it is asked for. An interface that
//! is attached to nothing has no traffic: its last attachment tells the instance until the next one, or
//! until the instance is terminated.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, EntityType, Relation, RelationType, is_interface_id};
use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_segments::kind::is;
use gumshoe_segments::predicate::Test;
use gumshoe_segments::{Filter, RelationColumn, SegmentError, graph_rows};
use gumshoe_store::Store;

/// How far back attachments are looked for, in hours: an instance may have been launched long ago.
const HOURS: i32 = 365 * 24;

/// Interfaces, or instances, whose attachments are looked up for one question, at most.
const MOST: usize = 500;

/// Which interface belonged to which instance, and when.
#[derive(Debug, Default)]
pub(crate) struct Attachments {
    /// By interface, the instance from a time on.
    instances: BTreeMap<String, BTreeMap<Timestamp, String>>,
    /// Instances that were terminated.
    terminated: BTreeMap<String, Timestamp>,
}

impl Attachments {
    /// The instance to which `interface` belonged at some time from the first to the last of two
    /// moments; of several, the last.
    pub(crate) fn instance_of(
        &self,
        interface: &str,
        (first, last): (Timestamp, Timestamp),
    ) -> Option<&str> {
        let since = self.instances.get(interface)?;
        let (_, instance) = since.range(..=last).next_back()?;
        let end = self.terminated.get(instance);
        end.is_none_or(|end| first <= *end)
            .then_some(instance.as_str())
    }

    /// The instance to which `interface` was attached last.
    pub(crate) fn last_instance_of(&self, interface: &str) -> Option<&str> {
        let last = self.instances.get(interface)?.last_key_value();
        last.map(|(_, instance)| instance.as_str())
    }

    /// The interfaces that belonged to an instance at some time.
    pub(crate) fn interfaces_of(&self, instance: &str) -> impl Iterator<Item = &str> {
        let all = self.instances.iter();
        all.filter(move |(_, since)| since.values().any(|it| it == instance))
            .map(|(interface, _)| interface.as_str())
    }

    fn add(&mut self, row: &Relation<'_>) {
        if row.to.kind != EntityType::Ec2Instance {
            return;
        }
        if row.relation == RelationType::Deleted {
            let end = self.terminated.entry(row.to.id.to_owned());
            let end = end.or_insert(row.last_seen);
            *end = row.last_seen.max(*end);
        }
        let interface = row.detail.filter(|it| is_interface_id(it));
        if let Some(interface) =
            interface.filter(|_| row.relation == RelationType::AttachedInterface)
        {
            let since = self.instances.entry(interface.to_owned()).or_default();
            for time in [row.first_seen, row.last_seen] {
                let instance = since.entry(time).or_default();
                if instance.as_str() < row.to.id {
                    row.to.id.clone_into(instance);
                }
            }
        }
    }

    /// Those of the interfaces of `instance`, with who else had them before the end of `scope`.
    pub(crate) async fn of_instance(
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        instance: &Entity,
    ) -> Result<Self, SegmentError> {
        let filter = Filter {
            entity: Some(instance.clone()),
            ..Filter::default()
        };
        let own = Self::read(store, graph, scope, filter).await?;
        let ways: Vec<Vec<Test>> = own.interfaces_of(&instance.id).map(attached).collect();
        let all = Self::read_any(store, graph, scope, ways).await?;
        // When others were terminated does not matter: what is theirs is not this one's.
        Ok(Self {
            instances: all.instances,
            terminated: own.terminated,
        })
    }

    /// Those of some interfaces before the end of `scope`.
    pub(crate) async fn of_interfaces(
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        interfaces: &BTreeSet<String>,
    ) -> Result<Self, SegmentError> {
        let ways = interfaces.iter().map(|it| attached(it)).collect();
        let all = Self::read_any(store, graph, scope, ways).await?;
        let instances = all.instances.values().flat_map(BTreeMap::values);
        let distinct: BTreeSet<&String> = instances.collect();
        let ways = distinct.into_iter().map(|it| terminated(it)).collect();
        let ends = Self::read_any(store, graph, scope, ways).await?;
        Ok(Self {
            instances: all.instances,
            terminated: ends.terminated,
        })
    }

    async fn read_any(
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        mut ways: Vec<Vec<Test>>,
    ) -> Result<Self, SegmentError> {
        ways.truncate(MOST);
        if ways.is_empty() {
            return Ok(Self::default());
        }
        let filter = Filter {
            ways,
            ..Filter::default()
        };
        Self::read(store, graph, scope, filter).await
    }

    async fn read(
        store: &Store,
        graph: GraphId,
        scope: ScopeTime,
        filter: Filter,
    ) -> Result<Self, SegmentError> {
        let columns = [
            RelationColumn::Detail,
            RelationColumn::FirstSeen,
            RelationColumn::LastSeen,
        ];
        graph_rows::add_up(
            store,
            graph,
            scope.ending_with(HOURS.max(scope.hours())),
            filter,
            &columns,
            Self::default,
            |all: &mut Self, row: &Relation<'_>| all.add(row),
        )
        .await
    }
}

/// What a row that attaches an interface meets.
fn attached(interface: &str) -> Vec<Test> {
    vec![is(RelationColumn::Detail, interface)]
}

/// What a row that terminates an instance meets.
fn terminated(instance: &str) -> Vec<Test> {
    let deleted = RelationType::Deleted.as_str();
    vec![
        is(RelationColumn::ToId, instance),
        is(RelationColumn::Relation, deleted),
    ]
}

#[cfg(test)]
mod tests {
    use gumshoe_activity::Party;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1_000)
    }

    fn seen(relation: RelationType, instance: &'static str, second: i64) -> Relation<'static> {
        let party = |kind, id| Party { kind, id };
        Relation {
            hour: at(second).hour(),
            account: "111122223333",
            from: party(EntityType::AwsUser, "AIDAEXAMPLEALICE"),
            relation,
            to: party(EntityType::Ec2Instance, instance),
            from_account: None,
            from_arn: None,
            to_arn: None,
            detail: (relation == RelationType::AttachedInterface).then_some("eni-1"),
            count: 1,
            first_seen: at(second),
            last_seen: at(second),
        }
    }

    #[test]
    fn an_interface_is_its_last_instances_until_the_next_or_until_that_is_terminated() {
        let mut all = Attachments::default();
        all.add(&seen(RelationType::AttachedInterface, "i-2", 200));
        all.add(&seen(RelationType::AttachedInterface, "i-1", 100));
        all.add(&seen(RelationType::Deleted, "i-2", 300));
        let of = |from, to| all.instance_of("eni-1", (at(from), at(to)));
        assert_eq!(of(50, 99), None);
        assert_eq!(of(50, 100), Some("i-1"));
        assert_eq!(of(150, 250), Some("i-2"));
        assert_eq!(of(300, 360), Some("i-2"));
        assert_eq!(of(301, 360), None);
        assert_eq!(all.instance_of("eni-2", (at(0), at(900))), None);
    }
}
