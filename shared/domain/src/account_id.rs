//! AWS account ids.

use std::fmt;
use std::str::FromStr;

/// A 12-digit AWS account id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId([u8; 12]);

/// The text is not twelve ASCII digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an AWS account id has exactly 12 digits")]
pub struct NotAnAccountId;

impl AccountId {
    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        // The bytes are ASCII digits by construction, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for AccountId {
    type Err = NotAnAccountId;

    fn from_str(text: &str) -> Result<Self, NotAnAccountId> {
        let digits: [u8; 12] = text.as_bytes().try_into().map_err(|_| NotAnAccountId)?;
        if digits.iter().all(u8::is_ascii_digit) {
            Ok(Self(digits))
        } else {
            Err(NotAnAccountId)
        }
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_are_an_account_id_and_print_as_they_were() {
        let account: AccountId = "012345678901".parse().unwrap();
        assert_eq!(account.to_string(), "012345678901");
    }

    #[test]
    fn anything_but_twelve_ascii_digits_is_refused() {
        for text in [
            "",
            "12345678901",
            "1234567890123",
            "12345678901a",
            " 12345678901",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(text.parse::<AccountId>(), Err(NotAnAccountId), "{text:?}");
        }
    }
}
