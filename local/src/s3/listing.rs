//! Listing a bucket in the order of its keys, a page at a time.
//!
//! Folders are visited in the order of the keys below them, so that a page costs what it holds and
//! not the whole bucket: what lies before the page is skipped by its folder's name.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::folder::{Stat, is_absent};
use super::key;

/// What is asked of a listing.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    /// Keys must begin with it.
    pub(super) prefix: String,
    /// Keys that have it after the prefix are rolled up to it.
    pub(super) delimiter: Option<String>,
    /// Only what comes after it is listed.
    pub(super) after: String,
    /// Most entries of the page.
    pub(super) limit: usize,
}

/// One page of a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Keys and their objects.
    pub(super) objects: Vec<(String, Stat)>,
    /// Common prefixes.
    pub(super) prefixes: Vec<String>,
    /// The last entry of the page, when there are more after it.
    pub(super) next: Option<String>,
}

/// The page of the bucket at `folder`.
///
/// # Errors
/// When a folder cannot be read. What vanishes while it is listed is not in the list.
pub(super) fn page(folder: &Path, query: &Query) -> io::Result<Page> {
    let mut walk = Walk {
        query,
        page: Page::default(),
        last: String::new(),
    };
    if query.limit > 0 {
        // Whether the walk came to the end of the bucket or of the page is in the page.
        let _ended: ControlFlow<()> = walk.folder(folder, "")?;
    }
    Ok(walk.page)
}

struct Walk<'a> {
    query: &'a Query,
    page: Page,
    /// The last entry, key or common prefix.
    last: String,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, before: &str) -> io::Result<ControlFlow<()>> {
        let mut entries = Vec::new();
        let read = match std::fs::read_dir(path) {
            Err(error) if is_absent(&error) => return Ok(ControlFlow::Continue(())),
            other => other?,
        };
        for entry in read {
            let entry = entry?;
            let Some(part) = entry.file_name().to_str().and_then(key::part_of) else {
                continue;
            };
            let is_folder = entry.file_type()?.is_dir();
            let slash = if is_folder { "/" } else { "" };
            entries.push((format!("{before}{part}{slash}"), is_folder, entry));
        }
        entries.sort_by(|(left, ..), (right, ..)| left.cmp(right));
        for (key, is_folder, entry) in entries {
            let flow = match is_folder {
                true if self.may_hold(&key) => self.folder(&entry.path(), &key)?,
                true => ControlFlow::Continue(()),
                false => self.object(key, &entry)?,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Whether a key that begins with `folder` can be the next entry.
    fn may_hold(&self, folder: &str) -> bool {
        let Query { prefix, after, .. } = self.query;
        let in_prefix = folder.starts_with(prefix.as_str()) || prefix.starts_with(folder);
        let is_before = folder <= after.as_str() && !after.starts_with(folder);
        in_prefix
            && !is_before
            && self
                .rolled_up(folder)
                .is_none_or(|entry| !self.is_listed(entry))
    }

    fn object(&mut self, key: String, entry: &std::fs::DirEntry) -> io::Result<ControlFlow<()>> {
        if !key.starts_with(&self.query.prefix) || key <= self.query.after {
            return Ok(ControlFlow::Continue(()));
        }
        let rolled_up = self.rolled_up(&key).map(str::to_owned);
        if rolled_up
            .as_deref()
            .is_some_and(|entry| self.is_listed(entry))
        {
            return Ok(ControlFlow::Continue(()));
        }
        if self.page.objects.len() + self.page.prefixes.len() == self.query.limit {
            self.page.next = Some(self.last.clone());
            return Ok(ControlFlow::Break(()));
        }
        if let Some(prefix) = rolled_up {
            self.last.clone_from(&prefix);
            self.page.prefixes.push(prefix);
            return Ok(ControlFlow::Continue(()));
        }
        match entry.metadata() {
            Ok(metadata) => {
                self.last.clone_from(&key);
                self.page.objects.push((key, Stat::of(&metadata)?));
            }
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(error),
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The common prefix that stands for `key`.
    fn rolled_up<'k>(&self, key: &'k str) -> Option<&'k str> {
        let delimiter = self
            .query
            .delimiter
            .as_deref()
            .filter(|delimiter| !delimiter.is_empty())?;
        let rest = key.strip_prefix(self.query.prefix.as_str())?;
        let end = self.query.prefix.len() + rest.find(delimiter)? + delimiter.len();
        key.get(..end)
    }

    /// Whether a common prefix is in this page or ended the one before.
    fn is_listed(&self, prefix: &str) -> bool {
        self.last == prefix || self.query.after == prefix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(keys: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for key in keys {
            let path = key::path_of(folder.path(), key).unwrap();
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, key).unwrap();
        }
        folder
    }

    /// Every entry of every page, keys and common prefixes in the order of the pages.
    fn listed(folder: &Path, prefix: &str, delimiter: Option<&str>, limit: usize) -> Vec<String> {
        let mut query = Query {
            prefix: prefix.into(),
            delimiter: delimiter.map(Into::into),
            after: String::new(),
            limit,
        };
        let mut found = Vec::new();
        loop {
            let page = page(folder, &query).unwrap();
            let mut entries: Vec<String> = page
                .objects
                .into_iter()
                .map(|(key, _)| key)
                .chain(page.prefixes)
                .collect();
            assert!(entries.len() <= limit);
            entries.sort();
            found.extend(entries);
            match page.next {
                Some(next) => query.after = next,
                None => return found,
            }
        }
    }

    const KEYS: [&str; 8] = ["a", "a-b/1", "b/1", "b/2", "b/c/1", "b0", "c/", "ü/%"];

    #[test]
    fn keys_come_in_the_order_of_their_bytes_whatever_the_page() {
        let folder = bucket(&KEYS);
        std::fs::create_dir_all(folder.path().join("empty/folder")).unwrap();
        for limit in 1..=9 {
            assert_eq!(listed(folder.path(), "", None, limit), KEYS, "{limit}");
        }
    }

    #[test]
    fn a_prefix_need_not_end_at_a_slash() {
        let folder = bucket(&KEYS);
        for limit in 1..=3 {
            assert_eq!(
                listed(folder.path(), "b", None, limit),
                ["b/1", "b/2", "b/c/1", "b0"]
            );
            assert_eq!(listed(folder.path(), "b/c", None, limit), ["b/c/1"]);
            assert_eq!(listed(folder.path(), "x", None, limit), [""; 0]);
        }
    }

    #[test]
    fn a_delimiter_rolls_keys_up_once_whatever_the_page() {
        let folder = bucket(&KEYS);
        for limit in 1..=9 {
            assert_eq!(
                listed(folder.path(), "", Some("/"), limit),
                ["a", "a-b/", "b/", "b0", "c/", "ü/"],
                "{limit}"
            );
            assert_eq!(
                listed(folder.path(), "b/", Some("/"), limit),
                ["b/1", "b/2", "b/c/"],
                "{limit}"
            );
            assert_eq!(
                listed(folder.path(), "b", Some("1"), limit),
                ["b/1", "b/2", "b/c/1", "b0"],
                "{limit}"
            );
        }
    }

    #[test]
    fn a_page_without_room_is_empty_and_says_nothing_of_more() {
        let folder = bucket(&KEYS);
        assert_eq!(
            page(folder.path(), &Query::default()).unwrap(),
            Page::default()
        );
    }
}
