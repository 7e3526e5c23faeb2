//! Networks from which calls came that none came from before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Aso", "Autonomous system organization", CellType::Text),
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
        dimension: "Aso",
        column: "Aso",
    }],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewAsos",
    title: "Newly observed autonomous system organizations",
    guidance: "Whose networks calls came from in the scope time and not in the 45 days before; a hosting provider where there were offices is worth a look.",
    tab: Tab::NewBehavior,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::FederatedUser,
        EntityType::Ec2Instance,
        EntityType::S3Bucket,
        EntityType::UserAgent,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(material, NoveltyKind::Aso, COLUMNS, Some(&DRILL_DOWN));
    Some(Form::Table(table))
}
