//! Which rows are wanted.

use gumshoe_activity::Entity;
use gumshoe_domain::{AccountId, ScopeTime};

use crate::kind::{RowKind, is};
use crate::predicate::{At, Predicate, Test};

/// Which rows are wanted: those that concern an entity, within a scope time, of one account.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Only rows that concern this entity.
    pub entity: Option<Entity>,
    /// Rows that meet all tests of one of these are wanted, too, whomever they concern.
    pub ways: Vec<Vec<Test>>,
    /// Only rows of these hours.
    pub scope: Option<ScopeTime>,
    /// Only rows that this account gave.
    pub account: Option<AccountId>,
    /// Only rows with a value in this column.
    pub having: Option<At>,
}

impl Filter {
    pub(crate) fn predicate<C: RowKind>(&self) -> Predicate {
        Predicate {
            all: [
                self.scope.map(within::<C>),
                self.account.map(given_by::<C>),
                self.having.map(|column| Test::Present { column }),
            ]
            .into_iter()
            .flatten()
            .collect(),
            any: self.any::<C>(),
        }
    }

    fn any<C: RowKind>(&self) -> Option<Vec<Vec<Test>>> {
        let concerned = self.entity.as_ref().map(C::concerns);
        if concerned.is_none() && self.ways.is_empty() {
            return None;
        }
        let concerned = concerned.into_iter().flatten();
        Some(concerned.chain(self.ways.iter().cloned()).collect())
    }
}

fn within<C: RowKind>(scope: ScopeTime) -> Test {
    Test::Within {
        column: C::hour_column().into(),
        from: scope.start().start().as_millis(),
        until: scope.end().start().as_millis(),
    }
}

fn given_by<C: RowKind>(account: AccountId) -> Test {
    is(C::account_column(), account.as_str())
}
