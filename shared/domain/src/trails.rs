//! Which trail counts for an account whose events several trails deliver.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use crate::AccountId;

/// The trails that count, by account: of an account that is not named, every trail counts.
///
/// As a text, `<account>=<trail>`, separated by commas; an account may be there several times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trails(BTreeMap<AccountId, BTreeSet<Trail>>);

/// Where a trail delivers: the bucket, and what is before the accounts' folders in its keys, as in
/// `logs/AWSLogs` or, of an organization's trail, `logs/prefix/AWSLogs/o-exampleorgid`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trail(String);

/// The text names no trails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("trails are named as 111122223333=bucket/prefix/AWSLogs, separated by commas")]
pub struct NotTrails;

impl Trails {
    /// Whether what `trail` delivers of `account` counts.
    pub fn counts(&self, account: AccountId, trail: &Trail) -> bool {
        let own = self.0.get(&account);
        own.is_none_or(|trails| trails.contains(trail))
    }
}

impl Trail {
    /// The folder that a trail's log files are below: CloudTrail User Guide, "Finding your CloudTrail
    /// log files".
    const FOLDER: &'static str = "/CloudTrail/";

    /// The trail that delivered the object `key` of `bucket`; none where the key is no trail's.
    pub fn of(bucket: &str, key: &str) -> Option<Self> {
        let (above, _) = key.rsplit_once(Self::FOLDER)?;
        let (prefix, account) = above.rsplit_once('/').unwrap_or(("", above));
        account.parse::<AccountId>().ok()?;
        Some(Self(format!("{bucket}/{prefix}")))
    }

    /// The bucket and the prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Trails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |(account, trails): (&AccountId, &BTreeSet<Trail>)| {
            let named = trails.iter().map(|trail| format!("{account}={}", trail.0));
            named.collect::<Vec<_>>().join(",")
        };
        f.write_str(&self.0.iter().map(each).collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Trails {
    type Err = NotTrails;

    fn from_str(text: &str) -> Result<Self, NotTrails> {
        let mut trails = Self::default();
        for entry in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let (account, trail) = entry.split_once('=').ok_or(NotTrails)?;
            let account = account.parse().map_err(|_| NotTrails)?;
            let trail = trail.trim_end_matches('/');
            if trail.is_empty() {
                return Err(NotTrails);
            }
            let own: &mut BTreeSet<Trail> = trails.0.entry(account).or_default();
            own.insert(Trail(trail.to_owned()));
        }
        Ok(trails)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_is_its_bucket_and_what_is_before_the_account() {
        for (key, trail) in [
            (
                "AWSLogs/111122223333/CloudTrail/us-east-1/2026/x.json.gz",
                Some("logs/AWSLogs"),
            ),
            (
                "a/b/AWSLogs/o-1/111122223333/CloudTrail/us-east-1/x.json.gz",
                Some("logs/a/b/AWSLogs/o-1"),
            ),
            ("copies/CloudTrail/x.json.gz", None),
            ("AWSLogs/111122223333/CloudTrail-Lake/Query/x.csv.gz", None),
        ] {
            let found = Trail::of("logs", key);
            assert_eq!(found.as_ref().map(Trail::as_str), trail, "{key}");
        }
    }

    #[test]
    fn of_an_account_that_is_named_only_its_trails_count() {
        let text = "111122223333=logs/AWSLogs,111122223333=logs/AWSLogs/o-1";
        let trails: Trails = text.parse().unwrap();
        let counts = |account: &str, trail: &str| {
            trails.counts(account.parse().unwrap(), &Trail(trail.to_owned()))
        };
        assert!(counts("111122223333", "logs/AWSLogs"));
        assert!(counts("111122223333", "logs/AWSLogs/o-1"));
        assert!(!counts("111122223333", "logs/b/AWSLogs"));
        assert!(counts("444455556666", "logs/b/AWSLogs"));
        assert_eq!(trails.to_string(), text);
        assert_eq!("".parse(), Ok(Trails::default()));
        for wrong in ["111122223333", "alice=logs/AWSLogs", "111122223333="] {
            assert_eq!(wrong.parse::<Trails>(), Err(NotTrails), "{wrong}");
        }
    }
}
