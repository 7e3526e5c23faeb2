//! Objects in the bucket of segments, as entries of the manifest name them.

use std::ops::Range;

use crate::error::StoreError;
use crate::item::{Item, Stored};

/// An object in the bucket of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    /// Its key.
    pub key: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Where in it a compressed copy of its footer is, which a reader fetches in the footer's stead. Small
    /// objects have none, nor have registries and objects of before.
    pub footer: Option<Range<u64>>,
}

/// The attributes of an object in an entry.
pub(super) struct Names {
    key: &'static str,
    bytes: &'static str,
    /// Where the copy of the footer begins, and its bytes.
    footer: Option<(&'static str, &'static str)>,
}

/// Those of the rows.
pub(super) const ACTIVITY: Names = Names {
    key: "ActivityKey",
    bytes: "ActivityBytes",
    footer: Some(("ActivityFooterStart", "ActivityFooterBytes")),
};

/// Those of the registry.
pub(super) const ENTITIES: Names = Names {
    key: "EntitiesKey",
    bytes: "EntitiesBytes",
    footer: None,
};

impl StoredObject {
    pub(super) fn write(&self, names: &Names, item: Item) -> Item {
        let item = item
            .text(names.key, &self.key)
            .number(names.bytes, self.bytes);
        match names.footer.zip(self.footer.as_ref()) {
            Some(((start, bytes), footer)) => item
                .number(start, footer.start)
                .number(bytes, footer.end.saturating_sub(footer.start)),
            None => item,
        }
    }

    /// Nothing where the entry names no such object.
    pub(super) fn read(item: Stored<'_>, names: &Names) -> Result<Option<Self>, StoreError> {
        let Some(key) = item.optional_text(names.key) else {
            return Ok(None);
        };
        let footer = match names.footer {
            Some((start, bytes)) if item.0.contains_key(start) => {
                let start: u64 = item.number(start)?;
                Some(start..start.saturating_add(item.number(bytes)?))
            }
            Some(_) | None => None,
        };
        Ok(Some(Self {
            key: key.to_owned(),
            bytes: item.number(names.bytes)?,
            footer,
        }))
    }

    /// The object that an entry cannot do without.
    pub(super) fn required(item: Stored<'_>, names: &Names) -> Result<Self, StoreError> {
        Self::read(item, names)?.ok_or_else(|| item.malformed(names.key))
    }
}
