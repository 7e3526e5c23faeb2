//! What several operations are sent or send.

use gumshoe_api::{ApiError, Context, Invalid, field};
use gumshoe_domain::quota::INVESTIGATION_RESULTS;
use gumshoe_domain::{GraphArn, Investigation, InvestigationId};

/// Reads the member `InvestigationId`.
pub(crate) fn investigation_id(sent: Option<String>) -> Result<InvestigationId, Invalid> {
    field::parsed(
        "InvestigationId",
        &field::required("InvestigationId", sent)?,
    )
}

/// Reads the member `MaxResults`: 1 to 100, and 100 when it is absent.
pub(crate) fn max_results(sent: Option<i64>) -> Result<usize, Invalid> {
    match u16::try_from(sent.unwrap_or(i64::from(INVESTIGATION_RESULTS))) {
        Ok(count @ 1..=INVESTIGATION_RESULTS) => Ok(usize::from(count)),
        Ok(_) | Err(_) => Err(Invalid::new(
            "MaxResults",
            format!("must be between 1 and {INVESTIGATION_RESULTS}."),
        )),
    }
}

/// An investigation of a graph that the caller administers.
pub(crate) async fn own_investigation(
    cx: &Context<'_>,
    graph: &GraphArn,
    id: InvestigationId,
) -> Result<Investigation, ApiError> {
    let graph = cx.own_graph(graph).await?;
    let found = cx.store.investigation(graph.arn.id(), id).await?;
    found.ok_or_else(not_found)
}

pub(crate) fn not_found() -> ApiError {
    ApiError::ResourceNotFound(
        "The behavior graph has no investigation with this InvestigationId.".to_owned(),
    )
}
