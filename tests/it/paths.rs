//! How somebody came from one entity to another.

use gumshoe::synthetic::Scenario;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

/// An entity by its kind and id.
struct Entity(String, String);

const DAY: (&str, &str) = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");

async fn find(
    account: &Account,
    graph: &str,
    (from, to): (&Entity, &Entity),
    scope: (&str, &str),
) -> Value {
    let request = json!({
        "GraphArn": graph, "EntityType": from.0, "EntityId": from.1,
        "TargetEntityType": to.0, "TargetEntityId": to.1,
        "ScopeStartTime": scope.0, "ScopeEndTime": scope.1,
    });
    account.ask("/behavior/relationships/path", request).await
}

/// Each path in one line: the relations and whither they lead.
fn lines(answer: &Value) -> Vec<String> {
    let paths = answer["Paths"].as_array().expect("paths").iter();
    let line = |path: &Value| {
        let steps = path["Steps"].as_array().expect("steps").iter();
        let steps = steps.map(|it| {
            let (relation, to) = (&it["Relation"], &it["To"]["EntityId"]);
            let back = if it["Direction"] == "INCOMING" {
                "<"
            } else {
                ""
            };
            format!(
                "{back}{} {}",
                relation.as_str().unwrap(),
                to.as_str().unwrap()
            )
        });
        steps.collect::<Vec<_>>().join(", ")
    };
    paths.map(line).collect()
}

fn entity(kind: &str, id: &str) -> Entity {
    Entity(kind.to_owned(), id.to_owned())
}

/// A call of a session of a role.
fn by_session(time: &str, number: u128, role: &str, session: &str) -> Record {
    Record::new(ADMINISTRATOR, time, number).with(
        "userIdentity",
        json!({
            "type": "AssumedRole", "principalId": format!("AROAEXAMPLE{role}:{session}"), "accountId": ADMINISTRATOR,
            "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/{role}/{session}"),
            "sessionContext": { "sessionIssuer": {
                "type": "Role", "principalId": format!("AROAEXAMPLE{role}"), "userName": role,
                "arn": format!("arn:aws:iam::{ADMINISTRATOR}:role/{role}"),
            } },
        }),
    )
}

/// The same record as a call that began a session.
fn assuming(record: Record, role: &str, session: &str) -> Record {
    record
        .with("eventSource", json!("sts.amazonaws.com"))
        .with("eventName", json!("AssumeRole"))
        .with(
            "responseElements",
            json!({ "assumedRoleUser": {
                "assumedRoleId": format!("AROAEXAMPLE{role}:{session}"),
                "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/{role}/{session}"),
            } }),
        )
}

async fn with(records: &[Record]) -> (Gumshoe, Account, String) {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let log = gzip(&log_file(records));
    gumshoe.upload(&log_key(ADMINISTRATOR, "a"), log).await;
    gumshoe.settled().await;
    (gumshoe, administrator, graph)
}

/// Alice assumes a role, its session another one, and that session reads a bucket.
fn chain() -> Vec<Record> {
    let address = |record: Record, it: &str| record.with("sourceIPAddress", json!(it));
    let alice = Record::new(ADMINISTRATOR, "2026-03-01T10:00:00Z", 1);
    vec![
        address(assuming(alice, "ops", "one"), "198.51.100.1"),
        address(
            assuming(
                by_session("2026-03-01T10:05:00Z", 2, "ops", "one"),
                "data",
                "two",
            ),
            "198.51.100.2",
        ),
        address(
            by_session("2026-03-01T10:10:00Z", 3, "data", "two")
                .with("requestParameters", json!({ "bucketName": "payroll" })),
            "198.51.100.3",
        ),
        // Another session of the same role, which has nothing to do with alice.
        address(
            by_session("2026-03-01T11:00:00Z", 4, "ops", "other")
                .with("requestParameters", json!({ "bucketName": "press" })),
            "198.51.100.4",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_of_sessions_is_told_step_by_step() {
    let (gumshoe, administrator, graph) = with(&chain()).await;
    let alice = entity("AwsUser", "AIDAEXAMPLEALICE");
    let bucket = entity("S3Bucket", "payroll");
    for _ in 0..2 {
        let answer = find(&administrator, &graph, (&alice, &bucket), DAY).await;
        assert_eq!(
            lines(&answer),
            [
                "STARTED_SESSION AROAEXAMPLEops:one, STARTED_SESSION AROAEXAMPLEdata:two, CALLED_API_ON payroll"
            ]
        );
        assert_eq!(answer["IsComplete"], true);
        let steps = &answer["Paths"][0]["Steps"];
        assert_eq!(steps[1]["FirstSeen"], "2026-03-01T10:05:00.000Z");
        assert_eq!(
            steps[1]["Sentence"],
            "assumed-role/ops/one began assumed-role/data/two, once, at 2026-03-01T10:05:00.000Z."
        );
        gumshoe.run("compact-segments").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sessions_of_others_of_a_role_are_no_way() {
    let (_gumshoe, administrator, graph) = with(&chain()).await;
    let alice = entity("AwsUser", "AIDAEXAMPLEALICE");
    let press = entity("S3Bucket", "press");
    let answer = find(&administrator, &graph, (&alice, &press), DAY).await;
    assert_eq!(lines(&answer), Vec::<String>::new());
    // But they are the role's, for whoever asks from it.
    let role = entity("AwsRole", "AROAEXAMPLEops");
    let answer = find(&administrator, &graph, (&role, &press), DAY).await;
    assert_eq!(lines(&answer), ["CALLED_API_ON press"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_two_used_leads_from_the_one_to_the_other_in_the_order_of_time() {
    let bob = |time: &str, number| {
        Record::new(ADMINISTRATOR, time, number).with(
            "userIdentity",
            json!({
                "type": "IAMUser", "principalId": "AIDAEXAMPLEBOB", "accountId": ADMINISTRATOR, "userName": "bob",
                "arn": format!("arn:aws:iam::{ADMINISTRATOR}:user/bob"),
            }),
        )
    };
    let alice = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
    let (_gumshoe, administrator, graph) = with(&[alice, bob("2026-03-01T13:00:00Z", 2)]).await;
    let alice = entity("AwsUser", "AIDAEXAMPLEALICE");
    let bob = entity("AwsUser", "AIDAEXAMPLEBOB");
    let there = find(&administrator, &graph, (&alice, &bob), DAY).await;
    assert_eq!(
        lines(&there),
        ["USED_ADDRESS 198.51.100.7, <USED_ADDRESS AIDAEXAMPLEBOB"]
    );
    // Bob came later: nothing that he did led to what alice had done before.
    let back = find(&administrator, &graph, (&bob, &alice), DAY).await;
    assert_eq!(lines(&back), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_the_generated_intruder_is_found() {
    let scenario = Scenario {
        seed: 7,
        start: "2026-02-26T00:00:00Z".parse().unwrap(),
        days: 3,
        accounts: 1,
        size: Some(1_000_000),
    };
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    for object in scenario.objects() {
        let object = object.unwrap();
        gumshoe.upload(&object.key, object.bytes).await;
    }
    gumshoe.settled().await;
    let truth = scenario.truth();
    let [leaked, back_door, admin] = &truth.principals[..] else {
        panic!("three principals: {truth:?}");
    };
    let end = scenario.end();
    let scope = (end.plus_seconds(-86_400).to_string(), end.to_string());
    let scope = (scope.0.as_str(), scope.1.as_str());
    let [leaked, back_door, admin] =
        [leaked, back_door, admin].map(|it| entity(it.entity.kind.as_str(), &it.entity.id));
    let direct = find(&administrator, &graph, (&leaked, &admin), scope).await;
    assert_eq!(lines(&direct)[0], format!("ASSUMED {}", admin.1));
    // From its last address the intruder acted as the user that was made for that alone.
    let address = entity("IpAddress", truth.addresses[1].address);
    let answer = find(&administrator, &graph, (&leaked, &address), scope).await;
    let expected = format!("CREATED {}, USED_ADDRESS {}", back_door.1, address.1);
    assert_eq!(lines(&answer)[0], expected, "{answer:#}");
    for step in answer["Paths"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["Steps"].as_array().unwrap())
    {
        assert!(
            step["BeginTime"].as_str() <= step["LastSeen"].as_str(),
            "{step}"
        );
        assert_ne!(step["Sentence"], "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused() {
    let (_gumshoe, administrator, graph) = with(&chain()).await;
    let request = |more: Value| {
        let mut request = json!({
            "GraphArn": graph, "EntityType": "AwsUser", "EntityId": "a",
            "TargetEntityType": "AwsUser", "TargetEntityId": "b",
        });
        let members = more.as_object().unwrap().clone();
        request.as_object_mut().unwrap().extend(members);
        request.to_string().into_bytes()
    };
    let path = "/behavior/relationships/path";
    for (more, member) in [
        (json!({ "TargetEntityId": "a" }), "TargetEntityId"),
        (json!({ "TargetEntityType": "Robot" }), "TargetEntityType"),
        (json!({ "TargetEntityType": null }), "TargetEntityType"),
        (json!({ "MaxHops": 7 }), "MaxHops"),
        (json!({ "MaxHops": 0 }), "MaxHops"),
    ] {
        let answer = administrator.post(path, request(more)).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (400, "ValidationException")
        );
        assert!(answer.body.to_string().contains(member), "{answer:?}");
    }
}
