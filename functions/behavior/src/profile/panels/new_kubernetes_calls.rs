//! Calls to Kubernetes that were made and were not before.

use gumshoe_activity::EntityType;
use gumshoe_analytics::novelty::NoveltyKind;

use super::novelty::{self, FAILURE, FIRST, LAST, REACH, SUCCESS};
use crate::profile::form::{
    CellType, DrillDown, DrillDownTab, Form, RowFilter, TableColumn, column,
};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

const COLUMNS: &[TableColumn] = &[
    column("Verb", "Verb", CellType::Text),
    column("Resource", "Resource", CellType::Text),
    REACH,
    SUCCESS,
    FAILURE,
    FIRST,
    LAST,
];

static DRILL_DOWN: DrillDown = DrillDown {
    source: "KUBERNETES",
    tabs: &[DrillDownTab {
        title: "Subject",
        group_by: &["Subject", "IpAddress", "RequestUri"],
    }],
    row_filters: &[RowFilter {
        dimension: "Verb",
        column: "Verb",
    }],
    filters: Vec::new(),
};

pub(super) static PANEL: Panel = Panel {
    id: "NewKubernetesCalls",
    title: "Newly observed Kubernetes API calls",
    guidance: "Verbs and resources that were asked of the API server in the scope time and not in the 45 days before; secrets, exec and role bindings that are new are worth a look.",
    tab: Tab::KubernetesActivity,
    entity_types: &[
        EntityType::ContainerCluster,
        EntityType::ContainerPod,
        EntityType::KubernetesSubject,
    ],
    needs: &[Need::New],
    draw,
};

fn draw(material: &Material<'_>) -> Option<Form> {
    let table = novelty::table(
        material,
        NoveltyKind::KubernetesCall,
        COLUMNS,
        Some(&DRILL_DOWN),
    );
    Some(Form::Table(table))
}
