//! EC2 instances with the most traffic volume.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gumshoe_activity::{Flow, is_interface_id};
use gumshoe_domain::{Hour, ScopeTime};
use gumshoe_segments::{Filter, NetworkColumn, SegmentError, graph_rows};
use serde::Serialize;

use super::{Asked, MOST};
use crate::attachments::{self, Attachments};
use crate::grouping::Sums;

const COLUMNS: &[NetworkColumn] = &[
    NetworkColumn::Hour,
    NetworkColumn::AccountId,
    NetworkColumn::InstanceId,
    NetworkColumn::InterfaceId,
    NetworkColumn::Direction,
    NetworkColumn::Bytes,
    NetworkColumn::Packets,
    NetworkColumn::Flows,
    NetworkColumn::FirstSeen,
    NetworkColumn::LastSeen,
];

/// An instance, and how much it sent and got.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InstanceSummary {
    /// The instance, or an interface of which the instance is not known.
    entity_id: String,
    account_id: String,
    inbound_bytes: u64,
    outbound_bytes: u64,
    total_bytes: u64,
    /// The hours of the last 7 days with traffic.
    timeline: Vec<Bin>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Bin {
    start_time: String,
    inbound_bytes: u64,
    outbound_bytes: u64,
}

#[derive(Default)]
struct Instance {
    account: String,
    in_scope: Sums,
    hours: BTreeMap<Hour, Sums>,
}

type Instances = HashMap<String, Instance>;

/// Those with the most bytes in the scope time; equal ones in the order of their ids.
pub(crate) async fn busiest(asked: Asked<'_>) -> Result<Vec<InstanceSummary>, SegmentError> {
    let (manifest, filter) = (asked.manifest, Filter::default());
    let (week, none) = (asked.week(), Instances::new);
    let found = graph_rows::add_up(manifest, week, filter, COLUMNS, none, add).await?;
    let interfaces = interfaces(&found, asked.scope);
    let attachments = Attachments::of_interfaces(manifest, week, &interfaces).await?;
    let mut active: Vec<(String, Instance)> = held(found, asked.scope, &attachments)
        .into_iter()
        .filter(|(_, it)| it.in_scope.total::<NetworkColumn>() > 0)
        .collect();
    active.sort_by(|(id, it), (other_id, other)| {
        let (bytes, others) = (&it.in_scope, &other.in_scope);
        let by_bytes = others
            .total::<NetworkColumn>()
            .cmp(&bytes.total::<NetworkColumn>());
        by_bytes.then_with(|| id.cmp(other_id))
    });
    active.truncate(MOST);
    Ok(active.into_iter().map(summary).collect())
}

fn add(instances: &mut Instances, flow: &Flow<'_>) {
    let Some(id) = flow.interface.owner() else {
        return;
    };
    if !instances.contains_key(id) {
        instances.insert(id.to_owned(), Instance::default());
    }
    let Some(instance) = instances.get_mut(id) else {
        return;
    };
    if instance.account.is_empty() {
        flow.interface.account.clone_into(&mut instance.account);
    }
    let hour = instance.hours.entry(flow.hour).or_default();
    hour.add::<NetworkColumn>(flow);
}

/// The interfaces without an instance that have the most bytes in the scope time, as many as can be
/// looked up.
fn interfaces(found: &Instances, scope: ScopeTime) -> BTreeSet<String> {
    let bytes = |it: &Instance| -> u64 {
        let hours = it.hours.iter().filter(|(hour, _)| scope.contains(**hour));
        hours.map(|(_, sums)| sums.total::<NetworkColumn>()).sum()
    };
    let interfaces = found.iter().filter(|(id, _)| is_interface_id(id));
    let mut busy: Vec<(u64, &String)> = interfaces.map(|(id, it)| (bytes(it), id)).collect();
    busy.retain(|(bytes, _)| *bytes > 0);
    busy.sort_unstable_by(|one, other| other.cmp(one));
    let busy = busy.into_iter().take(attachments::MOST);
    busy.map(|(_, id)| id.clone()).collect()
}

/// Gives what interfaces carried to the instances that had them in the hour.
fn held(found: Instances, scope: ScopeTime, attachments: &Attachments) -> Instances {
    let mut instances = Instances::new();
    for (id, found) in found {
        for (hour, sums) in found.hours {
            let span = (sums.first_seen, sums.last_seen);
            let holder = attachments.holder_of(&id, span).unwrap_or(&id);
            let instance = instances.entry(holder.to_owned()).or_default();
            if instance.account.is_empty() {
                instance.account.clone_from(&found.account);
            }
            instance.hours.entry(hour).or_default().merge(&sums);
            if scope.contains(hour) {
                instance.in_scope.merge(&sums);
            }
        }
    }
    instances
}

fn summary((entity_id, instance): (String, Instance)) -> InstanceSummary {
    let bin = |(hour, sums): (&Hour, &Sums)| {
        let [inbound_bytes, outbound_bytes, ..] = sums.measures;
        Bin {
            start_time: hour.start().to_string(),
            inbound_bytes,
            outbound_bytes,
        }
    };
    let [inbound_bytes, outbound_bytes, ..] = instance.in_scope.measures;
    InstanceSummary {
        entity_id,
        account_id: instance.account,
        inbound_bytes,
        outbound_bytes,
        total_bytes: instance.in_scope.total::<NetworkColumn>(),
        timeline: instance.hours.iter().map(bin).collect(),
    }
}
