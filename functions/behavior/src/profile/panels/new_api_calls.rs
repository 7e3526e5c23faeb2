//! API methods that were called and were not before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Service", "Service", CellType::Text),
    column("Api", "API method", CellType::Text),
    REACH,
    SUCCESS,
    FAILURE,
    FIRST,
    LAST,
];

static DRILL_DOWN: DrillDown = DrillDown {
    source: "API",
    tabs: &[
        DrillDownTab {
            title: "Observed IP addresses",
            group_by: &["IpAddress", "Caller"],
        },
        DrillDownTab {
            title: "Resource",
            group_by: &["Caller", "IpAddress"],
        },
    ],
    row_filters: &[
        RowFilter {
            dimension: "Service",
            column: "Service",
        },
        RowFilter {
            dimension: "Api",
            column: "Api",
        },
    ],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewApiCalls",
    title: "Newly observed API calls",
    guidance: "API methods that were called in the scope time and not in the 45 days before; what an intruder does is mostly new for the one whose credentials are used.",
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
        EntityType::UserAgent,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(material, NoveltyKind::ApiCall, COLUMNS, Some(&DRILL_DOWN));
    Some(Form::Table(table))
}
