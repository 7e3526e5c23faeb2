//! Which network interface belonged to which instance, which address to which pod, and when.
//!
//! Flow logs in the default format name interfaces only. CloudTrail shows to which instance an interface
//! was attached, and what comes from there is put together here, when it is asked for. An interface that
//! is attached to nothing has no traffic: its last attachment tells the instance until the next one, or
//! until the instance is terminated. So it is with the addresses of pods, which audit logs of EKS show.

mod cluster;

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::{Entity, EntityType, Relation, RelationType, is_interface_id};
use gumshoe_domain::{ScopeTime, Timestamp};
use gumshoe_segments::kind::is;
use gumshoe_segments::predicate::Test;
use gumshoe_segments::{Filter, RelationColumn, SegmentError, graph_rows};
use gumshoe_store::Manifest;

/// How far back attachments are looked for, in hours: an instance may have been launched long ago.
const HOURS: i32 = 365 * 24;

/// Interfaces, or instances, whose attachments are looked up for one question, at most.
pub(crate) const MOST: usize = 500;

/// Which interface belonged to which instance, which address to which pod, and when.
#[derive(Debug, Default)]
pub(crate) struct Attachments {
    /// By interface or address, the instance or pod from a time on.
    holders: BTreeMap<String, BTreeMap<Timestamp, String>>,
    /// Instances that were terminated, and pods that were deleted. Nothing tells when a task of ECS ends:
    /// it has its address as long as flow logs say so.
    ended: BTreeMap<String, Timestamp>,
    /// By interface, the task of ECS that has it from a time on.
    tasks: BTreeMap<String, BTreeMap<Timestamp, String>>,
}

impl Attachments {
    /// Whose an interface or an address was at some time from the first to the last of two moments; of
    /// several, the last.
    pub(crate) fn holder_of(
        &self,
        held: &str,
        (first, last): (Timestamp, Timestamp),
    ) -> Option<&str> {
        let since = self.holders.get(held)?;
        let (_, holder) = since.range(..=last).next_back()?;
        let end = self.ended.get(holder);
        end.is_none_or(|end| first <= *end)
            .then_some(holder.as_str())
    }

    /// Whose an interface was last.
    pub(crate) fn last_holder_of(&self, interface: &str) -> Option<&str> {
        let last = self.holders.get(interface)?.last_key_value();
        last.map(|(_, holder)| holder.as_str())
    }

    /// The task of ECS that had an interface last.
    pub(crate) fn last_task_of(&self, interface: &str) -> Option<&str> {
        let last = self.tasks.get(interface)?.last_key_value();
        last.map(|(_, task)| task.as_str())
    }

    /// Everything that somebody had.
    pub(crate) fn held(&self) -> impl Iterator<Item = &str> {
        self.holders.keys().map(String::as_str)
    }

    /// What an instance or a pod had at some time.
    pub(crate) fn held_by(&self, holder: &str) -> impl Iterator<Item = &str> {
        let all = self.holders.iter();
        all.filter(move |(_, since)| since.values().any(|it| it == holder))
            .map(|(held, _)| held.as_str())
    }

    fn add(&mut self, row: &Relation<'_>) {
        match row.relation {
            RelationType::Deleted => {
                let end = self.ended.entry(row.to.id.to_owned());
                let end = end.or_insert(row.last_seen);
                *end = row.last_seen.max(*end);
            }
            RelationType::AttachedInterface => {
                if let Some(interface) = row.detail.filter(|it| is_interface_id(it)) {
                    self.hold(interface, row.to.id, row);
                }
            }
            RelationType::AssignedAddress if row.from.kind == EntityType::ContainerPod => {
                self.hold(row.to.id, row.from.id, row);
                if is_task(row.from.id) {
                    self.task_has_address(row);
                }
            }
            RelationType::Assumed
            | RelationType::StartedSession
            | RelationType::HasSession
            | RelationType::Created
            | RelationType::AssociatedInstanceProfile
            | RelationType::AssignedAddress
            | RelationType::RunsImage
            | RelationType::RunsIn
            | RelationType::RunsAs
            | RelationType::AuthenticatedAs
            | RelationType::UsedAddress
            | RelationType::UsedUserAgent
            | RelationType::CalledApiOn
            | RelationType::CommunicatedWith => {}
        }
    }

    fn hold(&mut self, held: &str, holder: &str, row: &Relation<'_>) {
        let since = self.holders.entry(held.to_owned()).or_default();
        for time in [row.first_seen, row.last_seen] {
            let known = since.entry(time).or_default();
            if known.as_str() < holder {
                holder.clone_into(known);
            }
        }
    }

    fn task_has_address(&mut self, row: &Relation<'_>) {
        let end = self.ended.entry(row.from.id.to_owned());
        let end = end.or_insert(row.last_seen);
        *end = row.last_seen.max(*end);
        if let Some(interface) = row.detail.filter(|it| is_interface_id(it)) {
            let since = self.tasks.entry(interface.to_owned()).or_default();
            since.insert(row.last_seen, row.from.id.to_owned());
        }
    }

    /// Those of the addresses of `pod`, with who else had them before the end of `scope`.
    pub(crate) async fn of_pod(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        pod: &Entity,
    ) -> Result<Self, SegmentError> {
        let mut all = Self::of_holder(manifest, scope, pod, assigned).await?;
        all.keep_account(account_of_pod(&pod.id));
        Ok(all)
    }

    /// Leaves out the pods of other accounts, in which an address is another one.
    fn keep_account(&mut self, account: Option<&str>) {
        for since in self.holders.values_mut() {
            since.retain(|_, holder| account_of_pod(holder) == account);
        }
    }

    /// Those of the interfaces of `instance`, with who else had them before the end of `scope`.
    pub(crate) async fn of_instance(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        instance: &Entity,
    ) -> Result<Self, SegmentError> {
        Self::of_holder(manifest, scope, instance, attached).await
    }

    async fn of_holder(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        holder: &Entity,
        way: impl Fn(&str) -> Vec<Test>,
    ) -> Result<Self, SegmentError> {
        let filter = Filter {
            entity: Some(holder.clone()),
            ..Filter::default()
        };
        let own = Self::read(manifest, scope, filter).await?;
        let ways: Vec<Vec<Test>> = own.held_by(&holder.id).map(way).collect();
        let all = Self::read_any(manifest, scope, ways).await?;
        // When others ended does not matter: what is theirs is not this one's.
        Ok(Self {
            holders: all.holders,
            ended: own.ended,
            tasks: all.tasks,
        })
    }

    /// Those of some interfaces before the end of `scope`.
    pub(crate) async fn of_interfaces(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        interfaces: &BTreeSet<String>,
    ) -> Result<Self, SegmentError> {
        let ways = interfaces.iter().map(|it| attached(it)).collect();
        let all = Self::read_any(manifest, scope, ways).await?;
        let instances = all.holders.values().flat_map(BTreeMap::values);
        let distinct: BTreeSet<&String> = instances.collect();
        let ways = distinct.into_iter().map(|it| terminated(it)).collect();
        let ends = Self::read_any(manifest, scope, ways).await?;
        Ok(Self {
            holders: all.holders,
            ended: ends.ended,
            tasks: all.tasks,
        })
    }

    async fn read_any(
        manifest: &Manifest<'_>,
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
        Self::read(manifest, scope, filter).await
    }

    async fn read(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        filter: Filter,
    ) -> Result<Self, SegmentError> {
        let columns = [
            RelationColumn::Detail,
            RelationColumn::FirstSeen,
            RelationColumn::LastSeen,
        ];
        graph_rows::add_up(
            manifest,
            scope.ending_with(HOURS.max(scope.hours())),
            filter,
            &columns,
            Self::default,
            |all: &mut Self, row: &Relation<'_>| all.add(row),
        )
        .await
    }
}

/// The account in the id of a pod, `<uid>~<cluster>~<account>~EKS`, or of its cluster, which is the same without
/// the uid.
pub(crate) fn account_of_pod(id: &str) -> Option<&str> {
    id.rsplit('~').nth(1)
}

/// Whether a `ContainerPod` is a task of ECS.
pub(crate) fn is_task(id: &str) -> bool {
    id.ends_with("~ECS")
}

/// What a row that attaches an interface meets.
fn attached(interface: &str) -> Vec<Test> {
    vec![is(RelationColumn::Detail, interface)]
}

/// What a row that assigns an address meets.
fn assigned(address: &str) -> Vec<Test> {
    let relation = RelationType::AssignedAddress.as_str();
    vec![
        is(RelationColumn::ToId, address),
        is(RelationColumn::Relation, relation),
    ]
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
    fn a_task_has_its_address_as_long_as_flow_logs_say_so() {
        let mut all = Attachments::default();
        let task = "0123~shop~111122223333~ECS";
        for second in [100, 200] {
            all.add(&Relation {
                from: Party {
                    kind: EntityType::ContainerPod,
                    id: task,
                },
                relation: RelationType::AssignedAddress,
                to: Party {
                    kind: EntityType::IpAddress,
                    id: "10.0.0.5",
                },
                detail: Some("eni-1"),
                ..seen(RelationType::AssignedAddress, "i-1", second)
            });
        }
        let of = |from, to| all.holder_of("10.0.0.5", (at(from), at(to)));
        assert_eq!(of(50, 99), None);
        assert_eq!(of(150, 160), Some(task));
        assert_eq!(of(200, 260), Some(task));
        assert_eq!(of(201, 260), None);
        assert_eq!(all.last_task_of("eni-1"), Some(task));
        assert_eq!(all.holder_of("eni-1", (at(0), at(900))), None);
    }

    #[test]
    fn an_interface_is_its_last_instances_until_the_next_or_until_that_is_terminated() {
        let mut all = Attachments::default();
        all.add(&seen(RelationType::AttachedInterface, "i-2", 200));
        all.add(&seen(RelationType::AttachedInterface, "i-1", 100));
        all.add(&seen(RelationType::Deleted, "i-2", 300));
        let of = |from, to| all.holder_of("eni-1", (at(from), at(to)));
        assert_eq!(of(50, 99), None);
        assert_eq!(of(50, 100), Some("i-1"));
        assert_eq!(of(150, 250), Some("i-2"));
        assert_eq!(of(300, 360), Some("i-2"));
        assert_eq!(of(301, 360), None);
        assert_eq!(all.holder_of("eni-2", (at(0), at(900))), None);
    }
}
