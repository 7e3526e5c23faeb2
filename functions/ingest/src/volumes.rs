//! Whose the bytes of counted objects are.

use std::collections::BTreeMap;

use gumshoe_domain::AccountId;
use gumshoe_sources::ObjectTally;

/// The bytes of an object by account: each account's part is that of its records. An object without
/// counted records is the `key_owner`'s, the account that its key names.
pub(crate) fn of_object(
    tally: &ObjectTally,
    key_owner: Option<AccountId>,
) -> BTreeMap<AccountId, u64> {
    if tally.accounts.is_empty() {
        return key_owner
            .map(|account| (account, tally.inflated_bytes))
            .into_iter()
            .collect();
    }
    let counted: u64 = tally.accounts.values().map(|of| of.records).sum();
    // Where no record counts, what the accounts gave is as much each.
    let least = u64::from(counted == 0);
    let records = counted + least * u64::try_from(tally.accounts.len()).unwrap_or(u64::MAX);
    let up_to = |count: u64| {
        let part = u128::from(tally.inflated_bytes) * u128::from(count) / u128::from(records);
        // A part is at most the whole, which is a u64.
        u64::try_from(part).unwrap_or(tally.inflated_bytes)
    };
    let mut before = 0;
    let mut bytes = BTreeMap::new();
    for (account, of) in &tally.accounts {
        let after = before + of.records + least;
        bytes.insert(*account, up_to(after) - up_to(before));
        before = after;
    }
    bytes
}

/// The `most` accounts with the most bytes. One object of more accounts than a commit has room for
/// is counted nevertheless; the volumes of its least accounts are not worth losing it.
pub(crate) fn largest(volumes: BTreeMap<AccountId, u64>, most: usize) -> BTreeMap<AccountId, u64> {
    if volumes.len() <= most {
        return volumes;
    }
    let mut ordered: Vec<(AccountId, u64)> = volumes.into_iter().collect();
    ordered.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    tracing::warn!(
        accounts.left_out = ordered.len() - most,
        "volumes not counted"
    );
    ordered.truncate(most);
    ordered.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::Timestamp;
    use gumshoe_sources::AccountTally;
    use proptest::prelude::*;

    use super::*;

    fn account(number: usize) -> AccountId {
        format!("{number:012}").parse().unwrap()
    }

    fn tally(bytes: u64, records: &[u64]) -> ObjectTally {
        let newest = Timestamp::from_millis(0);
        ObjectTally {
            inflated_bytes: bytes,
            accounts: records
                .iter()
                .enumerate()
                .map(|(at, &records)| (account(at), AccountTally { records, newest }))
                .collect(),
            ..ObjectTally::default()
        }
    }

    #[test]
    fn an_object_is_split_in_proportion_to_the_records() {
        let split = of_object(&tally(1_000, &[1, 3]), None);
        assert_eq!(
            split,
            BTreeMap::from([(account(0), 250), (account(1), 750)])
        );
    }

    #[test]
    fn an_object_without_records_is_the_account_in_its_key() {
        let split = of_object(&tally(1_000, &[]), Some(account(7)));
        assert_eq!(split, BTreeMap::from([(account(7), 1_000)]));
    }

    #[test]
    fn the_accounts_with_the_most_bytes_stay() {
        let volumes = BTreeMap::from([(account(1), 5), (account(2), 9), (account(3), 7)]);
        assert_eq!(
            largest(volumes, 2),
            BTreeMap::from([(account(2), 9), (account(3), 7)])
        );
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_or_counted_twice(bytes in any::<u64>(), records in prop::collection::vec(0_u64..1 << 40, 1..20)) {
            let split = of_object(&tally(bytes, &records), None);
            prop_assert_eq!(split.values().map(|part| u128::from(*part)).sum::<u128>(), u128::from(bytes));
        }
    }
}
