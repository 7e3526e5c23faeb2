//! For how long a graph keeps what it knows.

use std::fmt;
use std::str::FromStr;

use crate::{Day, Graph, Timestamp};

/// The tag of a graph that says how many days its data is kept, where that differs from the
/// deployment's. Our choice: Amazon Detective keeps a year and cannot be told otherwise.
pub const RETENTION_TAG: &str = "gumshoe:retention-days";

/// A number of days, from 1 to [`Retention::MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Retention(u16);

/// The text is no number of days for which data can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a retention is 1 to {} days", Retention::MOST)]
pub struct NotARetention;

impl Retention {
    /// The longest, ten years. Our choice.
    pub const MOST: u16 = 3_650;

    /// How many days.
    pub fn days(self) -> u16 {
        self.0
    }

    /// The first day whose data is kept at `now`: today is the last of the days.
    pub fn first_day(self, now: Timestamp) -> Day {
        now.hour().day().plus(1 - i32::from(self.0))
    }
}

impl Default for Retention {
    /// Amazon Detective User Guide, "What is Amazon Detective?": up to a year.
    fn default() -> Self {
        Self(365)
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Retention {
    type Err = NotARetention;

    fn from_str(text: &str) -> Result<Self, NotARetention> {
        let days = text.parse().map_err(|_| NotARetention)?;
        if (1..=Self::MOST).contains(&days) {
            Ok(Self(days))
        } else {
            Err(NotARetention)
        }
    }
}

impl Graph {
    /// For how long the graph keeps its data: as its tag says, else as the deployment does. A tag that
    /// says nothing sensible must not delete anything, nor keep it for longer.
    pub fn retention(&self, of_deployment: Retention) -> Retention {
        let tag = self.tags.pairs().get(RETENTION_TAG);
        tag.and_then(|value| value.parse().ok())
            .unwrap_or(of_deployment)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Tags;

    fn graph(tag: Option<&str>) -> Graph {
        let pairs = tag.map(|value| (RETENTION_TAG.to_owned(), value.to_owned()));
        let tags = Tags::of_graph(pairs.into_iter().collect::<BTreeMap<_, _>>()).unwrap();
        let arn = "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef";
        Graph::new(arn.parse().unwrap(), tags, Timestamp::from_millis(0))
    }

    #[test]
    fn today_is_the_last_of_the_days_that_are_kept() {
        let now: Timestamp = "2026-03-31T23:30:00Z".parse().unwrap();
        let first = |days: &str| {
            days.parse::<Retention>()
                .unwrap()
                .first_day(now)
                .to_string()
        };
        assert_eq!([first("1"), first("31")], ["2026-03-31", "2026-03-01"]);
    }

    #[test]
    fn a_tag_of_the_graph_overrides_the_deployment() {
        let default = Retention::default();
        assert_eq!(graph(Some("30")).retention(default).days(), 30);
        assert_eq!(graph(None).retention(default).days(), 365);
    }

    #[test]
    fn a_tag_that_is_no_number_of_days_changes_nothing() {
        for value in ["", "0", "-1", "3651", "thirty", "1e9"] {
            assert_eq!(
                graph(Some(value)).retention(Retention::default()).days(),
                365,
                "{value}"
            );
        }
    }
}
