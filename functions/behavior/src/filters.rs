//! Filters of activity: a dimension, an operator, values.

use std::net::IpAddr;

use gumshoe_activity::Entity;
use gumshoe_api::{Invalid, field};
use ipnetwork::IpNetwork;
use serde::Deserialize;

use crate::source::Activity;

/// Most filters of one request, and most values of one filter. Our choice.
const MOST: usize = 50;

/// A filter as it is sent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SentFilter {
    dimension: Option<String>,
    operator: Option<String>,
    values: Option<Vec<String>>,
}

/// What activity must be like. A filter with several values holds when one of them does; a negated
/// one when none of them does.
#[derive(Debug)]
pub(crate) struct Filter<C: Activity> {
    dimension: C::Dimension,
    wanted: bool,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Equals(Vec<String>),
    /// In lower case: text is searched for whatever its case.
    Contains(Vec<String>),
    InCidr(Vec<IpNetwork>),
}

/// Which of several filters a row must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connector {
    /// Each.
    And,
    /// One.
    Or,
}

impl Connector {
    /// Reads the member `FilterConnector`.
    pub(crate) fn parse(sent: Option<&str>) -> Result<Self, Invalid> {
        match sent {
            None | Some("AND") => Ok(Self::And),
            Some("OR") => Ok(Self::Or),
            Some(_) => Err(Invalid::new("FilterConnector", "must be one of AND, OR")),
        }
    }

    /// Whether a row passes the filters; without one it does.
    pub(crate) fn passes<C: Activity>(
        self,
        filters: &[Filter<C>],
        row: &C::Row<'_>,
        from: &Entity,
    ) -> bool {
        let passes = |it: &Filter<C>| it.passes(row, from);
        match self {
            Self::And => filters.iter().all(passes),
            Self::Or => filters.is_empty() || filters.iter().any(passes),
        }
    }
}

/// Reads the member `Filters`.
pub(crate) fn parse<C: Activity>(sent: &[SentFilter]) -> Result<Vec<Filter<C>>, Invalid> {
    if sent.len() > MOST {
        let problem = format!(
            "must have length less than or equal to {MOST}. Found {}.",
            sent.len()
        );
        return Err(Invalid::new("Filters", problem));
    }
    sent.iter().map(parse_one).collect()
}

fn parse_one<C: Activity>(sent: &SentFilter) -> Result<Filter<C>, Invalid> {
    let dimension = field::parsed(
        "Filters.Dimension",
        field::required("Filters.Dimension", sent.dimension.as_deref())?,
    )?;
    let operator = field::required("Filters.Operator", sent.operator.as_deref())?;
    let values = field::required("Filters.Values", sent.values.clone())?;
    if !(1..=MOST).contains(&values.len()) {
        return Err(Invalid::new(
            "Filters.Values",
            format!("must have 1 to {MOST} values. Found {}.", values.len()),
        ));
    }
    let lower = || values.iter().map(|value| value.to_lowercase()).collect();
    let (wanted, test) = match operator {
        "EQUALS" => (true, Test::Equals(values)),
        "NOT_EQUALS" => (false, Test::Equals(values)),
        "CONTAINS" => (true, Test::Contains(lower())),
        "NOT_CONTAINS" => (false, Test::Contains(lower())),
        "IN_CIDR" => (
            true,
            Test::InCidr(
                values
                    .iter()
                    .map(|value| field::parsed("Filters.Values", value))
                    .collect::<Result<_, _>>()?,
            ),
        ),
        _ => {
            let problem = "must be one of EQUALS, NOT_EQUALS, CONTAINS, NOT_CONTAINS, IN_CIDR";
            return Err(Invalid::new("Filters.Operator", problem));
        }
    };
    Ok(Filter {
        dimension,
        wanted,
        test,
    })
}

impl<C: Activity> Filter<C> {
    /// Whether a row, seen from the entity `from`, passes. A row without a value in the
    /// dimension passes negated filters only.
    pub(crate) fn passes(&self, row: &C::Row<'_>, from: &Entity) -> bool {
        let value = C::value(row, self.dimension, from);
        value.is_some_and(|it| self.test.holds(&it)) == self.wanted
    }

    pub(crate) fn dimension(&self) -> C::Dimension {
        self.dimension
    }
}

impl Test {
    fn holds(&self, value: &str) -> bool {
        match self {
            Self::Equals(values) => values.iter().any(|wanted| wanted == value),
            Self::Contains(values) => {
                let value = value.to_lowercase();
                values.iter().any(|wanted| value.contains(wanted))
            }
            Self::InCidr(networks) => {
                let address = value.parse::<IpAddr>();
                address
                    .is_ok_and(|address| networks.iter().any(|network| network.contains(address)))
            }
        }
    }
}
