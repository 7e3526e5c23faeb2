//! The index: what was ever written is read, and what is merged is what was written.

use std::collections::BTreeSet;

use bytes::Bytes;
use gumshoe_activity::{EntityTable, EntityType, Sighting};
use gumshoe_domain::Timestamp;
use proptest::prelude::*;

use crate::index::chain::Chain;
use crate::index::contents::{Contents, Shard};
use crate::index::entity_rows::EntityRows;
use crate::index::merge::Merge;
use crate::index::shards::SortedFile;
use crate::index::sorted::{Place, Sorted};
use crate::index::terms::{Term, TermRows};
use crate::predicate::Predicate;
use crate::row_groups::Wanted;
use crate::{Packing, write_entities};

static TERMS_V2: &[u8] = include_bytes!("../../samples/v2-terms.parquet");
static CONTENTS_V1: &[u8] = include_bytes!("../../samples/v1-contents.json");

fn all<S: Sorted>() -> Wanted {
    Wanted {
        fields: S::FIELDS,
        predicate: Predicate::default(),
        columns: (0..S::FIELDS.len()).collect(),
    }
}

fn terms() -> Vec<Term<'static>> {
    let term = |term, kind, id, ms| Term {
        term,
        kind,
        id,
        last_seen: Timestamp::from_millis(ms),
    };
    vec![
        term(
            "198.51.100.7",
            EntityType::IpAddress,
            "198.51.100.7",
            1_772_366_400_000,
        ),
        term(
            "deploy",
            EntityType::AwsUser,
            "AIDAEXAMPLEUSERID0001",
            1_772_366_400_001,
        ),
        term(
            "deploy",
            EntityType::AwsRole,
            "AROAEXAMPLEROLEID0001",
            1_772_366_400_002,
        ),
    ]
}

fn contents() -> Contents {
    let segments = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
    let mut contents = Contents::new("run".to_owned(), segments);
    let place = |kind, text: &str| Place {
        kind,
        text: text.to_owned(),
    };
    contents.rows = 3;
    contents.entities = vec![Shard::new(
        700,
        3,
        place(Some(EntityType::AwsUser), "AIDAEXAMPLEUSERID0001"),
        place(Some(EntityType::IpAddress), "198.51.100.7"),
    )];
    contents.terms = vec![Shard::new(
        500,
        3,
        place(None, "198.51.100.7"),
        place(None, "deploy"),
    )];
    contents
}

fn written() -> Bytes {
    let mut file = SortedFile::<TermRows>::new(Packing::Small).unwrap();
    for term in terms() {
        file.push(&term).unwrap();
    }
    file.into_bytes().unwrap()
}

/// Once per format. An old sample is never written again.
#[test]
#[ignore = "writes the samples of the current format"]
fn write_the_samples() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    std::fs::write(format!("{folder}/v2-terms.parquet"), written()).unwrap();
    let bytes = contents().to_bytes().unwrap();
    std::fs::write(format!("{folder}/v1-contents.json"), bytes).unwrap();
}

#[tokio::test]
async fn terms_of_format_2_read_as_what_was_written() {
    let chain = Chain::of_bytes(Bytes::from_static(TERMS_V2), all::<TermRows>()).unwrap();
    let mut read = Vec::new();
    let mut see = |term: &Term<'_>| {
        read.push(format!("{term:?}"));
        Ok(())
    };
    Merge::new(vec![chain])
        .run::<TermRows>(&mut see)
        .await
        .unwrap();
    let expected = terms().into_iter().map(|it| format!("{it:?}"));
    assert!(expected.eq(read));
}

#[test]
fn a_table_of_contents_of_format_1_reads_as_what_was_written_and_a_later_one_is_refused() {
    assert_eq!(Contents::parse(CONTENTS_V1).unwrap(), contents());
    let text = std::str::from_utf8(CONTENTS_V1).unwrap();
    let later = text.replace("\"Format\":1", "\"Format\":2");
    assert!(Contents::parse(later.as_bytes()).is_err());
    assert!(Contents::parse(b"{}").is_err());
}

fn seen(kind: EntityType, id: &str, number: i64, name: Option<&'static str>) -> EntityTable {
    let mut table = EntityTable::default();
    table.see(&Sighting {
        kind,
        id,
        name,
        arn: None,
        account: None,
        first_seen: Timestamp::from_millis(number),
        last_seen: Timestamp::from_millis(number + 1),
    });
    table
}

fn together(tables: &[EntityTable]) -> EntityTable {
    let mut all = EntityTable::default();
    for (entity, record) in tables.iter().flat_map(EntityTable::iter) {
        all.add(entity, record);
    }
    all
}

async fn merged(tables: &[EntityTable]) -> EntityTable {
    let chains = tables.iter().map(|it| {
        let bytes = write_entities(it).unwrap();
        Chain::of_bytes(bytes, all::<EntityRows>()).unwrap()
    });
    let mut all = EntityTable::default();
    let mut last = None;
    let mut see = |row: &Sighting<'_>| {
        let place = Some((row.kind, row.id.to_owned()));
        assert!(last < place, "{last:?} {place:?}");
        last = place;
        all.see(row);
        Ok(())
    };
    Merge::new(chains.collect())
        .run::<EntityRows>(&mut see)
        .await
        .unwrap();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merged_registries_tell_of_each_entity_once_what_all_of_them_tell(
        rows in prop::collection::vec((0..4_usize, 0..3_usize, "[a-cA-C]{1,2}", 0..100_i64, prop::option::of(Just("n"))), 0..60)
    ) {
        let kinds = [EntityType::AwsRole, EntityType::IpAddress, EntityType::AwsUser];
        let mut tables = vec![EntityTable::default(); 4];
        for (table, kind, id, number, name) in &rows {
            let one = seen(kinds[*kind], id, *number, *name);
            tables[*table] = together(&[tables[*table].clone(), one]);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        prop_assert_eq!(runtime.block_on(merged(&tables)), together(&tables));
    }
}
