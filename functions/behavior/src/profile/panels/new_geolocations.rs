//! From where calls came that none came from before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Country", "Country", CellType::Text),
    column("City", "City", CellType::Text),
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
            group_by: &["IpAddress", "Caller", "Service", "Api"],
        },
        DrillDownTab {
            title: "Resource",
            group_by: &["Caller", "Service", "Api", "IpAddress"],
        },
    ],
    row_filters: &[
        RowFilter {
            dimension: "Country",
            column: "Country",
        },
        RowFilter {
            dimension: "City",
            column: "City",
        },
    ],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewGeolocations",
    title: "Newly observed geolocations",
    guidance: "Places from which calls came in the scope time and not in the 45 days before; a new country is a traveller, a new colleague, or somebody with stolen credentials.",
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
    let table = novelty::table(
        material,
        NoveltyKind::Geolocation,
        COLUMNS,
        Some(&DRILL_DOWN),
    );
    Some(Form::Map(novelty::map(material, table)))
}
