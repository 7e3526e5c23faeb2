//! `investigate-automatically`: starts investigations that nobody asked for, where the deployment is
//! set to: of users and roles in new findings of high severity, and of the riskiest.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::time::Duration;

use gumshoe_activity::{Entity, EntityType};
use gumshoe_api::{Services, StartedBy, Trigger};
use gumshoe_domain::investigation::{
    AUTOMATIC_SCOPE_SECONDS, AutomaticInvestigations, InvestigatedPrincipal, InvestigationScope,
    State, Suspicion, suspicious_since,
};
use gumshoe_domain::{GraphArn, GraphId, GraphState, Investigation, InvestigationId, Timestamp};
use gumshoe_messages::{InvestigationWaits, QueueName};
use gumshoe_runtime::{chain, job};
use gumshoe_segments::{EntityFilter, registry};
use gumshoe_store::{Access, KeptFinding, Manifest, Started, Store};
use serde_json::{Value, json};

use crate::changes;

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteTable,
    Access::ReadSegments,
    Access::SendToInvestigations,
    Access::SendToNotices,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "investigate-automatically",
    started_by: StartedBy::Schedule(Duration::from_secs(300)),
    access: ACCESS,
    open: |services| {
        Ok(job::open(
            services,
            "investigate-automatically",
            |services, now| Box::pin(async move { investigate(&services, now).await }),
        ))
    },
};

type Failure = Box<dyn Error + Send + Sync>;

async fn investigate(services: &Services, now: Timestamp) -> Result<Value, Failure> {
    let choice = services.settings.automatic_investigations;
    let mut started = 0_u64;
    let mut failure = None;
    if choice != AutomaticInvestigations::Off {
        let store = services.store(ACCESS);
        for graph in store.every_graph().await? {
            if graph.state != GraphState::Active {
                continue;
            }
            // What is wrong in one graph must not keep the others from being looked at.
            match of_graph(services, &store, &graph.arn, choice, now).await {
                Ok(count) => started += count,
                Err(error) => {
                    tracing::error!(graph.arn = %graph.arn, error.cause = %chain(&*error), "investigations not started");
                    failure = Some(error);
                }
            }
        }
    }
    tracing::info!(investigations.started = started, "automatic investigations");
    match failure {
        None => Ok(json!({ "started": started })),
        Some(error) => Err(error),
    }
}

/// Starts what is due in a graph; says how many were started.
async fn of_graph(
    services: &Services,
    store: &Store,
    graph: &GraphArn,
    choice: AutomaticInvestigations,
    now: Timestamp,
) -> Result<u64, Failure> {
    let since = suspicious_since(now);
    let findings = store.findings_seen(graph.id(), (since, now), now).await?;
    let suspicions = suspicions(store, graph.id(), &findings).await?;
    if suspicions.is_empty() {
        return Ok(0);
    }
    let ids = InvestigationId::first_of(since)..=InvestigationId::last_of(now);
    let mut investigated: BTreeMap<String, Timestamp> = BTreeMap::new();
    for known in store.investigations(graph.id(), ids).await? {
        let arn = known.principal.arn().to_owned();
        let last = investigated.entry(arn).or_insert(known.created);
        *last = (*last).max(known.created);
    }
    let mut started = 0;
    for arn in choice.due(&suspicions, &investigated, now) {
        // Other principals cannot be investigated.
        let Ok(principal) = arn.parse() else { continue };
        match start(services, store, graph, principal, now).await? {
            Started::Running => started += 1,
            // They are still due when the next start has room.
            Started::TooMany => break,
            Started::NoGraph => return Ok(started),
            Started::IdTaken => {}
        }
    }
    Ok(started)
}

/// What findings say of users and roles whose ARNs the graph knows.
async fn suspicions(
    store: &Store,
    graph: GraphId,
    findings: &[KeptFinding],
) -> Result<Vec<Suspicion>, Failure> {
    let active = || findings.iter().filter(|it| it.state() == State::Active);
    let involved: BTreeSet<&Entity> = active().flat_map(principals).collect();
    let mut arns: BTreeMap<&Entity, String> = BTreeMap::new();
    let manifest = Manifest::new(store, graph);
    for kind in [EntityType::AwsUser, EntityType::AwsRole] {
        if !involved.iter().any(|it| it.kind == kind) {
            continue;
        }
        let wanted = EntityFilter {
            kind: Some(kind),
            id: None,
        };
        let known = registry::entities(&manifest, &wanted).await?;
        for (entity, record) in known.iter() {
            if let (Some(entity), Some(arn)) = (involved.get(entity), record.arn.as_ref()) {
                arns.insert(*entity, arn.clone());
            }
        }
    }
    let mut suspicions = Vec::new();
    for kept in active() {
        for entity in principals(kept) {
            suspicions.extend(arns.get(entity).map(|arn| Suspicion {
                arn: arn.clone(),
                severity: kept.finding.severity.level,
                created: kept.finding.created,
                last_seen: kept.finding.last_seen,
            }));
        }
    }
    Ok(suspicions)
}

fn principals(kept: &KeptFinding) -> impl Iterator<Item = &Entity> {
    let involved = kept.finding.involved.iter().map(|it| &it.entity);
    involved.filter(|it| matches!(it.kind, EntityType::AwsUser | EntityType::AwsRole))
}

async fn start(
    services: &Services,
    store: &Store,
    graph: &GraphArn,
    principal: InvestigatedPrincipal,
    now: Timestamp,
) -> Result<Started, Failure> {
    let scope = InvestigationScope::new(now.plus_seconds(-AUTOMATIC_SCOPE_SECONDS), now)?;
    let id = InvestigationId::new(now, getrandom::u64()?);
    let investigation = Investigation::start(id, principal, scope, now);
    let started = store
        .start_investigation(graph.id(), &investigation)
        .await?;
    if started == Started::Running {
        let message = InvestigationWaits {
            graph: graph.to_string(),
            investigation: investigation.id.to_string(),
        };
        let outbox = services.outbox(ACCESS);
        outbox
            .send(
                QueueName::Notices,
                &[changes::started(graph, &investigation)],
            )
            .await?;
        outbox.send(QueueName::Investigations, &[message]).await?;
    }
    Ok(started)
}
