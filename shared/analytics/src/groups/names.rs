//! What people call the entities of a group.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gumshoe_activity::Entity;

use crate::explanation::shortened;

/// The names of entities that have one beside their id, as users and roles have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Entity, String>);

impl FromIterator<(Entity, String)> for Names {
    fn from_iter<I: IntoIterator<Item = (Entity, String)>>(named: I) -> Self {
        Self(named.into_iter().collect())
    }
}

impl Names {
    /// The name of an entity, if it is known.
    pub fn get(&self, entity: &Entity) -> Option<&str> {
        self.0.get(entity).map(String::as_str)
    }

    /// What an entity is called in a sentence: by its name, else by its id.
    pub(super) fn told<'a>(&'a self, entity: &'a Entity) -> Cow<'a, str> {
        shortened(self.get(entity).unwrap_or(&entity.id))
    }
}
