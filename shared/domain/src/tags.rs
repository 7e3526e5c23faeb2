//! Tags of a behavior graph.

use std::collections::BTreeMap;

use crate::quota::{TAG_KEY_CHARS, TAG_VALUE_CHARS, TAGS_PER_GRAPH};

/// A valid set of tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(BTreeMap<String, String>);

/// The tags break a constraint of the service model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTags {
    /// A call names no tag at all although it sends a map, or a graph would have too many.
    #[error("a behavior graph has 1 to {TAGS_PER_GRAPH} tags, found {0}")]
    Count(usize),
    /// A key is empty, too long, or has characters outside the pattern.
    #[error(
        "the tag key {0:?} must have 1 to {TAG_KEY_CHARS} characters, not start with aws:, and match [a-zA-Z+-=._:/]+"
    )]
    Key(String),
    /// A value is too long.
    #[error("the value of tag {0:?} must have at most {TAG_VALUE_CHARS} characters")]
    Value(String),
}

impl Tags {
    /// The set of these pairs.
    ///
    /// # Errors
    /// When the number of pairs, a key or a value is outside the model's limits.
    pub fn new(pairs: BTreeMap<String, String>) -> Result<Self, InvalidTags> {
        if !(1..=TAGS_PER_GRAPH).contains(&pairs.len()) {
            return Err(InvalidTags::Count(pairs.len()));
        }
        for (key, value) in &pairs {
            let length = key.chars().count();
            if !(1..=TAG_KEY_CHARS).contains(&length)
                || key.starts_with("aws:")
                || !key.bytes().all(may_be_in_key)
            {
                return Err(InvalidTags::Key(key.chars().take(TAG_KEY_CHARS).collect()));
            }
            if value.chars().count() > TAG_VALUE_CHARS {
                return Err(InvalidTags::Value(key.clone()));
            }
        }
        Ok(Self(pairs))
    }

    /// The pairs, in the order of their keys.
    pub fn pairs(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

/// The model's class `[a-zA-Z+-=._:/]`, in which `+-=` is a range and so takes in the digits.
fn may_be_in_key(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || (b'+'..=b'=').contains(&byte) || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Result<Tags, InvalidTags> {
        Tags::new(
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn keys_may_hold_letters_and_the_range_from_plus_to_equals() {
        assert!(tags(&[("Cost-Center:1/2,3;4<5=6_7.8", "")]).is_ok());
    }

    #[test]
    fn keys_outside_the_pattern_are_refused() {
        for key in [
            "",
            "with space",
            "a@b",
            "aws:mine",
            "käse",
            &"k".repeat(129),
        ] {
            assert!(
                matches!(tags(&[(key, "v")]), Err(InvalidTags::Key(_))),
                "{key:?}"
            );
        }
    }

    #[test]
    fn counts_and_lengths_are_limited() {
        assert_eq!(tags(&[]), Err(InvalidTags::Count(0)));
        let many = (0..51).map(|n| (format!("k{n}"), String::new())).collect();
        assert_eq!(Tags::new(many), Err(InvalidTags::Count(51)));
        assert_eq!(
            tags(&[("k", &"v".repeat(257))]),
            Err(InvalidTags::Value("k".to_owned()))
        );
    }
}
