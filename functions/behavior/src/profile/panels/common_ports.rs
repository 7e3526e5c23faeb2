//! How many bytes went to the ports of services.

use gumshoe_activity::EntityType;

use crate::profile::form::{Bar, BarChart, CellType, Form, Series, Timeline};
use crate::profile::material::{Material, Need};
use crate::profile::panel::{Panel, Tab};

pub(super) static PANEL: Panel = Panel {
    id: "CommonPorts",
    title: "VPC flow volume for common ports",
    guidance: "Average bytes for each bin of the scope time by the port of the service; a port that this instance has no business with is worth a look.",
    tab: Tab::Network,
    entity_types: &[EntityType::Ec2Instance, EntityType::ContainerPod],
    needs: &[Need::Traffic],
    draw,
};

#[expect(
    clippy::cast_precision_loss,
    reason = "an average of bytes below 2^53 is exact enough to draw"
)]
fn draw(material: &Material<'_>) -> Option<Form> {
    let times = material.times;
    let count = f64::from(times.scope.hours()) / f64::from(times.bin_hours());
    let bars = material.traffic.services();
    let bars = bars.into_iter().map(|(port, bins, bytes)| {
        let values = times.shown_bins();
        let values = values.map(|bin| bins.get(&bin).copied().unwrap_or_default());
        let line = Series {
            id: "Bytes",
            label: "Bytes",
            kind: CellType::Bytes,
            values: values.collect(),
            baseline: None,
        };
        Bar {
            label: port.to_string(),
            value: bytes as f64 / count,
            timeline: Some(Timeline::new(times, vec![line], None)),
        }
    });
    Some(Form::BarChart(BarChart {
        kind: CellType::Bytes,
        bars: bars.collect(),
    }))
}
