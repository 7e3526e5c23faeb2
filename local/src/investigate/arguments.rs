//! What `gumshoe investigate` takes.

use std::str::FromStr;

use clap::Args;
use gumshoe_domain::InvestigationId;
use gumshoe_domain::investigation::InvestigatedPrincipal;

use crate::api::ApiArguments;

/// Investigates an IAM user or role, and shows what was found, why, and what to do.
///
/// The exit status is 2 when the report is of severity HIGH or CRITICAL.
#[derive(Debug, Args)]
pub struct InvestigateArguments {
    /// ARN of the user or role
    #[arg(
        value_name = "ARN",
        required_unless_present = "id",
        conflicts_with = "id"
    )]
    pub principal: Option<InvestigatedPrincipal>,
    /// Shows the report of an investigation that there is already
    #[arg(long, value_name = "ID")]
    pub id: Option<InvestigationId>,
    /// How far back: hours or days, 3h to 30d
    #[arg(long, value_name = "TIME", default_value = "24h")]
    pub last: Last,
    /// Seconds to wait for the end of the investigation
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub wait: u32,
    /// Prints the API's answer
    #[arg(long)]
    pub json: bool,
    /// Prints the report as a page of Markdown
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// The API.
    #[command(flatten)]
    pub api: ApiArguments,
}

/// How far back, 3 hours to 30 days, as the scope of an investigation may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last(u32);

/// The text tells no such time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be a number of hours or days from 3h to 30d, such as 24h or 7d")]
pub struct NotATime;

impl Last {
    /// In seconds.
    pub fn seconds(self) -> i64 {
        i64::from(self.0) * 3_600
    }
}

impl FromStr for Last {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let units = [('h', 1), ('d', 24)];
        let hours = units.iter().find_map(|(unit, hours)| {
            let count: u32 = text.strip_suffix(*unit)?.parse().ok()?;
            count.checked_mul(*hours)
        });
        let hours = hours.filter(|it| (3..=30 * 24).contains(it));
        hours.map(Self).ok_or(NotATime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_within_the_scope_of_an_investigation() {
        for (text, hours) in [("3h", 3), ("24h", 24), ("7d", 168), ("30d", 720)] {
            assert_eq!(text.parse(), Ok(Last(hours)), "{text}");
        }
        for text in ["", "24", "2h", "31d", "-3h", "9999999999d", "1.5d"] {
            assert_eq!(text.parse::<Last>(), Err(NotATime), "{text}");
        }
    }
}
