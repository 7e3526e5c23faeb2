//! What the counters say of the records of an object.

use gumshoe_domain::AccountId;
use gumshoe_sources::{AccountTally, ObjectTally};
use gumshoe_store::{Counters, LedgerScope};

use crate::attribution::Attribution;

/// Adds the records of an object to the counters of a ledger.
pub(crate) fn count_records(
    scope: LedgerScope,
    tally: &ObjectTally,
    attribution: &Attribution,
    counters: &mut Counters,
) {
    let (own, foreign): (Vec<_>, Vec<_>) = tally
        .accounts
        .iter()
        .partition(|(account, _)| attribution.feeds(**account, scope));
    let total = |accounts: &[(&AccountId, &AccountTally)]| {
        signed(accounts.iter().map(|(_, tally)| tally.records).sum())
    };
    counters.add("records.ingested", total(&own));
    counters.add("records.rejected.ACCOUNT_NOT_IN_GRAPH", total(&foreign));
    counters.add("bytes", signed(tally.inflated_bytes));
    for (reason, count) in tally.left_out.iter() {
        counters.add(format!("records.left_out.{reason}"), signed(count));
    }
    for (reason, count) in tally.rejected.iter() {
        counters.add(format!("records.rejected.{reason}"), signed(count));
    }
    for (notice, count) in tally.notices.iter() {
        counters.add(format!("records.notices.{notice}"), signed(count));
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
