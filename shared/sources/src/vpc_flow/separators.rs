//! Where the fields of a text end.

/// Bytes that are looked at together: one bit of a number each.
const BLOCK: usize = 64;

/// Multiplied with this, the lowest bits of eight bytes come together in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// The positions of the spaces and line feeds of a text, in order. Fields are a few bytes long, so
/// that looking for each by itself would mostly be starting to look.
pub(super) struct Separators<'t> {
    text: &'t [u8],
    blocks: std::slice::Iter<'t, [u8; BLOCK]>,
    /// What is left behind the blocks; nothing once it was looked at.
    rest: &'t [u8],
    /// Where the next block begins.
    next: usize,
    /// A bit for each separator of the block before it that was not given yet.
    found: u64,
}

impl<'t> Separators<'t> {
    pub(super) fn of(text: &'t [u8]) -> Self {
        let (blocks, rest) = text.as_chunks();
        Self {
            text,
            blocks: blocks.iter(),
            rest,
            next: 0,
            found: 0,
        }
    }

    /// Gives each position to `see`, up to the next line feed. Gives that, or nothing where no more comes.
    #[inline]
    pub(super) fn line(&mut self, mut see: impl FnMut(usize)) -> Option<usize> {
        loop {
            let mut found = std::mem::take(&mut self.found);
            while found != 0 {
                let at = self.place(found);
                found &= found - 1;
                see(at);
                if self.text.get(at) == Some(&b'\n') {
                    self.found = found;
                    return Some(at);
                }
            }
            if !self.look() {
                return None;
            }
        }
    }

    /// Of the lowest bit of these of the block that was looked at.
    #[inline]
    fn place(&self, found: u64) -> usize {
        let bit = usize::try_from(found.trailing_zeros()).unwrap_or_default();
        self.next - BLOCK + bit
    }

    /// Looks at the next block. Gives whether there was one.
    #[inline]
    fn look(&mut self) -> bool {
        if let Some(block) = self.blocks.next() {
            self.found = separators(block);
        } else if self.rest.is_empty() {
            return false;
        } else {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(std::mem::take(&mut self.rest)) {
                *to = *from;
            }
            self.found = separators(&block);
        }
        self.next += BLOCK;
        true
    }
}

impl Iterator for Separators<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if !self.look() {
                return None;
            }
        }
        let at = self.place(self.found);
        self.found &= self.found - 1;
        Some(at)
    }
}

/// A bit for each space and line feed. Compilers make few instructions of this.
#[inline]
fn separators(block: &[u8; BLOCK]) -> u64 {
    let mut is_separator = [0; BLOCK];
    for (is, byte) in is_separator.iter_mut().zip(block) {
        *is = u8::from(*byte == b' ') | u8::from(*byte == b'\n');
    }
    let (eights, _) = is_separator.as_chunks::<8>();
    let mut found = 0;
    for eight in eights.iter().rev() {
        let bits = u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
        found = found << 8 | bits;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_positions_of_a_line_are_those_up_to_its_line_feed(
            text in prop::collection::vec(prop_oneof![Just(b' '), Just(b'\n'), Just(b'a')], 0..300)
        ) {
            let all: Vec<usize> = Separators::of(&text).collect();
            let mut seen = Vec::new();
            let mut ends = Vec::new();
            let mut separators = Separators::of(&text);
            while let Some(end) = separators.line(|at| seen.push(at)) {
                prop_assert_eq!(seen.last(), Some(&end));
                ends.push(end);
            }
            let line_feeds = all.iter().copied().filter(|at| text[*at] == b'\n');
            prop_assert_eq!(ends, line_feeds.collect::<Vec<_>>());
            prop_assert_eq!(seen, all);
        }

        #[test]
        fn every_space_and_line_feed_is_found_in_order(
            text in prop::collection::vec(
                prop_oneof![Just(b' '), Just(b'\n'), Just(b'a'), any::<u8>()],
                0..300,
            )
        ) {
            let is_separator = |at: &usize| matches!(text[*at], b' ' | b'\n');
            let expected: Vec<usize> = (0..text.len()).filter(is_separator).collect();
            prop_assert_eq!(Separators::of(&text).collect::<Vec<_>>(), expected);
        }
    }
}
