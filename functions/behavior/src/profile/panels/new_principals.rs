//! Who called and did not before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{CellType, Form, TableColumn, column};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Entity", "Principal", CellType::Entity),
    column("PrincipalType", "Type", CellType::Text),
    REACH,
    SUCCESS,
    FAILURE,
    FIRST,
    LAST,
];

pub(super) static PANEL: Panel = Panel {
    id: "NewPrincipals",
    title: "Newly observed principals",
    guidance: "Users, roles and others who called in the scope time and not in the 45 days before.",
    tab: Tab::NewBehavior,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::IpAddress,
        EntityType::UserAgent,
        EntityType::S3Bucket,
        EntityType::ContainerCluster,
        EntityType::ContainerPod,
        EntityType::KubernetesSubject,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(material, NoveltyKind::Principal, COLUMNS, None);
    Some(Form::Table(table))
}
