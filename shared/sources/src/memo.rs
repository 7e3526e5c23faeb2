//! What was already worked out for a combination of texts.
//!
//! Records repeat their fields: a file of thousands of records has a handful of callers, origins and
//! actions. Classifying, parsing and locating each once needs only one look-up per record by the
//! fields as they were written, and none where a record repeats the one before it.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// A combination of texts as one key. Different combinations make different keys.
#[derive(Debug, Default)]
pub(crate) struct MemoKey(Vec<u8>);

impl MemoKey {
    /// Becomes the key of these texts, some of which may be absent.
    pub(crate) fn set<T: AsRef<[u8]> + ?Sized, const N: usize>(&mut self, texts: [Option<&T>; N]) {
        let texts = texts.map(|text| text.map(AsRef::as_ref));
        self.0.clear();
        // The lengths come first, so that no text can imitate the border between two.
        for text in texts {
            let length = text.map_or(u32::MAX, |it: &[u8]| {
                u32::try_from(it.len()).unwrap_or(u32::MAX)
            });
            self.0.extend_from_slice(&length.to_le_bytes());
        }
        for text in texts.into_iter().flatten() {
            self.0.extend_from_slice(text);
        }
    }
}

/// Results by key.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    /// The keys, end to end.
    keys: Vec<u8>,
    entries: Vec<Entry<V>>,
    table: HashTable<u32>,
    /// The entry found or added last.
    last: usize,
}

#[derive(Debug)]
struct Entry<V> {
    start: usize,
    end: usize,
    value: V,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            entries: Vec::new(),
            table: HashTable::new(),
            last: 0,
        }
    }
}

impl<V: Copy> Memo<V> {
    /// The value at `key`, which is made unless it is there.
    pub(crate) fn get_or_make(&mut self, key: &MemoKey, make: impl FnOnce() -> V) -> V {
        let key = key.0.as_slice();
        if let Some(entry) = self.entries.get(self.last)
            && self.key(entry) == key
        {
            return entry.value;
        }
        let hash = FxBuildHasher.hash_one(key);
        let found = self.table.find(hash, |at| {
            self.entries
                .get(*at as usize)
                .is_some_and(|entry| self.key(entry) == key)
        });
        if let Some(entry) = found.and_then(|at| self.entries.get(*at as usize)) {
            let value = entry.value;
            self.last = found.map_or(0, |at| *at as usize);
            return value;
        }
        let value = make();
        self.add(hash, key, value);
        value
    }

    fn add(&mut self, hash: u64, key: &[u8], value: V) {
        let start = self.keys.len();
        self.keys.extend_from_slice(key);
        let end = self.keys.len();
        self.last = self.entries.len();
        self.entries.push(Entry { start, end, value });
        // Four billion entries would need more memory than a batch may use.
        let at = u32::try_from(self.last).unwrap_or(u32::MAX);
        let (keys, entries) = (&self.keys, &self.entries);
        self.table.insert_unique(hash, at, |at| {
            let key = entries
                .get(*at as usize)
                .and_then(|it| keys.get(it.start..it.end));
            FxBuildHasher.hash_one(key.unwrap_or_default())
        });
    }

    fn key(&self, entry: &Entry<V>) -> &[u8] {
        self.keys.get(entry.start..entry.end).unwrap_or_default()
    }

    /// Bytes of memory held, about.
    pub(crate) fn memory(&self) -> usize {
        self.keys.capacity()
            + self.entries.capacity() * size_of::<Entry<V>>()
            + self.table.capacity() * 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<const N: usize>(texts: [Option<&str>; N]) -> MemoKey {
        let mut key = MemoKey::default();
        key.set(texts);
        key
    }

    #[test]
    fn each_combination_is_worked_out_once_and_kept_apart_from_its_lookalikes() {
        let combinations = [
            key([Some("ab"), None]),
            key([Some("a"), Some("b")]),
            key([None, Some("ab")]),
            key([Some("ab"), Some("")]),
            key([Some("a\0b"), None]),
            key([]),
        ];
        let mut memo = Memo::default();
        let mut made = 0;
        for _ in 0..2 {
            for (expected, combination) in combinations.iter().enumerate() {
                let value = memo.get_or_make(combination, || {
                    made += 1;
                    made - 1
                });
                assert_eq!(value, expected);
            }
        }
        assert_eq!(made, combinations.len());
    }
}
