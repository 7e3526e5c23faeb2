//! The file of an organization.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use gumshoe_directory::{Account, AccountState, Organization};
use gumshoe_domain::{AccountId, OrganizationId, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use super::OrganizationError;

/// What is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) organization: Organization,
    pub(super) accounts: BTreeMap<AccountId, Account>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "parsed")]
    id: OrganizationId,
    #[serde(deserialize_with = "parsed")]
    management_account: AccountId,
    accounts: Vec<WrittenAccount>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAccount {
    #[serde(deserialize_with = "parsed")]
    id: AccountId,
    name: String,
    email: String,
    #[serde(default)]
    state: WrittenState,
    #[serde(default, deserialize_with = "moment")]
    joined: Option<Timestamp>,
}

/// AWS Organizations API Reference, `Account`, member `State`.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum WrittenState {
    #[default]
    Active,
    Suspended,
    PendingActivation,
    PendingClosure,
    Closed,
}

impl From<WrittenState> for AccountState {
    fn from(state: WrittenState) -> Self {
        match state {
            WrittenState::Active => Self::Active,
            WrittenState::Suspended | WrittenState::PendingActivation => Self::Suspended,
            WrittenState::PendingClosure | WrittenState::Closed => Self::Closing,
        }
    }
}

impl Contents {
    /// Reads the `text` of the file at `path`.
    ///
    /// # Errors
    /// When it is malformed, an account is there twice, or the management account is not there.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, OrganizationError> {
        let written: Written =
            toml::from_str(text).map_err(|source| OrganizationError::Malformed {
                path: path.to_owned(),
                source: Box::new(source),
            })?;
        let contradictory = |problem| OrganizationError::Contradictory {
            path: path.to_owned(),
            problem,
        };
        let mut accounts = BTreeMap::new();
        for account in written.accounts {
            let id = account.id;
            let account = Account {
                id,
                name: account.name,
                email: account.email,
                state: account.state.into(),
                joined: account.joined,
            };
            if accounts.insert(id, account).is_some() {
                return Err(contradictory(format!("the account {id} is there twice")));
            }
        }
        let management_account = written.management_account;
        if !accounts.contains_key(&management_account) {
            return Err(contradictory(format!(
                "add the management account {management_account} to the accounts"
            )));
        }
        Ok(Self {
            organization: Organization {
                id: written.id,
                management_account,
            },
            accounts,
        })
    }

    pub(super) fn is_active(&self, account: AccountId) -> bool {
        self.accounts
            .get(&account)
            .is_some_and(|account| account.state == AccountState::Active)
    }
}

fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: std::fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(D::Error::custom)
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let moment = Datetime::deserialize(deserializer)?.to_string();
    moment.parse().map(Some).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id = 'o-exampleorgid'\nmanagement_account = '111122223333'\n";
    const MANAGEMENT: &str =
        "[[accounts]]\nid = '111122223333'\nname = 'Main'\nemail = 'main@example.com'\n";

    fn parse(text: &str) -> Result<Contents, String> {
        let parsed = Contents::parse(text, Path::new("organization.toml"));
        parsed.map_err(|error| crate::chain(&error))
    }

    #[test]
    fn an_organization_is_its_accounts_and_what_is_known_of_them() {
        let suspended = "[[accounts]]\nid = '444455556666'\nname = 'Shop'\nemail = 'shop@example.com'\nstate = 'SUSPENDED'\njoined = 2026-03-01T12:00:00Z\n";
        let contents = parse(&format!("{HEAD}{MANAGEMENT}{suspended}")).unwrap();
        let main: AccountId = "111122223333".parse().unwrap();
        let shop: AccountId = "444455556666".parse().unwrap();
        assert_eq!(contents.organization.management_account, main);
        assert_eq!(
            contents.accounts[&shop],
            Account {
                id: shop,
                name: "Shop".to_owned(),
                email: "shop@example.com".to_owned(),
                state: AccountState::Suspended,
                joined: Some("2026-03-01T12:00:00Z".parse().unwrap()),
            }
        );
        assert!(contents.is_active(main) && !contents.is_active(shop));
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let text = format!("{HEAD}{}", MANAGEMENT.replace("'111122223333'", "'1111'"));
        let problem = parse(&text).unwrap_err();
        assert!(
            problem.contains("line 4") && problem.contains("exactly 12 digits"),
            "{problem}"
        );
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused() {
        for (text, expected) in [
            (
                format!("{HEAD}{MANAGEMENT}{MANAGEMENT}"),
                "the account 111122223333 is there twice",
            ),
            (
                format!("{HEAD}{}", MANAGEMENT.replace("1111", "9999")),
                "add the management account 111122223333 to the accounts",
            ),
        ] {
            let problem = parse(&text).unwrap_err();
            assert!(problem.ends_with(expected), "{problem}");
        }
    }
}
