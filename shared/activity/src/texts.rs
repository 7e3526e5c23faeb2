//! A pool in which each distinct text is kept once.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// The place of a text in its pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(u32);

impl TextId {
    /// The text's position in the pool, counted from 0 in the order of first appearance.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The position as a number to hash.
    pub(crate) fn to_bits(self) -> u32 {
        self.0
    }
}

/// Distinct texts, end to end in one buffer.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: String,
    /// Where each text ends in `bytes`.
    ends: Vec<usize>,
    table: HashTable<u32>,
}

impl Texts {
    /// The place of `text`, which is added unless it is there.
    pub fn intern(&mut self, text: &str) -> TextId {
        let hash = FxBuildHasher.hash_one(text);
        if let Some(&found) = self
            .table
            .find(hash, |&id| slice(&self.bytes, &self.ends, id) == text)
        {
            return TextId(found);
        }
        // Four billion distinct texts would need more memory than any machine this runs on has.
        let id = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        let (bytes, ends) = (&self.bytes, &self.ends);
        self.table.insert_unique(hash, id, |&id| {
            FxBuildHasher.hash_one(slice(bytes, ends, id))
        });
        TextId(id)
    }

    /// The text at `id`.
    pub fn get(&self, id: TextId) -> &str {
        slice(&self.bytes, &self.ends, id.0)
    }

    /// Every text, in the order of its place.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        let count = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        (0..self.ends.len())
            .map(move |at| slice(&self.bytes, &self.ends, u32::try_from(at).unwrap_or(count)))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Forgets every text and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.table.clear();
    }

    /// Bytes of memory held, about.
    pub fn memory(&self) -> usize {
        self.bytes.capacity()
            + self.ends.capacity() * size_of::<usize>()
            + self.table.capacity() * 5
    }
}

fn slice<'a>(bytes: &'a str, ends: &[usize], id: u32) -> &'a str {
    let at = id as usize;
    let start = at
        .checked_sub(1)
        .and_then(|before| ends.get(before))
        .copied()
        .unwrap_or(0);
    let end = ends.get(at).copied().unwrap_or(start);
    bytes.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_place_and_comes_back_whole() {
        let mut texts = Texts::default();
        let words = ["", "a", "ab", "a", "", "ü", "ab"];
        let ids: Vec<TextId> = words.iter().map(|word| texts.intern(word)).collect();
        assert_eq!(
            ids.iter().map(|id| texts.get(*id)).collect::<Vec<_>>(),
            words
        );
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["", "a", "ab", "ü"]);
    }
}
