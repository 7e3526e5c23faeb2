//! `s3://bucket/prefix`, and which moments are meant.

use std::fmt;
use std::str::FromStr;

use gumshoe_domain::{Day, Timestamp};
use serde::{Deserialize, Serialize};

/// A bucket and what the keys of its objects begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The bucket.
    pub bucket: String,
    /// The beginning of keys; may be empty.
    pub prefix: String,
}

impl FromStr for Location {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let place = text
            .strip_prefix("s3://")
            .ok_or("a location is s3://bucket or s3://bucket/prefix")?;
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err("the location has no bucket");
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.prefix)
    }
}

/// The moments from `since` on and before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
}

impl Span {
    pub(crate) fn contains(self, moment: Timestamp) -> bool {
        self.since <= moment && moment < self.until
    }

    /// Whether it has a moment of the days from `first` to before `end`.
    pub(crate) fn meets(self, first: Day, end: Day) -> bool {
        first.first_hour().start() < self.until && self.since < end.first_hour().start()
    }
}

/// A moment as a person writes it: a day, which is its first moment, or a timestamp.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(day.first_hour().start());
    }
    text.parse().map_err(|_| {
        "a moment is a day such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z".to_owned()
    })
}
