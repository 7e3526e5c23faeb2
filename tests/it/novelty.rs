//! What is new: for an entity, for its account, for the whole graph.

use aws_sdk_detective::types::MemberStatus;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, log_file, log_key};
use serde_json::{Value, json};

use crate::world::{ENABLED, invite, until};

const START: &str = "2026-03-01T00:00:00Z";
const END: &str = "2026-03-02T00:00:00Z";

/// A call of a user of an account.
fn call(account: &str, user: &str, time: &str, (api, agent): (&str, &str), event: u128) -> Record {
    let upper = user.to_uppercase();
    Record::new(account, time, event)
        .with(
            "userIdentity",
            json!({
                "type": "IAMUser", "principalId": format!("AIDAEXAMPLE{upper}"), "userName": user,
                "accountId": account, "arn": format!("arn:aws:iam::{account}:user/{user}"),
            }),
        )
        .with("eventName", json!(api))
        .with("userAgent", json!(agent))
}

/// Two weeks of `ListBuckets`, and what colleagues and another account did then; on the last day
/// alice does what nobody, a colleague, or somebody of another account did before.
fn history() -> Vec<Record> {
    let cli = "aws-cli/2";
    let mut records: Vec<Record> = (14..=28)
        .map(|day| {
            let time = format!("2026-02-{day}T09:00:00Z");
            call(ADMINISTRATOR, "alice", &time, ("ListBuckets", cli), day)
        })
        .collect();
    let before = "2026-02-20T10:00:00Z";
    records.extend([
        call(ADMINISTRATOR, "bob", before, ("GetBucketAcl", cli), 100),
        call(ENABLED, "carol", before, ("PutBucketAcl", cli), 101),
        // Older than the baseline.
        call(
            ADMINISTRATOR,
            "alice",
            "2026-01-10T10:00:00Z",
            ("DeleteBucket", cli),
            102,
        ),
    ]);
    let at = |minute: u32| format!("2026-03-01T12:{minute:02}:00Z");
    records.extend([
        call(
            ADMINISTRATOR,
            "alice",
            &at(0),
            ("ListBuckets", "curl/8"),
            200,
        ),
        call(ADMINISTRATOR, "alice", &at(1), ("GetBucketAcl", cli), 201),
        call(ADMINISTRATOR, "alice", &at(2), ("PutBucketAcl", cli), 202),
        call(ADMINISTRATOR, "alice", &at(3), ("DeleteBucket", cli), 203),
        call(ADMINISTRATOR, "alice", &at(4), ("DeleteBucket", cli), 204)
            .with("errorCode", json!("AccessDenied")),
    ]);
    records
}

async fn graph_with_history(gumshoe: &Gumshoe) -> (Account, String) {
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    invite(&administrator, &graph, &[ENABLED]).await;
    until(&administrator, &graph, &[ENABLED], &MemberStatus::Invited).await;
    let accept = gumshoe.account(ENABLED).detective.accept_invitation();
    accept.graph_arn(&graph).send().await.unwrap();
    until(&administrator, &graph, &[ENABLED], &MemberStatus::Enabled).await;
    for (place, records) in history().chunks(7).enumerate() {
        let key = log_key(ADMINISTRATOR, &format!("part{place}"));
        gumshoe.upload(&key, log_file(records)).await;
    }
    gumshoe.settled().await;
    (administrator, graph)
}

async fn ask(account: &Account, graph: &str, kind: &str, id: &str, more: Value) -> Value {
    let mut request = json!({
        "GraphArn": graph, "EntityType": kind, "EntityId": id,
        "ScopeStartTime": START, "ScopeEndTime": END,
    });
    let more = more.as_object().expect("members").clone();
    request.as_object_mut().expect("members").extend(more);
    account.ask("/behavior/novelty/list", request).await
}

/// Each new behavior in one line.
fn lines(answer: &Value) -> Vec<String> {
    let line = |it: &Value| {
        let keys = it["Keys"].as_object().expect("keys").values();
        let keys: Vec<&str> = keys.filter_map(Value::as_str).collect();
        let (kind, reach) = (it["Kind"].as_str().unwrap(), it["Reach"].as_str().unwrap());
        format!(
            "{reach} {kind} {} +{} -{}",
            keys.join(" "),
            it["SuccessCount"],
            it["FailureCount"]
        )
    };
    let all = answer["NewBehaviors"].as_array().expect("new behaviors");
    all.iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_there_in_45_days_is_new_for_those_who_did_not_do_it() {
    let gumshoe = Gumshoe::start().await;
    let (administrator, graph) = graph_with_history(&gumshoe).await;
    let ask = |kind, id, more| ask(&administrator, &graph, kind, id, more);

    let of_alice = ask("AwsUser", "AIDAEXAMPLEALICE", json!({})).await;
    let expected = [
        "GRAPH API_CALL DeleteBucket s3 +1 -1",
        "GRAPH USER_AGENT curl/8 +1 -0",
        "ACCOUNT API_CALL PutBucketAcl s3 +1 -0",
        "ENTITY API_CALL GetBucketAcl s3 +1 -0",
    ];
    assert_eq!(lines(&of_alice), expected);
    assert_eq!(of_alice["IsComplete"], json!(true));
    assert_eq!(
        of_alice["Baseline"]["Training"],
        json!({ "IsTraining": false, "DaysOfData": 15 })
    );
    let why = &of_alice["NewBehaviors"][0]["Explanation"];
    assert_eq!(
        (&why["Observed"], &why["Expected"]),
        (&json!(2.0), &json!(0.0))
    );
    assert_eq!(why["Window"]["EndTime"], json!("2026-03-01T00:00:00.000Z"));
    assert_eq!(
        why["Sentence"],
        json!(
            "2 calls of s3:DeleteBucket concern AwsUser AIDAEXAMPLEALICE; none did from \
             2026-01-15T00:00:00.000Z to 2026-03-01T00:00:00.000Z. There were none in the whole graph either."
        )
    );

    // Colleagues' calls are the account's own: nothing is new for the entity alone.
    let of_account = ask("AwsAccount", ADMINISTRATOR, json!({})).await;
    assert_eq!(lines(&of_account), expected[..3]);
    // The user agent was never there before, and so everything about it is new; its principal is not.
    let principals = json!({ "Kinds": ["PRINCIPAL"] });
    let of_agent = ask("UserAgent", "curl/8", principals).await;
    assert_eq!(
        lines(&of_agent),
        ["ENTITY PRINCIPAL AIDAEXAMPLEALICE AwsUser +1 -0"]
    );
    let one = json!({ "MaxResults": 3, "Kinds": ["USER_AGENT", "API_CALL"] });
    let page = ask("AwsUser", "AIDAEXAMPLEALICE", one.clone()).await;
    assert_eq!(lines(&page), expected[..3]);
    let mut rest = one;
    rest["NextToken"] = page["NextToken"].clone();
    let page = ask("AwsUser", "AIDAEXAMPLEALICE", rest).await;
    assert_eq!(lines(&page), expected[3..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_young_graph_is_in_training_and_a_stopped_package_is_a_gap() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let update = administrator.detective.update_datasource_packages();
    let core = aws_sdk_detective::types::DatasourcePackage::DetectiveCore;
    let update = update.graph_arn(&graph).datasource_packages(core);
    update.send().await.unwrap();
    let request =
        json!({ "GraphArn": graph, "EntityType": "ContainerCluster", "EntityId": "c~1~EKS" });
    let answer = administrator.ask("/behavior/novelty/list", request).await;
    let known = &answer["Baseline"];
    assert_eq!(
        known["Training"],
        json!({ "IsTraining": true, "DaysOfData": 0 })
    );
    let gaps = known["Gaps"].as_array().expect("gaps");
    assert_eq!(gaps.len(), 1, "{known}");
}
