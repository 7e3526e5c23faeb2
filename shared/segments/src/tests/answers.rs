//! What is written comes back, and a filter passes what it should.

use gumshoe_activity::{Call, Caller, EntityType, Origin, Resource};
use gumshoe_domain::{ScopeTime, Timestamp};
use proptest::prelude::*;

use super::rows::{
    aggregate, any_call, at, call, concerning, id, kind, printed, read, read_entities, sample,
    sample_entities, write_activity,
};
use crate::{
    Column, EntityFilter, Filter, Packing, SegmentError, Written, fetch_from_bytes, write,
    write_entities,
};

/// How often each wanted row was called, in the segment's order.
fn calls(segment: &Written, filter: &Filter) -> Vec<u64> {
    let mut found = Vec::new();
    let fetched = fetch_from_bytes(segment.bytes.clone(), filter, &[Column::Calls]).unwrap();
    fetched.visit(&mut |call| found.push(call.calls)).unwrap();
    found
}

#[test]
fn a_segment_of_a_batch_answers_as_a_merged_one() {
    let (batch, merged) = (
        write::<Column>(sample(), Packing::Fast).unwrap(),
        write_activity(sample()).unwrap(),
    );
    assert_eq!(read(&batch.bytes), read(&merged.bytes));
    assert_eq!(
        Written {
            bytes: merged.bytes.clone(),
            ..batch
        },
        merged
    );
}

#[test]
fn a_segment_says_what_it_spans() {
    let segment = write_activity(sample()).unwrap();
    let (first, last) = (at("2026-03-01T00:00:00Z"), at("2026-03-01T23:59:59.999Z"));
    assert_eq!(
        (
            segment.rows,
            segment.span.first_hour,
            segment.span.last_hour,
            segment.span.first_seen,
            segment.span.last_seen
        ),
        (3, first.hour(), last.hour(), first, last)
    );
}

#[test]
fn rows_come_back_as_they_were_written_with_the_empty_text_told_from_none() {
    assert_eq!(
        read(&write_activity(sample()).unwrap().bytes),
        printed(sample())
    );
}

#[test]
fn a_segment_without_rows_is_refused() {
    assert!(matches!(write_activity([]), Err(SegmentError::Empty)));
}

#[test]
fn the_extremes_of_time_and_number_come_back() {
    let rows = [
        call(Timestamp::MIN),
        call(Timestamp::from_millis(-1)),
        Call {
            calls: i64::MAX as u64,
            ..call(Timestamp::MAX)
        },
    ];
    assert_eq!(read(&write_activity(rows).unwrap().bytes), printed(rows));
}

#[test]
fn columns_that_were_not_asked_for_are_absent() {
    let segment = write_activity(sample()).unwrap();
    let filter = concerning(EntityType::S3Bucket, "releases");
    let mut rows = Vec::new();
    let fetched = fetch_from_bytes(
        segment.bytes,
        &filter,
        &[Column::AccountId, Column::ErrorCode],
    )
    .unwrap();
    fetched
        .visit(&mut |call| rows.push(format!("{call:?}")))
        .unwrap();
    let mut expected = Call {
        calls: 0,
        ..call(Timestamp::from_millis(0))
    };
    (
        expected.action.service,
        expected.action.api,
        expected.action.error_code,
    ) = ("", "", Some(""));
    assert_eq!(rows, printed([expected]));
}

#[test]
fn a_row_concerns_each_of_its_entities() {
    let segment = write_activity([
        Call {
            calls: 1,
            ..call(at("2026-03-01T00:00:00Z"))
        },
        sample()[1],
        Call {
            calls: 3,
            ..sample()[2]
        },
    ])
    .unwrap();
    for (kind, id, expected) in [
        (EntityType::AwsAccount, "111122223333", vec![1, 17, 3]),
        (EntityType::AwsRole, "AROAEXAMPLEROLEID0001", vec![17]),
        (EntityType::AwsUser, "AROAEXAMPLEROLEID0001", vec![]),
        (EntityType::FederatedUser, "AROAEXAMPLEROLEID0001", vec![]),
        (
            EntityType::AwsRoleSession,
            "AROAEXAMPLEROLEID0001:ci",
            vec![17],
        ),
        (EntityType::IpAddress, "198.51.100.7", vec![17]),
        (EntityType::IpAddress, "AWS Internal", vec![]),
        (EntityType::UserAgent, "aws-cli/2.15.0 (Zürich)", vec![17]),
        (EntityType::UserAgent, "", vec![3]),
        (EntityType::S3Bucket, "releases", vec![17]),
    ] {
        assert_eq!(
            calls(&segment, &concerning(kind, id)),
            expected,
            "{kind} {id:?}"
        );
    }
}

#[test]
fn users_and_federated_users_are_found_by_their_kind_and_id() {
    let by = |kind, id, calls| Call {
        caller: Caller {
            account: "111122223333",
            principal_type: Some(kind),
            principal_id: Some(id),
            ..Caller::default()
        },
        calls,
        ..call(at("2026-03-01T00:00:00Z"))
    };
    let segment = write_activity([
        by(EntityType::AwsUser, "x", 1),
        by(EntityType::FederatedUser, "x", 2),
    ])
    .unwrap();
    assert_eq!(calls(&segment, &concerning(EntityType::AwsUser, "x")), [1]);
    assert_eq!(
        calls(&segment, &concerning(EntityType::FederatedUser, "x")),
        [2]
    );
    assert_eq!(
        calls(&segment, &concerning(EntityType::AwsRole, "x")),
        [0_u64; 0]
    );
}

#[test]
fn an_account_has_the_rows_of_its_trail_and_those_it_called_each_once() {
    let from = |account, principal, calls| Call {
        caller: Caller {
            account,
            principal_type: Some(EntityType::AwsAccount),
            principal_id: Some(principal),
            ..Caller::default()
        },
        calls,
        ..call(at("2026-03-01T00:00:00Z"))
    };
    let rows = [
        from("1", "1", 1),
        from("1", "2", 2),
        from("2", "1", 3),
        from("2", "2", 4),
    ];
    let segment = write_activity(rows).unwrap();
    assert_eq!(
        calls(&segment, &concerning(EntityType::AwsAccount, "1")),
        [1, 2, 3]
    );
}

#[test]
fn an_hour_at_the_end_of_the_scope_time_is_outside_of_it() {
    let hours = [
        "2026-03-01T09:59:59Z",
        "2026-03-01T10:00:00Z",
        "2026-03-01T11:59:59Z",
        "2026-03-01T12:00:00Z",
    ];
    let segment = write_activity(hours.iter().zip(1..).map(|(time, calls)| Call {
        calls,
        ..call(at(time))
    }))
    .unwrap();
    let scope = ScopeTime::new(at("2026-03-01T10:00:00Z"), at("2026-03-01T12:00:00Z")).unwrap();
    assert_eq!(
        calls(
            &segment,
            &Filter {
                scope: Some(scope),
                ..Filter::default()
            }
        ),
        [2, 3]
    );
}

#[test]
fn a_registry_comes_back_whole_by_kind_and_by_id() {
    let table = sample_entities();
    let registry = write_entities(&table).unwrap();
    let all: Vec<_> = table
        .iter()
        .map(|(entity, record)| (entity.clone(), record.clone()))
        .collect();
    assert_eq!(read_entities(&registry, &EntityFilter::default()), all);
    let roles: Vec<_> = all
        .into_iter()
        .filter(|it| it.0.kind == EntityType::AwsRole)
        .collect();
    let kind = EntityFilter {
        kind: Some(EntityType::AwsRole),
        id: None,
    };
    assert_eq!(read_entities(&registry, &kind), roles);
    let id = Some("AROAEXAMPLEROLEID0001".to_owned());
    assert_eq!(
        read_entities(
            &registry,
            &EntityFilter {
                kind: None,
                id: id.clone()
            }
        ),
        roles
    );
    let other = EntityFilter {
        kind: Some(EntityType::AwsUser),
        id,
    };
    assert_eq!(read_entities(&registry, &other), []);
}

#[test]
fn an_empty_registry_has_no_entity() {
    let registry = write_entities(&Default::default()).unwrap();
    assert_eq!(read_entities(&registry, &EntityFilter::default()), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_rows_come_back_in_order(rows in prop::collection::vec(any_call(), 1..40)) {
        prop_assert_eq!(read(&write_activity(rows.iter().copied()).unwrap().bytes), printed(rows));
    }

    #[test]
    fn a_filter_passes_the_rows_whose_entities_name_its_own(
        rows in prop::collection::vec(any_call(), 1..40),
        kind in kind(),
        id in id(),
    ) {
        let segment = write_activity(rows.iter().copied()).unwrap();
        let expected: Vec<u64> =
            rows.iter().filter(|call| call.entities().any(|it| it == (kind, id))).map(|call| call.calls).collect();
        prop_assert_eq!(calls(&segment, &concerning(kind, id)), expected);
    }

    #[test]
    fn the_same_rows_give_the_same_bytes(rows in prop::collection::vec(any_call(), 1..40)) {
        // The texts lie elsewhere in the aggregate than in the rows, and in another order.
        let rows = aggregate(&rows);
        let mut reversed: Vec<_> = rows.calls().collect();
        reversed.reverse();
        let again = aggregate(&reversed);
        prop_assert_eq!(write_activity(rows.sorted()).unwrap(), write_activity(again.sorted()).unwrap());
    }
}

#[test]
fn rows_beyond_a_row_group_come_back_too() {
    let ids: Vec<String> = (0..crate::write::ROW_GROUP_ROWS + 1)
        .map(|at| format!("bucket-{at}"))
        .collect();
    let rows = ids.iter().map(|id| Call {
        origin: Origin {
            user_agent: Some(id),
            ..Origin::default()
        },
        resource: Some(Resource {
            kind: EntityType::S3Bucket,
            id,
        }),
        ..call(at("2026-03-01T00:00:00Z"))
    });
    assert_eq!(
        read(&write_activity(rows.clone()).unwrap().bytes),
        printed(rows)
    );
}
