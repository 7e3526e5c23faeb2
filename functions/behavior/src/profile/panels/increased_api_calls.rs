//! API methods that were called much more often than is usual.

use gumshoe_activity::EntityType;
use gumshoe_segments::Column;

use crate::list_volume_changes::Increase;
use crate::profile::form::{
    Cell, CellType, DrillDown, DrillDownTab, Form, Row, RowFilter, Series, Table, TableColumn,
    TableRow, Timeline, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Service", "Service", CellType::Text),
    column("Api", "API method", CellType::Text),
    column("Observed", "Calls", CellType::Count),
    column("Expected", "Usual", CellType::Expected),
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
    id: "IncreasedApiCalls",
    title: "API calls with increased volume",
    guidance: "API methods that were called much more often in the scope time than the 45 days before say is usual, with the bursts and the hours of the week that are usual for this entity taken into account.",
    tab: Tab::NewBehavior,
    entity_types: &[
        EntityType::AwsAccount,
        EntityType::AwsUser,
        EntityType::AwsRole,
        EntityType::AwsRoleSession,
        EntityType::Ec2Instance,
        EntityType::S3Bucket,
    ],
    needs: &[Need::Increases],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let rows = material.increases.iter().map(|it| row(material, it));
    let table = Table::new(COLUMNS, rows).with_drill_down(&DRILL_DOWN);
    Some(Form::ExpandableTable(table))
}

fn row(material: &Material<'_>, increase: &Increase) -> TableRow {
    let mut cells = Row::from([("Observed", Cell::Count(increase.observed))]);
    // As `Activity::TOLD_APART` has them.
    for (column, value) in ["Service", "Api"].into_iter().zip(&increase.keys) {
        if let Some(value) = value {
            cells.insert(column, Cell::text(value.as_str()));
        }
    }
    TableRow {
        cells,
        timeline: Some(timeline(material, increase)),
        explanation: Some(increase.explain::<Column>(material.times.baseline).into()),
    }
}

fn timeline(material: &Material<'_>, increase: &Increase) -> Timeline {
    let times = material.times;
    let in_bin = |bin| {
        let hours = increase.hours.iter();
        let hours = hours.filter(|(hour, _)| times.bin(**hour) == bin);
        hours.map(|(_, count)| *count).sum()
    };
    let line = Series {
        id: "Calls",
        label: "Calls",
        kind: CellType::Count,
        values: times.scope_bins().map(in_bin).collect(),
        baseline: None,
    };
    Timeline::of_bins(times, times.scope_bins(), vec![line], None)
}
