//! Buckets that calls were about and were not before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Entity", "Resource", CellType::Entity),
    column("ResourceType", "Type", CellType::Text),
    REACH,
    SUCCESS,
    FAILURE,
    FIRST,
    LAST,
];

static DRILL_DOWN: DrillDown = DrillDown {
    source: "API",
    tabs: &[DrillDownTab {
        title: "API method by service",
        group_by: &["Service", "Api", "IpAddress", "Caller"],
    }],
    row_filters: &[RowFilter {
        dimension: "Resource",
        column: "Resource",
    }],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewResources",
    title: "Newly observed resources",
    guidance: "Buckets that calls were about in the scope time and not in the 45 days before.",
    tab: Tab::NewBehavior,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
        EntityType::IpAddress,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(material, NoveltyKind::Resource, COLUMNS, Some(&DRILL_DOWN));
    Some(Form::Table(table))
}
