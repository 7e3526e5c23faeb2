//! Rows to test with.

use std::ops::Range;

use bytes::Bytes;
use gumshoe_activity::{
    Action, Aggregate, Call, Caller, Entity, EntityRecord, EntityTable, EntityType, Origin, Party,
    Place, Relation, RelationType, Resource,
};
use gumshoe_domain::Timestamp;
use proptest::prelude::*;

use crate::parts::Source;
use crate::{
    Column, EntityFilter, Filter, Packing, SegmentError, Written, fetch_entities_from_bytes,
    read_all, write,
};

/// An object in memory, read as S3 is.
pub(crate) struct Memory(pub(crate) Bytes);

impl Source for Memory {
    async fn range(&self, range: Range<u64>) -> Result<Bytes, SegmentError> {
        let bound = |at: u64| usize::try_from(at).unwrap().min(self.0.len());
        Ok(self.0.slice(bound(range.start)..bound(range.end)))
    }
}

/// Rows as a merged segment.
pub(crate) fn write_activity<'a>(
    rows: impl IntoIterator<Item = Call<'a>>,
) -> Result<Written, SegmentError> {
    write::<Column>(rows, Packing::Small)
}

/// A moment in the API's notation.
pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One call by nobody at `time`.
pub(crate) fn call(time: Timestamp) -> Call<'static> {
    Call {
        hour: time.hour(),
        caller: Caller {
            account: "111122223333",
            ..Caller::default()
        },
        origin: Origin::default(),
        action: Action {
            service: "s3",
            api: "GetObject",
            region: None,
            error_code: None,
        },
        resource: None,
        calls: 1,
        first_seen: time,
        last_seen: time,
    }
}

/// The rows of `samples/v1.parquet`. They say everything a row can say.
pub(crate) fn sample() -> Vec<Call<'static>> {
    let morning = at("2026-03-01T10:02:11Z");
    let session = Call {
        caller: Caller {
            account: "111122223333",
            principal_type: Some(EntityType::AwsRole),
            principal_id: Some("AROAEXAMPLEROLEID0001"),
            principal_name: Some("deploy"),
            principal_arn: Some("arn:aws:iam::111122223333:role/deploy"),
            caller_arn: Some("arn:aws:sts::111122223333:assumed-role/deploy/ci"),
            session_id: Some("AROAEXAMPLEROLEID0001:ci"),
            access_key_id: Some("ASIAEXAMPLEKEYID0001"),
            invoked_by: Some("cloudformation.amazonaws.com"),
        },
        origin: Origin {
            address: Some("198.51.100.7"),
            is_ip: true,
            user_agent: Some("aws-cli/2.15.0 (Zürich)"),
            place: Place {
                country: Some("DE"),
                city: Some("Berlin"),
                coordinates: Some((52.5, 13.4)),
                aso: Some("Example Networks"),
            },
        },
        action: Action {
            service: "s3",
            api: "PutObject",
            region: Some("eu-central-1"),
            error_code: Some(""),
        },
        resource: Some(Resource {
            kind: EntityType::S3Bucket,
            id: "releases",
        }),
        calls: 17,
        last_seen: at("2026-03-01T10:58:40.123Z"),
        ..call(morning)
    };
    let service = Call {
        origin: Origin {
            address: Some("AWS Internal"),
            user_agent: Some(""),
            ..Origin::default()
        },
        action: Action {
            service: "kms",
            api: "Decrypt",
            region: None,
            error_code: Some("AccessDenied"),
        },
        ..call(at("2026-03-01T23:59:59.999Z"))
    };
    vec![call(at("2026-03-01T00:00:00Z")), session, service]
}

/// The rows of `samples/v2-relations.parquet`. They say everything a row can say.
pub(crate) fn sample_relations() -> Vec<Relation<'static>> {
    let time = at("2026-03-01T10:02:11Z");
    let bare = Relation {
        hour: time.hour(),
        account: "111122223333",
        from: Party {
            kind: EntityType::AwsAccount,
            id: "111122223333",
        },
        relation: RelationType::Created,
        to: Party {
            kind: EntityType::S3Bucket,
            id: "releases",
        },
        from_account: None,
        from_arn: None,
        to_arn: None,
        detail: None,
        count: 1,
        first_seen: time,
        last_seen: time,
    };
    let full = Relation {
        from: Party {
            kind: EntityType::AwsUser,
            id: "AIDAEXAMPLEUSERID0001",
        },
        relation: RelationType::HasSession,
        to: Party {
            kind: EntityType::AwsRoleSession,
            id: "AROAEXAMPLEROLEID0001:ci",
        },
        from_account: Some("444455556666"),
        from_arn: Some("arn:aws:iam::444455556666:user/alice"),
        to_arn: Some("arn:aws:sts::111122223333:assumed-role/deploy/ci"),
        detail: Some("cloudformation.amazonaws.com"),
        count: 17,
        last_seen: at("2026-03-01T10:58:40.123Z"),
        ..bare
    };
    vec![bare, full]
}

/// The registry of `samples/v1-entities.parquet`.
pub(crate) fn sample_entities() -> EntityTable {
    let mut entities = EntityTable::default();
    sample().iter().for_each(|call| entities.add_call(call));
    entities
}

/// The rows of a segment, each printed whole: a row borrows from its segment.
pub(crate) fn read(segment: &Bytes) -> Vec<String> {
    let mut rows = Vec::new();
    let visited = read_all::<Column>(segment.clone(), &mut |call| rows.push(format!("{call:?}")));
    visited.unwrap();
    rows
}

pub(crate) fn printed<'a>(rows: impl IntoIterator<Item = Call<'a>>) -> Vec<String> {
    rows.into_iter().map(|call| format!("{call:?}")).collect()
}

pub(crate) fn read_entities(
    registry: &Bytes,
    filter: &EntityFilter,
) -> Vec<(Entity, EntityRecord)> {
    let mut table = EntityTable::default();
    let fetched = fetch_entities_from_bytes(registry.clone(), filter).unwrap();
    fetched.visit(&mut |row| table.see(row)).unwrap();
    let entities = table.iter();
    entities
        .map(|(entity, record)| (entity.clone(), record.clone()))
        .collect()
}

pub(crate) fn concerning(kind: EntityType, id: &str) -> Filter {
    Filter {
        entity: Some(Entity {
            kind,
            id: id.to_owned(),
        }),
        ..Filter::default()
    }
}

/// Kinds of what calls are about: never of who makes them.
fn resource_kind() -> impl Strategy<Value = EntityType> {
    prop::sample::select(vec![
        EntityType::S3Bucket,
        EntityType::Ec2Instance,
        EntityType::ContainerCluster,
    ])
}

/// Identifiers that occur under several kinds, so that a mix-up shows.
pub(crate) const IDS: [&str; 5] = ["", "111122223333", "444455556666", "a", "ab"];

pub(crate) fn kind() -> impl Strategy<Value = EntityType> {
    prop::sample::select(EntityType::ALL)
}

pub(crate) fn id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&IDS[..])
}

/// Any row whose texts are among [`IDS`], on any day.
pub(crate) fn any_call() -> impl Strategy<Value = Call<'static>> {
    let maybe = || prop::option::of(id());
    let caller = (
        id(),
        prop::option::of((kind(), id())),
        [maybe(), maybe(), maybe(), maybe(), maybe(), maybe()],
    );
    let origin = (
        maybe(),
        any::<bool>(),
        [maybe(), maybe(), maybe(), maybe()],
        prop::option::of((-900_i16..=900, -1_800_i16..=1_800)),
    );
    let action = (id(), id(), maybe(), maybe());
    let times = (
        -62_135_596_800_000_i64..=253_402_207_199_999,
        0..3_600_000_i64,
    );
    (
        caller,
        origin,
        action,
        prop::option::of((resource_kind(), id())),
        1..=u64::from(u32::MAX),
        times,
    )
        .prop_map(
            |(
                (account, principal, caller),
                (address, is_ip, place, point),
                action,
                resource,
                calls,
                (ms, more),
            )| {
                let [
                    principal_name,
                    principal_arn,
                    caller_arn,
                    session_id,
                    access_key_id,
                    invoked_by,
                ] = caller;
                let [user_agent, country, city, aso] = place;
                let coordinates = point.map(|(latitude, longitude)| {
                    (f32::from(latitude) / 10.0, f32::from(longitude) / 10.0)
                });
                let time = Timestamp::from_millis(ms);
                let (service, api, region, error_code) = action;
                Call {
                    hour: time.hour(),
                    caller: Caller {
                        account,
                        principal_type: principal.map(|it| it.0),
                        principal_id: principal.map(|it| it.1),
                        principal_name,
                        principal_arn,
                        caller_arn,
                        session_id,
                        access_key_id,
                        invoked_by,
                    },
                    origin: Origin {
                        address,
                        is_ip,
                        user_agent,
                        place: Place {
                            country,
                            city,
                            coordinates,
                            aso,
                        },
                    },
                    action: Action {
                        service,
                        api,
                        region,
                        error_code,
                    },
                    resource: resource.map(|(kind, id)| Resource { kind, id }),
                    calls,
                    first_seen: time,
                    last_seen: Timestamp::from_millis(ms.saturating_add(more)),
                }
            },
        )
}

/// Rows added up.
pub(crate) fn aggregate<'a>(rows: impl IntoIterator<Item = &'a Call<'a>>) -> Aggregate {
    let mut aggregate = Aggregate::default();
    rows.into_iter().for_each(|call| aggregate.add_call(call));
    aggregate
}
