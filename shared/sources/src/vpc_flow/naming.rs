//! Interfaces by what names them in a text, as it is written there.

use std::hash::{BuildHasher, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::columns::Line;
use crate::tally::RecordRejected;

/// The most bytes that are kept of one interface and of all, and the most interfaces: more than ever come,
/// and little memory. Others are looked up field by field each time.
const MOST_BYTES: usize = 2_048;
const MOST_TEXT: usize = 2 << 20;
const MOST_INTERFACES: usize = 4_096;

/// What became of an interface.
type Place = Result<usize, RecordRejected>;

/// Places by the parts of a line that name an interface, all lines having the same columns.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// The parts of each interface, end to end. In each are as many values, with a space between, so
    /// that one text is not to be cut in two ways.
    texts: Vec<u8>,
    /// Where a text begins and ends in `texts`.
    entries: HashTable<Entry>,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    from: usize,
    until: usize,
    place: Place,
}

impl Naming {
    /// The place of the line's interface, which `make` gives unless it is known.
    #[inline]
    pub(super) fn place(&mut self, line: &Line<'_>, make: impl FnOnce() -> Place) -> Place {
        let mut hasher = FxBuildHasher.build_hasher();
        let mut length = 0;
        for part in line.naming() {
            hasher.write(part);
            length += part.len();
        }
        let hash = hasher.finish();
        let found = self.entries.find(hash, |it| {
            it.hash == hash && Self::is(line, self.texts.get(it.from..it.until))
        });
        if let Some(entry) = found {
            return entry.place;
        }
        let place = make();
        let has_room = self.entries.len() < MOST_INTERFACES && self.texts.len() < MOST_TEXT;
        if (1..=MOST_BYTES).contains(&length) && has_room {
            self.add(line, hash, place);
        }
        place
    }

    /// Whether the text is what names the line's interface.
    #[inline]
    fn is(line: &Line<'_>, text: Option<&[u8]>) -> bool {
        let mut rest = text;
        for part in line.naming() {
            rest = rest.and_then(|it| it.strip_prefix(part)?.strip_prefix(b" "));
        }
        rest.is_some_and(<[u8]>::is_empty)
    }

    fn add(&mut self, line: &Line<'_>, hash: u64, place: Place) {
        let from = self.texts.len();
        for part in line.naming() {
            self.texts.extend_from_slice(part);
            self.texts.push(b' ');
        }
        let entry = Entry {
            hash,
            from,
            until: self.texts.len(),
            place,
        };
        self.entries.insert_unique(hash, entry, |it| it.hash);
    }
}
