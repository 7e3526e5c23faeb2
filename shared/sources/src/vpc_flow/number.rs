//! Whole numbers, read by hand: half of a record is numbers.

use super::spans::Span;

/// The longest text of a number up to 2^63 - 1.
const MOST_DIGITS: usize = 19;

/// Digits that are read together.
const EIGHT: usize = 8;

/// The number that the whole of `text` is in decimal digits, if it is one up to 2^63 - 1.
pub(super) fn parse(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > MOST_DIGITS {
        return None;
    }
    let mut number: u64 = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // 19 digits are less than 2^64.
        number = number * 10 + u64::from(digit);
    }
    (number <= i64::MAX.unsigned_abs()).then_some(number)
}

/// The number that a part of `text` is. The same as [`parse`], in a fixed number of steps: the lengths
/// of numbers are not to be foreseen, and a loop would end at a surprise each time.
#[inline]
pub(super) fn parse_in(text: &[u8], span: Span) -> Option<u64> {
    let length = span.len();
    if length.wrapping_sub(1) < EIGHT
        && let Some(word) = eight_until(text, span.until)
    {
        return last_digits(word, length);
    }
    if (EIGHT + 1..=2 * EIGHT).contains(&length) {
        let middle = span.until - EIGHT;
        if let Some((high, low)) = eight_until(text, middle).zip(eight_until(text, span.until)) {
            let high = last_digits(high, length - EIGHT)?;
            return Some(high * 100_000_000 + last_digits(low, EIGHT)?);
        }
    }
    parse(span.of(text)?)
}

/// The eight bytes before a position, the first of them lowest.
fn eight_until(text: &[u8], until: usize) -> Option<u64> {
    let bytes = text.get(until.checked_sub(EIGHT)?..until)?;
    Some(u64::from_le_bytes(*bytes.first_chunk()?))
}

/// The number that the last `count` of eight bytes are, 1 to 8.
#[inline]
fn last_digits(word: u64, count: usize) -> Option<u64> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let others = (1_u64 << (8 * (EIGHT - count))).wrapping_sub(1);
    let digits = (word & !others) ^ (ZEROS & !others);
    // A byte that is no digit is more than 9 now.
    let too_large = (digits | digits.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080;
    if too_large != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let second = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    Some(first.wrapping_add(second) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_read_as_the_standard_library_reads_it(text in "[0-9]{0,20}|[-+0-9 x]{1,4}") {
            let expected = text.parse::<i64>().ok().and_then(|it| u64::try_from(it).ok());
            let is_plain = text.bytes().all(|it| it.is_ascii_digit()) && text.len() <= MOST_DIGITS;
            prop_assert_eq!(parse(text.as_bytes()), expected.filter(|_| is_plain));
        }

        #[test]
        fn a_number_within_a_text_is_the_same_number(
            before in "[0-9 a]{0,20}",
            text in "[0-9]{0,20}",
            odd in prop::option::of((0..20_usize, any::<u8>())),
            after in "[0-9 ]{0,3}",
        ) {
            let mut number = text.into_bytes();
            if let Some((at, byte)) = odd && let Some(digit) = number.get_mut(at) {
                *digit = byte;
            }
            let text = [before.as_bytes(), &number, after.as_bytes()].concat();
            let span = Span { from: before.len(), until: before.len() + number.len() };
            prop_assert_eq!(parse_in(&text, span), parse(&number));
        }
    }
}
