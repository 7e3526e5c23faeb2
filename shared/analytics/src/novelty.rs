//! What is in a scope time and was not in the time before: for an entity, for its account, for the
//! whole graph.
//!
//! [`Candidates`] are everything of the scope time. [`Sighted`] tells which of them some other rows
//! have as well; what the entity's own baseline has is not new ([`Candidates::unless`]), and what is
//! left has a [`Reach`].

mod candidates;
mod explain;
mod kind;
mod observed;

pub use candidates::{Candidate, Candidates, Sighted};
pub use explain::{explain, explain_for_graph};
pub use kind::{NotANoveltyKind, NoveltyKind};
pub use observed::{Observed, Parts};

/// For whom something is new, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// For the entity; others of its account did the same before.
    Entity,
    /// For everybody of the entity's account; somebody of another account did the same before.
    Account,
    /// For everybody in the graph.
    Graph,
}

impl Reach {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entity => "ENTITY",
            Self::Account => "ACCOUNT",
            Self::Graph => "GRAPH",
        }
    }
}

#[cfg(test)]
mod tests;
