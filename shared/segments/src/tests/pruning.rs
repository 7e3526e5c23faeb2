//! No more is read than is needed.

use bytes::Bytes;
use gumshoe_activity::{Call, Caller, Entity, EntityRecord, EntityTable, EntityType, Origin};
use gumshoe_domain::ScopeTime;

use super::rows::{Memory, at, call, concerning, write_activity};
use crate::entities::fetch_entities_from;
use crate::error::SegmentError;
use crate::footer;
use crate::parts::{Effort, Extent};
use crate::read::fetch_from;
use crate::write::ROW_GROUP_ROWS;
use crate::{Column, EntityFilter, Filter, ScanStats, write_entities};

/// As large objects are read, for small ones.
const PIECEMEAL: Effort = Effort {
    whole: 0,
    tail: 8,
    gap: 0,
    request: u64::MAX,
    spared: 0,
};

/// An object of which nothing is known but its length.
fn extent(bytes: &Bytes) -> Extent {
    Extent {
        size: bytes.len() as u64,
        footer: None,
    }
}

const GROUPS: usize = 4;

/// Four row groups; users in order, hours in order, user agents scattered.
fn segment() -> Bytes {
    let count = GROUPS * ROW_GROUP_ROWS;
    let users: Vec<String> = (0..count).map(|it| format!("AIDA{it:06}")).collect();
    let agents: Vec<String> = (0..count)
        .map(|it| format!("agent {}", it.wrapping_mul(7_919) % count))
        .collect();
    let midnight = at("2026-03-01T00:00:00Z");
    let rows = users
        .iter()
        .zip(&agents)
        .zip(0..)
        .map(|((user, agent), row)| Call {
            hour: midnight.hour().plus(row / 10_240),
            caller: Caller {
                account: "111122223333",
                principal_type: Some(EntityType::AwsUser),
                principal_id: Some(user),
                ..Caller::default()
            },
            origin: Origin {
                user_agent: Some(agent),
                ..Origin::default()
            },
            ..call(midnight)
        });
    write_activity(rows).unwrap().bytes
}

async fn scan(
    bytes: &Bytes,
    filter: &Filter,
    projection: &[Column],
    effort: Effort,
) -> (Vec<u64>, ScanStats) {
    scan_extent(bytes, extent(bytes), filter, projection, effort).await
}

async fn scan_extent(
    bytes: &Bytes,
    extent: Extent,
    filter: &Filter,
    projection: &[Column],
    effort: Effort,
) -> (Vec<u64>, ScanStats) {
    let source = Memory(bytes.clone());
    let fetched = fetch_from(&source, extent, filter, projection, effort)
        .await
        .unwrap();
    let mut rows = Vec::new();
    let stats = fetched.visit(&mut |call| rows.push(call.calls)).unwrap();
    (rows, stats)
}

#[tokio::test]
async fn statistics_skip_row_groups_that_end_before_a_principal() {
    let bytes = segment();
    let filter = concerning(EntityType::AwsUser, "AIDA010240");
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], PIECEMEAL).await;
    assert_eq!(rows, [1]);
    assert_eq!((stats.row_groups_read, stats.row_groups_skipped), (1, 3));
    assert_eq!((stats.rows_read, stats.rows_matched), (10_240, 1));
    assert!(
        stats.bytes < bytes.len() as u64 / 4,
        "{stats:?} of {}",
        bytes.len()
    );
}

#[tokio::test]
async fn bloom_filters_skip_row_groups_where_statistics_cannot() {
    let bytes = segment();
    let filter = concerning(EntityType::UserAgent, "agent 20000");
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], PIECEMEAL).await;
    assert_eq!(rows, [1]);
    assert_eq!((stats.row_groups_read, stats.row_groups_skipped), (1, 3));
}

#[tokio::test]
async fn hours_skip_row_groups_outside_of_the_scope_time() {
    let scope = ScopeTime::new(at("2026-03-01T01:00:00Z"), at("2026-03-01T03:00:00Z")).unwrap();
    let filter = Filter {
        scope: Some(scope),
        ..Filter::default()
    };
    let (rows, stats) = scan(&segment(), &filter, &[Column::Calls], PIECEMEAL).await;
    assert_eq!(rows.len(), 2 * ROW_GROUP_ROWS);
    assert_eq!((stats.row_groups_read, stats.row_groups_skipped), (2, 2));
}

#[tokio::test]
async fn an_entity_that_is_nowhere_costs_the_footer_and_bloom_filters_only() {
    let bytes = segment();
    let filter = concerning(EntityType::AwsRole, "AROAEXAMPLE");
    let (rows, stats) = scan(&bytes, &filter, Column::ALL, PIECEMEAL).await;
    assert_eq!(rows, [0_u64; 0]);
    let footer = stats.bytes;
    // The footer's length, the footer; statistics alone rule the kind out.
    assert_eq!(
        stats,
        ScanStats {
            requests: 2,
            bytes: footer,
            row_groups_skipped: 4,
            ..ScanStats::default()
        }
    );
    assert!(footer < 32 << 10, "{footer}");
}

#[tokio::test]
async fn columns_that_are_not_wanted_are_not_fetched() {
    let bytes = segment();
    let (_, few) = scan(
        &bytes,
        &Filter::default(),
        &[Column::Calls, Column::Api],
        PIECEMEAL,
    )
    .await;
    let (_, all) = scan(&bytes, &Filter::default(), Column::ALL, PIECEMEAL).await;
    assert!(few.bytes * 4 < all.bytes, "{few:?} {all:?}");
    assert_eq!(few.rows_matched, all.rows_matched);
}

#[tokio::test]
async fn columns_without_values_are_not_fetched() {
    let bytes = segment();
    let (_, few) = scan(&bytes, &Filter::default(), &[Column::Calls], PIECEMEAL).await;
    let lacking = [Column::Calls, Column::Country, Column::Aso];
    let (rows, same) = scan(&bytes, &Filter::default(), &lacking, PIECEMEAL).await;
    assert_eq!(same, few);
    assert_eq!(rows.len(), GROUPS * ROW_GROUP_ROWS);
}

#[tokio::test]
async fn a_small_object_is_one_request_and_answers_the_same() {
    let bytes = segment();
    let whole = Effort {
        whole: bytes.len() as u64,
        ..Effort::S3
    };
    let filter = concerning(EntityType::UserAgent, "agent 20000");
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], whole).await;
    assert_eq!(rows, [1]);
    assert_eq!((stats.requests, stats.bytes), (1, bytes.len() as u64));
}

#[tokio::test]
async fn a_large_object_takes_a_request_for_its_footer_and_few_for_its_rows() {
    let bytes = segment();
    let effort = Effort {
        whole: 0,
        ..Effort::S3
    };
    let filter = concerning(EntityType::AwsUser, "AIDA010240");
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], effort).await;
    assert_eq!(rows, [1]);
    assert!(stats.requests <= 3, "{stats:?}");
}

/// The segment with a copy of its footer, and where that is.
fn with_copy(segment: &Bytes) -> (Bytes, Extent) {
    let mut bytes = segment.to_vec();
    let copy = footer::add_copy(&mut bytes, 0).unwrap();
    let extent = Extent {
        size: bytes.len() as u64,
        footer: copy,
    };
    (bytes.into(), extent)
}

#[tokio::test]
async fn the_copy_of_a_footer_is_a_fraction_of_it_and_answers_the_same() {
    let (bytes, with) = with_copy(&segment());
    let filter = concerning(EntityType::AwsUser, "AIDA010240");
    let effort = Effort {
        whole: 0,
        tail: 0,
        ..Effort::S3
    };
    let (rows, by_copy) = scan_extent(&bytes, with.clone(), &filter, &[], effort).await;
    assert_eq!(rows, [0]);
    assert_eq!(by_copy.requests, 2, "the copy, and what it says is needed");
    let (same, by_footer) = scan(&bytes, &filter, &[], effort).await;
    assert_eq!(same, rows);
    let copy = with.footer.unwrap();
    let spared = by_footer.bytes - by_copy.bytes;
    assert!(spared > 2 * (copy.end - copy.start), "{spared}, {copy:?}");
}

#[tokio::test]
async fn a_segment_with_a_copy_of_its_footer_is_read_by_whoever_knows_of_none() {
    let without = segment();
    let (with, _) = with_copy(&without);
    let filter = Filter::default();
    let (expected, _) = scan(&without, &filter, Column::ALL, Effort::S3).await;
    let (rows, _) = scan(&with, &filter, Column::ALL, Effort::S3).await;
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn a_damaged_copy_of_a_footer_is_an_error() {
    let (bytes, extent) = with_copy(&segment());
    let at = usize::try_from(extent.footer.clone().unwrap().start).unwrap();
    for offset in [0, 10, 100] {
        let mut damaged = bytes.to_vec();
        damaged[at + offset] ^= 1;
        let source = Memory(damaged.into());
        let filter = Filter::default();
        let fetched = fetch_from::<_, Column>(&source, extent.clone(), &filter, &[], PIECEMEAL);
        assert!(fetched.await.is_err());
    }
}

#[test]
fn a_file_that_is_fetched_whole_has_no_copy_of_its_footer() {
    assert_eq!(
        write_activity([call(at("2026-03-01T00:00:00Z"))])
            .unwrap()
            .footer,
        None
    );
}

#[tokio::test]
async fn bloom_filters_are_not_asked_where_they_can_spare_little() {
    let bytes = segment();
    let effort = Effort {
        whole: 0,
        tail: 0,
        ..Effort::S3
    };
    let filter = concerning(EntityType::AwsUser, "AIDA010240 is not there");
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], effort).await;
    assert_eq!(rows, [0_u64; 0]);
    assert_eq!(stats.row_groups_read, 1);
    let (rows, stats) = scan(&bytes, &filter, &[Column::Calls], PIECEMEAL).await;
    assert_eq!(rows, [0_u64; 0]);
    assert_eq!(stats.row_groups_read, 0);
}

#[tokio::test]
async fn an_object_shorter_than_said_is_cut_off() {
    let bytes = segment();
    let source = Memory(bytes.slice(..bytes.len() - 1));
    for effort in [
        PIECEMEAL,
        Effort {
            whole: u64::MAX,
            ..Effort::S3
        },
    ] {
        let fetched = fetch_from(
            &source,
            extent(&bytes),
            &Filter::default(),
            Column::ALL,
            effort,
        )
        .await;
        assert!(matches!(fetched.map(|_| ()), Err(SegmentError::Truncated)));
    }
}

#[tokio::test]
async fn an_entity_is_found_in_one_row_group_of_a_registry() {
    let time = at("2026-03-01T00:00:00Z");
    let mut table = EntityTable::default();
    for number in 0..3 * ROW_GROUP_ROWS {
        let entity = Entity {
            kind: EntityType::IpAddress,
            id: format!("10.0.0.{number}"),
        };
        table.add(
            &entity,
            &EntityRecord {
                name: None,
                arn: None,
                account: None,
                first_seen: time,
                last_seen: time,
            },
        );
    }
    let registry = write_entities(&table).unwrap();
    let filter = EntityFilter {
        kind: Some(EntityType::IpAddress),
        id: Some("10.0.0.7".to_owned()),
    };
    let source = Memory(registry.clone());
    let fetched = fetch_entities_from(&source, extent(&registry), &filter, PIECEMEAL)
        .await
        .unwrap();
    let mut found = Vec::new();
    let stats = fetched
        .visit(&mut |row| found.push(row.id.to_owned()))
        .unwrap();
    assert_eq!(found, ["10.0.0.7"]);
    assert_eq!((stats.row_groups_read, stats.row_groups_skipped), (1, 2));
}

#[test]
fn a_small_segment_is_not_dwarfed_by_its_bloom_filters() {
    let one = write_activity([call(at("2026-03-01T00:00:00Z"))]).unwrap();
    assert!(
        one.bytes.len() < 12 << 10,
        "{} bytes for one row",
        one.bytes.len()
    );
}
