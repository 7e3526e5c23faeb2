//! Whose an object is: the graphs that its records' accounts feed.

use std::collections::BTreeMap;

use gumshoe_domain::AccountId;
use gumshoe_store::{LedgerScope, Store, StoreError};

/// Which graphs each account feeds, looked up once in an invocation.
#[derive(Debug, Default)]
pub(crate) struct Attribution(BTreeMap<AccountId, Vec<LedgerScope>>);

impl Attribution {
    /// The ledgers of the graphs that `account` feeds.
    pub(crate) async fn scopes_of(
        &mut self,
        store: &Store,
        account: AccountId,
    ) -> Result<Vec<LedgerScope>, StoreError> {
        if let Some(known) = self.0.get(&account) {
            return Ok(known.clone());
        }
        let graphs = store.graphs_fed_by(account).await?;
        let scopes: Vec<LedgerScope> = graphs
            .iter()
            .map(|graph| LedgerScope::Graph(graph.arn.id()))
            .collect();
        self.0.insert(account, scopes.clone());
        Ok(scopes)
    }

    /// Of the accounts looked up, those that feed `scope`.
    pub(crate) fn feeds(&self, account: AccountId, scope: LedgerScope) -> bool {
        self.0
            .get(&account)
            .is_some_and(|scopes| scopes.contains(&scope))
    }
}
