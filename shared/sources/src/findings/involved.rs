//! The entities of a finding, while they are gathered.

use std::collections::BTreeMap;
use std::net::IpAddr;

use gumshoe_activity::{Entity, EntityType, Finding, Involved, Role};
use gumshoe_domain::AccountId;

use super::json::{cut, elements, text, text_of};
use serde_json::Value;

/// Entities, each once, with the first of its roles.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    found: BTreeMap<Entity, Role>,
    is_cut: bool,
}

impl Entities {
    /// Adds an entity, unless there are as many as a finding may have: those that matter come first.
    pub(crate) fn add(&mut self, kind: EntityType, id: &str, role: Role) {
        let (id, is_cut) = cut(id.trim());
        if id.is_empty() {
            return;
        }
        self.is_cut |= is_cut;
        let entity = Entity {
            kind,
            id: id.to_owned(),
        };
        if let Some(known) = self.found.get_mut(&entity) {
            *known = role.min(*known);
        } else if self.found.len() < Finding::MOST_INVOLVED {
            self.found.insert(entity, role);
        } else {
            self.is_cut = true;
        }
    }

    /// Adds an address, if it is one.
    pub(crate) fn add_address(&mut self, address: &str, role: Role) {
        if let Ok(ip) = address.trim().parse::<IpAddr>() {
            self.add(EntityType::IpAddress, &ip.to_string(), role);
        }
    }

    /// Adds an account, if it is one.
    pub(crate) fn add_account(&mut self, account: &str, role: Role) {
        if account.parse::<AccountId>().is_ok() {
            self.add(EntityType::AwsAccount, account, role);
        }
    }

    /// Adds the addresses of a network interface, as `GuardDuty` describes one.
    pub(crate) fn add_interface(&mut self, interface: &Value, role: Role) {
        for name in ["publicIp", "privateIpAddress"] {
            if let Some(address) = text(interface, name) {
                self.add_address(address, role);
            }
        }
        for private in elements(interface, "privateIpAddresses") {
            if let Some(address) = text(private, "privateIpAddress").or_else(|| text_of(private)) {
                self.add_address(address, role);
            }
        }
        for address in elements(interface, "ipv6Addresses")
            .iter()
            .filter_map(text_of)
        {
            self.add_address(address, role);
        }
    }

    /// The entities in order, and whether something was cut or did not fit.
    pub(crate) fn finish(self) -> (Vec<Involved>, bool) {
        let found = self.found.into_iter();
        let involved = found.map(|(entity, role)| Involved { entity, role });
        (involved.collect(), self.is_cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_with_several_parts_has_the_first_of_them() {
        let mut entities = Entities::default();
        entities.add_address("198.51.100.7", Role::Target);
        entities.add_address("198.51.100.7", Role::Actor);
        entities.add_address("198.51.100.7", Role::Related);
        entities.add_address("2001:DB8:0::1", Role::Related);
        entities.add_address("no address", Role::Actor);
        entities.add_account("1", Role::Actor);
        let (involved, is_cut) = entities.finish();
        let told: Vec<_> = involved
            .iter()
            .map(|it| (it.entity.id.as_str(), it.role))
            .collect();
        assert_eq!(
            told,
            [
                ("198.51.100.7", Role::Actor),
                ("2001:db8::1", Role::Related)
            ]
        );
        assert!(!is_cut);
    }

    #[test]
    fn more_entities_than_a_finding_may_have_are_left_out_and_told() {
        let mut entities = Entities::default();
        for number in 0..=Finding::MOST_INVOLVED {
            entities.add_address(&format!("10.0.0.{number}"), Role::Target);
        }
        let (involved, is_cut) = entities.finish();
        assert_eq!((involved.len(), is_cut), (Finding::MOST_INVOLVED, true));
    }
}
