//! The addresses of the pods of a cluster.

use std::collections::BTreeSet;
use std::sync::Arc;

use gumshoe_activity::{Entity, Relation, RelationType};
use gumshoe_domain::ScopeTime;
use gumshoe_segments::kind::{is, is_one_of};
use gumshoe_segments::{Filter, RelationColumn, SegmentError, graph_rows};
use gumshoe_store::Manifest;

use super::{Attachments, HOURS, account_of_pod};

impl Attachments {
    /// Those of the addresses of the pods of `cluster`, with who else had them before the end of `scope`.
    pub(crate) async fn of_cluster(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        cluster: &Entity,
    ) -> Result<Self, SegmentError> {
        let pods = Arc::new(pods_of(manifest, scope, cluster).await?);
        let relation = |it: RelationType| is(RelationColumn::Relation, it.as_str());
        let assigned = || relation(RelationType::AssignedAddress);
        if pods.is_empty() {
            return Ok(Self::default());
        }
        let ways = vec![
            vec![is_one_of(RelationColumn::FromId, &pods), assigned()],
            vec![
                is_one_of(RelationColumn::ToId, &pods),
                relation(RelationType::Deleted),
            ],
        ];
        let own = Self::read_any(manifest, scope, ways).await?;
        let addresses = Arc::new(own.holders.keys().cloned().collect());
        let held = vec![is_one_of(RelationColumn::ToId, &addresses), assigned()];
        let mut all = Self::read_any(manifest, scope, vec![held]).await?;
        all.keep_account(account_of_pod(&cluster.id));
        // When others ended does not matter: what is theirs is not this one's.
        Ok(Self {
            ended: own.ended,
            ..all
        })
    }
}

/// The pods that were shown to run in `cluster` in the year before the end of `scope`.
async fn pods_of(
    manifest: &Manifest<'_>,
    scope: ScopeTime,
    cluster: &Entity,
) -> Result<BTreeSet<String>, SegmentError> {
    let rows = Filter {
        entity: Some(cluster.clone()),
        ..Filter::default()
    };
    let year = scope.ending_with(HOURS.max(scope.hours()));
    let add = |pods: &mut BTreeSet<String>, row: &Relation<'_>| {
        if row.relation == RelationType::RunsIn && !pods.contains(row.from.id) {
            pods.insert(row.from.id.to_owned());
        }
    };
    let columns: &[RelationColumn] = &[];
    graph_rows::add_up(manifest, year, rows, columns, BTreeSet::new, add).await
}
