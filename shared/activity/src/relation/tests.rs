use gumshoe_domain::Hour;
use proptest::prelude::*;

use super::*;

fn any_party() -> impl Strategy<Value = Party<'static>> {
    let kinds = prop::sample::select(vec![EntityType::AwsUser, EntityType::AwsRole]);
    let ids = prop::sample::select(vec!["A", "B", ""]);
    (kinds, ids).prop_map(|(kind, id)| Party { kind, id })
}

fn any_relation() -> impl Strategy<Value = Relation<'static>> {
    let relations = prop::sample::select(vec![RelationType::Assumed, RelationType::Created]);
    let texts = prop::sample::select(vec![None, Some("A"), Some("x")]);
    let accounts = prop::sample::select(vec!["111122223333", "444455556666"]);
    (
        490_000..490_030,
        accounts,
        any_party(),
        relations,
        any_party(),
        texts.clone(),
        texts,
    )
        .prop_map(|(hour, account, from, relation, to, one, other)| {
            let hour = Hour::from_index(hour);
            Relation {
                hour,
                account,
                from,
                relation,
                to,
                from_account: one,
                from_arn: None,
                to_arn: other,
                detail: one,
                count: 1,
                first_seen: hour.start(),
                last_seen: hour.start().plus_seconds(60),
            }
        })
}

fn many() -> impl Strategy<Value = Vec<Relation<'static>>> {
    prop::collection::vec(any_relation(), 1..60)
}

fn aggregate<'a>(rows: impl IntoIterator<Item = &'a Relation<'a>>) -> RelationAggregate {
    let mut aggregate = RelationAggregate::default();
    rows.into_iter().for_each(|row| aggregate.add(row));
    aggregate
}

fn rows(aggregate: &RelationAggregate) -> Vec<Relation<'_>> {
    aggregate.sorted().collect()
}

proptest! {
    #[test]
    fn rows_are_the_same_in_whatever_order_and_parts_relations_are_added(
        (relations, shuffled) in many().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let whole = aggregate(&relations);
        let (one, other) = shuffled.split_at(at.index(shuffled.len()));
        let mut parts = aggregate(other);
        parts.absorb(&aggregate(one));
        prop_assert_eq!(rows(&parts), rows(&whole));
        let counted: u64 = whole.relations().map(|row| row.count).sum();
        prop_assert_eq!(counted, relations.len() as u64);
    }

    #[test]
    fn rows_that_are_equal_in_the_order_become_one_row(relations in many()) {
        let mut sorted = relations.clone();
        sorted.sort_by(Relation::order);
        sorted.dedup_by(|next, kept| {
            let same = kept.order(next).is_eq();
            if same {
                kept.absorb(next);
            }
            same
        });
        let aggregate = aggregate(&relations);
        prop_assert_eq!(rows(&aggregate), sorted);
    }

    #[test]
    fn the_days_together_hold_every_row_once(relations in many()) {
        let aggregate = aggregate(&relations);
        let by_day: usize = aggregate.days().into_iter().map(|day| aggregate.sorted_of_day(day).count()).sum();
        prop_assert_eq!(by_day, aggregate.len());
    }

    #[test]
    fn what_was_cleared_is_as_new(before in many(), after in many()) {
        let mut used = aggregate(&before);
        used.clear();
        after.iter().for_each(|row| used.add(row));
        let fresh = aggregate(&after);
        prop_assert_eq!(rows(&used), rows(&fresh));
    }

    #[test]
    fn a_relation_concerns_both_of_its_entities_once(relation in any_relation()) {
        let mut parties = vec![(relation.from.kind, relation.from.id), (relation.to.kind, relation.to.id)];
        parties.dedup();
        prop_assert_eq!(relation.entities().collect::<Vec<_>>(), parties);
    }
}
