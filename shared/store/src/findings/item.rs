//! A finding as it is stored.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_activity::{Entity, Finding, Involved, Rating};
use gumshoe_domain::{GraphId, Timestamp};

use super::version::KeptFinding;
use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::table::Key;

pub(super) fn item(graph: GraphId, kept: &KeptFinding) -> Attributes {
    let it = &kept.finding;
    let mut item = Item::new(&Key::finding(graph, &it.id))
        .text("Id", &it.id)
        .text("Provider", it.provider.as_str())
        .value("Types", texts(&it.types))
        .text("Title", &it.title)
        .text("Description", &it.description)
        .text("Severity", it.severity.level.as_str())
        .number("SeverityNumber", it.severity.number)
        .text("Account", it.account.as_str())
        .text("FirstSeen", it.first_seen.to_string())
        .text("LastSeen", it.last_seen.to_string())
        .text("Created", it.created.to_string())
        .text("Updated", it.updated.to_string())
        .value("ProviderArchived", AttributeValue::Bool(it.is_archived))
        .number("Count", it.count)
        .value("Involved", involved(&it.involved))
        .text("FindingVersion", &kept.version)
        .value("Shown", AttributeValue::Bool(kept.is_shown));
    for (name, text) in [
        ("Arn", &it.arn),
        ("Product", &it.product),
        ("ProductArn", &it.product_arn),
        ("Region", &it.region),
        ("Workflow", &it.workflow),
    ] {
        if let Some(text) = text {
            item = item.text(name, text);
        }
    }
    if let Some(since) = kept.archived {
        item = item.text("Archived", since.to_string());
    }
    item.build()
}

fn texts(texts: &[String]) -> AttributeValue {
    AttributeValue::L(texts.iter().cloned().map(AttributeValue::S).collect())
}

fn involved(involved: &[Involved]) -> AttributeValue {
    let entity = |it: &Involved| {
        let members = [
            ("Kind", it.entity.kind.as_str()),
            ("Id", it.entity.id.as_str()),
            ("Role", it.role.as_str()),
        ];
        let members = members.map(|(name, it)| (name.to_owned(), AttributeValue::S(it.to_owned())));
        AttributeValue::M(HashMap::from(members))
    };
    AttributeValue::L(involved.iter().map(entity).collect())
}

pub(super) fn read(item: Stored<'_>) -> Result<KeptFinding, StoreError> {
    let own = |name: &str| item.optional_text(name).map(str::to_owned);
    let finding = Finding {
        id: item.text("Id")?.to_owned(),
        arn: own("Arn"),
        provider: item.parsed("Provider")?,
        product: own("Product"),
        product_arn: own("ProductArn"),
        types: list(item, "Types")?
            .iter()
            .map(|it| it.as_s().cloned().map_err(|_| item.malformed("Types")))
            .collect::<Result<_, _>>()?,
        title: item.text("Title")?.to_owned(),
        description: item.text("Description")?.to_owned(),
        severity: Rating {
            level: item.parsed("Severity")?,
            number: item.number("SeverityNumber")?,
        },
        account: item.parsed("Account")?,
        region: own("Region"),
        first_seen: item.parsed("FirstSeen")?,
        last_seen: item.parsed("LastSeen")?,
        created: item.parsed("Created")?,
        updated: item.parsed("Updated")?,
        is_archived: flag(item, "ProviderArchived")?,
        workflow: own("Workflow"),
        count: item.number("Count")?,
        involved: list(item, "Involved")?
            .iter()
            .map(|it| read_involved(it).ok_or_else(|| item.malformed("Involved")))
            .collect::<Result<_, _>>()?,
    };
    Ok(KeptFinding {
        finding,
        archived: archived(item)?,
        version: item.text("FindingVersion")?.to_owned(),
        is_shown: flag(item, "Shown")?,
    })
}

fn archived(item: Stored<'_>) -> Result<Option<Timestamp>, StoreError> {
    match item.optional_text("Archived") {
        Some(_) => item.parsed("Archived").map(Some),
        None => Ok(None),
    }
}

fn list<'a>(item: Stored<'a>, name: &'static str) -> Result<&'a [AttributeValue], StoreError> {
    let list = item.0.get(name).and_then(|it| it.as_l().ok());
    list.map(Vec::as_slice).ok_or_else(|| item.malformed(name))
}

fn flag(item: Stored<'_>, name: &'static str) -> Result<bool, StoreError> {
    let flag = item.0.get(name).and_then(|it| it.as_bool().ok());
    flag.copied().ok_or_else(|| item.malformed(name))
}

fn read_involved(value: &AttributeValue) -> Option<Involved> {
    let members = value.as_m().ok()?;
    let text = |name| members.get(name)?.as_s().ok();
    Some(Involved {
        entity: Entity {
            kind: text("Kind")?.parse().ok()?,
            id: text("Id")?.clone(),
        },
        role: text("Role")?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::version::{merge, tests::report};
    use super::*;

    #[test]
    fn a_finding_is_read_as_what_it_was_written() {
        let (kept, _) = merge(None, [&report(7, false)]).unwrap();
        let archived = KeptFinding {
            archived: Some(Timestamp::from_millis(7)),
            ..kept.clone()
        };
        for kept in [kept, archived] {
            let stored = item(GraphId::from_bits(7), &kept);
            assert_eq!(read(Stored(&stored)).unwrap(), kept);
        }
    }
}
