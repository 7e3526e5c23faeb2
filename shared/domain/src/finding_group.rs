//! Groups of findings: their names and their states.

use std::fmt;
use std::str::FromStr;

/// The name of a group of findings, a UUID. Amazon Detective User Guide, "Analyzing finding groups".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingGroupId(u128);

/// The text is no finding group's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be the UUID of a finding group")]
pub struct NotAFindingGroupId;

impl FindingGroupId {
    /// Where the hyphens of a UUID stand. RFC 9562, section 4.
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    const LENGTH: usize = 36;

    /// The id made of these bits, of which six become the version 8, "custom", and the variant. RFC
    /// 9562, section 5.8.
    pub fn from_bits(bits: u128) -> Self {
        let (version, variant) = (0xF_u128 << 76, 0b11_u128 << 62);
        Self(bits & !version & !variant | 8 << 76 | 0b10 << 62)
    }
}

impl fmt::Display for FindingGroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", self.0);
        let mut start = 0;
        for (part, hyphen) in Self::HYPHENS.iter().enumerate() {
            let end = hyphen - part;
            write!(f, "{}-", &digits[start..end])?;
            start = end;
        }
        f.write_str(&digits[start..])
    }
}

impl FromStr for FindingGroupId {
    type Err = NotAFindingGroupId;

    fn from_str(text: &str) -> Result<Self, NotAFindingGroupId> {
        let is_shaped = text.len() == Self::LENGTH
            && text
                .bytes()
                .enumerate()
                .all(|(at, byte)| match Self::HYPHENS.contains(&at) {
                    true => byte == b'-',
                    false => byte.is_ascii_hexdigit(),
                });
        if !is_shaped {
            return Err(NotAFindingGroupId);
        }
        let digits = text.replace('-', "");
        let bits = u128::from_str_radix(&digits, 16).map_err(|_| NotAFindingGroupId)?;
        Ok(Self(bits))
    }
}

/// Whether a group still takes findings in. Amazon Detective User Guide, "Finding group profiles":
/// when a new finding links two groups, these become inactive, and a new active one is made of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingGroupStatus {
    /// It does.
    Active,
    /// It became part of another.
    Inactive,
}

/// The text names no status of a finding group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of ACTIVE, INACTIVE")]
pub struct NotAFindingGroupStatus;

impl FindingGroupStatus {
    /// Every status.
    pub const ALL: &[Self] = &[Self::Active, Self::Inactive];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
        }
    }
}

impl FromStr for FindingGroupStatus {
    type Err = NotAFindingGroupStatus;

    fn from_str(text: &str) -> Result<Self, NotAFindingGroupStatus> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text)
            .ok_or(NotAFindingGroupStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_and_is_read_as_what_it_is_written() {
        for bits in [0, 7, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let id = FindingGroupId::from_bits(bits);
            let text = id.to_string();
            assert_eq!(text.parse(), Ok(id), "{text}");
            assert_eq!(&text[14..15], "8", "{text}");
            assert!("89ab".contains(&text[19..20]), "{text}");
        }
        let detectives = "ca6104bc-a315-4b15-bf88-1c1e60998f83";
        let read: FindingGroupId = detectives.parse().unwrap();
        assert_eq!(read.to_string(), detectives);
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in [
            "",
            "ca6104bc",
            "ca6104bc-a315-4b15-bf88-1c1e60998f8g",
            "ca6104bca315-4b15-bf88-1c1e60998f83-",
            "ca6104bc-a315-4b15-bf88-1c1e60998fé",
        ] {
            assert!(text.parse::<FindingGroupId>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_status_is_read_as_what_it_is_written() {
        for status in FindingGroupStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
    }
}
