use proptest::prelude::*;

use super::*;

fn call(hour: i32, user: &'static str, api: &'static str, failed: bool) -> Call<'static> {
    let hour = Hour::from_index(hour);
    Call {
        hour,
        caller: Caller {
            account: "111122223333",
            principal_type: Some(EntityType::AwsUser),
            principal_id: Some(user),
            ..Caller::default()
        },
        origin: Origin {
            address: Some("198.51.100.7"),
            is_ip: true,
            ..Origin::default()
        },
        action: Action {
            service: "s3",
            api,
            region: None,
            error_code: failed.then_some("AccessDenied"),
        },
        resource: failed.then_some(Resource {
            kind: EntityType::S3Bucket,
            id: "payroll",
        }),
        calls: 1,
        first_seen: hour.start(),
        last_seen: hour.start().plus_seconds(60),
    }
}

fn any_call() -> impl Strategy<Value = Call<'static>> {
    let texts = (
        prop::sample::select(vec!["AIDA1", "AIDA2", ""]),
        prop::sample::select(vec!["ListBuckets", "GetObject"]),
    );
    (490_000..490_060, texts, any::<bool>())
        .prop_map(|(hour, (user, api), failed)| call(hour, user, api, failed))
}

proptest! {
    #[test]
    fn rows_are_the_same_in_whatever_order_calls_are_added(
        (calls, shuffled) in prop::collection::vec(any_call(), 1..60)
            .prop_flat_map(|calls| (Just(calls.clone()), Just(calls).prop_shuffle()))
    ) {
        let (mut one, mut other) = (Aggregate::default(), Aggregate::default());
        calls.iter().for_each(|call| one.add_call(call));
        shuffled.iter().for_each(|call| other.add_call(call));
        prop_assert_eq!(one.sorted().collect::<Vec<_>>(), other.sorted().collect::<Vec<_>>());
        prop_assert_eq!(one.calls().map(|row| row.calls).sum::<u64>(), calls.len() as u64);
    }

    #[test]
    fn the_days_together_hold_every_row_once(calls in prop::collection::vec(any_call(), 1..60)) {
        let mut rows = Aggregate::default();
        calls.iter().for_each(|call| rows.add_call(call));
        let by_day: usize = rows.days().into_iter().map(|day| rows.sorted_of_day(day).count()).sum();
        prop_assert_eq!(by_day, rows.len());
    }
}
