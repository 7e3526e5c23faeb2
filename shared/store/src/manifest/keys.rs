//! Which keys are in a segment, from the least to the greatest.

use super::Segment;
use crate::item::{Item, Stored};

/// All texts between two, these included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// The least.
    pub first: String,
    /// The greatest.
    pub last: String,
}

impl KeyRange {
    /// Most bytes of either: entries of the manifest are small, and texts in logs are hostile.
    pub(super) const MOST_BYTES: usize = 128;

    /// The range, if its texts are of a size that can be kept.
    pub fn kept(self) -> Option<Self> {
        let fits = self.first.len().max(self.last.len()) <= Self::MOST_BYTES;
        fits.then_some(self)
    }

    /// The least range that has `text` beside those of `range`.
    pub fn with(range: Option<Self>, text: &str) -> Self {
        let Some(mut range) = range else {
            return Self {
                first: text.to_owned(),
                last: text.to_owned(),
            };
        };
        if *text < *range.first {
            text.clone_into(&mut range.first);
        }
        if *text > *range.last {
            text.clone_into(&mut range.last);
        }
        range
    }

    pub(super) fn write(range: Option<&Self>, item: Item) -> Item {
        match range {
            Some(range) => item
                .text("FirstKey", &range.first)
                .text("LastKey", &range.last),
            None => item,
        }
    }

    pub(super) fn read(item: &Stored<'_>) -> Option<Self> {
        let first = item.optional_text("FirstKey")?.to_owned();
        let last = item.optional_text("LastKey")?.to_owned();
        Some(Self { first, last })
    }
}

impl Segment {
    /// Whether a row can have `key` in the column by which rows are sorted.
    pub fn can_have(&self, key: &str) -> bool {
        let keys = self.keys.as_ref();
        keys.is_none_or(|keys| *keys.first <= *key && *key <= *keys.last)
    }
}
