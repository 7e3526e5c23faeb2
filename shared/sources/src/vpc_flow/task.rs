//! The ECS task that an interface belongs to, as the fields of version 7 tell it.
//!
//! Amazon VPC User Guide, "Available fields". A task has an interface of its own, so that the task is
//! told once for an interface and not with each of its rows.

use std::collections::BTreeMap;

use gumshoe_activity::flow::Traffic;
use gumshoe_activity::{Entity, EntityType, Party, Relation, RelationAggregate, RelationType};
use gumshoe_domain::{AccountId, Hour, Timestamp};

use super::field::Field;
use crate::findings::Arn;

/// What names a task, and what is told of it.
pub(super) const TEXTS: [Field; 10] = [
    Field::EcsTaskId,
    Field::EcsTaskArn,
    Field::EcsClusterName,
    Field::EcsClusterArn,
    Field::EcsServiceName,
    Field::EcsTaskDefinitionArn,
    Field::EcsContainerInstanceId,
    Field::EcsContainerInstanceArn,
    Field::EcsContainerId,
    Field::EcsSecondContainerId,
];

/// A task of ECS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// The `ContainerPod`.
    id: String,
    arn: Option<String>,
    /// The `ContainerCluster`.
    cluster: String,
    cluster_arn: Option<String>,
    /// What else is told, as the resource parts of ARNs have it but for the cluster's name, separated by
    /// commas.
    detail: Option<String>,
}

impl Task {
    /// The task that these values of [`TEXTS`] tell; nothing where its id or that of its cluster is not
    /// told.
    pub(super) fn told(texts: [Option<&[u8]>; TEXTS.len()], account: AccountId) -> Option<Self> {
        let texts = texts.map(|it| it.and_then(|it| std::str::from_utf8(it).ok()));
        let [
            task,
            task_arn,
            cluster,
            cluster_arn,
            service,
            definition,
            instance,
            instance_arn,
            container,
            second,
        ] = texts;
        let of_task = task_arn.and_then(|it| Resource::of(it, "task"));
        let of_cluster = cluster_arn.and_then(|it| Resource::of(it, "cluster"));
        let of_instance = instance_arn.and_then(|it| Resource::of(it, "container-instance"));
        let task = name(task).or_else(|| of_task?.last())?;
        let cluster = name(cluster).or_else(|| of_cluster?.last());
        let cluster = cluster.or_else(|| of_task?.first_of_two())?;
        let arn_account = of_task.or(of_cluster).map(|it| it.account);
        let account = arn_account.unwrap_or(account);
        let details = [
            ("service", name(service)),
            ("task-definition", definition.and_then(definition_of)),
            (
                "container-instance",
                name(instance).or_else(|| of_instance?.last()),
            ),
            ("container", name(container)),
            ("container", name(second)),
        ];
        let details = details.into_iter();
        let told = details.filter_map(|(kind, it)| Some(format!("{kind}/{}", it?)));
        let detail = told.collect::<Vec<_>>().join(",");
        let owned = |arn: Option<&str>, of: Option<Resource<'_>>| of.and(arn).map(str::to_owned);
        let told = Self {
            id: format!("{task}~{cluster}~{account}~ECS"),
            arn: owned(task_arn, of_task),
            cluster: format!("{cluster}~{account}~ECS"),
            cluster_arn: owned(cluster_arn, of_cluster),
            detail: (!detail.is_empty()).then_some(detail),
        };
        told.is_short().then_some(told)
    }

    fn is_short(&self) -> bool {
        let texts = [Some(&self.id), self.arn.as_ref(), self.cluster_arn.as_ref()];
        let mut all = texts.into_iter().chain([self.detail.as_ref()]).flatten();
        all.all(|it| it.len() <= Entity::MAX_ID_BYTES)
    }

    /// Bytes of its texts.
    pub(super) fn bytes(&self) -> usize {
        let optional = [&self.arn, &self.cluster_arn, &self.detail];
        let optional = optional.into_iter().flatten().map(String::len);
        self.id.len() + self.cluster.len() + optional.sum::<usize>()
    }

    /// Adds what `seen` shows: the task's addresses, and its cluster with what is told of it.
    pub(super) fn relate(&self, seen: &Seen, known: Of<'_>, relations: &mut RelationAggregate) {
        let mut hours: BTreeMap<Hour, Span> = BTreeMap::new();
        for ((hour, address), span) in &seen.0 {
            let address = Party {
                kind: EntityType::IpAddress,
                id: address,
            };
            let relation = RelationType::AssignedAddress;
            relations.add(&Relation {
                detail: known.interface,
                ..self.related(relation, address, known, *hour, *span)
            });
            hours
                .entry(*hour)
                .and_modify(|it| it.absorb(*span))
                .or_insert(*span);
        }
        for (hour, span) in hours {
            let cluster = Party {
                kind: EntityType::ContainerCluster,
                id: &self.cluster,
            };
            relations.add(&Relation {
                to_arn: self.cluster_arn.as_deref(),
                detail: self.detail.as_deref(),
                ..self.related(RelationType::RunsIn, cluster, known, hour, span)
            });
        }
    }

    fn related<'a>(
        &'a self,
        relation: RelationType,
        to: Party<'a>,
        known: Of<'a>,
        hour: Hour,
        span: Span,
    ) -> Relation<'a> {
        Relation {
            hour,
            account: known.account,
            from: Party {
                kind: EntityType::ContainerPod,
                id: &self.id,
            },
            relation,
            to,
            from_account: None,
            from_arn: self.arn.as_deref(),
            to_arn: None,
            detail: None,
            count: span.records,
            first_seen: span.first_seen,
            last_seen: span.last_seen,
        }
    }
}

/// Addresses of one interface in one object, each in each hour, at most: an interface has 50 at most (Amazon
/// EC2 User Guide, "Maximum IP addresses per network interface"), and logs can say anything.
const MOST_ADDRESSES: usize = 256;

/// Whose log a task is told in, and of which interface.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) account: &'a str,
    pub(super) interface: Option<&'a str>,
}

/// When an interface was seen with which addresses of its own.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<(Hour, String), Span>);

#[derive(Debug, Clone, Copy)]
struct Span {
    records: u64,
    first_seen: Timestamp,
    last_seen: Timestamp,
}

impl Span {
    fn absorb(&mut self, other: Self) {
        self.records += other.records;
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
    }
}

impl Seen {
    /// Adds records of an address.
    pub(super) fn add(&mut self, hour: Hour, address: String, traffic: &Traffic) {
        let span = Span {
            records: traffic.flows,
            first_seen: traffic.first_seen,
            last_seen: traffic.last_seen,
        };
        let key = (hour, address);
        if self.0.len() >= MOST_ADDRESSES && !self.0.contains_key(&key) {
            return;
        }
        self.0
            .entry(key)
            .and_modify(|it| it.absorb(span))
            .or_insert(span);
    }
}

/// What an ARN of ECS names, `<kind>/<cluster>/<id>`; in the old form, without the cluster.
#[derive(Debug, Clone, Copy)]
struct Resource<'a> {
    account: AccountId,
    path: &'a str,
}

impl<'a> Resource<'a> {
    fn of(arn: &'a str, kind: &str) -> Option<Self> {
        let arn = Arn::parse(arn).filter(|it| it.service == "ecs")?;
        let path = arn.resource.strip_prefix(kind)?.strip_prefix('/')?;
        Some(Self {
            account: arn.account.parse().ok()?,
            path,
        })
    }

    fn last(self) -> Option<&'a str> {
        name(self.path.rsplit('/').next())
    }

    fn first_of_two(self) -> Option<&'a str> {
        name(self.path.split_once('/').map(|(first, _)| first))
    }
}

/// A name or an id as ECS gives them, of letters, digits, hyphens and underscores: others would be taken
/// for several.
fn name(text: Option<&str>) -> Option<&str> {
    let is_sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.filter(|it| !it.is_empty() && it.bytes().all(is_sound))
}

/// The family of a task definition and its revision.
fn definition_of(arn: &str) -> Option<&str> {
    let (_, path) = Arn::parse(arn)?.resource.split_once('/')?;
    let (family, revision) = path.split_once(':')?;
    name(Some(family)).and(name(Some(revision)))?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASK: &str = "arn:aws:ecs:eu-west-1:444455556666:task/shop/0123abcd";
    const CLUSTER: &str = "arn:aws:ecs:eu-west-1:444455556666:cluster/shop";

    fn told(texts: [&str; TEXTS.len()]) -> Option<Task> {
        let texts = texts.map(|it| (!it.is_empty()).then_some(it.as_bytes()));
        Task::told(texts, "111122223333".parse().unwrap())
    }

    #[test]
    fn a_task_is_known_by_its_names_or_by_its_arns() {
        let by_names = told(["0123abcd", "", "shop", "", "", "", "", "", "", ""]).unwrap();
        assert_eq!(by_names.id, "0123abcd~shop~111122223333~ECS");
        assert_eq!(by_names.cluster, "shop~111122223333~ECS");
        assert_eq!(by_names.detail, None);
        let by_arn = told(["", TASK, "", "", "", "", "", "", "", ""]).unwrap();
        assert_eq!(by_arn.id, "0123abcd~shop~444455556666~ECS");
        assert_eq!(by_arn.arn.as_deref(), Some(TASK));
        let old = "arn:aws:ecs:eu-west-1:444455556666:task/0123abcd";
        let with_cluster = told(["", old, "", CLUSTER, "", "", "", "", "", ""]).unwrap();
        assert_eq!(with_cluster.id, by_arn.id);
        assert_eq!(with_cluster.cluster_arn.as_deref(), Some(CLUSTER));
    }

    #[test]
    fn what_else_is_told_of_a_task_is_its_detail() {
        let instance = "arn:aws:ecs:eu-west-1:444455556666:container-instance/shop/99ff";
        let definition = "arn:aws:ecs:eu-west-1:444455556666:task-definition/web:3";
        let texts = [
            "0123abcd", TASK, "shop", CLUSTER, "web", definition, "", instance, "c1", "c2",
        ];
        let expected =
            "service/web,task-definition/web:3,container-instance/99ff,container/c1,container/c2";
        assert_eq!(told(texts).unwrap().detail.as_deref(), Some(expected));
    }

    #[test]
    fn without_a_task_or_its_cluster_and_from_odd_names_nothing_is_told() {
        let long = "a".repeat(Entity::MAX_ID_BYTES);
        for texts in [
            ["", "", "shop", CLUSTER, "web", "", "", "", "", ""],
            ["0123", "", "", "", "web", "", "", "", "", ""],
            ["0123", "", "sh~op", "", "", "", "", "", "", ""],
            ["01,23", "", "shop", "", "", "", "", "", "", ""],
            [&long, "", "shop", "", "", "", "", "", "", ""],
        ] {
            assert_eq!(told(texts), None, "{texts:?}");
        }
    }
}
