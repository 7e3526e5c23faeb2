//! The findings of a batch, written to a graph.

use gumshoe_domain::GraphId;
use gumshoe_sources::Batch;
use gumshoe_store::{LedgerScope, Store};

use crate::attribution::Attribution;
use crate::ingest::IngestError;

/// Writes the findings of the accounts that feed `graph`, before the objects that brought them count:
/// written twice or in another order, they come to the same. That the graph is gone is left to the
/// commit to tell.
pub(crate) async fn write(
    store: &Store,
    graph: GraphId,
    batch: &Batch,
    attribution: &Attribution,
) -> Result<(), IngestError> {
    let scope = LedgerScope::Graph(graph);
    let reports: Vec<_> = batch
        .findings()
        .filter(|(account, _)| attribution.feeds(*account, scope))
        .flat_map(|(_, reports)| reports)
        .collect();
    if !reports.is_empty() {
        store.write_findings(graph, &reports).await?;
    }
    let passed: Vec<_> = batch
        .passed()
        .filter(|(account, _)| attribution.feeds(*account, scope))
        .flat_map(|(_, reports)| reports)
        .collect();
    if !passed.is_empty() {
        store.update_findings(graph, &passed).await?;
    }
    Ok(())
}
