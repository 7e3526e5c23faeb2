//! What the ledgers say of objects before anybody reads them.

use std::collections::{BTreeMap, HashMap};

use gumshoe_domain::{AccountId, LogSourceName};
use gumshoe_sources::{KeyVerdict, LogSource, source_named};
use gumshoe_store::{Fate, LedgerScope, ObjectName, Store, StoreError};

use crate::attribution::Attribution;

/// The ledgers of the graphs that take a source's objects, for whoever delivers these.
#[derive(Debug)]
pub struct Ledgers {
    store: Store,
    source: LogSourceName,
    attribution: Attribution,
}

impl Ledgers {
    /// The ledgers in `store`. Which graphs an account feeds is looked up once.
    pub fn new(store: Store, source: LogSourceName) -> Self {
        Self {
            store,
            source,
            attribution: Attribution::of(source.package()),
        }
    }

    /// What became of each of `objects`, which are distinct: in each graph that the account in its key
    /// feeds, or where there is none, in the ledger of objects that belong to no graph.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn fates(
        &mut self,
        objects: &[ObjectName],
    ) -> Result<Vec<Vec<Option<Fate>>>, StoreError> {
        let source = source_named(self.source);
        let objects: Vec<&ObjectName> = objects.iter().collect();
        let mut all = fates(&self.store, source, &mut self.attribution, &objects).await?;
        let of_none = objects.iter().zip(&all);
        let of_none: Vec<ObjectName> = of_none
            .filter(|(_, fates)| fates.is_empty())
            .map(|(name, _)| (*name).clone())
            .collect();
        let unattributed = self
            .store
            .fates(LedgerScope::Unattributed, self.source, &of_none);
        let mut unattributed = unattributed.await?.into_iter();
        for fates in all.iter_mut().filter(|fates| fates.is_empty()) {
            fates.extend(unattributed.next());
        }
        Ok(all)
    }
}

/// Whether an object need not be read again: every graph has decided about it for good. One in
/// quarantine may be tried again.
pub fn is_decided(fates: &[Option<Fate>]) -> bool {
    let is_final = |fate: &Option<Fate>| matches!(fate, Some(Fate::Counted | Fate::LeftOut(_)));
    !fates.is_empty() && fates.iter().all(is_final)
}

/// What became of each of `objects` in the graphs that the account in its key feeds. Records decide
/// whose an object is, so this only saves reading what was surely counted.
pub(crate) async fn fates(
    store: &Store,
    source: &dyn LogSource,
    attribution: &mut Attribution,
    objects: &[&ObjectName],
) -> Result<Vec<Vec<Option<Fate>>>, StoreError> {
    let mut names: BTreeMap<LedgerScope, Vec<ObjectName>> = BTreeMap::new();
    for object in objects {
        if let Some(account) = account_in_key(source, &object.key) {
            for scope in attribution.scopes_of(store, account).await? {
                names.entry(scope).or_default().push((*object).clone());
            }
        }
    }
    let mut known: HashMap<ObjectName, Vec<Option<Fate>>> = HashMap::new();
    for (scope, names) in names {
        let fates = store.fates(scope, source.name(), &names).await?;
        for (name, fate) in names.into_iter().zip(fates) {
            known.entry(name).or_default().push(fate);
        }
    }
    let all = objects.iter().map(|object| known.remove(*object));
    Ok(all.map(Option::unwrap_or_default).collect())
}

pub(crate) fn account_in_key(source: &dyn LogSource, key: &str) -> Option<AccountId> {
    match source.owns(key) {
        KeyVerdict::Ours(key) | KeyVerdict::LeftOut(_, key) => key.account,
        KeyVerdict::NotOurs => None,
    }
}
