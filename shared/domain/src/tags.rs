//! Tags of a behavior graph.

use std::collections::{BTreeMap, BTreeSet};

use crate::quota::{TAG_KEY_CHARS, TAG_VALUE_CHARS, TAGS_PER_GRAPH};

/// A valid set of tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(BTreeMap<String, String>);

/// The tags break a constraint of the service model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTags {
    /// A call names no tag at all although it sends some, or too many.
    #[error("1 to {TAGS_PER_GRAPH} tags are needed, found {0}")]
    Count(usize),
    /// The graph would have too many.
    #[error("the behavior graph would have {0} tags, and it can have {TAGS_PER_GRAPH}")]
    Total(usize),
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
    /// The tags that a call sends: at least one.
    ///
    /// # Errors
    /// When the number of pairs, a key or a value is outside the model's limits.
    pub fn new(pairs: BTreeMap<String, String>) -> Result<Self, InvalidTags> {
        if pairs.is_empty() {
            return Err(InvalidTags::Count(0));
        }
        Self::of_graph(pairs)
    }

    /// The tags that a graph has: none at all is fine.
    ///
    /// # Errors
    /// When the number of pairs, a key or a value is outside the model's limits.
    pub fn of_graph(pairs: BTreeMap<String, String>) -> Result<Self, InvalidTags> {
        if pairs.len() > TAGS_PER_GRAPH {
            return Err(InvalidTags::Count(pairs.len()));
        }
        for (key, value) in &pairs {
            TagKeys::check(key)?;
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

    /// These tags and `added`, which wins where both have a key.
    ///
    /// # Errors
    /// When they are more than a graph can have.
    pub fn with(&self, added: &Self) -> Result<Self, InvalidTags> {
        let mut pairs = self.0.clone();
        pairs.extend(added.0.clone());
        if pairs.len() > TAGS_PER_GRAPH {
            return Err(InvalidTags::Total(pairs.len()));
        }
        Ok(Self(pairs))
    }

    /// These tags but for those with `keys`, of which some may not be there.
    #[must_use]
    pub fn without(&self, keys: &TagKeys) -> Self {
        let mut pairs = self.0.clone();
        pairs.retain(|key, _| !keys.0.contains(key));
        Self(pairs)
    }
}

/// Keys of tags that are to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagKeys(BTreeSet<String>);

impl TagKeys {
    /// The keys that a call sends: at least one.
    ///
    /// # Errors
    /// When their number or a key is outside the model's limits.
    pub fn new(keys: Vec<String>) -> Result<Self, InvalidTags> {
        if !(1..=TAGS_PER_GRAPH).contains(&keys.len()) {
            return Err(InvalidTags::Count(keys.len()));
        }
        for key in &keys {
            Self::check(key)?;
        }
        Ok(Self(keys.into_iter().collect()))
    }

    fn check(key: &str) -> Result<(), InvalidTags> {
        let length = key.chars().count();
        if !(1..=TAG_KEY_CHARS).contains(&length)
            || key.starts_with("aws:")
            || !key.bytes().all(may_be_in_key)
        {
            return Err(InvalidTags::Key(key.chars().take(TAG_KEY_CHARS).collect()));
        }
        Ok(())
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

    #[test]
    fn a_graphs_tags_may_all_go_and_absent_keys_are_ignored() {
        let keys = TagKeys::new(vec!["a".to_owned(), "b".to_owned(), "a".to_owned()]).unwrap();
        assert_eq!(tags(&[("a", "1")]).unwrap().without(&keys), Tags::default());
    }

    #[test]
    fn keys_that_go_are_checked_as_those_that_come() {
        assert_eq!(TagKeys::new(Vec::new()), Err(InvalidTags::Count(0)));
        let many = (0..51).map(|n| format!("k{n}")).collect();
        assert_eq!(TagKeys::new(many), Err(InvalidTags::Count(51)));
        assert!(matches!(
            TagKeys::new(vec!["aws:x".to_owned()]),
            Err(InvalidTags::Key(_))
        ));
    }

    #[test]
    fn added_tags_win_and_the_total_is_limited() {
        let fifty = Tags::new((0..50).map(|n| (format!("k{n}"), String::new())).collect()).unwrap();

        let same_key = fifty.with(&tags(&[("k7", "new")]).unwrap()).unwrap();
        let one_more = fifty.with(&tags(&[("other", "")]).unwrap());

        assert_eq!(same_key.pairs().len(), 50);
        assert_eq!(same_key.pairs()["k7"], "new");
        assert_eq!(one_more, Err(InvalidTags::Total(51)));
    }
}
