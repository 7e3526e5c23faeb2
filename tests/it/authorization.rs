//! Who may do what: every operation, called by everybody who stands in some relation to a graph.
//!
//! Two graphs are asked about: the administrator's, to which accounts are invited, and the
//! organization's, which the delegated administrator has. Each caller asks about the one that it has to
//! do with. The rows are called in their order, and what one changes the next ones see.

use std::collections::BTreeSet;

use gumshoe_api::{Entry, Method};
use gumshoe_tests::{Account, Answer, Gumshoe};
use serde_json::{Value, json};

use crate::world::{DELEGATED, ENABLED, MANAGEMENT, ORGANIZATION_MEMBER, STRANGER, World};

/// What a caller is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The operation's answer.
    Yes,
    /// That there is no such graph, in the words for a graph that does not exist.
    Nothing,
    /// That the state does not allow it now.
    Conflict,
    /// That the caller is not the account that may do this.
    Denied,
    /// That the graph, or the caller's account, is none of the organization's.
    Invalid,
}

use Told::{Conflict as C, Denied as D, Invalid as V, Nothing as N, Yes as Y};

/// The callers of the columns. There are several invited accounts, as each can answer once.
const CALLERS: [&str; 8] = [
    "administrator",
    "enabled member",
    "invited account",
    "removed member",
    "organization member",
    "management account",
    "delegated administrator",
    "stranger",
];

/// The operations of the Detective API. An account that is no member and administers nothing is told
/// the same as one that was never there.
#[rustfmt::skip]
const TABLE: &[(&str, [Told; 8])] = &[
    ("ListGraphs",                        [Y, Y, Y, Y, Y, Y, Y, Y]),
    ("ListInvitations",                   [Y, Y, Y, Y, Y, Y, Y, Y]),
    ("BatchGetMembershipDatasources",     [Y, Y, Y, Y, Y, Y, Y, Y]),
    ("ListOrganizationAdminAccounts",     [V, V, V, V, D, Y, D, V]),

    ("GetMembers",                        [Y, N, N, N, N, N, Y, N]),
    ("ListMembers",                       [Y, N, N, N, N, N, Y, N]),
    ("ListDatasourcePackages",            [Y, N, N, N, N, N, Y, N]),
    ("BatchGetGraphMemberDatasources",    [Y, N, N, N, N, N, Y, N]),
    ("ListTagsForResource",               [Y, N, N, N, N, N, Y, N]),
    ("GetInvestigation",                  [Y, N, N, N, N, N, Y, N]),
    ("ListInvestigations",                [Y, N, N, N, N, N, Y, N]),
    ("ListIndicators",                    [Y, N, N, N, N, N, Y, N]),
    ("DescribeOrganizationConfiguration", [V, V, V, V, V, V, Y, V]),

    ("CreateGraph",                       [Y, Y, Y, Y, Y, Y, Y, Y]),
    ("TagResource",                       [Y, N, N, N, N, N, Y, N]),
    ("UntagResource",                     [Y, N, N, N, N, N, Y, N]),
    ("UpdateDatasourcePackages",          [Y, N, N, N, N, N, Y, N]),
    ("StartInvestigation",                [Y, N, N, N, N, N, Y, N]),
    ("UpdateInvestigationState",          [Y, N, N, N, N, N, Y, N]),
    ("UpdateOrganizationConfiguration",   [V, V, V, V, V, V, Y, V]),
    ("EnableOrganizationAdminAccount",    [V, V, V, V, D, Y, D, V]),

    // The members of both graphs are enabled: there is nothing to start.
    ("StartMonitoringMember",             [C, N, N, N, N, N, C, N]),
    ("CreateMembers",                     [Y, N, N, N, N, N, Y, N]),
    ("AcceptInvitation",                  [N, C, Y, N, C, N, N, N]),
    ("RejectInvitation",                  [N, C, Y, N, C, N, N, N]),
    ("DisassociateMembership",            [N, Y, C, N, C, N, N, N]),
    ("DeleteMembers",                     [Y, N, N, N, N, N, Y, N]),

    // The organization's graph goes with its administrator.
    ("DisableOrganizationAdminAccount",   [V, V, V, V, D, Y, D, V]),
    ("DeleteGraph",                       [Y, N, N, N, N, N, N, N]),
];

/// Which account a caller of the table is, for this operation.
fn account(caller: usize, operation: &str) -> &'static str {
    match (caller, operation) {
        (0, _) => gumshoe_tests::ADMINISTRATOR,
        (1, _) => ENABLED,
        (2, "AcceptInvitation") => "300000000001",
        (2, "RejectInvitation") => "300000000002",
        (2, _) => "300000000003",
        (3, _) => crate::world::REMOVED,
        (4, _) => ORGANIZATION_MEMBER,
        (5, _) => MANAGEMENT,
        (6, _) => DELEGATED,
        _ => STRANGER,
    }
}

/// Whether a caller of the table has to do with the organization.
fn of_organization(caller: usize) -> bool {
    (4..7).contains(&caller)
}

/// The members of a valid request about `graph`, in which `report` was written.
fn request(operation: &str, graph: &str, report: &str) -> Value {
    let member = |invited, of_organization| {
        if graph.contains(DELEGATED) {
            of_organization
        } else {
            invited
        }
    };
    let enabled: &str = member(ENABLED, ORGANIZATION_MEMBER);
    match operation {
        "ListGraphs"
        | "ListInvitations"
        | "ListOrganizationAdminAccounts"
        | "CreateGraph"
        | "DisableOrganizationAdminAccount" => json!({}),
        "EnableOrganizationAdminAccount" => json!({ "AccountId": DELEGATED }),
        "BatchGetMembershipDatasources" => json!({ "GraphArns": [graph] }),
        "GetMembers" | "BatchGetGraphMemberDatasources" | "DeleteMembers" => {
            json!({ "GraphArn": graph, "AccountIds": [enabled] })
        }
        "StartMonitoringMember" => json!({ "GraphArn": graph, "AccountId": enabled }),
        "CreateMembers" => {
            let account = json!({ "AccountId": "400000000001", "EmailAddress": "new@example.com" });
            json!({ "GraphArn": graph, "Accounts": [account], "DisableEmailNotification": true })
        }
        "GetInvestigation" | "ListIndicators" => {
            json!({ "GraphArn": graph, "InvestigationId": report })
        }
        "UpdateInvestigationState" => {
            json!({ "GraphArn": graph, "InvestigationId": report, "State": "ARCHIVED" })
        }
        "StartInvestigation" => json!({
            "GraphArn": graph, "EntityArn": format!("arn:aws:iam::{}:user/alice", member(gumshoe_tests::ADMINISTRATOR, DELEGATED)),
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        }),
        "UpdateDatasourcePackages" => {
            json!({ "GraphArn": graph, "DatasourcePackages": ["DETECTIVE_CORE"] })
        }
        "UpdateOrganizationConfiguration" => json!({ "GraphArn": graph, "AutoEnable": false }),
        "TagResource" => json!({ "Tags": { "team": "blue" } }),
        "GetInvestigationReport" => {
            json!({ "GraphArn": graph, "InvestigationId": "174000000000012345678" })
        }
        "GetFindingGroup" | "SummarizeFindingGroup" => {
            json!({ "GraphArn": graph, "GroupId": "ca6104bc-a315-8b15-bf88-1c1e60998f83" })
        }
        // What the operations of the behavior API take; the others ignore what they do not know.
        _ => json!({
            "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": gumshoe_tests::ADMINISTRATOR, "Query": "*",
            "TargetEntityType": "AwsAccount", "TargetEntityId": ENABLED,
            "FindingId": "16afba5c5c43e07c9e3e5e2e544e95df", "State": "ARCHIVED", "AccountId": ENABLED,
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
            "StartTime": "2026-03-01T12:00:00Z",
        }),
    }
}

async fn call(caller: &Account, operation: &Entry, graph: &str, report: &str) -> Answer {
    let encoded = graph.replace(':', "%3A");
    let mut path = operation.route.path.replace("{ResourceArn}", &encoded);
    if operation.name == "UntagResource" {
        path.push_str("?tagKeys=team");
    }
    let body = match operation.route.method {
        Method::Post | Method::Put => request(operation.name, graph, report).to_string(),
        Method::Get | Method::Delete => String::new(),
    };
    caller
        .send(operation.route.method.as_str(), &path, body.into_bytes())
        .await
}

fn told(answer: &Answer) -> Told {
    match (answer.status, answer.error.as_str()) {
        (200 | 204, "") => Told::Yes,
        (404, "ResourceNotFoundException") => Told::Nothing,
        (409, "ConflictException") => Told::Conflict,
        (403, "AccessDeniedException") => Told::Denied,
        (400, "ValidationException") => Told::Invalid,
        _ => panic!("nobody may be told this: {answer:?}"),
    }
}

#[test]
fn the_table_has_every_operation_of_the_detective_api_once() {
    let named: BTreeSet<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    assert_eq!((named.len(), TABLE.len()), (29, 29));
    let all: BTreeSet<&str> = gumshoe::families::operations().map(|it| it.name).collect();
    let missing: Vec<_> = named.difference(&all).collect();
    assert!(missing.is_empty(), "there is no operation {missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_what_the_table_says() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for (name, row) in TABLE {
        let operation = gumshoe::families::operations().find(|it| it.name == *name);
        let operation = operation.expect("the operation is there");
        for (caller, expected) in row.iter().enumerate() {
            let account = world.gumshoe.account(account(caller, name));
            let (graph, report) = world.graph(of_organization(caller));
            let answer = call(&account, operation, graph, report).await;
            if told(&answer) != *expected {
                let caller = CALLERS[caller];
                wrong.push(format!(
                    "{name} by the {caller}: {expected:?}, but {answer:?}"
                ));
            }
            if *expected == Told::Nothing {
                let of_missing = call(&account, operation, &missing(graph), report).await;
                assert_eq!(answer, of_missing, "{name} by the {}", CALLERS[caller]);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The ARN of a graph that does not exist.
fn missing(graph: &str) -> String {
    let (account, _) = graph.rsplit_once(':').expect("an ARN");
    format!("{account}:{}", "0".repeat(32))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_behavior_api_tells_a_stranger_nothing() {
    let gumshoe = Gumshoe::start().await;
    let foreign = gumshoe
        .account(gumshoe_tests::ADMINISTRATOR)
        .create_graph()
        .await;
    let stranger = gumshoe.account(STRANGER);
    let own = stranger.create_graph().await;
    let in_table = |name| TABLE.iter().any(|(it, _)| *it == name);
    for operation in gumshoe::families::operations().filter(|it| !in_table(it.name)) {
        let of_foreign = call(&stranger, operation, &foreign, "").await;
        let of_missing = call(&stranger, operation, &missing(&own), "").await;
        assert_eq!(of_foreign, of_missing, "{}", operation.name);
        assert_eq!(told(&of_foreign), Told::Nothing, "{}", operation.name);
    }
}
