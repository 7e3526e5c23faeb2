//! What is known of an entity itself.

use gumshoe_activity::EntityType;

use crate::profile::form::{Cell, CellType, Form, KeyValue};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "Details",
    title: "Details",
    guidance: "What this is, whose, since when, and who made it.",
    tab: Tab::Overview,
    entity_types: EntityType::ALL,
    needs: &[Need::Properties],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let record = material.record;
    let text = |it: &Option<String>| it.clone().map(Cell::Text);
    let facts = KeyValue::default()
        .with(
            "Identifier",
            CellType::Text,
            [Cell::text(material.entity.id.as_str())],
        )
        .with("Name", CellType::Text, text(&record.name))
        .with("ARN", CellType::Text, text(&record.arn))
        .with("Account", CellType::Text, text(&record.account))
        .with(
            "First observed",
            CellType::Time,
            [Cell::text(record.first_seen.to_string())],
        )
        .with(
            "Last observed",
            CellType::Time,
            [Cell::text(record.last_seen.to_string())],
        );
    let facts = parts(material)
        .into_iter()
        .fold(facts, |facts, (label, value)| {
            facts.with(label, CellType::Text, [Cell::text(value)])
        });
    let facts = match &material.properties {
        Some(properties) => properties.facts(facts),
        None => facts,
    };
    Some(Form::KeyValue(facts))
}

/// What the identifier itself tells: `docs/semantics.md`, "Entities".
fn parts<'a>(material: &'a Material<'_>) -> Vec<(&'static str, &'a str)> {
    let id = material.entity.id.as_str();
    let between =
        |mark: char, labels: &[&'static str]| labels.iter().copied().zip(id.split(mark)).collect();
    match material.entity.kind {
        EntityType::ContainerCluster => {
            between('~', &["Cluster", "Account of the cluster", "Orchestrator"])
        }
        EntityType::ContainerPod => between(
            '~',
            &["UID", "Cluster", "Account of the cluster", "Orchestrator"],
        ),
        EntityType::KubernetesSubject => {
            between('~', &["Subject", "Cluster", "Account of the cluster"])
        }
        EntityType::AwsRoleSession => between(':', &["Role", "Session name"]),
        EntityType::FederatedUser => match id.split(':').count() {
            3 => between(':', &["Identity provider", "Audience", "User name"]),
            _ => Vec::new(),
        },
        EntityType::ContainerImage => image(id),
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket => Vec::new(),
    }
}

/// `<registry>/<repository>:<tag>@<digest>`, as far as it is told.
fn image(id: &str) -> Vec<(&'static str, &str)> {
    let (rest, digest) = match id.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (id, None),
    };
    let path_from = rest.rfind('/').map_or(0, |it| it + 1);
    let (name, tag) = match rest[path_from..].find(':') {
        Some(at) => (&rest[..path_from + at], Some(&rest[path_from + at + 1..])),
        None => (rest, None),
    };
    // A registry has a dot or a port in its name, or is localhost: Docker documentation, "docker tag".
    let is_registry = |it: &str| it.contains(['.', ':']) || it == "localhost";
    let (registry, repository) = match name.split_once('/') {
        Some((first, rest)) if is_registry(first) => (Some(first), rest),
        Some(_) | None => (None, name),
    };
    let all = [
        ("Registry", registry),
        ("Repository", Some(repository)),
        ("Tag", tag),
        ("Digest", digest),
    ];
    let told = all.into_iter().filter_map(|(label, it)| Some((label, it?)));
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_told_in_its_parts() {
        let all = image("registry.example.com:5000/team/shop:1.2@sha256:0a");
        let expected = [
            ("Registry", "registry.example.com:5000"),
            ("Repository", "team/shop"),
            ("Tag", "1.2"),
            ("Digest", "sha256:0a"),
        ];
        assert_eq!(all, expected);
        assert_eq!(image("library/nginx"), [("Repository", "library/nginx")]);
    }
}
