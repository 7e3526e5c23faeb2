//! The addresses of an instance, and the instances with an address, as flow logs show them.

use gumshoe_activity::{Entity, EntityType};

use crate::profile::form::{Cell, CellType, Form, Row, Table, TableColumn, column};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Entity", "Assigned", CellType::Entity),
    column("FirstSeen", "First seen", CellType::Time),
    column("LastSeen", "Last seen", CellType::Time),
];

pub(super) static PANEL: Panel = Panel {
    id: "AssignedAddresses",
    title: "Observed IP address assignments based on VPC flow",
    guidance: "Which addresses the instance had, or which instances had the address, in the scope time: an address can pass from one instance to another.",
    tab: Tab::Network,
    entity_types: &[EntityType::Ec2Instance, EntityType::IpAddress],
    needs: &[Need::Traffic],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let kind = match material.entity.kind {
        EntityType::IpAddress => EntityType::Ec2Instance,
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => EntityType::IpAddress,
    };
    let rows = material.traffic.assigned().map(|(id, (first, last))| {
        let id = id.to_owned();
        Row::from([
            ("Entity", Cell::entity(&Entity { kind, id }, None)),
            ("FirstSeen", Cell::text(first.to_string())),
            ("LastSeen", Cell::text(last.to_string())),
        ])
    });
    Some(Form::Table(Table::new(COLUMNS, rows)))
}
