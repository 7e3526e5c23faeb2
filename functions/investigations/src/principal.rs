//! From the ARN of a user or role to what a graph knows under it.

use gumshoe_activity::{Entity, EntityType};
use gumshoe_domain::investigation::{InvestigatedPrincipal, PrincipalType};
use gumshoe_segments::{EntityFilter, SegmentError, registry};
use gumshoe_store::Manifest;

/// The entities of a graph with the ARN of `principal`. There are several when somebody deleted a
/// user or a role and made another one of the same name: IAM gives it another principal id.
pub(crate) async fn entities(
    manifest: &Manifest<'_>,
    principal: &InvestigatedPrincipal,
) -> Result<Vec<Entity>, SegmentError> {
    let wanted = EntityFilter {
        kind: Some(match principal.kind() {
            PrincipalType::IamRole => EntityType::AwsRole,
            PrincipalType::IamUser => EntityType::AwsUser,
        }),
        id: None,
    };
    let known = registry::entities(manifest, &wanted).await?;
    let same = known
        .iter()
        .filter(|(_, record)| record.arn.as_deref() == Some(principal.arn()));
    Ok(same.map(|(entity, _)| entity.clone()).collect())
}
