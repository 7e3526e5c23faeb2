//! What an account gave is removed when its graph's administrator asks for it.

use aws_sdk_detective::types::MemberStatus;
use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_tests::{ADMINISTRATOR, Record};
use serde_json::{Value, json};

use super::{MEMBER, OTHER, Team};

const TIME: &str = "2026-03-01T12:00:00Z";

impl Team {
    async fn ask_to_erase(&self, account: &str) -> (u16, Value) {
        let request = json!({ "GraphArn": self.graph, "AccountId": account });
        let path = "/behavior/accounts/delete";
        let answer = self
            .administrator
            .post(path, request.to_string().into())
            .await;
        (answer.status, answer.body)
    }

    /// Two former members' calls in merged segments and in batches, beside the administrator's own.
    async fn with_former_members() -> Self {
        let team = Self::start().await;
        team.join(&[MEMBER, OTHER], MemberStatus::Enabled).await;
        for (at, account) in [ADMINISTRATOR, MEMBER, OTHER].into_iter().enumerate() {
            let event = u128::try_from(at).unwrap();
            team.upload(account, "merged", &[Record::new(account, TIME, event)])
                .await;
        }
        team.gumshoe.run("compact-segments").await;
        let agent = json!("only the member's");
        let own = Record::new(MEMBER, TIME, 7).with("userAgent", agent);
        team.upload(MEMBER, "batch", &[own]).await;
        team.remove(MEMBER).await;
        team.remove(OTHER).await;
        team
    }

    /// As if every request to erase had been made two hours ago.
    async fn age_requests(&self) {
        for item in self.items().await {
            let (pk, sk) = (item["PK"].clone(), item["SK"].clone());
            if !sk.starts_with("ERASURE#") {
                continue;
            }
            let update = self.gumshoe.stack().clients().dynamodb.update_item();
            let aged = update
                .table_name(gumshoe::endpoints::TABLE)
                .key("PK", AttributeValue::S(pk))
                .key("SK", AttributeValue::S(sk))
                .update_expression("SET Requested = :long_ago")
                .expression_attribute_values(":long_ago", AttributeValue::S(TIME.to_owned()));
            aged.send().await.unwrap();
        }
    }

    async fn requests(&self) -> usize {
        let items = self.items().await;
        items
            .iter()
            .filter(|it| it["SK"].starts_with("ERASURE#"))
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_former_member_gave_is_gone_and_nothing_else() {
    let team = Team::with_former_members().await;
    assert_eq!((team.calls(MEMBER).await, team.calls(OTHER).await), (2, 1));

    let (status, answer) = team.ask_to_erase(MEMBER).await;
    team.gumshoe.run("erase-accounts").await;

    assert_eq!((status, &answer["AccountId"]), (200, &json!(MEMBER)));
    assert_eq!(team.calls(MEMBER).await, 0);
    assert_eq!(
        (team.calls(OTHER).await, team.calls(ADMINISTRATOR).await),
        (1, 1)
    );
    for gone in [MEMBER, "only the member's"] {
        let search = json!({ "GraphArn": team.graph, "Query": gone });
        let found = team
            .administrator
            .ask("/behavior/entities/search", search)
            .await;
        assert_eq!(found["Entities"], json!([]), "{gone}");
    }
    let volumes = team.items().await;
    let of_member = |sk: &str| sk.starts_with("VOLUME#") && sk.ends_with(MEMBER);
    assert!(!volumes.iter().any(|item| of_member(&item["SK"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_of_entities_keeps_nothing_of_a_former_member() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    for day in 1..=9_u32 {
        let time = format!("2026-03-{day:02}T12:00:00Z");
        let agent = json!("only the member's");
        let own = Record::new(MEMBER, &time, day.into()).with("userAgent", agent);
        team.upload(MEMBER, &format!("day{day}"), &[own]).await;
    }
    team.gumshoe.run("compact-segments").await;
    team.gumshoe.run("compact-segments").await;
    let has_index = |keys: Vec<String>| keys.iter().any(|it| it.ends_with("/contents.json"));
    assert!(has_index(team.gumshoe.segment_keys().await));
    team.remove(MEMBER).await;
    team.ask_to_erase(MEMBER).await;
    team.gumshoe.run("erase-accounts").await;
    for gone in [MEMBER, "only the member's", "*"] {
        let search = json!({ "GraphArn": team.graph, "Query": gone });
        let path = "/behavior/entities/search";
        let found = team.administrator.ask(path, search).await;
        assert_eq!(found["Entities"], json!([]), "{gone}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn relations_that_a_former_member_gave_are_gone() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let bucket = json!({ "bucketName": "payroll" });
    let created = Record::new(MEMBER, TIME, 1)
        .with("eventName", json!("CreateBucket"))
        .with("requestParameters", bucket);
    team.upload(MEMBER, "a", &[created]).await;
    team.remove(MEMBER).await;
    let scope = json!({
        "GraphArn": team.graph, "EntityType": "S3Bucket", "EntityId": "payroll",
        "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
    });
    let path = "/behavior/relationships/list";
    let before = team.administrator.ask(path, scope.clone()).await;
    assert_ne!(before["Relationships"], json!([]));

    team.ask_to_erase(MEMBER).await;
    team.gumshoe.run("erase-accounts").await;

    let after = team.administrator.ask(path, scope).await;
    assert_eq!(after["Relationships"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_kept_until_no_ingestion_can_bring_more() {
    let team = Team::with_former_members().await;
    let (_, first) = team.ask_to_erase(MEMBER).await;
    let (_, again) = team.ask_to_erase(MEMBER).await;
    assert_eq!(first, again);
    team.gumshoe.run("erase-accounts").await;
    team.gumshoe.run("erase-accounts").await;
    assert_eq!(team.requests().await, 1);

    team.age_requests().await;
    let last = team.gumshoe.run("erase-accounts").await;

    assert_eq!((last, team.requests().await), (json!({ "written": 0 }), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_of_an_account_that_feeds_the_graph_is_not_removed() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let (by_member, _) = team.ask_to_erase(MEMBER).await;
    let (by_administrator, _) = team.ask_to_erase(ADMINISTRATOR).await;
    assert_eq!((by_member, by_administrator), (409, 409));

    // The account comes back before the job gets to it.
    team.remove(MEMBER).await;
    assert_eq!(team.ask_to_erase(MEMBER).await.0, 200);
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    team.upload(MEMBER, "back", &[Record::new(MEMBER, TIME, 1)])
        .await;
    team.gumshoe.run("erase-accounts").await;

    assert_eq!((team.calls(MEMBER).await, team.requests().await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_findings_of_a_former_member_are_gone_and_no_others() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let finding = |account: &str| json!({ "accountId": account, "id": account, "type": "Recon:EC2/Portscan", "severity": 5, "updatedAt": TIME });
    for account in [ADMINISTRATOR, MEMBER] {
        let kind = ("aws.guardduty", "GuardDuty Finding");
        team.gumshoe
            .put_event(account, kind, &finding(account))
            .await;
    }
    let listed = async || {
        let request = json!({ "GraphArn": team.graph, "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z" });
        let answer = team.administrator.ask("/behavior/findings/list", request);
        let found = answer.await["Findings"].as_array().unwrap().clone();
        found
            .iter()
            .map(|it| it["FindingId"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed().await, [MEMBER, ADMINISTRATOR]);
    team.remove(MEMBER).await;

    assert_eq!(team.ask_to_erase(MEMBER).await.0, 200);
    team.gumshoe.run("erase-accounts").await;

    assert_eq!(listed().await, [ADMINISTRATOR]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_with_findings_of_a_former_member_is_made_anew_without_them() {
    let team = Team::start().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let remote = json!({ "ipAddressV4": "198.51.100.7" });
    let action = json!({ "networkConnectionAction": { "remoteIpDetails": remote } });
    for (account, ids) in [(ADMINISTRATOR, ["a", "b"]), (MEMBER, ["c", "d"])] {
        for id in ids {
            let kind = ("aws.guardduty", "GuardDuty Finding");
            let finding = json!({ "accountId": account, "id": id, "type": "Recon:EC2/Portscan", "severity": 5,
                "updatedAt": TIME, "service": { "action": action } });
            team.gumshoe.put_event(account, kind, &finding).await;
        }
    }
    let listed = async || {
        let request = json!({ "GraphArn": team.graph, "ScopeStartTime": "2026-03-01T00:00:00Z",
            "ScopeEndTime": "2026-03-02T00:00:00Z", "Statuses": [] });
        let path = "/behavior/findingGroups/list";
        let answer = team.administrator.ask(path, request).await;
        let groups = answer["FindingGroups"].as_array().unwrap().iter();
        groups
            .map(|it| (it["AccountIds"].clone(), it["FindingCount"].clone()))
            .collect::<Vec<_>>()
    };
    team.gumshoe.run("update-finding-groups").await;
    let of_both = (json!([ADMINISTRATOR, MEMBER]), json!(4));
    assert_eq!(listed().await, [of_both]);
    team.remove(MEMBER).await;
    assert_eq!(team.ask_to_erase(MEMBER).await.0, 200);

    team.gumshoe.run("erase-accounts").await;
    assert_eq!(listed().await, []);
    team.gumshoe.run("update-finding-groups").await;

    assert_eq!(listed().await, [(json!([ADMINISTRATOR]), json!(2))]);
}
