//! What a panel is.

use gumshoe_activity::EntityType;
use serde::Serialize;

use super::form::Form;
use super::material::{Material, Need};

/// The tab of a profile on which a panel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Tab {
    Overview,
    NewBehavior,
    Network,
    KubernetesActivity,
    ResourceInteraction,
}

/// One panel of the profiles of some kinds of entities. The entries of [`super::panels::ALL`] are all
/// there are.
pub(crate) struct Panel {
    /// The name on the wire, which no other panel has.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// One sentence: what is seen here, and what for.
    pub(crate) guidance: &'static str,
    pub(crate) tab: Tab,
    /// The kinds of entities whose profiles have it.
    pub(crate) entity_types: &'static [EntityType],
    /// What it is made from.
    pub(crate) needs: &'static [Need],
    /// Makes it. Nothing where it says nothing of this entity.
    pub(crate) draw: fn(&Material<'_>) -> Option<Form>,
}

/// The panels of the profile of a kind of entity, in their order.
pub(crate) fn of(kind: EntityType) -> Vec<&'static Panel> {
    let all = super::panels::ALL.iter().copied();
    all.filter(|it| it.entity_types.contains(&kind)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_panels_have_one_name_and_each_says_what_it_is_for() {
        let ids: BTreeSet<&str> = super::super::panels::ALL.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), super::super::panels::ALL.len());
        for panel in super::super::panels::ALL {
            assert!(panel.guidance.ends_with('.'), "{}", panel.id);
            assert!(!panel.needs.is_empty(), "{}", panel.id);
        }
    }

    #[test]
    fn every_profile_begins_with_the_entity_and_its_findings() {
        for kind in EntityType::ALL {
            let ids: Vec<&str> = of(*kind).iter().map(|it| it.id).collect();
            assert_eq!(ids[..2], ["Details", "AssociatedFindings"], "{kind}");
        }
    }
}
