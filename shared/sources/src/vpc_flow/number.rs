//! Whole numbers, read by hand: half of a record is numbers.

/// The longest text of a number up to 2^63 - 1.
const MOST_DIGITS: usize = 19;

/// The number that `text` is in decimal digits, if it is one up to 2^63 - 1.
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
    }
}
