//! Rows of calls to Kubernetes come back as they were, and those that concern an entity are found.

use bytes::Bytes;
use gumshoe_activity::{
    Entity, EntityTable, EntityType, KubernetesAggregate, KubernetesCall, KubernetesCaller,
    KubernetesRequest, Origin, Place, SubjectKind,
};

use super::format::{assert_columns_are_in_place, assert_documented};
use super::rows::at;
use crate::columns::FORMAT;
use crate::kubernetes::columns::KUBERNETES;
use crate::{Filter, KubernetesColumn, Packing, RowKind, fetch_from_bytes, write};

static SAMPLE_V1: &[u8] = include_bytes!("../../samples/v1-kubernetes.parquet");

const CLUSTER: &str = "shop~111122223333~EKS";
const POD: &str = "0f4d5a3e-1c2b-4d5e-8f90-a1b2c3d4e5f6~shop~111122223333~EKS";

/// One row that says everything, one that says next to nothing, and some between.
fn sample() -> Vec<KubernetesCall<'static>> {
    let morning = at("2026-03-01T10:02:11Z");
    let bare = KubernetesCall {
        hour: morning.hour(),
        caller: KubernetesCaller {
            account: "111122223333",
            cluster_id: CLUSTER,
            ..KubernetesCaller::default()
        },
        origin: Origin::default(),
        request: KubernetesRequest {
            verb: "get",
            ..KubernetesRequest::default()
        },
        calls: 1,
        first_seen: morning,
        last_seen: morning,
    };
    let full = KubernetesCall {
        caller: KubernetesCaller {
            subject_id: Some("dev~shop~111122223333"),
            subject_kind: Some(SubjectKind::User),
            impersonated_id: Some("system:serviceaccount:web:shop~shop~111122223333"),
            principal_type: Some(EntityType::AwsRole),
            principal_id: Some("AROAEXAMPLEROLEID0001"),
            principal_arn: Some("arn:aws:iam::444455556666:role/dev"),
            caller_arn: Some("arn:aws:sts::444455556666:assumed-role/dev/bob"),
            session_id: Some("AROAEXAMPLEROLEID0001:bob"),
            access_key_id: Some("ASIAEXAMPLEKEYID0001"),
            ..bare.caller
        },
        origin: Origin {
            address: Some("198.51.100.7"),
            is_ip: true,
            user_agent: Some("kubectl/v1.30.0"),
            place: Place {
                country: Some("DE"),
                city: Some("Berlin"),
                coordinates: Some((52.5, 13.4)),
                aso: Some("Example Networks"),
            },
        },
        request: KubernetesRequest {
            verb: "create",
            uri: Some("/api/v1/namespaces/web/pods/shop-0/exec"),
            api_group: Some(""),
            resource: Some("pods"),
            subresource: Some("exec"),
            namespace: Some("web"),
            name: Some("shop-0"),
            pod_id: Some(POD),
            status: Some(101),
        },
        calls: 17,
        last_seen: at("2026-03-01T10:58:40Z"),
        ..bare
    };
    let mut account = full;
    account.caller.subject_id = Some("system:serviceaccount:web:shop~shop~111122223333");
    account.caller.subject_kind = Some(SubjectKind::ServiceAccount);
    account.caller.impersonated_id = None;
    account.request.status = Some(403);
    let mut host = bare;
    host.origin.address = Some("unknown");
    host.request.status = Some(0);
    sorted(&[bare, full, account, host])
}

/// In the order of a segment.
fn sorted(rows: &[KubernetesCall<'static>]) -> Vec<KubernetesCall<'static>> {
    let mut rows = rows.to_vec();
    rows.sort_by(KubernetesColumn::order);
    rows
}

fn written(rows: &[KubernetesCall<'_>]) -> Bytes {
    let rows = rows.iter().copied();
    write::<KubernetesColumn>(rows, Packing::Small)
        .unwrap()
        .bytes
}

fn read(bytes: Bytes, filter: &Filter) -> Vec<String> {
    let mut rows = Vec::new();
    let fetched = fetch_from_bytes(bytes, filter, KubernetesColumn::COLUMNS).unwrap();
    fetched
        .visit(&mut |row| rows.push(format!("{row:?}")))
        .unwrap();
    rows
}

fn printed(rows: &[KubernetesCall<'_>]) -> Vec<String> {
    rows.iter().map(|it| format!("{it:?}")).collect()
}

/// Once per format, for the samples of a new one. An old sample is never written again.
#[test]
#[ignore = "writes the sample of the current format"]
fn write_the_samples_of_kubernetes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let path = format!("{folder}/v{FORMAT}-kubernetes.parquet");
    std::fs::write(path, written(&sample())).unwrap();
}

#[test]
fn a_segment_of_format_1_reads_as_what_was_written() {
    let bytes = Bytes::from_static(SAMPLE_V1);
    assert_eq!(read(bytes, &Filter::default()), printed(&sample()));
}

#[test]
fn rows_come_back_as_they_were_and_in_the_order_of_their_aggregate() {
    let mut rows = KubernetesAggregate::default();
    sample().iter().rev().for_each(|call| rows.add_call(call));
    let sorted: Vec<_> = rows.sorted().collect();
    assert_eq!(sorted, sample());
    assert_eq!(
        read(written(&sorted), &Filter::default()),
        printed(&sample())
    );
}

#[test]
fn the_rows_that_concern_an_entity_are_those_that_name_it() {
    let rows = sample();
    let mut table = EntityTable::default();
    rows.iter().for_each(|call| table.add_kubernetes_call(call));
    assert_eq!(table.len(), 9);
    let nobody = Entity {
        kind: EntityType::ContainerImage,
        id: "docker.io/library/nginx:latest".to_owned(),
    };
    let entities = table.iter().map(|(entity, _)| entity.clone());
    for entity in entities.chain([nobody]) {
        let names = |call: &&KubernetesCall<'_>| {
            call.entities()
                .any(|it| it == (entity.kind, entity.id.as_str()))
        };
        let expected: Vec<_> = rows.iter().filter(names).copied().collect();
        let filter = Filter {
            entity: Some(entity.clone()),
            ..Filter::default()
        };
        assert_eq!(
            read(written(&rows), &filter),
            printed(&expected),
            "{entity:?}"
        );
    }
}

#[test]
fn the_columns_are_where_their_names_say_and_documented() {
    assert_columns_are_in_place::<KubernetesColumn>();
    assert_documented(KUBERNETES);
}
