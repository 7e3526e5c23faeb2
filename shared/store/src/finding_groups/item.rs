//! A group as it is stored: what lists show in one item, its members in another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_activity::{
    Entity, EntityCategory, FindingGroup, GroupMembers, GroupProfile, SharedBy,
};
use gumshoe_domain::investigation::Severity;
use gumshoe_domain::{FindingGroupId, GraphId};

use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::table::Key;

pub(super) fn group(graph: GraphId, group: &FindingGroup) -> Attributes {
    let it = &group.profile;
    let mut item = Item::new(&Key::finding_group(graph, group.id))
        .text("GroupStatus", group.status.as_str())
        .value("Parents", texts(&group.parents))
        .text("Created", group.created.to_string())
        .text("Title", &it.title)
        .text("Severity", it.severity.as_str())
        .value("Tactics", texts(it.tactics.iter().map(|it| it.as_str())))
        .value("OtherTactics", AttributeValue::Bool(it.has_other_tactics))
        .value("Accounts", texts(&it.accounts))
        .text("FirstSeen", it.first_seen.to_string())
        .text("LastSeen", it.last_seen.to_string())
        .text("Updated", it.updated.to_string())
        .number("EvidenceCount", it.evidence);
    for severity in Severity::ALL {
        let count = it.findings.get(severity).copied().unwrap_or_default();
        item = item.number(&findings_of(*severity), count);
    }
    for category in EntityCategory::ALL {
        let count = it.entities.get(category).copied().unwrap_or_default();
        item = item.number(&entities_of(*category), count);
    }
    if let Some(child) = group.child {
        item = item.text("Child", child.to_string());
    }
    item.build()
}

fn findings_of(severity: Severity) -> String {
    format!("Findings.{}", severity.as_str())
}

fn entities_of(category: EntityCategory) -> String {
    format!("Entities.{}", category.as_str())
}

fn texts<T: Display>(texts: impl IntoIterator<Item = T>) -> AttributeValue {
    let texts = texts
        .into_iter()
        .map(|it| AttributeValue::S(it.to_string()));
    AttributeValue::L(texts.collect())
}

pub(super) fn read_group(item: Stored<'_>, id: FindingGroupId) -> Result<FindingGroup, StoreError> {
    let count = |name: &str| {
        let number = item.0.get(name).and_then(|it| it.as_n().ok());
        let count: Option<u64> = number.and_then(|it| it.parse().ok());
        count.filter(|it| *it > 0)
    };
    let findings = Severity::ALL
        .iter()
        .filter_map(|it| Some((*it, count(&findings_of(*it))?)));
    let entities = EntityCategory::ALL
        .iter()
        .filter_map(|it| Some((*it, count(&entities_of(*it))?)));
    let child = item.optional_text("Child");
    Ok(FindingGroup {
        id,
        status: item.parsed("GroupStatus")?,
        parents: parsed_each(item, "Parents")?,
        child: child.map(|_| item.parsed("Child")).transpose()?,
        created: item.parsed("Created")?,
        profile: GroupProfile {
            title: item.text("Title")?.to_owned(),
            severity: item.parsed("Severity")?,
            tactics: parsed_each(item, "Tactics")?,
            has_other_tactics: item.0.get("OtherTactics").and_then(|it| it.as_bool().ok())
                == Some(&true),
            accounts: parsed_each(item, "Accounts")?,
            first_seen: item.parsed("FirstSeen")?,
            last_seen: item.parsed("LastSeen")?,
            updated: item.parsed("Updated")?,
            findings: findings.collect(),
            evidence: item.number("EvidenceCount")?,
            entities: entities.collect(),
        },
    })
}

fn parsed_each<T: FromStr + Ord>(
    item: Stored<'_>,
    name: &'static str,
) -> Result<BTreeSet<T>, StoreError> {
    let parsed = list(item, name)?.iter().map(|it| {
        let text = it.as_s().ok().and_then(|it| it.parse().ok());
        text.ok_or_else(|| item.malformed(name))
    });
    parsed.collect()
}

fn list<'a>(item: Stored<'a>, name: &'static str) -> Result<&'a [AttributeValue], StoreError> {
    let list = item.0.get(name).and_then(|it| it.as_l().ok());
    list.map(Vec::as_slice).ok_or_else(|| item.malformed(name))
}

pub(super) fn members(graph: GraphId, id: FindingGroupId, members: &GroupMembers) -> Attributes {
    let shared = members.shared.iter().take(GroupMembers::MOST_SHARED);
    let shared = shared.map(|(entity, by)| AttributeValue::M(shared_by(entity, *by)));
    Item::new(&Key::finding_group_members(graph, id))
        .value("Members", texts(&members.keys))
        .value("Shared", AttributeValue::L(shared.collect()))
        .build()
}

fn shared_by(entity: &Entity, by: SharedBy) -> Attributes {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let number = |number: u32| AttributeValue::N(number.to_string());
    let mut members = HashMap::from([
        ("Kind".to_owned(), text(entity.kind.as_str())),
        ("Id".to_owned(), text(&entity.id)),
        ("Days".to_owned(), number(by.days)),
    ]);
    if let Some(count) = by.counterparts {
        members.insert("Counterparts".to_owned(), number(count));
    }
    members
}

pub(super) fn read_members(item: Stored<'_>) -> Result<GroupMembers, StoreError> {
    let shared: Result<BTreeMap<_, _>, _> = list(item, "Shared")?
        .iter()
        .map(|it| read_shared(it).ok_or_else(|| item.malformed("Shared")))
        .collect();
    Ok(GroupMembers {
        keys: parsed_each(item, "Members")?,
        shared: shared?,
    })
}

fn read_shared(value: &AttributeValue) -> Option<(Entity, SharedBy)> {
    let members = value.as_m().ok()?;
    let text = |name| members.get(name)?.as_s().ok();
    let number = |name| members.get(name)?.as_n().ok()?.parse().ok();
    let entity = Entity {
        kind: text("Kind")?.parse().ok()?,
        id: text("Id")?.clone(),
    };
    let by = SharedBy {
        days: number("Days")?,
        counterparts: number("Counterparts"),
    };
    Some((entity, by))
}

#[cfg(test)]
mod tests {
    use gumshoe_activity::EntityType;
    use gumshoe_domain::investigation::Tactic;
    use gumshoe_domain::{FindingGroupStatus, Timestamp};

    use super::*;

    #[test]
    fn a_group_is_read_as_what_it_was_written() {
        let graph = GraphId::from_bits(7);
        let at = Timestamp::from_millis(1_772_366_400_000);
        let parent = FindingGroup {
            id: FindingGroupId::from_bits(1),
            status: FindingGroupStatus::Inactive,
            parents: BTreeSet::from([2, 3].map(FindingGroupId::from_bits)),
            child: Some(FindingGroupId::from_bits(4)),
            created: at,
            profile: GroupProfile {
                title: "Group with: TTP (2)".to_owned(),
                severity: Severity::High,
                tactics: BTreeSet::from([Tactic::Discovery, Tactic::Impact]),
                has_other_tactics: true,
                accounts: BTreeSet::from(["111122223333".parse().unwrap()]),
                first_seen: at,
                last_seen: at.plus_seconds(60),
                updated: at.plus_seconds(90),
                findings: BTreeMap::from([(Severity::High, 2)]),
                evidence: 1,
                entities: BTreeMap::from([(EntityCategory::Network, 3)]),
            },
        };
        let mut active = parent.clone();
        (active.child, active.status) = (None, FindingGroupStatus::Active);
        (active.profile.has_other_tactics, active.profile.tactics) = (false, BTreeSet::new());
        for it in [parent, active] {
            let stored = group(graph, &it);
            assert_eq!(read_group(Stored(&stored), it.id).unwrap(), it);
        }
    }

    #[test]
    fn members_are_read_as_what_they_were_written() {
        let address = |id: &str| Entity {
            kind: EntityType::IpAddress,
            id: id.to_owned(),
        };
        let by = |counterparts| SharedBy {
            days: 2,
            counterparts,
        };
        let it = GroupMembers {
            keys: ["a", "b"].map(str::to_owned).into(),
            shared: BTreeMap::from([
                (address("198.51.100.7"), by(Some(40))),
                (address("198.51.100.8"), by(None)),
            ]),
        };
        let stored = members(GraphId::from_bits(7), FindingGroupId::from_bits(1), &it);
        assert_eq!(read_members(Stored(&stored)).unwrap(), it);
    }
}
