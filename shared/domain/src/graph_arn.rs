//! The name of a behavior graph.

use std::fmt;
use std::str::FromStr;

use crate::AccountId;

/// The id of a behavior graph: 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GraphId(u128);

impl GraphId {
    /// The id made of 128 bits, which the caller draws at random.
    pub fn from_bits(bits: u128) -> Self {
        Self(bits)
    }
}

impl FromStr for GraphId {
    type Err = NotAGraphArn;

    fn from_str(text: &str) -> Result<Self, NotAGraphArn> {
        let hex = text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.len() != 32 || !hex {
            return Err(NotAGraphArn);
        }
        u128::from_str_radix(text, 16)
            .map(Self)
            .map_err(|_| NotAGraphArn)
    }
}

impl fmt::Display for GraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for GraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GraphId({self})")
    }
}

/// An AWS partition: `aws`, `aws-us-gov`, `aws-cn`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Partition(String);

/// An AWS Region, such as `eu-central-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(String);

impl Region {
    /// The Region's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that the Region belongs to, by AWS's naming of Regions.
    pub fn partition(&self) -> Partition {
        let name = if self.0.starts_with("us-gov-") {
            "aws-us-gov"
        } else if self.0.starts_with("cn-") {
            "aws-cn"
        } else {
            "aws"
        };
        Partition(name.to_owned())
    }
}

impl FromStr for Region {
    type Err = NotAGraphArn;

    /// The service model allows `[-\w]{2,20}`; `\w` is read as ASCII here, as AWS names are.
    fn from_str(text: &str) -> Result<Self, NotAGraphArn> {
        if (2..=20).contains(&text.len()) && text.bytes().all(is_word_or_hyphen) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAGraphArn)
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Partition {
    type Err = NotAGraphArn;

    /// The service model allows `aws[-\w]{0,10}`.
    fn from_str(text: &str) -> Result<Self, NotAGraphArn> {
        match text.strip_prefix("aws") {
            Some(rest) if rest.len() <= 10 && rest.bytes().all(is_word_or_hyphen) => {
                Ok(Self(text.to_owned()))
            }
            Some(_) | None => Err(NotAGraphArn),
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_word_or_hyphen(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// The ARN of a behavior graph: `arn:{partition}:detective:{region}:{account}:graph:{id}`.
///
/// Pattern of the service model: `^arn:aws[-\w]{0,10}?:detective:[-\w]{2,20}?:\d{12}?:graph:[abcdef\d]{32}?$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GraphArn {
    partition: Partition,
    region: Region,
    account: AccountId,
    id: GraphId,
}

/// The text is not the ARN of a behavior graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a behavior graph's ARN looks like arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef"
)]
pub struct NotAGraphArn;

impl GraphArn {
    /// The ARN of `account`'s graph `id` in `region`.
    pub fn new(region: &Region, account: AccountId, id: GraphId) -> Self {
        Self {
            partition: region.partition(),
            region: region.clone(),
            account,
            id,
        }
    }

    /// The Region in which the graph is.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The account that administers the graph.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The graph's own id.
    pub fn id(&self) -> GraphId {
        self.id
    }
}

impl FromStr for GraphArn {
    type Err = NotAGraphArn;

    fn from_str(text: &str) -> Result<Self, NotAGraphArn> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", partition, "detective", region, account, "graph", id] = parts[..] else {
            return Err(NotAGraphArn);
        };
        Ok(Self {
            partition: partition.parse()?,
            region: region.parse()?,
            account: account.parse().map_err(|_| NotAGraphArn)?,
            id: id.parse()?,
        })
    }
}

impl fmt::Display for GraphArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "arn:{}:detective:{}:{}:graph:{}",
            self.partition, self.region, self.account, self.id
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str =
        "arn:aws:detective:us-east-1:111122223333:graph:027c7c4610ea4aacaf0b883093cab899";

    #[test]
    fn an_arn_prints_as_it_was_read() {
        let arn: GraphArn = ARN.parse().unwrap();
        assert_eq!(arn.to_string(), ARN);
        assert_eq!(arn.account().to_string(), "111122223333");
    }

    #[test]
    fn what_the_service_models_pattern_refuses_is_refused() {
        for text in [
            "",
            "arn:aws:detective:us-east-1:111122223333:graph:027C7C4610EA4AACAF0B883093CAB899",
            "arn:aws:detective:us-east-1:111122223333:graph:027c",
            "arn:aws:detective:us-east-1:111122223333:graph/027c7c4610ea4aacaf0b883093cab899",
            "arn:aws:guardduty:us-east-1:111122223333:graph:027c7c4610ea4aacaf0b883093cab899",
            "arn:azure:detective:us-east-1:111122223333:graph:027c7c4610ea4aacaf0b883093cab899",
            "arn:aws:detective:u:111122223333:graph:027c7c4610ea4aacaf0b883093cab899",
            "arn:aws:detective:us-east-1:11112222333:graph:027c7c4610ea4aacaf0b883093cab899",
            "arn:aws:detective:us-east-1:111122223333:graph:+27c7c4610ea4aacaf0b883093cab899",
        ] {
            assert_eq!(text.parse::<GraphArn>(), Err(NotAGraphArn), "{text:?}");
        }
    }

    #[test]
    fn a_regions_partition_follows_its_name() {
        for (region, partition) in [
            ("eu-west-1", "aws"),
            ("us-gov-east-1", "aws-us-gov"),
            ("cn-north-1", "aws-cn"),
        ] {
            assert_eq!(
                region.parse::<Region>().unwrap().partition().to_string(),
                partition
            );
        }
    }
}
