//! How much each member gives, and what it is told of the packages.

use std::collections::HashMap;

use aws_sdk_detective::types::{DatasourcePackage, MemberStatus};
use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::quota::Quotas;
use gumshoe_tests::{ADMINISTRATOR, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use super::{MEMBER, OTHER, Team, invited};

impl Team {
    /// Uploads a log of an account with so many calls; says how many bytes it has.
    async fn log(&self, account: &str, name: &str, calls: u128) -> i64 {
        let records: Vec<Record> = (0..calls)
            .map(|id| Record::new(account, "2026-03-01T12:00:00Z", id))
            .collect();
        let file = log_file(&records);
        let key = log_key(account, name);
        self.gumshoe.upload(&key, gzip(&file)).await;
        self.gumshoe.settled().await;
        file.len().try_into().unwrap()
    }

    async fn run_only(&self, packages: &[&str]) {
        let request = json!({ "GraphArn": self.graph, "DatasourcePackages": packages });
        let update = self.administrator.ask("/graph/datasources/update", request);
        update.await;
    }

    async fn ingest_status(&self) -> Value {
        let request = json!({ "GraphArn": self.graph });
        self.administrator
            .ask("/behavior/ingest/get", request)
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_told_with_the_volume_that_it_gives() {
    let team = Team::start().await;
    team.join(&[MEMBER, OTHER], MemberStatus::Enabled).await;
    team.log(ADMINISTRATOR, "a", 5).await;
    let bytes = team.log(MEMBER, "a", 3).await;
    let before = team.member(MEMBER).await.unwrap();

    team.gumshoe.run("update-volumes").await;

    let member = team.member(MEMBER).await.unwrap();
    let packages = member.volume_usage_by_datasource_package().unwrap();
    let core = &packages[&DatasourcePackage::DetectiveCore];
    assert_eq!(core.volume_usage_in_bytes(), Some(bytes));
    assert!(core.volume_usage_update_time().is_some());
    assert_eq!(packages.len(), 1);
    let quiet = team.member(OTHER).await.unwrap();
    assert_eq!(
        quiet.volume_usage_by_datasource_package(),
        before.volume_usage_by_datasource_package()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volume_that_is_the_same_is_not_written_again() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    team.log(MEMBER, "a", 3).await;
    let first = team.gumshoe.run("update-volumes").await;

    let second = team.gumshoe.run("update-volumes").await;

    assert_eq!(
        (&first["members"], &second["members"]),
        (&json!(1), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_gives_another_graph_too_much_gets_none_of_its_own() {
    let quotas = Quotas {
        bytes_per_day: 20_000,
        ..Quotas::default()
    };
    let team = Team::start_with(|options, _| options.quotas = quotas).await;
    team.join(&[MEMBER, OTHER], MemberStatus::Enabled).await;
    team.log(OTHER, "a", 1).await;
    assert!(team.log(MEMBER, "a", 200).await > 20_000);

    let refused = team
        .gumshoe
        .account(MEMBER)
        .post("/graph", Vec::new())
        .await;

    assert_eq!(
        (refused.status, refused.error.as_str()),
        (402, "ServiceQuotaExceededException"),
        "{}",
        refused.body
    );
    assert_eq!(refused.body["Resources"], json!(["volume"]));
    team.gumshoe.account(OTHER).create_graph().await;
    assert_eq!(
        team.administrator.create_graph().await,
        team.graph,
        "a graph that is there is not in question"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_whose_graph_is_being_deleted_is_told_so_whatever_it_gives() {
    let quotas = Quotas {
        bytes_per_day: 20_000,
        ..Quotas::default()
    };
    let team = Team::start_with(|options, _| options.quotas = quotas).await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    assert!(team.log(MEMBER, "a", 200).await > 20_000);
    // As one that is closed and that no job has found yet: it is in no directory.
    let id = "0".repeat(32);
    let arn = format!("arn:aws:detective:us-east-1:{MEMBER}:graph:{id}");
    let put = team.gumshoe.stack().clients().dynamodb.put_item();
    put.table_name(gumshoe::endpoints::TABLE)
        .item("PK", AttributeValue::S(format!("ACCOUNT#{MEMBER}")))
        .item("SK", AttributeValue::S("GRAPH".to_owned()))
        .item("Arn", AttributeValue::S(arn))
        .item(
            "Created",
            AttributeValue::S("2026-03-01T12:00:00Z".to_owned()),
        )
        .item("GraphState", AttributeValue::S("DELETING".to_owned()))
        .item("Tags", AttributeValue::M(HashMap::new()))
        .send()
        .await
        .unwrap();

    let refused = team
        .gumshoe
        .account(MEMBER)
        .post("/graph", Vec::new())
        .await;

    assert_eq!(
        (refused.status, refused.error.as_str()),
        (409, "ConflictException"),
        "{}",
        refused.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_removed_member_gave_keeps_nobody_out() {
    let quotas = Quotas {
        bytes_per_day: 20_000,
        ..Quotas::default()
    };
    let team = Team::start_with(|options, _| options.quotas = quotas).await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    assert!(team.log(MEMBER, "a", 200).await > 20_000);
    let create = team.administrator.detective.create_members();
    let create = create.graph_arn(&team.graph);
    let create = create.accounts(invited(OTHER, "root@example.com"));
    let full = create.clone().send().await;
    assert!(full.is_err(), "{full:?}");

    team.remove(MEMBER).await;

    let created = create.send().await.expect("there is room again");
    assert_eq!(created.members().len(), 1);
    team.run_only(&["DETECTIVE_CORE"]).await;
    team.run_only(&["DETECTIVE_CORE", "EKS_AUDIT"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_members_history_is_that_of_the_packages_since_it_was_enabled() {
    let team = Team::start().await;
    team.run_only(&["EKS_AUDIT"]).await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    team.invite(&[OTHER]).await;
    team.until(OTHER, MemberStatus::Invited).await;
    team.run_only(&["DETECTIVE_CORE"]).await;
    team.run_only(&["EKS_AUDIT"]).await;

    let request = json!({ "GraphArn": team.graph, "AccountIds": [MEMBER, OTHER] });
    let told = team
        .administrator
        .ask("/graph/datasources/get", request)
        .await;
    let own = team
        .gumshoe
        .account(MEMBER)
        .ask(
            "/membership/datasources/get",
            json!({ "GraphArns": [team.graph] }),
        )
        .await;

    let list = team
        .administrator
        .ask("/graph/datasources/list", json!({ "GraphArn": team.graph }))
        .await;
    let entered = |state: &str| {
        list["DatasourcePackages"]["EKS_AUDIT"]["LastIngestStateChange"][state].clone()
    };
    let enabled =
        told["MemberDatasources"][0]["DatasourcePackageIngestHistory"]["DETECTIVE_CORE"].clone();
    let history = json!({
        "DETECTIVE_CORE": enabled,
        "EKS_AUDIT": { "STARTED": entered("STARTED"), "STOPPED": entered("STOPPED") },
        "ASFF_SECURITYHUB_FINDING": { "STOPPED": enabled["STARTED"] },
    });
    let member = json!({ "AccountId": MEMBER, "GraphArn": team.graph, "DatasourcePackageIngestHistory": history });
    let invited =
        json!({ "AccountId": OTHER, "GraphArn": team.graph, "DatasourcePackageIngestHistory": {} });
    assert_eq!(
        told,
        json!({ "MemberDatasources": [member, invited], "UnprocessedAccounts": [] })
    );
    assert_eq!(
        own,
        json!({ "MembershipDatasources": [member], "UnprocessedGraphs": [] })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_of_many_accounts_and_objects_of_many_accounts_and_days_count() {
    let team = Team::start().await;
    let accounts: Vec<String> = (0..50).map(|n| format!("2222{n:08}")).collect();
    let members: Vec<&str> = accounts.iter().map(String::as_str).collect();
    team.join(&members, MemberStatus::Enabled).await;

    // One batch: more objects and accounts than one transaction has actions.
    for (id, account) in (0..).zip(&accounts) {
        let record = Record::new(account, "2026-03-01T12:00:00Z", id);
        team.gumshoe
            .upload(&log_key(account, "a"), gzip(&log_file([&record])))
            .await;
    }
    for n in 0..30 {
        let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1_000 + n);
        let key = log_key(ADMINISTRATOR, &format!("a{n}"));
        team.gumshoe.upload(&key, gzip(&log_file([&record]))).await;
    }
    team.gumshoe.settled().await;
    let batch = team.ingest_status().await;
    // One object: more days and accounts than one transaction has actions.
    let mut records = Vec::new();
    for (n, account) in (0..).zip(&accounts) {
        for day in [n % 28, (n + 7) % 28] {
            let time = format!("2026-0{}-{:02}T12:00:00Z", 1 + n % 3, 1 + day);
            records.push(Record::new(account, &time, 2_000 + records.len() as u128));
        }
    }
    let many = log_key(accounts[0].as_str(), "many");
    team.gumshoe.upload(&many, gzip(&log_file(&records))).await;
    team.gumshoe.settled().await;
    let object = team.ingest_status().await;

    let source = &batch["Sources"][0];
    assert_eq!(
        source["Objects"],
        json!({ "Ingested": 80, "LeftOut": {}, "Quarantined": {} })
    );
    assert_eq!(source["Records"]["Ingested"], json!(80));
    assert_eq!(source["Bytes"], batch["BytesPerDay"]);
    let source = &object["Sources"][0];
    assert_eq!(source["Objects"]["Ingested"], json!(81), "{source}");
    assert_eq!(source["Records"]["Ingested"], json!(180));
    let bytes = |status: &Value| status["BytesPerDay"].as_u64().unwrap();
    assert!(bytes(&batch) < bytes(&object));
    assert!(bytes(&object) < source["Bytes"].as_u64().unwrap());
}
