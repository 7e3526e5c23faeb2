//! Rows of API activity, one for each distinct call of an hour.

mod batch;
pub mod columns;
mod rows;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::{Aggregate, Call, Entity, EntityTable, EntityType};
use gumshoe_domain::Day;
use gumshoe_store::SegmentKind;

use self::batch::ActivityBatch;
use self::columns::{ACTIVITY, Column};
use self::rows::ActivityRows;
use crate::columns::Field;
use crate::error::SegmentError;
use crate::kind::{RowKind, Span, is};
use crate::predicate::Test;

impl RowKind for Column {
    const KIND: SegmentKind = SegmentKind::Activity;
    const FIELDS: &'static [Field] = ACTIVITY;
    const COLUMNS: &'static [Self] = Self::ALL;
    const ENTITY_COLUMNS: &'static [Self] = &[
        Self::AccountId,
        Self::PrincipalType,
        Self::PrincipalId,
        Self::PrincipalName,
        Self::PrincipalArn,
        Self::CallerArn,
        Self::SessionId,
        Self::SourceAddress,
        Self::SourceIsIp,
        Self::UserAgent,
        Self::ResourceType,
        Self::ResourceId,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    type Row<'a> = Call<'a>;
    type Builder = ActivityRows;
    type Batch<'b> = ActivityBatch<'b>;
    type Joint = ();
    type Rows = Aggregate;

    fn index(self) -> usize {
        self as usize
    }

    fn hour_column() -> Self {
        Self::Hour
    }

    fn account_column() -> Self {
        Self::AccountId
    }

    fn days(rows: &Aggregate) -> BTreeSet<Day> {
        rows.days()
    }

    fn of_day(rows: &Aggregate, day: Day) -> impl Iterator<Item = Call<'_>> + Send {
        rows.sorted_of_day(day)
    }

    fn push(builder: &mut ActivityRows, row: &Call<'_>) {
        builder.push(row);
    }

    fn finish(builder: ActivityRows) -> Vec<ArrayRef> {
        builder.finish()
    }

    fn open<'b>(
        batch: &'b RecordBatch,
        columns: &[Self],
    ) -> Result<ActivityBatch<'b>, SegmentError> {
        ActivityBatch::new(batch, columns)
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        batch.call(at)
    }

    fn account<'a>(row: &Self::Row<'a>) -> &'a str {
        row.caller.account
    }

    fn leading_column() -> Option<Self> {
        Some(Self::PrincipalId)
    }

    fn leading<'a>(row: &Self::Row<'a>) -> Option<&'a str> {
        row.caller.principal_id
    }

    fn span(row: &Call<'_>) -> Span {
        Span::of_hour(row.hour, row.first_seen, row.last_seen)
    }

    fn order(one: &Call<'_>, other: &Call<'_>) -> Ordering {
        one.order(other)
    }

    fn absorb(row: &mut Call<'_>, other: &Call<'_>, (): &mut ()) {
        row.calls += other.calls;
        row.first_seen = row.first_seen.min(other.first_seen);
        row.last_seen = row.last_seen.max(other.last_seen);
    }

    fn joined<'s, 'r: 's>(row: &Call<'r>, (): &'s ()) -> Call<'s> {
        *row
    }

    fn add_entities(table: &mut EntityTable, row: &Call<'_>) {
        table.add_call(row);
    }

    /// As `Call::entities` has them.
    fn concerns(entity: &Entity) -> Vec<Vec<Test>> {
        let mut ways = vec![vec![
            is(Self::PrincipalType, entity.kind.as_str()),
            is(Self::PrincipalId, &entity.id),
        ]];
        if !is_principal_only(entity.kind) {
            ways.push(vec![
                is(Self::ResourceType, entity.kind.as_str()),
                is(Self::ResourceId, &entity.id),
            ]);
        }
        match entity.kind {
            EntityType::AwsAccount => ways.push(vec![is(Self::AccountId, &entity.id)]),
            EntityType::AwsRoleSession => ways.push(vec![is(Self::SessionId, &entity.id)]),
            EntityType::Ec2Instance => ways.push(vec![is(Self::InstanceId, &entity.id)]),
            EntityType::UserAgent => ways.push(vec![is(Self::UserAgent, &entity.id)]),
            EntityType::IpAddress => ways.push(vec![
                is(Self::SourceAddress, &entity.id),
                Test::True {
                    column: Self::SourceIsIp.into(),
                },
            ]),
            EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::FederatedUser
            | EntityType::S3Bucket
            | EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => {}
        }
        ways
    }
}

/// What calls are about are buckets, so that users and roles are in rows as principals only.
fn is_principal_only(kind: EntityType) -> bool {
    match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => true,
        EntityType::AwsAccount
        | EntityType::AwsRoleSession
        | EntityType::Ec2Instance
        | EntityType::UserAgent
        | EntityType::IpAddress
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => false,
    }
}
