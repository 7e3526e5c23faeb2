//! Rows of calls to Kubernetes, one for each distinct call of an hour.

mod batch;
pub mod columns;
mod rows;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::{Entity, EntityTable, EntityType, KubernetesAggregate, KubernetesCall};
use gumshoe_domain::Day;
use gumshoe_store::SegmentKind;

use self::batch::KubernetesBatch;
use self::columns::{KUBERNETES, KubernetesColumn};
use self::rows::KubernetesRows;
use crate::columns::Field;
use crate::error::SegmentError;
use crate::kind::{RowKind, Span, is};
use crate::predicate::Test;

impl RowKind for KubernetesColumn {
    const KIND: SegmentKind = SegmentKind::Kubernetes;
    const FIELDS: &'static [Field] = KUBERNETES;
    const COLUMNS: &'static [Self] = Self::ALL;
    const ENTITY_COLUMNS: &'static [Self] = &[
        Self::AccountId,
        Self::ClusterId,
        Self::SubjectId,
        Self::ImpersonatedId,
        Self::PrincipalType,
        Self::PrincipalId,
        Self::PrincipalArn,
        Self::CallerArn,
        Self::SessionId,
        Self::SourceAddress,
        Self::SourceIsIp,
        Self::UserAgent,
        Self::Resource,
        Self::Name,
        Self::PodId,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    type Row<'a> = KubernetesCall<'a>;
    type Builder = KubernetesRows;
    type Batch<'b> = KubernetesBatch<'b>;
    type Joint = ();
    type Rows = KubernetesAggregate;

    fn index(self) -> usize {
        self as usize
    }

    fn hour_column() -> Self {
        Self::Hour
    }

    fn account_column() -> Self {
        Self::AccountId
    }

    fn days(rows: &KubernetesAggregate) -> BTreeSet<Day> {
        rows.days()
    }

    fn of_day(
        rows: &KubernetesAggregate,
        day: Day,
    ) -> impl Iterator<Item = KubernetesCall<'_>> + Send {
        rows.sorted_of_day(day)
    }

    fn push(builder: &mut KubernetesRows, row: &KubernetesCall<'_>) {
        builder.push(row);
    }

    fn finish(builder: KubernetesRows) -> Vec<ArrayRef> {
        builder.finish()
    }

    fn open<'b>(
        batch: &'b RecordBatch,
        columns: &[Self],
    ) -> Result<KubernetesBatch<'b>, SegmentError> {
        KubernetesBatch::new(batch, columns)
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        batch.call(at)
    }

    fn account<'a>(row: &Self::Row<'a>) -> &'a str {
        row.caller.account
    }

    fn leading_column() -> Option<Self> {
        None
    }

    fn leading<'a>(_row: &Self::Row<'a>) -> Option<&'a str> {
        None
    }

    fn span(row: &KubernetesCall<'_>) -> Span {
        Span::of_hour(row.hour, row.first_seen, row.last_seen)
    }

    fn order(one: &KubernetesCall<'_>, other: &KubernetesCall<'_>) -> Ordering {
        one.order(other)
    }

    fn absorb(row: &mut KubernetesCall<'_>, other: &KubernetesCall<'_>, (): &mut ()) {
        row.calls += other.calls;
        row.first_seen = row.first_seen.min(other.first_seen);
        row.last_seen = row.last_seen.max(other.last_seen);
    }

    fn joined<'s, 'r: 's>(row: &KubernetesCall<'r>, (): &'s ()) -> KubernetesCall<'s> {
        *row
    }

    fn add_entities(table: &mut EntityTable, row: &KubernetesCall<'_>) {
        table.add_kubernetes_call(row);
    }

    /// As `KubernetesCall::entities` has them.
    fn concerns(entity: &Entity) -> Vec<Vec<Test>> {
        let id = entity.id.as_str();
        match entity.kind {
            EntityType::AwsAccount => vec![vec![is(Self::AccountId, id)]],
            EntityType::ContainerCluster => vec![vec![is(Self::ClusterId, id)]],
            EntityType::KubernetesSubject => vec![
                vec![is(Self::SubjectId, id)],
                vec![is(Self::ImpersonatedId, id)],
            ],
            EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => vec![vec![
                is(Self::PrincipalType, entity.kind.as_str()),
                is(Self::PrincipalId, id),
            ]],
            EntityType::AwsRoleSession => vec![vec![is(Self::SessionId, id)]],
            EntityType::IpAddress => vec![vec![
                is(Self::SourceAddress, id),
                Test::True {
                    column: Self::SourceIsIp.into(),
                },
            ]],
            EntityType::UserAgent => vec![vec![is(Self::UserAgent, id)]],
            EntityType::ContainerPod => vec![vec![is(Self::PodId, id)]],
            EntityType::S3Bucket | EntityType::Ec2Instance | EntityType::ContainerImage => {
                Vec::new()
            }
        }
    }
}
