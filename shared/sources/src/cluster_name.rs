//! Names of EKS clusters.

use std::fmt;
use std::str::FromStr;

/// The name of an EKS cluster.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClusterName(Box<str>);

/// The text is no name of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cluster's name has 1 to 100 letters, digits, hyphens and underscores")]
pub struct NotAClusterName;

impl ClusterName {
    const MAX_BYTES: usize = 100;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClusterName {
    type Err = NotAClusterName;

    /// Amazon EKS API Reference, `CreateCluster`: `^[0-9A-Za-z][A-Za-z0-9\-_]*`, 1 to 100 characters.
    fn from_str(text: &str) -> Result<Self, NotAClusterName> {
        let is_sound = text.starts_with(|it: char| it.is_ascii_alphanumeric())
            && text.len() <= Self::MAX_BYTES
            && text
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
        is_sound.then(|| Self(text.into())).ok_or(NotAClusterName)
    }
}

impl fmt::Display for ClusterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_eks_takes_it() {
        let longest = "a".repeat(100);
        for name in ["a", "1", "shop-prod_2", &longest] {
            assert_eq!(name.parse::<ClusterName>().unwrap().as_str(), name);
        }
        let too_long = "a".repeat(101);
        for text in ["", "-a", "_a", "a~b", "a/b", "a.b", "ü", &too_long] {
            assert_eq!(text.parse::<ClusterName>(), Err(NotAClusterName), "{text}");
        }
    }
}
