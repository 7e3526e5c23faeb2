//! Chance from a seed: the same seed makes the same choices on every machine.

use gumshoe_domain::Timestamp;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8; 16] = b"0123456789abcdef";

/// A stream of choices. Whole-number arithmetic only, so that no platform rounds differently.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// Stream number `stream` of `seed`: streams are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number below `bound`; 0 when `bound` is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(bound);
        // The high half of the product is less than `bound`, so it fits.
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low.saturating_add(u32::try_from(self.below(span)).unwrap_or_default())
    }

    /// True `permille` times in a thousand.
    pub(super) fn happens(&mut self, permille: u32) -> bool {
        self.below(1_000) < u64::from(permille)
    }

    /// One of `items`, which are never empty: every list here is a constant or made by construction.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// One of `items`, each as likely as its weight; `items` are never empty.
    pub(super) fn weighted<'a, T>(&mut self, items: &'a [(u32, T)]) -> &'a T {
        let total = items.iter().map(|(weight, _)| u64::from(*weight)).sum();
        let mut left = self.below(total);
        let mut chosen = &items[0].1;
        for (weight, item) in items {
            chosen = item;
            if left < u64::from(*weight) {
                break;
            }
            left -= u64::from(*weight);
        }
        chosen
    }

    /// A moment in the `seconds` that follow `start`.
    pub(super) fn moment(&mut self, start: Timestamp, seconds: i64) -> Timestamp {
        let within = self.below(u64::try_from(seconds).unwrap_or_default());
        start.plus_seconds(i64::try_from(within).unwrap_or_default())
    }

    /// `length` lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, length: usize) -> String {
        self.text(HEX, length)
    }

    /// `length` letters and digits.
    pub(super) fn alphanumeric(&mut self, length: usize) -> String {
        self.text(ALPHANUMERIC, length)
    }

    /// A random (version 4) UUID.
    pub(super) fn uuid(&mut self) -> String {
        let variant = self.pick(&["8", "9", "a", "b"]);
        format!(
            "{}-{}-4{}-{variant}{}-{}",
            self.hex(8),
            self.hex(4),
            self.hex(3),
            self.hex(3),
            self.hex(12)
        )
    }

    /// An identifier of IAM's form (21 characters, `AROA…`) that says it is an example.
    pub(super) fn principal_id(&mut self, prefix: &str) -> String {
        format!("{prefix}{}EXAMPLE", self.text(BASE32, 10))
    }

    /// An access key id of AWS's form (20 characters) that says it is an example.
    pub(super) fn access_key_id(&mut self, prefix: &str) -> String {
        format!("{prefix}{}EXAMPLE", self.text(BASE32, 9))
    }

    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length)
            .map(|_| char::from(*self.pick(alphabet)))
            .collect()
    }

    fn index(&mut self, length: usize) -> usize {
        let bound = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(bound)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stream_make_the_same_choices_and_another_stream_makes_others() {
        let draw = |seed, stream| Chance::new(seed, stream).alphanumeric(32);
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }

    #[test]
    fn identifiers_have_the_lengths_that_aws_gives_them_and_say_that_they_are_examples() {
        let mut chance = Chance::new(1, 1);
        let (key, role) = (chance.access_key_id("ASIA"), chance.principal_id("AROA"));
        assert_eq!((key.len(), role.len()), (20, 21));
        assert!(key.ends_with("EXAMPLE") && role.ends_with("EXAMPLE"));
    }

    #[test]
    fn a_choice_of_weight_nought_is_never_made() {
        let mut chance = Chance::new(3, 1);
        let drawn: Vec<&str> = (0..1_000)
            .map(|_| *chance.weighted(&[(1, "first"), (0, "never"), (9, "last")]))
            .collect();
        assert!(!drawn.contains(&"never"));
        assert!(drawn.contains(&"first") && drawn.contains(&"last"));
    }
}
