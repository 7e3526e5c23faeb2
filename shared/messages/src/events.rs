//! Events of state changes: what they are called and what they say. `docs/events.md` has a sample of each.

use std::fmt::Display;

use gumshoe_domain::membership::MemberStatus;
use gumshoe_domain::{AccountId, GraphArn, Membership, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// `source` of every event of a deployment. AWS keeps sources that begin with `aws.` for itself.
pub const EVENT_SOURCE: &str = "gumshoe.detective";

/// An event for Amazon EventBridge, without what every event of the deployment has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StateChange {
    /// Its `detail-type`.
    pub detail_type: String,
    /// When the state changed, as the API writes it.
    pub time: String,
    /// ARNs of what it is about.
    pub resources: Vec<String>,
    /// Its `detail`.
    pub detail: Value,
}

impl StateChange {
    /// `detail-type` of [`Self::membership`].
    pub const MEMBERSHIP: &str = "Detective Membership State Change";
    /// `detail-type` of [`Self::investigation`].
    pub const INVESTIGATION: &str = "Detective Investigation State Change";
    /// `detail-type` of [`Self::ingest`].
    pub const INGEST: &str = "Detective Ingest State Change";
    /// `detail-type` of [`Self::duplicate_trail`].
    pub const INGEST_WARNING: &str = "Detective Ingest Warning";

    /// At `now` a membership went from one status to another. There is no status before an account
    /// is a member, and none after: then `membership` is the one that ended.
    pub fn membership(
        membership: &Membership,
        from: Option<MemberStatus>,
        to: Option<MemberStatus>,
        now: Timestamp,
    ) -> Self {
        let graph = &membership.graph;
        let detail = json!({
            "graphArn": graph.to_string(),
            "administratorId": graph.account().to_string(),
            "accountId": membership.account.to_string(),
            "invitationType": membership.life.invitation_type().as_str(),
            "previousStatus": from.map(MemberStatus::as_str),
            "status": to.map(MemberStatus::as_str),
        });
        Self::of(Self::MEMBERSHIP, graph, detail, now)
    }

    /// At `now` an investigation in `graph` of the user or role `entity` (an ARN) went from one
    /// status to another; from none when it was started. Its severity is known at its end.
    pub fn investigation(
        graph: &GraphArn,
        investigation: &dyn Display,
        entity: &dyn Display,
        from: Option<&dyn Display>,
        to: &dyn Display,
        severity: Option<&dyn Display>,
        now: Timestamp,
    ) -> Self {
        let detail = json!({
            "graphArn": graph.to_string(),
            "investigationId": investigation.to_string(),
            "entityArn": entity.to_string(),
            "previousStatus": text(from),
            "status": to.to_string(),
            "severity": text(severity),
        });
        Self::of(Self::INVESTIGATION, graph, detail, now)
    }

    /// At `now` the ingestion of a data source package into `graph` went from one state to another,
    /// such as from `STARTED` to `STOPPED`. `reason` says why, for people: somebody asked for it,
    /// or the graph takes too much a day.
    pub fn ingest(
        graph: &GraphArn,
        package: &dyn Display,
        from: Option<&dyn Display>,
        to: &dyn Display,
        reason: &str,
        now: Timestamp,
    ) -> Self {
        let detail = json!({
            "graphArn": graph.to_string(),
            "datasourcePackage": package.to_string(),
            "previousState": text(from),
            "state": to.to_string(),
            "reason": reason,
        });
        Self::of(Self::INGEST, graph, detail, now)
    }

    /// Several `trails` were seen to deliver the same events of `account`, which count several times.
    pub fn duplicate_trail(
        graph: &GraphArn,
        account: AccountId,
        trails: &[String],
        now: Timestamp,
    ) -> Self {
        let detail = json!({
            "graphArn": graph.to_string(),
            "warning": "DUPLICATE_TRAIL",
            "accountId": account.to_string(),
            "trails": trails,
        });
        Self::of(Self::INGEST_WARNING, graph, detail, now)
    }

    fn of(detail_type: &str, graph: &GraphArn, detail: Value, now: Timestamp) -> Self {
        Self {
            detail_type: detail_type.to_owned(),
            time: now.to_string(),
            resources: vec![graph.to_string()],
            detail,
        }
    }
}

fn text(value: Option<&dyn Display>) -> Option<String> {
    value.map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::membership::InvitationOrder;

    use super::*;

    #[test]
    fn a_change_tells_the_graph_as_its_resource_and_both_statuses() {
        let graph: GraphArn =
            "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef"
                .parse()
                .unwrap();
        let account = "444455556666".parse().unwrap();
        let now = Timestamp::from_millis(0);
        let order = InvitationOrder {
            created: now,
            position: 0,
        };
        let membership = Membership::of_organization(&graph, account, None, order);
        let from = Some(MemberStatus::Enabled);
        let change = StateChange::membership(&membership, from, None, now);
        assert_eq!(change.resources, [graph.to_string()]);
        assert_eq!(
            change.detail,
            json!({
                "graphArn": graph.to_string(),
                "administratorId": "111122223333",
                "accountId": "444455556666",
                "invitationType": "ORGANIZATION",
                "previousStatus": "ENABLED",
                "status": null,
            })
        );
    }
}
