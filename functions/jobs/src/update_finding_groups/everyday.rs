//! The everyday life of entities: with how many others they had to do before there were findings.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use gumshoe_activity::{Call, Entity, EntityType};
use gumshoe_analytics::groups::{Occurrence, Usage, shared_entities};
use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use gumshoe_store::{Manifest, MeasuredUsage, Store};

use super::UpdateError;

/// How far back everyday life is looked at: the 45 days of Detective's other baselines.
const BASELINE_SECONDS: i64 = 45 * 24 * 3_600;

/// How long before the first finding everyday life ends: what a detector tells began before.
const LEAD_SECONDS: i64 = 24 * 3_600;

/// How long what was measured is good for.
const GOOD_FOR_SECONDS: i64 = 7 * 24 * 3_600;

/// Entities that are measured in one run, and at the same time. Those that are left count as if
/// nothing were known of them until the next run.
const MOST_MEASURED: usize = 60;
const AT_ONCE: usize = 4;

/// Others that are counted of one entity: more make no difference.
const MOST_COUNTERPARTS: usize = 1_000;

/// What is known of those entities of `occurrences` for which it makes a difference.
pub(super) async fn usages(
    store: &Store,
    graph: GraphId,
    occurrences: &[Occurrence],
    now: Timestamp,
) -> Result<BTreeMap<Entity, Usage>, UpdateError> {
    let wanted = shared_entities(occurrences);
    let mut known = store.usages(graph, &wanted).await?;
    known.retain(|_, it| it.measured >= now.plus_seconds(-GOOD_FOR_SECONDS));
    let unknown = wanted.iter().filter(|it| !known.contains_key(*it));
    let unknown: Vec<&Entity> = unknown.take(MOST_MEASURED).collect();
    let measures = unknown.into_iter().map(|entity| async move {
        let found = occurrences.iter().filter(|it| it.involves(entity));
        let first = found.map(|it| it.first_seen).min().unwrap_or(now);
        let usage = MeasuredUsage {
            counterparts: measure(store, graph, entity, first).await?,
            measured: now,
        };
        store.write_usage(graph, entity, usage).await?;
        Ok::<_, UpdateError>((entity.clone(), usage))
    });
    let measures: Vec<_> = measures.collect();
    let measured: Vec<(Entity, MeasuredUsage)> = stream::iter(measures)
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    known.extend(measured);
    let usage = |it: MeasuredUsage| Usage {
        counterparts: it.counterparts,
    };
    Ok(known
        .into_iter()
        .map(|(entity, it)| (entity, usage(it)))
        .collect())
}

/// With how many others an entity had to do before it was found first.
async fn measure(
    store: &Store,
    graph: GraphId,
    entity: &Entity,
    first: Timestamp,
) -> Result<u32, SegmentError> {
    let end = first.plus_seconds(-LEAD_SECONDS);
    let Ok(scope) = ScopeTime::new(end.plus_seconds(-BASELINE_SECONDS), end) else {
        return Ok(0);
    };
    let filter = Filter {
        entity: Some(entity.clone()),
        ..Filter::default()
    };
    let counterparts = graph_rows::add_up(
        &Manifest::new(store, graph),
        scope,
        filter,
        &[
            Column::PrincipalId,
            Column::SessionId,
            Column::SourceAddress,
        ],
        BTreeSet::new,
        |known: &mut BTreeSet<String>, call: &Call<'_>| {
            if let Some(other) = counterpart(entity, call)
                && known.len() < MOST_COUNTERPARTS
                && !known.contains(other)
            {
                known.insert(other.to_owned());
            }
        },
    )
    .await?;
    Ok(u32::try_from(counterparts.len()).unwrap_or(u32::MAX))
}

/// The one with whom an entity has to do in a call.
fn counterpart<'a>(entity: &Entity, call: &Call<'a>) -> Option<&'a str> {
    let is_principal = call.caller.principal_id == Some(entity.id.as_str());
    match entity.kind {
        EntityType::IpAddress => call
            .caller
            .principal_id
            .filter(|_| call.origin.address == Some(entity.id.as_str())),
        EntityType::AwsRole => call.caller.session_id.filter(|_| is_principal),
        EntityType::AwsUser | EntityType::FederatedUser => {
            call.origin.address.filter(|_| is_principal)
        }
        EntityType::AwsAccount
        | EntityType::AwsRoleSession
        | EntityType::Ec2Instance
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => None,
    }
}
