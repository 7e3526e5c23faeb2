//! Lists of investigations: filters, orders, pages.

use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::{Field, InvestigationDetail, SortOrder, State};
use gumshoe_tests::Gumshoe;
use serde_json::json;

use super::case::{Case, admin, alice};
use super::question::{Question, SEVERITIES, STATES, STATUSES};

/// Investigations of two principals, of every severity, status and state.
async fn case() -> Case {
    let case = Case::new().await;
    for (at, severity) in (0..).zip(SEVERITIES.iter().chain(&SEVERITIES)) {
        let arn = if at % 3 == 0 { admin() } else { alice() };
        let id = case.investigate(&arn).await;
        case.alter(&id, "SET Severity = :it", &[(":it", severity)])
            .await;
        if at % 4 == 0 {
            case.alter(
                &id,
                "SET Archived = :at",
                &[(":at", "2026-03-01T00:00:00.000Z")],
            )
            .await;
        }
    }
    for arn in [alice(), admin()] {
        let failed = case.investigate(&arn).await;
        let expression =
            "SET InvestigationStatus = :status, FailureReason = :reason REMOVE Severity";
        let values = [(":status", "FAILED"), (":reason", "TIMED_OUT")];
        case.alter(&failed, expression, &values).await;
        let running = case.investigate(&arn).await;
        let expression = "SET InvestigationStatus = :status REMOVE Severity";
        case.alter(&running, expression, &[(":status", "RUNNING")])
            .await;
    }
    case
}

fn every<T: Clone>(values: &[T]) -> impl Iterator<Item = Option<T>> {
    std::iter::once(None).chain(values.iter().cloned().map(Some))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_filters_must_hold() {
    let case = case().await;
    let all = case.all().await;
    assert_eq!(all.len(), 14);
    let mut sizes = Vec::new();
    for severity in every(&SEVERITIES) {
        for status in every(&STATUSES) {
            for state in every(&STATES) {
                for arn in every(&[
                    alice(),
                    admin(),
                    "arn:aws:iam::111122223333:user/x".to_owned(),
                ]) {
                    let question = Question {
                        severity,
                        status,
                        state,
                        arn,
                        ..Question::default()
                    };
                    let found = case.list(&question, None).await;
                    assert_eq!(found, question.expected(&all), "{question:?}");
                    sizes.push(found.len());
                }
            }
        }
    }
    assert!(
        sizes.contains(&0) && sizes.contains(&1) && sizes.iter().any(|it| *it > 4),
        "{sizes:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn both_bounds_of_the_time_of_creation_are_included() {
    let case = case().await;
    let all = case.all().await;
    let mut times: Vec<i64> = all
        .iter()
        .map(|it| it.created_time().unwrap().to_millis().unwrap())
        .collect();
    times.sort_unstable();
    let (second, fifth) = (times[1], times[4]);
    for created in [
        (second, fifth),
        (second + 1, fifth),
        (second, fifth - 1),
        (second, second),
        (fifth, second),
        (0, i64::from(i32::MAX) * 1_000),
    ] {
        for state in STATES {
            let (state, created) = (Some(state), Some(created));
            let question = Question {
                state,
                created,
                ..Question::default()
            };
            let found = case.list(&question, None).await;
            assert_eq!(found, question.expected(&all), "{question:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_is_the_same_in_pages_of_any_size() {
    let case = case().await;
    let all = case.all().await;
    let fields = [Field::CreatedTime, Field::Severity, Field::Status];
    let orders = [SortOrder::Asc, SortOrder::Desc];
    for field in every(&fields) {
        for order in every(&orders) {
            let question = Question {
                order: Some((field.clone(), order)),
                ..Question::default()
            };
            let expected = question.expected(&all);
            for size in (1..=12).chain([100]) {
                let found = case.list(&question, Some(size)).await;
                assert_eq!(found, expected, "{question:?} in pages of {size}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_started_between_two_pages_neither_repeats_nor_hides_others() {
    let case = case().await;
    for order in [SortOrder::Asc, SortOrder::Desc] {
        for field in [Field::CreatedTime, Field::Severity, Field::Status] {
            let order = Some((Some(field), Some(order.clone())));
            let question = Question {
                order,
                ..Question::default()
            };
            let before: Vec<String> = ids(&case.list(&question, None).await);
            let (page, mut token) = case.page(&question, Some(3), None).await;
            let mut found = ids(&page);
            case.investigate(&alice()).await;
            while token.is_some() {
                let (page, next) = case.page(&question, Some(3), token).await;
                found.extend(ids(&page));
                token = next;
            }
            let known: Vec<String> = found
                .iter()
                .filter(|it| before.contains(it))
                .cloned()
                .collect();
            assert_eq!(known, before, "{question:?}");
        }
    }
}

fn ids(page: &[InvestigationDetail]) -> Vec<String> {
    page.iter()
        .map(|it| it.investigation_id().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_active_ones_are_listed_unless_archived_ones_are_asked_for() {
    let case = Case::new().await;
    let [first, second] = [
        case.investigate(&alice()).await,
        case.investigate(&alice()).await,
    ];
    let update = case
        .client
        .update_investigation_state()
        .graph_arn(&case.graph);
    let update = update.investigation_id(&first).state(State::Archived);
    update.send().await.unwrap();
    for (state, expected) in [
        (None, &second),
        (Some("ACTIVE"), &second),
        (Some("ARCHIVED"), &first),
    ] {
        let question = Question {
            state,
            ..Question::default()
        };
        assert_eq!(
            ids(&case.list(&question, None).await),
            [expected.as_str()],
            "{state:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_criterion_that_nothing_can_have_is_refused() {
    let case = Case::new().await;
    for wrong in [
        json!({ "FilterCriteria": { "Severity": { "Value": "SEVERE" } } }),
        json!({ "FilterCriteria": { "Status": { "Value": "running" } } }),
        json!({ "FilterCriteria": { "State": { "Value": "" } } }),
        json!({ "FilterCriteria": { "EntityArn": { "Value": "x".repeat(501) } } }),
        json!({ "FilterCriteria": { "EntityArn": {} } }),
        json!({ "FilterCriteria": { "CreatedTime": { "StartInclusive": "2026-03-01T00:00:00Z" } } }),
        json!({ "FilterCriteria": { "CreatedTime": { "StartInclusive": "yesterday", "EndInclusive": "today" } } }),
        json!({ "SortCriteria": { "Field": "ENTITY" } }),
        json!({ "SortCriteria": { "Field": "STATUS", "SortOrder": "UP" } }),
        json!({ "MaxResults": 0 }),
        json!({ "MaxResults": 101 }),
        json!({ "NextToken": "" }),
    ] {
        let mut request = wrong.clone();
        request["GraphArn"] = json!(case.graph);
        let body = request.to_string().into_bytes();
        let answer = case
            .account
            .post("/investigations/listInvestigations", body)
            .await;
        assert_eq!(
            (answer.status, &*answer.error),
            (400, "ValidationException"),
            "{wrong}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_its_own_question_only() {
    let case = Case::new().await;
    for _ in 0..3 {
        case.investigate(&alice()).await;
    }
    let question = Question::default();
    let token = case.page(&question, Some(1), None).await.1.unwrap();
    let ask = async |question: &Question, token: &str| {
        let list = case.client.list_investigations().graph_arn(&case.graph);
        let list = list.filter_criteria(question.filters()).next_token(token);
        let answer = list.send().await;
        answer.err().and_then(|it| it.code().map(str::to_owned))
    };
    let refused = Some("ValidationException".to_owned());

    assert_eq!(ask(&question, &token).await, None);
    for other in [
        Question {
            severity: Some("LOW"),
            ..Question::default()
        },
        Question {
            status: Some("SUCCESSFUL"),
            ..Question::default()
        },
        Question {
            state: Some("ARCHIVED"),
            ..Question::default()
        },
        Question {
            arn: Some(alice()),
            ..Question::default()
        },
        Question {
            created: Some((0, 1_772_323_200_000)),
            ..Question::default()
        },
    ] {
        assert_eq!(ask(&other, &token).await, refused, "{other:?}");
    }
    for forged in [
        &token[1..],
        &token[..token.len() - 1],
        &*format!("B{}", &token[1..]),
        "A",
    ] {
        assert_eq!(ask(&question, forged).await, refused, "{forged}");
    }
    assert_eq!(of_stranger(&case.gumshoe, &token).await, refused);
}

/// What another administrator is answered who sends `token`.
async fn of_stranger(gumshoe: &Gumshoe, token: &str) -> Option<String> {
    let stranger = gumshoe.account("999988887777");
    let graph = stranger.create_graph().await;
    let list = stranger.detective.list_investigations().graph_arn(graph);
    let answer = list.next_token(token).send().await;
    answer.err().and_then(|it| it.code().map(str::to_owned))
}
