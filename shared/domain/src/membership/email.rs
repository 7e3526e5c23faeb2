//! E-mail addresses of accounts' root users.

use std::fmt;
use std::str::FromStr;

/// Characters of an address, at most. Service model, `EmailAddress`.
pub const EMAIL_CHARS: usize = 64;

/// Characters of a label of the domain.
const LABEL_CHARS: usize = 63;

/// An e-mail address. Sensitive in the service model, so it never prints.
///
/// Pattern of the service model: `^.+@(?:(?:(?!-)[A-Za-z0-9-]{1,62})?[A-Za-z0-9]{1}\.)+[A-Za-z]{2,63}$`.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address looks like name@example.com and has at most {EMAIL_CHARS} characters")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// The address, for whoever stores, verifies or answers it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(text: &str) -> Result<Self, NotAnEmailAddress> {
        // The pattern's domain holds no `@`, so it begins behind the last one.
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmailAddress)?;
        let is_local = !local.is_empty() && !local.contains(is_line_end);
        if is_local && is_domain(domain) && text.chars().count() <= EMAIL_CHARS {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnEmailAddress)
        }
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

/// What `.` of a pattern does not match.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_domain(text: &str) -> bool {
    let Some((labels, top)) = text.rsplit_once('.') else {
        return false;
    };
    let is_top =
        (2..=LABEL_CHARS).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_alphabetic());
    is_top && labels.split('.').all(is_label)
}

/// `(?:(?!-)[A-Za-z0-9-]{1,62})?[A-Za-z0-9]`: 1 to 63 letters, digits and inner hyphens.
fn is_label(text: &str) -> bool {
    (1..=LABEL_CHARS).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_the_service_models_pattern_takes_is_an_address() {
        let long_label = format!("a@{}.com", "b".repeat(58));
        for text in [
            "root@example.com",
            "a@b.co",
            "with space+tag@sub.example.org",
            "two@at@example.com",
            "käse@example.com",
            "a@x-y.example.museum",
            "a@1.2.three",
            &long_label,
        ] {
            assert!(text.parse::<EmailAddress>().is_ok(), "{text:?}");
        }
    }

    #[test]
    fn what_the_service_models_pattern_refuses_is_refused() {
        let too_long = format!("{}@example.com", "a".repeat(53));
        for text in [
            "",
            "root",
            "@example.com",
            "root@example",
            "root@.com",
            "root@example..com",
            "root@-example.com",
            "root@example-.com",
            "root@exa_mple.com",
            "root@example.c",
            "root@example.c0m",
            "root@example.com.",
            "ro\not@example.com",
            "root@example.com\n",
            "root@exämple.com",
            &too_long,
        ] {
            assert_eq!(
                text.parse::<EmailAddress>(),
                Err(NotAnEmailAddress),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_generated_by_the_pattern_is_an_address(
            text in "[!-~]{1,20}@([A-Za-z0-9][A-Za-z0-9-]{0,5}[A-Za-z0-9]\\.|[A-Za-z0-9]\\.){1,3}[A-Za-z]{2,8}"
        ) {
            prop_assert_eq!(text.parse::<EmailAddress>().map(|it| it.0), Ok(text));
        }

        #[test]
        fn no_text_panics_and_an_address_reveals_as_it_was_read(text in ".{0,70}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert_eq!(address.reveal(), text);
            }
        }
    }
}
