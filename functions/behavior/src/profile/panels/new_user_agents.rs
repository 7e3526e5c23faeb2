//! Programs with which calls were made that none were made with before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Entity", "User agent", CellType::Entity),
    REACH,
    SUCCESS,
    FAILURE,
    FIRST,
    LAST,
];

static DRILL_DOWN: DrillDown = DrillDown {
    source: "API",
    tabs: &[DrillDownTab {
        title: "Observed IP addresses",
        group_by: &["IpAddress", "Caller", "Service", "Api"],
    }],
    row_filters: &[RowFilter {
        dimension: "UserAgent",
        column: "UserAgent",
    }],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewUserAgents",
    title: "Newly observed user agents",
    guidance: "Programs with which calls were made in the scope time and not in the 45 days before, as they call themselves.",
    tab: Tab::NewBehavior,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
        EntityType::IpAddress,
        EntityType::S3Bucket,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(material, NoveltyKind::UserAgent, COLUMNS, Some(&DRILL_DOWN));
    Some(Form::Table(table))
}
