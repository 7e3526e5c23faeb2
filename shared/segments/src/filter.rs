//! Which rows are wanted.

use gumshoe_activity::Entity;
use gumshoe_domain::ScopeTime;

use crate::kind::RowKind;
use crate::predicate::{Predicate, Test};

/// Which rows are wanted: those that concern an entity, within a scope time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Only rows that concern this entity.
    pub entity: Option<Entity>,
    /// Only rows of these hours.
    pub scope: Option<ScopeTime>,
}

impl Filter {
    pub(crate) fn predicate<C: RowKind>(&self) -> Predicate {
        Predicate {
            all: self.scope.map(within::<C>).into_iter().collect(),
            any: self.entity.as_ref().map(C::concerns),
        }
    }
}

fn within<C: RowKind>(scope: ScopeTime) -> Test {
    Test::Within {
        column: C::hour_column().into(),
        from: scope.start().start().as_millis(),
        until: scope.end().start().as_millis(),
    }
}
