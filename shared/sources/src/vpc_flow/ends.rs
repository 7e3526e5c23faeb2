//! The ends of flows, each kept once.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

use super::address::Address;
use super::kept::Kept;
use super::spans::Span;

/// One end of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct End {
    /// `srcaddr` or `dstaddr`: on the interface's side always the interface's own address.
    pub(super) address: Address,
    /// `pkt-srcaddr` or `pkt-dstaddr`, the address in the packets; the same unless something stands
    /// between.
    pub(super) packet: Address,
}

/// A text of 1 to 15 bytes as one number; different texts are different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Spelling(u128);

/// Bytes of the number; the highest of them is the text's length.
const BYTES: usize = 16;

impl Spelling {
    /// The number that `text` is, if it is short enough.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let mut bytes = [0; BYTES];
        bytes.get_mut(..text.len())?.copy_from_slice(text);
        Self::with_length(u128::from_le_bytes(bytes), text.len())
    }

    /// The same of a part of a text, in a fixed number of steps.
    #[inline]
    pub(super) fn of_part(text: &[u8], span: Span) -> Option<Self> {
        let length = span.len();
        let before = span.until.checked_sub(BYTES);
        let Some(bytes) = before.and_then(|from| text.get(from..span.until)) else {
            return Self::of(span.of(text)?);
        };
        let number = u128::from_le_bytes(*bytes.first_chunk()?);
        let others = u32::try_from(8 * BYTES.checked_sub(length)?).ok()?;
        Self::with_length(number.checked_shr(others)?, length)
    }

    #[inline]
    fn with_length(number: u128, length: usize) -> Option<Self> {
        let is_short = length > 0 && length < BYTES;
        let length = u128::try_from(length).ok()?;
        is_short.then_some(Self(number | length << (8 * (BYTES - 1))))
    }
}

/// An end that a record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// At this place in [`Ends`].
    Known(u32),
    /// Not by this spelling.
    New(End, Option<Spelling>),
}

/// Ends by place.
#[derive(Debug, Default)]
pub(super) struct Ends {
    ends: Kept<End>,
    /// Places of ends whose two addresses are one, by how that is written: most are never read.
    spelled: HashTable<(Spelling, u32)>,
}

impl Ends {
    /// The end whose two addresses are the one that is spelled so.
    #[inline]
    pub(super) fn spelled(&self, spelling: Spelling) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(spelling);
        let found = self.spelled.find(hash, |it| it.0 == spelling);
        found.map(|it| it.1)
    }

    /// The place of an end, which is added unless it is there.
    #[inline]
    pub(super) fn place(&mut self, found: Found) -> u32 {
        match found {
            Found::Known(place) => place,
            Found::New(end, spelling) => self.add(end, spelling),
        }
    }

    fn add(&mut self, end: End, spelling: Option<Spelling>) -> u32 {
        let place = self.ends.place(end);
        // The two ends of one record may be spelled alike.
        if let Some(spelling) = spelling.filter(|it| self.spelled(*it).is_none()) {
            let hash = FxBuildHasher.hash_one(spelling);
            self.spelled
                .insert_unique(hash, (spelling, place), |it| FxBuildHasher.hash_one(it.0));
        }
        place
    }

    pub(super) fn get(&self, place: u32) -> Option<End> {
        self.ends.list.get(place as usize).copied()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.list.len()
    }

    /// Forgets every end and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.spelled.clear();
    }

    /// Bytes of memory held, about.
    pub(super) fn memory(&self) -> usize {
        self.ends.memory() + self.spelled.capacity() * (size_of::<(Spelling, u32)>() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_part_of_a_text_is_spelled_as_it_is_by_itself(
            before in prop::collection::vec(any::<u8>(), 0..20),
            text in prop::collection::vec(any::<u8>(), 0..20),
            after in prop::collection::vec(any::<u8>(), 0..3),
        ) {
            let whole = [before.as_slice(), &text, &after].concat();
            let span = Span { from: before.len(), until: before.len() + text.len() };
            let expected = Spelling::of(&text);
            prop_assert_eq!(Spelling::of_part(&whole, span), expected);
            prop_assert_eq!(expected.is_some(), (1..16).contains(&text.len()));
        }
    }

    #[test]
    fn different_texts_are_spelled_differently() {
        let texts: [&[u8]; 5] = [b"1.1.1.1", b"1.1.1.1\0", b"\x001.1.1.1", b"1", b"-"];
        for (at, one) in texts.iter().enumerate() {
            for other in &texts[at + 1..] {
                assert_ne!(Spelling::of(one), Spelling::of(other));
            }
        }
    }
}
