//! What an administrator writes to an account that it invites.

use std::fmt;
use std::str::FromStr;

/// Characters of a message, at most. Service model, `EmailMessage`.
pub const MESSAGE_CHARS: usize = 1_000;

/// A message to an invited account: 1 to 1,000 characters. Sensitive in the service model, so it
/// never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationMessage(String);

/// The text is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message has 1 to {MESSAGE_CHARS} characters")]
pub struct NotAMessage;

impl InvitationMessage {
    /// The text, for whoever stores or sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for InvitationMessage {
    type Err = NotAMessage;

    fn from_str(text: &str) -> Result<Self, NotAMessage> {
        if (1..=MESSAGE_CHARS).contains(&text.chars().count()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAMessage)
        }
    }
}

impl fmt::Debug for InvitationMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationMessage(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_one_to_a_thousand_characters() {
        for (length, is_message) in [(0, false), (1, true), (1_000, true), (1_001, false)] {
            let text = "ü".repeat(length);
            assert_eq!(text.parse::<InvitationMessage>().is_ok(), is_message);
        }
    }
}
