//! Data source packages: what a graph takes in, since when, and what it leaves out meanwhile.

use std::path::PathBuf;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, gzip, log_file, log_key};
use serde_json::{Value, json};

const CORE: &str = "DETECTIVE_CORE";
const EKS: &str = "EKS_AUDIT";
const HUB: &str = "ASFF_SECURITYHUB_FINDING";

async fn packages(account: &Account, graph: &str) -> Value {
    let listed = account.ask("/graph/datasources/list", json!({ "GraphArn": graph }));
    listed.await["DatasourcePackages"].clone()
}

async fn run_only(account: &Account, graph: &str, packages: &[&str]) {
    let request = json!({ "GraphArn": graph, "DatasourcePackages": packages });
    account.ask("/graph/datasources/update", request).await;
}

async fn upload(gumshoe: &Gumshoe, name: &str, event: u128) {
    let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", event);
    let key = log_key(ADMINISTRATOR, name);
    gumshoe.upload(&key, gzip(&log_file([&record]))).await;
    gumshoe.settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_graph_runs_every_package_and_was_never_in_another_state() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let graphs = administrator.ask("/graphs/list", json!({})).await;
    let created = &graphs["GraphList"][0]["CreatedTime"];

    let listed = packages(&administrator, &graph).await;

    let started = json!({
        "DatasourcePackageIngestState": "STARTED",
        "LastIngestStateChange": { "STARTED": { "Timestamp": created } },
    });
    assert_eq!(listed, json!({ CORE: started, EKS: started, HUB: started }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_packages_of_an_update_run_and_the_others_stop_but_for_the_core() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;

    run_only(&administrator, &graph, &[EKS, EKS]).await;

    let listed = packages(&administrator, &graph).await;
    let states = [CORE, EKS, HUB].map(|it| listed[it]["DatasourcePackageIngestState"].clone());
    assert_eq!(states, ["STARTED", "STARTED", "STOPPED"]);
    let stopped = &listed[HUB]["LastIngestStateChange"];
    assert!(stopped["STARTED"]["Timestamp"].as_str() < stopped["STOPPED"]["Timestamp"].as_str());
    assert_eq!(stopped.get("DISABLED"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_sdk_reads_the_packages() {
    use aws_sdk_detective::types::{DatasourcePackage, DatasourcePackageIngestState};

    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let update = administrator.detective.update_datasource_packages();
    update
        .graph_arn(&graph)
        .datasource_packages(DatasourcePackage::DetectiveCore)
        .send()
        .await
        .unwrap();

    let listed = administrator.detective.list_datasource_packages();
    let listed = listed.graph_arn(&graph).send().await.unwrap();

    let hub = &listed.datasource_packages().unwrap()[&DatasourcePackage::AsffSecurityhubFinding];
    assert_eq!(
        hub.datasource_package_ingest_state(),
        Some(&DatasourcePackageIngestState::Stopped)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn packages_come_in_pages_of_the_size_that_is_wanted() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let (mut token, mut pages) = (Value::Null, Vec::new());
    loop {
        let mut request = json!({ "GraphArn": graph, "MaxResults": 2 });
        if !token.is_null() {
            request["NextToken"] = token;
        }
        let page = administrator.ask("/graph/datasources/list", request).await;
        let names = page["DatasourcePackages"].as_object().unwrap().keys();
        pages.push(names.cloned().collect::<Vec<_>>());
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(pages, [vec![CORE, EKS], vec![HUB]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_updates_leave_the_wish_of_one_of_them() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let calls: Vec<_> = [EKS, HUB, EKS, HUB, EKS, HUB]
        .map(|package| {
            let (account, graph) = (administrator.clone(), graph.clone());
            tokio::spawn(async move { run_only(&account, &graph, &[package]).await })
        })
        .into();
    for call in calls {
        call.await.unwrap();
    }

    let listed = packages(&administrator, &graph).await;

    let running = [EKS, HUB].map(|it| listed[it]["DatasourcePackageIngestState"] == "STARTED");
    assert_eq!(running.iter().filter(|runs| **runs).count(), 1, "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrators_history_is_the_graphs_and_a_stranger_is_unprocessed() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    run_only(&administrator, &graph, &[HUB]).await;
    let listed = packages(&administrator, &graph).await;
    let entered =
        |package: &str, state: &str| listed[package]["LastIngestStateChange"][state].clone();

    let request =
        json!({ "GraphArn": graph, "AccountIds": ["999988887777", ADMINISTRATOR, "999988887777"] });
    let found = administrator.ask("/graph/datasources/get", request).await;
    let own = administrator
        .ask(
            "/membership/datasources/get",
            json!({ "GraphArns": [graph] }),
        )
        .await;

    let history = json!({
        "AccountId": ADMINISTRATOR,
        "GraphArn": graph,
        "DatasourcePackageIngestHistory": {
            CORE: { "STARTED": entered(CORE, "STARTED") },
            EKS: { "STARTED": entered(EKS, "STARTED"), "STOPPED": entered(EKS, "STOPPED") },
            HUB: { "STARTED": entered(HUB, "STARTED") },
        },
    });
    let stranger = json!({ "AccountId": "999988887777", "Reason": "The account is not a member of the behavior graph." });
    assert_eq!(
        found,
        json!({ "MemberDatasources": [history], "UnprocessedAccounts": [stranger] })
    );
    assert_eq!(
        own,
        json!({ "MembershipDatasources": [history], "UnprocessedGraphs": [] })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_graph_and_one_that_does_not_exist_are_unprocessed_alike() {
    let gumshoe = Gumshoe::start().await;
    let foreign = gumshoe.account(ADMINISTRATOR).create_graph().await;
    let id = foreign.rsplit(':').next().unwrap();
    let missing = foreign.replace(id, &"0".repeat(32));
    let stranger = gumshoe.account("999988887777");

    let found = stranger
        .ask(
            "/membership/datasources/get",
            json!({ "GraphArns": [foreign, missing] }),
        )
        .await;

    let unprocessed = [foreign, missing].map(|arn| {
        json!({ "GraphArn": arn, "Reason": "Your account is not a member of the behavior graph." })
    });
    assert_eq!(
        found,
        json!({ "MembershipDatasources": [], "UnprocessedGraphs": unprocessed })
    );
}

/// The API cannot stop the package of the only source, so the table is told.
async fn stop_core(gumshoe: &Gumshoe, state: &str, entered: &str) {
    let graph = gumshoe
        .stack()
        .clients()
        .dynamodb
        .update_item()
        .table_name(gumshoe::endpoints::TABLE)
        .key("PK", AttributeValue::S(format!("ACCOUNT#{ADMINISTRATOR}")))
        .key("SK", AttributeValue::S("GRAPH".to_owned()));
    graph
        .update_expression(
            "SET Packages.#core.#state = :state, Packages.#core.Entered.#entered = :at",
        )
        .expression_attribute_names("#core", CORE)
        .expression_attribute_names("#state", "State")
        .expression_attribute_names("#entered", state)
        .expression_attribute_values(":state", AttributeValue::S(state.to_owned()))
        .expression_attribute_values(":at", AttributeValue::S(entered.to_owned()))
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_of_a_stopped_package_are_left_out_for_ever_and_the_gap_is_told() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    upload(&gumshoe, "before", 1).await;
    let stopped = "2026-03-01T13:00:00.000Z";
    stop_core(&gumshoe, "STOPPED", stopped).await;
    upload(&gumshoe, "meanwhile", 2).await;
    let status = json!({ "GraphArn": graph });
    let meanwhile = administrator
        .ask("/behavior/ingest/get", status.clone())
        .await;

    run_only(&administrator, &graph, &[CORE, EKS, HUB]).await;
    upload(&gumshoe, "after", 3).await;
    gumshoe.announce(&log_key(ADMINISTRATOR, "meanwhile"));
    gumshoe.settled().await;
    let after = administrator.ask("/behavior/ingest/get", status).await;

    let objects = |ingested: u64| json!({ "Ingested": ingested, "LeftOut": { "PACKAGE_STOPPED": 1 }, "Quarantined": {} });
    assert_eq!(meanwhile["Sources"][0]["Objects"], objects(1));
    assert_eq!(
        meanwhile["Packages"][0],
        json!({ "Package": CORE, "State": "STOPPED", "Gaps": [{ "StartTime": stopped }] })
    );
    assert_eq!(after["Sources"][0]["Objects"], objects(2));
    assert_eq!(after["Sources"][0]["Records"]["Ingested"], json!(2));
    let started = packages(&administrator, &graph).await[CORE]["LastIngestStateChange"]["STARTED"]
        ["Timestamp"]
        .clone();
    assert_eq!(
        after["Packages"][0],
        json!({ "Package": CORE, "State": "STARTED", "Gaps": [{ "StartTime": stopped, "EndTime": started }] })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_package_that_is_started_or_stopped_is_an_event() {
    let mut data = PathBuf::new();
    let gumshoe = Gumshoe::start_with(|_, folder| data = folder.to_owned()).await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    run_only(&administrator, &graph, &[CORE, EKS]).await;
    run_only(&administrator, &graph, &[CORE, EKS]).await;
    run_only(&administrator, &graph, &[CORE, EKS, HUB]).await;

    let changes = eventually("the events of two changes", async || {
        let lines = std::fs::read_to_string(data.join("events.jsonl")).ok()?;
        let events = lines
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let ingest = events.filter(|it| it["detail-type"] == "Detective Ingest State Change");
        let mut details: Vec<Value> = ingest.map(|event| event["detail"].clone()).collect();
        details.sort_by_key(|detail| detail["state"] == "STARTED");
        (details.len() >= 2).then_some(details)
    })
    .await;

    let change = |from: &str, to: &str, reason: &str| json!({ "graphArn": graph, "datasourcePackage": HUB, "previousState": from, "state": to, "reason": reason });
    assert_eq!(
        changes,
        [
            change(
                "STARTED",
                "STOPPED",
                "The administrator stopped the package."
            ),
            change(
                "STOPPED",
                "STARTED",
                "The administrator started the package."
            ),
        ]
    );
}
