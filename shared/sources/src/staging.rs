//! The rows of one object, until it is known whether the object counts.

use std::collections::BTreeMap;

use gumshoe_activity::aggregate::Tally;
use gumshoe_activity::{ActionId, CallerId, OriginId, ResourceId};
use gumshoe_domain::{AccountId, Hour, Timestamp};

use crate::batch::Batch;
use crate::limits::Limits;
use crate::memo::MemoKey;
use crate::rows::AccountRows;
use crate::tally::{AccountTally, Notice, ObjectTally};

/// Staged rows after which equal ones are merged for the first time.
const FIRST_MERGE: usize = 1 << 16;

/// Rows after which memory is looked at again. Texts are at most a kibibyte each, so that a
/// handful of MiB can come together in between.
const ROWS_BETWEEN_CHECKS: u32 = 512;

/// One event of so many is in the sample, by the last digits of its id, which are random (RFC 9562,
/// "UUID Version 4"): two trails that deliver the same events have the same ones in it.
const SAMPLED: u128 = 1_024;

/// Events of one object that are in the sample, at most: ids are what a log says.
const MOST_SAMPLED: usize = 64;

/// What a staged row is: a row's key, and the place of the account that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StagedKey {
    pub(crate) place: usize,
    pub(crate) hour: Hour,
    pub(crate) caller: CallerId,
    pub(crate) origin: OriginId,
    pub(crate) action: ActionId,
    pub(crate) resource: Option<ResourceId>,
}

/// A row that is not in the batch yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Staged {
    key: StagedKey,
    tally: Tally,
}

/// The rows no longer fit in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// One object on its way into a batch. What is staged counts when [`Staging::commit`] is called,
/// and never did exist when the staging is dropped without.
#[derive(Debug)]
pub(crate) struct Staging<'b> {
    batch: &'b mut Batch,
    /// What was read so far, without what [`Staging::commit`] works out.
    pub(crate) tally: ObjectTally,
    /// Memory that the batch held before, and what it may hold.
    most_memory: usize,
    merge_at: usize,
    until_check: u32,
    /// The account of the last row.
    last_place: usize,
}

impl<'b> Staging<'b> {
    /// Begins an object.
    pub(crate) fn new(batch: &'b mut Batch, limits: &Limits) -> Self {
        let most_memory = batch.memory().saturating_add(limits.batch_bytes);
        Self {
            batch,
            tally: ObjectTally::default(),
            most_memory,
            merge_at: FIRST_MERGE,
            until_check: ROWS_BETWEEN_CHECKS,
            last_place: 0,
        }
    }

    /// Forgets what was staged, to begin the same object again.
    pub(crate) fn restart(&mut self) {
        self.discard();
        self.tally = ObjectTally::default();
        self.merge_at = FIRST_MERGE;
    }

    /// Whether the event is new to this account's rows and to this object. It is not, the next time.
    /// An id that another account used says nothing: it may have been chosen.
    pub(crate) fn is_new(&mut self, account: AccountId, event: Option<u128>) -> bool {
        let Some(event) = event else { return true };
        let place = self.place(account);
        if self.batch.accounts[place].seen.insert(event) {
            self.batch.buffers.fresh.push((place, event));
            return true;
        }
        self.tally.notices.add(Notice::DuplicateEventId);
        false
    }

    /// The place of an account's rows, and the rows.
    pub(crate) fn account(
        &mut self,
        account: AccountId,
    ) -> (usize, &mut AccountRows, &mut MemoKey) {
        let place = self.place(account);
        let batch = &mut *self.batch;
        let rows = &mut batch.accounts[place];
        (place, rows, &mut batch.buffers.key)
    }

    fn place(&mut self, account: AccountId) -> usize {
        let batch = &mut *self.batch;
        let is_last = |it: &AccountRows| it.account == account;
        if !batch.accounts.get(self.last_place).is_some_and(is_last) {
            self.last_place = *batch.places.entry(account).or_insert_with(|| {
                batch.accounts.push(AccountRows::new(account));
                batch.accounts.len() - 1
            });
        }
        self.last_place
    }

    /// Stages one record.
    ///
    /// # Errors
    /// When the object needs more memory than it may have.
    pub(crate) fn push(&mut self, key: StagedKey, time: Timestamp) -> Result<(), Full> {
        let staged = &mut self.batch.buffers.staged;
        if staged.len() >= self.merge_at {
            merge(staged);
            self.merge_at = FIRST_MERGE.max(2 * staged.len());
        }
        staged.push(Staged {
            key,
            tally: Tally::once(time),
        });
        // One record can show a hundred thousand relations.
        let relations = &self.batch.accounts[key.place].staged_relations;
        if relations.memory() > self.most_memory {
            return Err(Full);
        }
        self.until_check -= 1;
        if self.until_check > 0 {
            return Ok(());
        }
        self.until_check = ROWS_BETWEEN_CHECKS;
        self.check_memory()
    }

    fn check_memory(&self) -> Result<(), Full> {
        if self.batch.memory() > self.most_memory {
            return Err(Full);
        }
        Ok(())
    }

    /// Adds what is staged to the batch.
    ///
    /// # Errors
    /// When the object needs more memory than it may have; nothing is added then.
    pub(crate) fn commit(mut self) -> Result<ObjectTally, Full> {
        self.check_memory()?;
        let sample = self.sample();
        self.batch.buffers.fresh.clear();
        let staged = std::mem::take(&mut self.batch.buffers.staged);
        let parts = self.make_room(&staged);
        for Staged { key, tally } in &staged {
            let rows = &mut self.batch.accounts[key.place].rows;
            rows.add(
                key.hour,
                key.caller,
                key.origin,
                key.action,
                key.resource,
                *tally,
            );
        }
        for account in &mut self.batch.accounts {
            account.relations.absorb(&account.staged_relations);
        }
        let mut tally = std::mem::take(&mut self.tally);
        tally.accounts = self.by_account(&parts);
        tally.sample = sample;
        tally.records = tally.accounts.values().map(|it| it.records).sum();
        tally.newest = tally.accounts.values().map(|it| it.newest).max();
        self.batch.buffers.staged = staged;
        Ok(tally)
    }

    fn sample(&self) -> Vec<(AccountId, u128)> {
        let Batch {
            accounts, buffers, ..
        } = &*self.batch;
        let fresh = buffers.fresh.iter();
        fresh
            .filter(|(_, event)| event.is_multiple_of(SAMPLED))
            .take(MOST_SAMPLED)
            .map(|(place, event)| (accounts[*place].account, *event))
            .collect()
    }

    /// Makes room for the staged rows; gives each account's part of them, by place.
    fn make_room(&mut self, staged: &[Staged]) -> Vec<Option<AccountTally>> {
        let mut parts: Vec<Option<AccountTally>> = vec![None; self.batch.accounts.len()];
        let mut rows = vec![0; self.batch.accounts.len()];
        for Staged { key, tally } in staged {
            rows[key.place] += 1;
            let part = parts[key.place].get_or_insert(AccountTally {
                records: 0,
                newest: tally.last_seen,
            });
            part.records += tally.calls;
            part.newest = part.newest.max(tally.last_seen);
        }
        for (account, rows) in self.batch.accounts.iter_mut().zip(rows) {
            account.rows.reserve(rows);
        }
        parts
    }

    fn by_account(&self, parts: &[Option<AccountTally>]) -> BTreeMap<AccountId, AccountTally> {
        let accounts = self.batch.accounts.iter().map(|it| it.account);
        accounts
            .zip(parts)
            .filter_map(|(account, part)| part.map(|it| (account, it)))
            .collect()
    }

    fn discard(&mut self) {
        let Batch {
            accounts, buffers, ..
        } = &mut *self.batch;
        for (place, event) in buffers.fresh.drain(..) {
            accounts[place].seen.remove(&event);
        }
        buffers.staged.clear();
        for account in accounts {
            account.staged_relations.clear();
        }
    }
}

impl Drop for Staging<'_> {
    /// After a commit only the rows' memory is left to be emptied; else everything staged goes.
    fn drop(&mut self) {
        self.discard();
        let staged = &mut self.batch.buffers.staged;
        staged.shrink_to(FIRST_MERGE);
        self.batch.buffers.fresh.shrink_to(FIRST_MERGE);
    }
}

/// Makes one of all rows with the same key.
fn merge(staged: &mut Vec<Staged>) {
    staged.sort_unstable_by_key(|it| it.key);
    staged.dedup_by(|next, kept| {
        let same = next.key == kept.key;
        if same {
            kept.tally.absorb(next.tally);
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use gumshoe_activity::{Action, Caller, Origin};

    /// What `count` records of two rows come to: records and rows, and the staged rows left in memory.
    fn staged(count: u32) -> (u64, usize, usize) {
        let mut batch = Batch::default();
        let mut staging = Staging::new(&mut batch, &Limits::default());
        for at in 0..count {
            let time = Timestamp::from_millis(i64::from(at));
            let (place, rows, _) = staging.account("111122223333".parse().unwrap());
            let key = StagedKey {
                place,
                hour: time.hour().plus((at % 2).try_into().unwrap()),
                caller: rows.rows.caller(&Caller::default()),
                origin: rows.rows.origin(&Origin::default()),
                action: rows.rows.action(&Action::default()),
                resource: None,
            };
            staging.push(key, time).unwrap();
        }
        let tally = staging.commit().unwrap();
        (tally.records, batch.rows(), batch.buffers.staged.capacity())
    }

    #[test]
    fn equal_rows_are_merged_before_they_fill_the_memory() {
        assert_eq!(staged(1_000_000), (1_000_000, 2, FIRST_MERGE));
    }
}
