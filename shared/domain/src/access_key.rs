//! The account in an access key id.

use crate::AccountId;

/// Prefixes of key ids that carry an account: long-term and temporary keys.
const PREFIXES: [&str; 2] = ["AKIA", "ASIA"];
const LENGTH: usize = 20;

/// The account that an access key id belongs to, as `aws sts get-access-key-info` tells it, without
/// asking anybody: keys issued since 2019 carry it in base32.
///
/// Twelve digits, which no real key id is, stand for the account itself: so local clients need no keys.
pub fn account_of(access_key_id: &str) -> Option<AccountId> {
    if let Ok(account) = access_key_id.parse() {
        return Some(account);
    }
    let encoded = PREFIXES
        .iter()
        .find_map(|prefix| access_key_id.strip_prefix(prefix))?;
    if access_key_id.len() != LENGTH {
        return None;
    }
    // Ten base32 digits are 50 bits; the account is the 40 below the first (a flag) and above the last nine.
    let bits = encoded
        .bytes()
        .take(10)
        .try_fold(0_u64, |bits, byte| Some(bits << 5 | base32(byte)?))?;
    let account = bits >> 9 & 0xff_ffff_ffff;
    format!("{account:012}").parse().ok()
}

fn base32(byte: u8) -> Option<u64> {
    match byte {
        b'A'..=b'Z' => Some(u64::from(byte - b'A')),
        b'2'..=b'7' => Some(u64::from(byte - b'2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A published pair: "A short note on AWS KEY ID", 2021.
    #[test]
    fn a_key_id_carries_its_account() {
        assert_eq!(
            account_of("ASIAQNZGKIQY56JQ7WML").unwrap().to_string(),
            "029608264753"
        );
    }

    #[test]
    fn twelve_digits_stand_for_the_account() {
        assert_eq!(
            account_of("111122223333").unwrap().to_string(),
            "111122223333"
        );
    }

    #[test]
    fn what_carries_no_account_gives_none() {
        for id in [
            "",
            "AKIA",
            "AROAQNZGKIQY56JQ7WML",
            "ASIAQNZGKIQY56JQ7WM",
            "ASIA1111111111111111",
            "ASIAqnzgkiqy56jq7wml",
        ] {
            assert_eq!(account_of(id), None, "{id:?}");
        }
    }
}
