//! An organization of AWS Organizations, and the Detective administrator that it has in a Region.

use std::fmt;
use std::str::FromStr;

use crate::{AccountId, GraphArn, Timestamp};

/// The id of an organization, such as `o-exampleorgid`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrganizationId(String);

/// The text is not the id of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an organization's id is o- and 10 to 32 lower-case letters and digits")]
pub struct NotAnOrganizationId;

impl FromStr for OrganizationId {
    type Err = NotAnOrganizationId;

    /// AWS Organizations API Reference, `Organization`: `^o-[a-z0-9]{10,32}$`.
    fn from_str(text: &str) -> Result<Self, NotAnOrganizationId> {
        let id = text.strip_prefix("o-").ok_or(NotAnOrganizationId)?;
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if (10..=32).contains(&id.len()) && id.bytes().all(known) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnOrganizationId)
        }
    }
}

impl fmt::Display for OrganizationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// That an account is the Detective administrator of an organization in a Region. Its graph is the
/// organization graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// The organization.
    pub organization: OrganizationId,
    /// The organization graph; the account in it is the Detective administrator.
    pub graph: GraphArn,
    /// Since when.
    pub since: Timestamp,
    /// Whether new accounts become members by themselves.
    pub auto_enable: AutoEnable,
}

impl Designation {
    /// The Detective administrator.
    pub fn administrator(&self) -> AccountId {
        self.graph.account()
    }
}

/// Whether accounts that join the organization become members by themselves. It is off at first:
/// Amazon Detective API Reference, `UpdateOrganizationConfiguration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutoEnable {
    /// They do not.
    Off,
    /// Those do that joined at this moment or later.
    Since(Timestamp),
}

impl AutoEnable {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        match self {
            Self::Off => false,
            Self::Since(_) => true,
        }
    }

    /// Whether it makes an account a member that joined the organization at `joined`. When an account
    /// joined is not always known; then it is not new.
    pub fn takes(self, joined: Option<Timestamp>) -> bool {
        match self {
            Self::Off => false,
            Self::Since(moment) => joined.is_some_and(|joined| joined >= moment),
        }
    }

    /// What it becomes when it is switched at `now`. Switching it on again changes nothing, so that
    /// accounts which wait for room are not forgotten.
    #[must_use]
    pub fn switched(self, on: bool, now: Timestamp) -> Self {
        match (self, on) {
            (_, false) => Self::Off,
            (Self::Off, true) => Self::Since(now),
            (Self::Since(_), true) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_organizations_id_prints_as_it_was() {
        let id: OrganizationId = "o-exampleorgid".parse().unwrap();
        assert_eq!(id.to_string(), "o-exampleorgid");
    }

    #[test]
    fn what_is_no_organizations_id_is_refused() {
        for text in [
            "",
            "o-",
            "o-short",
            "o-EXAMPLEORGID",
            "r-exampleorgid",
            "o-example/rgid",
        ] {
            assert_eq!(
                text.parse::<OrganizationId>(),
                Err(NotAnOrganizationId),
                "{text:?}"
            );
        }
    }

    #[test]
    fn only_accounts_that_join_afterwards_are_enabled_by_themselves() {
        let switched_on = AutoEnable::Off.switched(true, at("2026-03-01T12:00:00Z"));
        assert!(!switched_on.takes(Some(at("2026-03-01T11:59:59Z"))));
        assert!(switched_on.takes(Some(at("2026-03-01T12:00:00Z"))));
        assert!(!switched_on.takes(None));
        assert!(!AutoEnable::Off.takes(Some(at("2026-03-01T12:00:00Z"))));
    }

    #[test]
    fn switching_on_again_forgets_no_account_that_waits() {
        let on = AutoEnable::Off.switched(true, at("2026-03-01T12:00:00Z"));
        assert_eq!(on.switched(true, at("2026-03-02T12:00:00Z")), on);
        let off = on.switched(false, at("2026-03-02T12:00:00Z"));
        assert_eq!(off, AutoEnable::Off);
        assert_eq!(
            off.switched(true, at("2026-03-03T00:00:00Z")),
            AutoEnable::Since(at("2026-03-03T00:00:00Z"))
        );
    }
}
