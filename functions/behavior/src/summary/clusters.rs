//! Container clusters with the most Kubernetes pods, and the findings in them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use gumshoe_activity::{EntityType, KubernetesCall};
use gumshoe_segments::{Filter, KubernetesColumn, SegmentError, graph_rows};
use gumshoe_store::KeptFinding;
use serde::Serialize;

use super::{Asked, MOST};

const COLUMNS: &[KubernetesColumn] = &[
    KubernetesColumn::AccountId,
    KubernetesColumn::ClusterId,
    KubernetesColumn::PodId,
];

/// A cluster, its pods and its findings.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ClusterSummary {
    entity_id: String,
    name: String,
    account_id: String,
    /// Pods that requests of the scope time were about.
    pod_count: usize,
    /// Findings of the scope time that the cluster or a pod of it is involved in.
    finding_count: usize,
}

#[derive(Default)]
struct Cluster {
    pods: HashSet<String>,
    findings: BTreeSet<String>,
}

type Clusters = BTreeMap<String, Cluster>;

/// Those with the most findings, of these those with the most pods.
pub(crate) async fn busiest(
    asked: Asked<'_>,
    findings: &[&KeptFinding],
) -> Result<Vec<ClusterSummary>, SegmentError> {
    let (manifest, filter) = (asked.manifest, Filter::default());
    let (scope, none) = (asked.scope, Clusters::new);
    let mut clusters = graph_rows::add_up(manifest, scope, filter, COLUMNS, none, add).await?;
    for kept in findings {
        for cluster in involved(kept) {
            let cluster = clusters.entry(cluster.to_owned()).or_default();
            cluster.findings.insert(kept.key());
        }
    }
    let mut all: Vec<(String, Cluster)> = clusters.into_iter().collect();
    all.sort_by(|(id, one), (other_id, other)| {
        let rank = |it: &Cluster| (it.findings.len(), it.pods.len());
        rank(other).cmp(&rank(one)).then_with(|| id.cmp(other_id))
    });
    all.truncate(MOST);
    Ok(all.into_iter().filter_map(summary).collect())
}

fn add(clusters: &mut Clusters, call: &KubernetesCall<'_>) {
    let id = call.caller.cluster_id;
    if !clusters.contains_key(id) {
        clusters.insert(id.to_owned(), Cluster::default());
    }
    let pods = clusters.get_mut(id).map(|it| &mut it.pods);
    if let Some((pods, pod)) = pods.zip(call.request.pod_id)
        && !pods.contains(pod)
    {
        pods.insert(pod.to_owned());
    }
}

/// The clusters that a finding is about, or pods of which it is about.
fn involved(kept: &KeptFinding) -> impl Iterator<Item = &str> {
    let entities = kept.finding.involved.iter().map(|it| &it.entity);
    entities.filter_map(|entity| match entity.kind {
        EntityType::ContainerCluster => Some(entity.id.as_str()),
        // `<uid>~<cluster>`.
        EntityType::ContainerPod => Some(entity.id.split_once('~')?.1),
        EntityType::AwsAccount
        | EntityType::AwsUser
        | EntityType::AwsRole
        | EntityType::AwsRoleSession
        | EntityType::FederatedUser
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => None,
    })
}

/// A cluster's id is `<name>~<account>~EKS`.
fn summary((entity_id, cluster): (String, Cluster)) -> Option<ClusterSummary> {
    let (name, rest) = entity_id.split_once('~')?;
    let (account, _) = rest.split_once('~')?;
    Some(ClusterSummary {
        name: name.to_owned(),
        account_id: account.to_owned(),
        pod_count: cluster.pods.len(),
        finding_count: cluster.findings.len(),
        entity_id,
    })
}
