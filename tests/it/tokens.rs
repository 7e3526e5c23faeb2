//! Page tokens: good for the next page of the same question of the same caller for a day, and for
//! nothing else.

use std::collections::BTreeMap;

use gumshoe_api::Entry;
use gumshoe_domain::Timestamp;
use gumshoe_tests::{ADMINISTRATOR, Answer, Record, log_file, log_key};
use serde_json::{Value, json};

use crate::world::{DELEGATED, ENABLED, MANAGEMENT, STRANGER, World, invite};

const DAY_SECONDS: i64 = 24 * 3_600;
const SCOPE: (&str, &str) = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");

/// A question whose answer has more than one page of one item.
struct Question {
    operation: &'static str,
    caller: &'static str,
    members: Value,
    /// The same operation about something else, where there is something else.
    other_members: Option<Value>,
    /// The same operation by another caller.
    other_caller: (&'static str, Value),
}

fn questions(world: &World) -> Vec<Question> {
    let (graph, report) = world.graph(false);
    let (organizations, organizations_report) = world.graph(true);
    let question = |operation, members: Value, other: Value| {
        let mut other_members = members.clone();
        merge(&mut other_members, other);
        let mut others = members.clone();
        merge(&mut others, json!({ "GraphArn": organizations }));
        if members.get("InvestigationId").is_some() {
            merge(
                &mut others,
                json!({ "InvestigationId": organizations_report }),
            );
        }
        Question {
            operation,
            caller: ADMINISTRATOR,
            other_members: (other_members != members).then_some(other_members),
            members,
            other_caller: (DELEGATED, others),
        }
    };
    let activity = json!({
        "GraphArn": graph, "EntityType": "AwsAccount", "EntityId": ADMINISTRATOR, "GroupBy": ["Api"],
        "ScopeStartTime": SCOPE.0, "ScopeEndTime": SCOPE.1,
    });
    let later = json!({
        "GraphArn": graph, "ScopeStartTime": "2026-05-01T00:00:00Z", "ScopeEndTime": "2026-05-02T00:00:00Z",
    });
    let mut volume = json!({ "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE" });
    merge(&mut volume, later.clone());
    let archived = json!({ "FilterCriteria": { "State": { "Value": "ARCHIVED" } } });
    vec![
        question("ListMembers", json!({ "GraphArn": graph }), json!({})),
        question(
            "ListDatasourcePackages",
            json!({ "GraphArn": graph }),
            json!({}),
        ),
        question("ListInvestigations", json!({ "GraphArn": graph }), archived),
        question(
            "ListIndicators",
            json!({ "GraphArn": graph, "InvestigationId": report }),
            json!({ "IndicatorType": "NEW_USER_AGENT" }),
        ),
        question(
            "ListActivity",
            activity,
            json!({ "GroupBy": ["UserAgent"] }),
        ),
        question(
            "ListNewBehaviors",
            json!({
                "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
                "ScopeStartTime": SCOPE.0, "ScopeEndTime": SCOPE.1,
            }),
            json!({ "Kinds": ["API_CALL"] }),
        ),
        question(
            "ListFindings",
            json!({ "GraphArn": graph, "ScopeStartTime": SCOPE.0, "ScopeEndTime": SCOPE.1 }),
            json!({ "SortOrder": "ASC" }),
        ),
        question(
            "ListFindingGroups",
            json!({ "GraphArn": graph, "ScopeStartTime": SCOPE.0, "ScopeEndTime": SCOPE.1 }),
            json!({ "SortOrder": "ASC" }),
        ),
        question(
            "ListRelationships",
            json!({
                "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
                "ScopeStartTime": SCOPE.0, "ScopeEndTime": SCOPE.1,
            }),
            json!({ "Direction": "OUTGOING" }),
        ),
        source_records(graph, organizations),
        question(
            "ListSegments",
            json!({ "GraphArn": graph, "ScopeStartTime": SCOPE.0, "ScopeEndTime": "2026-05-03T00:00:00Z" }),
            json!({ "Source": "NETWORK" }),
        ),
        question(
            "SearchEntities",
            json!({ "GraphArn": graph, "Query": "a*" }),
            json!({ "Query": "al*" }),
        ),
        question(
            "ListVolumeChanges",
            volume,
            json!({ "FalseDiscoveryRate": 0.01 }),
        ),
        question(
            "ListHighVolumeEntities",
            later,
            json!({ "ScopeEndTime": "2026-05-03T00:00:00Z" }),
        ),
        question("GetUsage", json!({ "GraphArn": graph }), json!({})),
        Question {
            operation: "ListInvitations",
            caller: ENABLED,
            members: json!({}),
            other_members: None,
            other_caller: (STRANGER, json!({})),
        },
    ]
}

/// Each administrator asks for records of its own account.
fn source_records(graph: &str, organizations: &str) -> Question {
    let members = |graph: &str, account: &str| {
        json!({
            "GraphArn": graph, "AccountId": account, "EntityType": "AwsUser", "EntityId": "AIDAEXAMPLEALICE",
            "StartTime": "2026-03-01T12:00:00Z",
        })
    };
    let mut other_members = members(graph, ADMINISTRATOR);
    merge(&mut other_members, json!({ "Region": "us-east-1" }));
    Question {
        operation: "ListSourceRecords",
        caller: ADMINISTRATOR,
        members: members(graph, ADMINISTRATOR),
        other_members: Some(other_members),
        other_caller: (DELEGATED, members(organizations, DELEGATED)),
    }
}

fn merge(members: &mut Value, others: Value) {
    let (Value::Object(members), Value::Object(others)) = (members, others) else {
        panic!("members are objects");
    };
    members.extend(others);
}

fn page(members: &Value, token: Option<&str>) -> Vec<u8> {
    let mut page = members.clone();
    merge(&mut page, json!({ "MaxResults": 1, "NextToken": token }));
    page.to_string().into_bytes()
}

fn entry(operation: &str) -> &'static Entry {
    let found = gumshoe::families::operations().find(|it| it.name == operation);
    found.expect("the operation is there")
}

async fn ask(world: &World, operation: &str, caller: &str, body: Vec<u8>) -> Answer {
    let account = world.gumshoe.account(caller);
    account.post(entry(operation).route.path, body).await
}

/// The status of the answer that is given at another time than now.
async fn status_at(world: &World, question: &Question, token: &str, now: Timestamp) -> u16 {
    let entry = entry(question.operation);
    let mut event: Value =
        serde_json::from_str(include_str!("../../events/list-graphs.json")).unwrap();
    event["path"] = json!(entry.route.path);
    event["resource"] = json!(entry.route.path);
    event["requestContext"]["resourcePath"] = json!(entry.route.path);
    event["requestContext"]["identity"]["accountId"] = json!(question.caller);
    event["body"] = json!(String::from_utf8(page(&question.members, Some(token))).unwrap());
    let request = lambda_http::request::from_str(&event.to_string()).unwrap();
    let services = world.gumshoe.stack().services();
    let response = gumshoe_api::answer(entry, services, request, now).await;
    response.status().as_u16()
}

/// A world in which every question has at least two pages, the questions, and the token of each's
/// second page.
async fn second_pages() -> (World, Vec<Question>, BTreeMap<&'static str, String>) {
    let world = World::new().await;
    world.gumshoe.run("compact-segments").await;
    let stranger = world.gumshoe.account(STRANGER);
    let graph = stranger.create_graph().await;
    invite(&stranger, &graph, &[ENABLED]).await;
    world.investigate_again().await;
    findings_of_two_groups(&world).await;
    increases_and_crowds(&world).await;
    let questions = questions(&world);
    let mut tokens = BTreeMap::new();
    for question in &questions {
        let first = page(&question.members, None);
        let answer = gumshoe_tests::eventually(question.operation, async || {
            let answer = ask(&world, question.operation, question.caller, first.clone()).await;
            answer.body["NextToken"].as_str().map(str::to_owned)
        });
        tokens.insert(question.operation, answer.await);
    }
    (world, questions, tokens)
}

/// Four weeks of April in which alice calls two APIs twice an hour, and the first of May, on which she
/// calls each 300 times and two instances communicate with more peers than are kept one by one.
async fn increases_and_crowds(world: &World) {
    let calls = |day: String, hour: u32, count: u32| {
        (0..count).map(move |it| format!("{day}T{hour:02}:{:02}:{:02}Z", it / 60, it % 60))
    };
    let usual = (1..=28).flat_map(|day| (8..18).map(move |hour| (day, hour)));
    let usual = usual.flat_map(|(day, hour)| calls(format!("2026-04-{day:02}"), hour, 2));
    let times = usual.chain(calls("2026-05-01".to_owned(), 12, 300));
    let apis = times.flat_map(|time| ["ListUsers", "ListRoles"].map(|api| (time.clone(), api)));
    let records = (7_000_000..).zip(apis).map(|(event, (time, api))| {
        Record::new(ADMINISTRATOR, &time, event).with("eventName", json!(api))
    });
    let records: Vec<Record> = records.collect();
    let key = log_key(ADMINISTRATOR, "increases");
    world.gumshoe.upload(&key, log_file(&records)).await;
    let flow = |instance: u32, peer: u32| {
        let [_, _, high, low] = peer.to_be_bytes();
        format!(
            "3 {ADMINISTRATOR} eni-{instance} i-{instance} 203.0.{high}.{low} 10.0.0.{instance} 50318 443 6 1 60 1777636800 1777636860 ACCEPT OK"
        )
    };
    let flows = (1..=2).flat_map(|instance| (0..10_050).map(move |peer| (instance, peer)));
    let lines: Vec<String> = flows.map(|(instance, peer)| flow(instance, peer)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (key, bytes) = crate::network::flow_log("crowds", &lines);
    world.gumshoe.upload(&key, bytes).await;
    world.gumshoe.settled().await;
}

/// Puts findings of the administrator's account, of each instance two, and groups them.
async fn findings_of_two_groups(world: &World) {
    let event = include_str!("../../events/ingest-guardduty.eventbridge.json");
    let event: Value = serde_json::from_str(event).unwrap();
    for last in 0..4 {
        let mut finding = event["detail"].clone();
        finding["id"] = json!(format!("16afba5c5c43e07c9e3e5e2e544e95d{last}"));
        let which = last % 2;
        let instance = json!({ "instanceId": format!("i-{which}") });
        finding["resource"]["instanceDetails"] = instance;
        let remote = json!({ "ipAddressV4": format!("198.51.100.{which}") });
        finding["service"]["action"]["networkConnectionAction"]["remoteIpDetails"] = remote;
        let guardduty = ("aws.guardduty", "GuardDuty Finding");
        let put = world.gumshoe.put_event(ADMINISTRATOR, guardduty, &finding);
        assert!(put.await["EventId"].is_string());
    }
    world.gumshoe.settled().await;
    world.gumshoe.run("update-finding-groups").await;
}

fn refused(answer: &Answer, operation: &str) -> bool {
    answer.status == 400
        && answer.error == "ValidationException"
        && answer.body["ErrorCode"] == "INVALID_REQUEST_BODY"
        && answer.body["Message"]
            == format!(
                "{operation}Request.NextToken is invalid or expired. Ask for the first page again."
            )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_the_next_page_of_its_own_question_and_no_other() {
    let (world, questions, tokens) = second_pages().await;
    for question in &questions {
        let operation = question.operation;
        let token = tokens[operation].as_str();
        let own = ask(
            &world,
            operation,
            question.caller,
            page(&question.members, Some(token)),
        );
        let own = own.await;
        assert_eq!(own.status, 200, "{operation}: {}", own.body);

        let (other_caller, others) = &question.other_caller;
        let of_other = ask(&world, operation, other_caller, page(others, None)).await;
        assert_eq!(of_other.status, 200, "{operation}: {}", of_other.body);
        let answer = ask(&world, operation, other_caller, page(others, Some(token))).await;
        assert!(refused(&answer, operation), "by another caller: {answer:?}");

        if let Some(others) = &question.other_members {
            let of_other = ask(&world, operation, question.caller, page(others, None)).await;
            assert_eq!(of_other.status, 200, "{operation}: {}", of_other.body);
            let answer = ask(
                &world,
                operation,
                question.caller,
                page(others, Some(token)),
            )
            .await;
            assert!(refused(&answer, operation), "other arguments: {answer:?}");
        }
        for (other, token) in tokens.iter().filter(|(other, _)| **other != operation) {
            let body = page(&question.members, Some(token));
            let answer = ask(&world, operation, question.caller, body).await;
            assert!(
                refused(&answer, operation),
                "a token of {other}: {answer:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_changed_is_refused() {
    let (world, questions, tokens) = second_pages().await;
    for question in &questions {
        for forged in forgeries(&tokens[question.operation]) {
            let body = page(&question.members, Some(&forged));
            let answer = ask(&world, question.operation, question.caller, body).await;
            assert!(refused(&answer, question.operation), "{forged}: {answer:?}");
        }
    }
}

/// The token with each of its characters changed, without its last ones, with more, and none at all.
fn forgeries(token: &str) -> Vec<String> {
    let changed = (0..token.len()).map(|at| {
        let other = if &token[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &token[..at], &token[at + 1..])
    });
    let truncated = [1, 2, 3, 4, token.len() / 2, token.len() - 1]
        .map(|cut| token[..token.len() - cut].to_owned());
    let others = [
        format!("{token}A"),
        format!("{token}="),
        format!("{token}{token}"),
        format!("{token}AAAA"),
        format!("AAAA{token}"),
        "A".repeat(1_024),
        "\u{0}".to_owned(),
        "é".repeat(64),
        "eyJMYXN0S2V5Ijp7fX0".to_owned(),
    ];
    changed.chain(truncated).chain(others).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_a_day() {
    let (world, questions, tokens) = second_pages().await;
    let now = gumshoe::clock::now();
    for question in &questions {
        let token = &tokens[question.operation];
        let good = status_at(&world, question, token, now.plus_seconds(DAY_SECONDS - 120)).await;
        let expired = status_at(&world, question, token, now.plus_seconds(DAY_SECONDS + 1)).await;
        assert_eq!((good, expired), (200, 400), "{}", question.operation);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_never_has_a_second_page_takes_no_token() {
    let (world, _, tokens) = second_pages().await;
    for (operation, caller) in [
        ("ListGraphs", ADMINISTRATOR),
        ("ListOrganizationAdminAccounts", MANAGEMENT),
    ] {
        for token in tokens.values() {
            let answer = ask(&world, operation, caller, page(&json!({}), Some(token))).await;
            assert!(refused(&answer, operation), "{token}: {answer:?}");
        }
    }
}

#[test]
fn every_operation_with_pages_is_asked() {
    let asked = [
        "GetUsage",
        "ListActivity",
        "ListDatasourcePackages",
        "ListFindingGroups",
        "ListFindings",
        "ListGraphs",
        "ListHighVolumeEntities",
        "ListIndicators",
        "ListInvestigations",
        "ListInvitations",
        "ListMembers",
        "ListNewBehaviors",
        "ListOrganizationAdminAccounts",
        "ListRelationships",
        "ListSegments",
        "ListSourceRecords",
        "ListVolumeChanges",
        "SearchEntities",
    ];
    let pages = ["List", "Search"];
    let named = gumshoe::families::operations().map(|it| it.name);
    let left_out: Vec<&str> = named
        .filter(|name| pages.iter().any(|it| name.starts_with(it)))
        .filter(|name| *name != "ListTagsForResource")
        .filter(|name| !asked.contains(name))
        .collect();
    assert!(left_out.is_empty(), "{left_out:?}");
}
