//! Whose logs a graph takes in.

use aws_sdk_detective::types::MemberStatus;
use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_tests::{ADMINISTRATOR, Record, gzip, log_file, log_key};
use serde_json::{Value, json};

use super::{MEMBER, OTHER, Team};

impl Team {
    /// How many calls of an account the graph knows.
    pub(super) async fn calls(&self, account: &str) -> u64 {
        let request = json!({
            "GraphArn": self.graph, "EntityType": "AwsAccount", "EntityId": account, "GroupBy": ["Api"],
            "ScopeStartTime": "2026-03-01T00:00:00Z", "ScopeEndTime": "2026-03-02T00:00:00Z",
        });
        let answer = self
            .administrator
            .ask("/behavior/activity/list", request)
            .await;
        let groups = answer["Groups"].as_array().unwrap().iter();
        groups
            .map(|group| calls(group, "SuccessCount") + calls(group, "FailureCount"))
            .sum()
    }

    pub(super) async fn upload(&self, account: &str, name: &str, records: &[Record]) {
        let key = log_key(account, name);
        self.gumshoe.upload(&key, log_file(records)).await;
        self.gumshoe.settled().await;
    }
}

fn calls(group: &Value, name: &str) -> u64 {
    group[name].as_u64().unwrap_or_default()
}

fn record(account: &str, id: u128) -> Record {
    Record::new(account, "2026-03-01T12:00:00Z", id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_takes_a_members_logs_while_it_is_enabled_and_keeps_them() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;
    team.upload(MEMBER, "before", &[record(MEMBER, 1)]).await;
    assert_eq!(team.calls(MEMBER).await, 0);
    let accept = team.gumshoe.account(MEMBER).detective.accept_invitation();
    accept.graph_arn(&team.graph).send().await.unwrap();
    team.until(MEMBER, MemberStatus::Enabled).await;

    team.upload(MEMBER, "while", &[record(MEMBER, 2), record(MEMBER, 3)])
        .await;
    assert_eq!(team.calls(MEMBER).await, 2);
    team.remove(MEMBER).await;
    team.upload(MEMBER, "after", &[record(MEMBER, 4)]).await;

    assert_eq!(team.calls(MEMBER).await, 2);
    let search = json!({ "GraphArn": team.graph, "Query": MEMBER });
    let found = team
        .administrator
        .ask("/behavior/entities/search", search)
        .await;
    assert_eq!(found["Entities"][0]["EntityId"], MEMBER);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_one_of_its_graphs_could_not_take_at_first_counts_in_all_of_them() {
    let team = Team::start().await;
    let other = team.gumshoe.account(MEMBER);
    let graph = other.create_graph().await;
    let graphs = [(ADMINISTRATOR, &*team.graph), (MEMBER, &*graph)];
    // The account in the key has the graph that comes first in the order of the graphs' ids.
    let id = |arn: &str| arn.rsplit(':').next().unwrap().to_owned();
    let first = usize::from(id(graphs[0].1) > id(graphs[1].1));
    let ((named, _), (_, broken)) = (graphs[first], graphs[1 - first]);
    let ingested = AttributeValue::S("no number".to_owned());
    count(&team, broken, "SET #ingested = :value", Some(ingested)).await;
    let records = [record(ADMINISTRATOR, 1), record(MEMBER, 2)];
    let key = log_key(named, "both");
    let file = gzip(&log_file(&records));
    team.gumshoe.upload(&key, file).await;
    team.gumshoe.settled().await;
    assert_eq!(team.gumshoe.stack().dead_letters().len(), 1);

    count(&team, broken, "REMOVE #ingested", None).await;
    team.gumshoe.announce(&key);
    team.gumshoe.settled().await;

    for (account, graph) in graphs {
        let account = team.gumshoe.account(account);
        let status = account.cloudtrail_status(graph).await;
        assert_eq!(status["Records"]["Ingested"], 1, "{status}");
    }
}

/// Changes the counter of ingested objects in all shards of a graph.
async fn count(team: &Team, graph: &str, expression: &str, value: Option<AttributeValue>) {
    let id = graph.rsplit(':').next().unwrap();
    for shard in 0..8 {
        let update = team.gumshoe.stack().clients().dynamodb.update_item();
        update
            .table_name(gumshoe::endpoints::TABLE)
            .key("PK", AttributeValue::S(format!("GRAPH#{id}")))
            .key("SK", AttributeValue::S(format!("STATUS#{shard}")))
            .update_expression(expression)
            .expression_attribute_names("#ingested", "CLOUDTRAIL.objects.ingested")
            .set_expression_attribute_values(
                value.clone().map(|it| [(":value".to_owned(), it)].into()),
            )
            .send()
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_of_one_object_share_a_graph_and_each_has_its_own() {
    let team = Team::start().await;
    let own = team.gumshoe.account(MEMBER).create_graph().await;
    team.join(&[MEMBER], MemberStatus::Enabled).await;
    let records = [
        record(ADMINISTRATOR, 1),
        record(MEMBER, 2),
        record(MEMBER, 3),
        record(OTHER, 4),
    ];

    team.upload(ADMINISTRATOR, "organization", &records).await;

    let counts = [
        team.calls(ADMINISTRATOR).await,
        team.calls(MEMBER).await,
        team.calls(OTHER).await,
    ];
    assert_eq!(counts, [1, 2, 0]);
    let status = team.administrator.cloudtrail_status(&team.graph).await;
    assert_eq!(status["Records"]["Ingested"], 3, "{status}");
    let member = team.gumshoe.account(MEMBER);
    let status = member.cloudtrail_status(&own).await;
    assert_eq!(status["Records"]["Ingested"], 2, "{status}");
    // Each account's volume is told to its graph's administrator within the hour.
    team.gumshoe.run("update-volumes").await;
    let told = team.member(MEMBER).await.unwrap();
    let usage = told.volume_usage_by_datasource_package().unwrap();
    let core =
        usage[&aws_sdk_detective::types::DatasourcePackage::DetectiveCore].volume_usage_in_bytes();
    assert!(core.is_some_and(|bytes| bytes > 0), "{told:?}");
    #[expect(deprecated, reason = "clients still read it")]
    let (total, percent) = (
        told.volume_usage_in_bytes(),
        told.percent_of_graph_utilization(),
    );
    assert_eq!(total, core);
    assert!(percent.is_some_and(|percent| percent > 0.0));
}
