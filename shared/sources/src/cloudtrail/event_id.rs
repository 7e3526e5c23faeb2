//! `eventID` as a number.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// What is no hexadecimal digit, in [`DIGITS`].
const NO_DIGIT: u8 = 0xff;

/// The value of each byte as a hexadecimal digit.
const DIGITS: [u8; 256] = digits();

const fn digits() -> [u8; 256] {
    let mut digits = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        digits[digit as usize] = value;
        digits[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    digits
}

/// The UUID's own bits, else 128 bits of hash, which tell texts apart that AWS did not choose to
/// collide.
pub(super) fn parse(text: &str) -> u128 {
    uuid(text.as_bytes()).unwrap_or_else(|| {
        let half = |seed: u8| u128::from(FxBuildHasher.hash_one((seed, text)));
        half(1) << 64 | half(2)
    })
}

fn uuid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    if [text[8], text[13], text[18], text[23]] != [b'-'; 4] {
        return None;
    }
    let mut bits = 0;
    let mut all = 0;
    for group in [
        &text[..8],
        &text[9..13],
        &text[14..18],
        &text[19..23],
        &text[24..],
    ] {
        for byte in group {
            let digit = DIGITS[usize::from(*byte)];
            all |= digit;
            bits = bits << 4 | u128::from(digit & 15);
        }
    }
    (all < 16).then_some(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_its_bits_in_either_case() {
        let bits = 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef;
        assert_eq!(parse("01234567-89ab-cdef-0123-456789abcdef"), bits);
        assert_eq!(parse("01234567-89AB-CDEF-0123-456789ABCDEF"), bits);
    }

    #[test]
    fn other_texts_are_told_apart() {
        let texts = [
            "",
            "a",
            "b",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "0123456789abcdef0123456789abcdef",
            "01234567+89ab-cdef-0123-456789abcdef",
        ];
        let ids: std::collections::BTreeSet<u128> = texts.iter().map(|it| parse(it)).collect();
        assert_eq!(ids.len(), texts.len());
        assert!(texts.iter().all(|it| uuid(it.as_bytes()).is_none()));
    }
}
