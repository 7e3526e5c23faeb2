//! Archived, made active, sent again, ended, removed.

use aws_sdk_detective::types::{State, Status};
use gumshoe_domain::Timestamp;
use gumshoe_tests::eventually;
use serde_json::json;

use super::case::{Case, alice};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn ago(seconds: i64) -> String {
    let now: Timestamp = gumshoe::clock::now();
    now.plus_seconds(-seconds).to_string()
}

impl Case {
    async fn set(&self, id: &str, state: State) {
        let update = self.client.update_investigation_state();
        let update = update.graph_arn(&self.graph).investigation_id(id);
        update.state(state).send().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_investigation_is_archived_and_made_active_again() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    for state in [
        State::Archived,
        State::Archived,
        State::Active,
        State::Active,
    ] {
        case.set(&id, state.clone()).await;
        let got = case.get(&id).await;
        assert_eq!(
            (got.state(), got.status()),
            (Some(&state), Some(&Status::Successful))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_removed_ninety_days_after_it_was_archived_first() {
    let case = Case::new().await;
    let [active, fresh, old] = [
        case.investigate(&alice()).await,
        case.investigate(&alice()).await,
        case.investigate(&alice()).await,
    ];
    for id in [&fresh, &old] {
        case.set(id, State::Archived).await;
    }
    let archive = async |id: &str, seconds| {
        let at = ago(seconds);
        case.alter(id, "SET Archived = :at", &[(":at", &at)]).await;
    };
    archive(&fresh, 90 * DAY - 60).await;
    archive(&old, 90 * DAY).await;
    // Archiving again does not begin anew.
    case.set(&old, State::Archived).await;

    let done = case.gumshoe.run("settle-investigations").await;

    assert_eq!(done, json!({ "sentAgain": 0, "timedOut": 0, "removed": 1 }));
    let rest = case.items("INVESTIGATIONS").await;
    assert!(
        rest.contains(&active) && rest.contains(&fresh) && !rest.contains(&old),
        "{rest:?}"
    );
    let indicators = case.items("INDICATORS").await;
    assert_eq!(indicators.len(), 2, "{indicators:?}");
    assert!(
        !indicators.iter().any(|it| it.contains(&*old)),
        "{indicators:?}"
    );
    assert_eq!(case.indicators(&fresh, None, None).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_active_again_is_kept() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.set(&id, State::Archived).await;
    let long_ago = ago(100 * DAY);
    case.alter(&id, "SET Archived = :at", &[(":at", &long_ago)])
        .await;
    case.set(&id, State::Active).await;

    let done = case.gumshoe.run("settle-investigations").await;

    assert_eq!(done["removed"], json!(0));
    assert_eq!(case.get(&id).await.state(), Some(&State::Active));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_message_is_sent_again() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, &ago(16 * 60)).await;

    let done = case.gumshoe.run("settle-investigations").await;

    assert_eq!(done["sentAgain"], json!(1));
    assert_eq!(case.end_of(&id).await.status(), Some(&Status::Successful));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_may_be_on_its_way_is_not_sent_again() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, &ago(14 * 60)).await;

    let done = case.gumshoe.run("settle-investigations").await;

    assert_eq!(done, json!({ "sentAgain": 0, "timedOut": 0, "removed": 0 }));
    assert_eq!(case.get(&id).await.status(), Some(&Status::Running));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_runs_for_a_day_fails() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, &ago(DAY)).await;

    let done = case.gumshoe.run("settle-investigations").await;

    assert_eq!(done["timedOut"], json!(1));
    let got = case.get(&id).await;
    assert_eq!(
        (got.status(), got.severity()),
        (Some(&Status::Failed), None)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_in_other_graphs_does_not_keep_one_running() {
    let case = Case::new().await;
    let id = case.investigate(&alice()).await;
    case.unfinish(&id, &ago(DAY)).await;
    for other in [
        "222233334444",
        "333344445555",
        "444455556666",
        "555566667777",
    ] {
        let graph = case.gumshoe.account(other).create_graph().await;
        case.spoil(&graph).await;
    }

    let done = case.gumshoe.stack().run_job("settle-investigations").await;

    assert!(done.is_err(), "an operator must hear of it");
    assert_eq!(case.get(&id).await.status(), Some(&Status::Failed));
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_graph_removes_its_investigations() {
    let case = Case::new().await;
    for _ in 0..3 {
        case.investigate(&alice()).await;
    }
    assert_eq!(case.items("INDICATORS").await.len(), 3);

    let delete = case.client.delete_graph().graph_arn(&case.graph);
    delete.send().await.unwrap();

    eventually("removal of the investigations", async || {
        let rest = [
            case.items("INVESTIGATIONS").await,
            case.items("INDICATORS").await,
        ];
        rest.iter().all(Vec::is_empty).then_some(())
    })
    .await;
}
