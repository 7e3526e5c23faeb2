use proptest::prelude::*;

use super::*;
use crate::place::Place;

const CLUSTER: &str = "shop~111122223333~EKS";
const SUBJECT: &str = "bob~shop~111122223333";

fn call(
    hour: i32,
    subject: Option<&'static str>,
    verb: &'static str,
    status: u16,
) -> KubernetesCall<'static> {
    let hour = Hour::from_index(hour);
    KubernetesCall {
        hour,
        caller: KubernetesCaller {
            account: "111122223333",
            cluster_id: CLUSTER,
            subject_id: subject,
            subject_kind: subject.map(|_| SubjectKind::User),
            ..KubernetesCaller::default()
        },
        origin: Origin {
            address: Some("198.51.100.7"),
            is_ip: true,
            ..Origin::default()
        },
        request: KubernetesRequest {
            verb,
            resource: Some("pods"),
            status: Some(status),
            ..KubernetesRequest::default()
        },
        calls: 1,
        first_seen: hour.start(),
        last_seen: hour.start().plus_seconds(60),
    }
}

fn any_call() -> impl Strategy<Value = KubernetesCall<'static>> {
    let texts = (
        prop::sample::select(vec![None, Some(""), Some(SUBJECT)]),
        prop::sample::select(vec!["get", "list"]),
        prop::sample::select(vec![None, Some("AS 1"), Some("AS 2")]),
        prop::sample::select(vec![None, Some("u~shop~111122223333~EKS")]),
    );
    (490_000..490_060, texts, 200..203_u16).prop_map(|(hour, (subject, verb, aso, pod), status)| {
        let mut call = call(hour, subject, verb, status);
        call.origin.place = Place {
            aso,
            ..Place::default()
        };
        call.request.pod_id = pod;
        call
    })
}

fn added(calls: &[KubernetesCall<'static>]) -> KubernetesAggregate {
    let mut rows = KubernetesAggregate::default();
    calls.iter().for_each(|call| rows.add_call(call));
    rows
}

proptest! {
    #[test]
    fn rows_are_the_same_in_whatever_order_and_parts_calls_are_added(
        (calls, shuffled) in prop::collection::vec(any_call(), 1..60)
            .prop_flat_map(|calls| (Just(calls.clone()), Just(calls).prop_shuffle())),
        cut in any::<prop::sample::Index>(),
    ) {
        let one = added(&calls);
        let (first, second) = shuffled.split_at(cut.index(shuffled.len()));
        let mut other = added(second);
        other.absorb(&added(first));
        prop_assert_eq!(one.sorted().collect::<Vec<_>>(), other.sorted().collect::<Vec<_>>());
        prop_assert_eq!(one.calls().map(|row| row.calls).sum::<u64>(), calls.len() as u64);
    }

    #[test]
    fn sorted_rows_stand_in_their_order_and_no_two_are_equal_in_it(
        calls in prop::collection::vec(any_call(), 1..60)
    ) {
        let rows = added(&calls);
        let sorted: Vec<_> = rows.sorted().collect();
        prop_assert!(sorted.is_sorted_by(|a, b| a.order(b).is_lt()));
    }

    #[test]
    fn the_days_together_hold_every_row_once(calls in prop::collection::vec(any_call(), 1..60)) {
        let rows = added(&calls);
        let by_day: usize = rows.days().into_iter().map(|day| rows.sorted_of_day(day).count()).sum();
        prop_assert_eq!(by_day, rows.len());
    }
}

#[test]
fn a_row_concerns_each_of_its_entities_once() {
    let mut call = call(490_000, Some(SUBJECT), "get", 200);
    call.caller.impersonated_id = Some(SUBJECT);
    call.caller.principal_type = Some(EntityType::AwsRole);
    call.caller.principal_id = Some("AROA1");
    call.caller.session_id = Some("AROA1:bob");
    call.origin.user_agent = Some("kubectl");
    call.request.pod_id = Some("u~shop~111122223333~EKS");
    let expected = [
        (EntityType::AwsAccount, "111122223333"),
        (EntityType::ContainerCluster, CLUSTER),
        (EntityType::KubernetesSubject, SUBJECT),
        (EntityType::AwsRole, "AROA1"),
        (EntityType::AwsRoleSession, "AROA1:bob"),
        (EntityType::IpAddress, "198.51.100.7"),
        (EntityType::UserAgent, "kubectl"),
        (EntityType::ContainerPod, "u~shop~111122223333~EKS"),
    ];
    assert_eq!(call.entities().collect::<Vec<_>>(), expected);
    call.caller.impersonated_id = Some("alice~shop~111122223333");
    assert_eq!(call.entities().count(), expected.len() + 1);
}

#[test]
fn a_status_is_success_unauthorized_forbidden_or_another_failure() {
    use KubernetesOutcome::{Failure, Forbidden, Success, Unauthorized};
    for (status, outcome) in [
        (None, Success),
        (Some(101), Success),
        (Some(201), Success),
        (Some(399), Success),
        (Some(400), Failure),
        (Some(401), Unauthorized),
        (Some(402), Failure),
        (Some(403), Forbidden),
        (Some(404), Failure),
        (Some(500), Failure),
    ] {
        assert_eq!(KubernetesOutcome::of_status(status), outcome, "{status:?}");
    }
}

#[test]
fn an_entity_is_described_by_what_the_row_tells() {
    let mut call = call(490_000, Some("a~b~shop~111122223333"), "get", 200);
    call.caller.principal_arn = Some("arn:aws:iam::444455556666:role/team/deploy");
    call.caller.caller_arn = Some("arn:aws:sts::444455556666:assumed-role/deploy/ci:1");
    call.request.name = Some("web-0");
    let name = |kind, id| call.sighting(kind, id).name;
    let subject = "a~b~shop~111122223333";
    assert_eq!(name(EntityType::KubernetesSubject, subject), Some("a~b"));
    assert_eq!(name(EntityType::ContainerCluster, CLUSTER), Some("shop"));
    assert_eq!(name(EntityType::ContainerPod, "u~shop"), Some("web-0"));
    assert_eq!(name(EntityType::AwsRole, "AROA1"), Some("deploy"));
    assert_eq!(name(EntityType::AwsRoleSession, "AROA1:ci:1"), Some("ci:1"));
    let account = |kind, id| call.sighting(kind, id).account;
    assert_eq!(account(EntityType::AwsRole, "AROA1"), Some("444455556666"));
    assert_eq!(
        account(EntityType::ContainerCluster, CLUSTER),
        Some("111122223333")
    );
}
