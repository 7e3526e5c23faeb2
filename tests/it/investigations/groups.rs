//! Groups of findings in the report of a principal that is in them.

use aws_sdk_detective::types::IndicatorType;
use gumshoe_tests::ADMINISTRATOR;
use serde_json::{Value, json};

use super::case::{Case, admin, alice};

/// A finding about the user alice.
fn about_alice(id: &str, kind: &str, minute: u32) -> Value {
    let at = format!("2026-03-01T12:{minute:02}:00.000Z");
    let key =
        json!({ "principalId": "AIDAEXAMPLEALICE", "userName": "alice", "userType": "IAMUser" });
    json!({
        "accountId": ADMINISTRATOR, "region": "us-east-1", "id": id, "type": kind, "severity": 8, "title": id,
        "resource": { "resourceType": "AccessKey", "accessKeyDetails": key },
        "service": { "archived": false, "eventFirstSeen": at, "eventLastSeen": at },
        "createdAt": at, "updatedAt": at,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_names_the_groups_of_findings_that_its_principal_is_in() {
    let case = Case::new().await;
    for (at, kind) in ["Discovery", "Persistence"].into_iter().enumerate() {
        let kind = format!("{kind}:IAMUser/AnomalousBehavior");
        let finding = about_alice(
            &format!("finding {at}"),
            &kind,
            10 + u32::try_from(at).unwrap(),
        );
        let guardduty = ("aws.guardduty", "GuardDuty Finding");
        case.gumshoe
            .put_event(ADMINISTRATOR, guardduty, &finding)
            .await;
    }
    case.gumshoe.run("update-finding-groups").await;
    let scope = json!({ "GraphArn": case.graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z" });
    let listed = case
        .account
        .ask("/behavior/findingGroups/list", scope)
        .await;
    let group = listed["FindingGroups"][0]["GroupId"].as_str().unwrap();

    let of_alice = case.investigate(&alice()).await;
    let of_admin = case.investigate(&admin()).await;

    let kind = IndicatorType::RelatedFindingGroup;
    let found = case.indicators(&of_alice, Some(&kind), None).await;
    let details = found.iter().map(|it| {
        let detail = it.indicator_detail().unwrap();
        let detail = detail.related_finding_group_detail().unwrap();
        detail.id().unwrap().to_owned()
    });
    assert_eq!(details.collect::<Vec<_>>(), [group]);
    assert_eq!(case.indicators(&of_admin, Some(&kind), None).await, []);
}
