//! Rows of network activity, one for each distinct flow of an hour.

mod batch;
pub mod columns;
mod rows;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use arrow_array::{ArrayRef, RecordBatch};
use gumshoe_activity::flow::{Peers, Remote, Sketch};
use gumshoe_activity::{Entity, EntityTable, EntityType, Flow, FlowAggregate};
use gumshoe_domain::Day;
use gumshoe_store::SegmentKind;

use self::batch::NetworkBatch;
use self::columns::{NETWORK, NetworkColumn};
use self::rows::NetworkRows;
use crate::columns::Field;
use crate::error::SegmentError;
use crate::kind::{RowKind, Span, is};
use crate::predicate::Test;

/// The peers of rows of many peers that are made one.
#[derive(Debug, Default)]
pub struct Tails {
    peers: Option<Peers>,
    text: OnceCell<String>,
}

impl Tails {
    fn join(&mut self, first: Sketch<'_>, other: Sketch<'_>) {
        let peers = self.peers.get_or_insert_with(|| {
            let mut peers = Peers::default();
            peers.join(first);
            peers
        });
        peers.join(other);
    }

    fn sketch(&self) -> Option<Sketch<'_>> {
        let peers = self.peers.as_ref()?;
        Some(Sketch(self.text.get_or_init(|| peers.to_text())))
    }
}

impl RowKind for NetworkColumn {
    const KIND: SegmentKind = SegmentKind::Network;
    const FIELDS: &'static [Field] = NETWORK;
    const COLUMNS: &'static [Self] = Self::ALL;
    const ENTITY_COLUMNS: &'static [Self] = &[
        Self::AccountId,
        Self::InstanceId,
        Self::LocalAddress,
        Self::PeerAddress,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    type Row<'a> = Flow<'a>;
    type Builder = NetworkRows;
    type Batch<'b> = NetworkBatch<'b>;
    type Joint = Tails;
    type Rows = FlowAggregate;

    fn index(self) -> usize {
        self as usize
    }

    fn hour_column() -> Self {
        Self::Hour
    }

    fn account_column() -> Self {
        Self::AccountId
    }

    fn days(rows: &FlowAggregate) -> BTreeSet<Day> {
        rows.days()
    }

    fn of_day(rows: &FlowAggregate, day: Day) -> impl Iterator<Item = Flow<'_>> + Send {
        rows.sorted_of_day(day)
    }

    fn push(builder: &mut NetworkRows, row: &Flow<'_>) {
        builder.push(row);
    }

    fn finish(builder: NetworkRows) -> Vec<ArrayRef> {
        builder.finish()
    }

    fn open<'b>(
        batch: &'b RecordBatch,
        columns: &[Self],
    ) -> Result<NetworkBatch<'b>, SegmentError> {
        NetworkBatch::new(batch, columns)
    }

    fn row<'b>(batch: &Self::Batch<'b>, at: usize) -> Result<Self::Row<'b>, SegmentError> {
        batch.flow(at)
    }

    fn account<'a>(row: &Self::Row<'a>) -> &'a str {
        row.interface.account
    }

    fn leading_column() -> Option<Self> {
        Some(Self::InstanceId)
    }

    fn leading<'a>(row: &Self::Row<'a>) -> Option<&'a str> {
        row.interface.owner()
    }

    fn span(row: &Flow<'_>) -> Span {
        Span::of_hour(row.hour, row.traffic.first_seen, row.traffic.last_seen)
    }

    fn order(one: &Flow<'_>, other: &Flow<'_>) -> Ordering {
        one.order(other)
    }

    fn absorb(row: &mut Flow<'_>, other: &Flow<'_>, tails: &mut Tails) {
        row.traffic.absorb(other.traffic);
        if let Some((own, other)) = row.tail().zip(other.tail()) {
            tails.join(own, other);
        }
    }

    fn joined<'s, 'r: 's>(row: &Flow<'r>, tails: &'s Tails) -> Flow<'s> {
        let remote = tails.sketch().map_or(row.remote, Remote::Tail);
        Flow { remote, ..*row }
    }

    fn add_entities(table: &mut EntityTable, row: &Flow<'_>) {
        table.add_flow(row);
    }

    /// As `Flow::entities` has them.
    fn concerns(entity: &Entity) -> Vec<Vec<Test>> {
        match entity.kind {
            EntityType::AwsAccount => vec![vec![is(Self::AccountId, &entity.id)]],
            EntityType::Ec2Instance => vec![vec![is(Self::InstanceId, &entity.id)]],
            EntityType::IpAddress => vec![
                vec![is(Self::LocalAddress, &entity.id)],
                vec![is(Self::PeerAddress, &entity.id)],
            ],
            EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::AwsRoleSession
            | EntityType::FederatedUser
            | EntityType::UserAgent
            | EntityType::S3Bucket
            | EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => Vec::new(),
        }
    }
}
