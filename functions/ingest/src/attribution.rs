//! Whose an object is: the graphs that its records' accounts feed, and whether they take it in.

use std::collections::BTreeMap;

use gumshoe_domain::{AccountId, DatasourcePackage, NotTaken};
use gumshoe_store::{LedgerScope, Store, StoreError};

/// Which graphs each account feeds, looked up once in an invocation.
#[derive(Debug)]
pub(crate) struct Attribution {
    package: DatasourcePackage,
    scopes: BTreeMap<AccountId, Vec<LedgerScope>>,
    refusals: BTreeMap<LedgerScope, NotTaken>,
}

impl Attribution {
    /// That of objects of `package`; nothing is looked up yet.
    pub(crate) fn of(package: DatasourcePackage) -> Self {
        Self {
            package,
            scopes: BTreeMap::new(),
            refusals: BTreeMap::new(),
        }
    }

    /// The ledgers of the graphs that `account` feeds.
    pub(crate) async fn scopes_of(
        &mut self,
        store: &Store,
        account: AccountId,
    ) -> Result<Vec<LedgerScope>, StoreError> {
        if let Some(known) = self.scopes.get(&account) {
            return Ok(known.clone());
        }
        let mut scopes = Vec::new();
        for graph in store.graphs_fed_by(account).await? {
            let scope = LedgerScope::Graph(graph.arn.id());
            if let Err(refusal) = graph.takes(self.package) {
                self.refusals.insert(scope, refusal);
            }
            scopes.push(scope);
        }
        self.scopes.insert(account, scopes.clone());
        Ok(scopes)
    }

    /// Of the accounts looked up, those that feed `scope`.
    pub(crate) fn feeds(&self, account: AccountId, scope: LedgerScope) -> bool {
        self.scopes
            .get(&account)
            .is_some_and(|scopes| scopes.contains(&scope))
    }

    /// Why the graph of `scope` takes nothing in, if it does not.
    pub(crate) fn refusal(&self, scope: LedgerScope) -> Option<NotTaken> {
        self.refusals.get(&scope).copied()
    }
}
