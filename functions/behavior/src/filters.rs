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
struct Filter<C: Activity> {
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

/// The filters of a request as they are sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SentFilters<'a> {
    /// The member `RequiredFilters`.
    pub(crate) required: Option<&'a [SentFilter]>,
    /// The member `Filters`.
    pub(crate) filters: Option<&'a [SentFilter]>,
    /// The member `FilterConnector`.
    pub(crate) connector: Option<&'a str>,
}

/// The filters of a request.
#[derive(Debug)]
pub(crate) struct Filters<C: Activity> {
    /// Each of them must hold.
    all: Vec<Filter<C>>,
    /// One of them must, unless there is none.
    any: Vec<Filter<C>>,
}

impl<C: Activity> Filters<C> {
    /// Reads the members.
    pub(crate) fn parse(sent: SentFilters<'_>) -> Result<Self, Invalid> {
        let mut all = parse(&REQUIRED, sent.required)?;
        let others = parse(&PLAIN, sent.filters)?;
        let any = match sent.connector {
            None | Some("AND") => {
                all.extend(others);
                Vec::new()
            }
            Some("OR") => others,
            Some(_) => return Err(Invalid::new("FilterConnector", "must be one of AND, OR")),
        };
        Ok(Self { all, any })
    }

    /// Whether a row, seen from the entity `from`, passes.
    pub(crate) fn passes(&self, row: &C::Row<'_>, from: &Entity) -> bool {
        let passes = |it: &Filter<C>| it.passes(row, from);
        self.all.iter().all(passes) && (self.any.is_empty() || self.any.iter().any(passes))
    }

    /// What they look at.
    pub(crate) fn dimensions(&self) -> impl Iterator<Item = C::Dimension> {
        self.all.iter().chain(&self.any).map(|it| it.dimension)
    }
}

/// What a member with filters is called, and what theirs are, in errors.
struct Names {
    list: &'static str,
    dimension: &'static str,
    operator: &'static str,
    values: &'static str,
}

const PLAIN: Names = Names {
    list: "Filters",
    dimension: "Filters.Dimension",
    operator: "Filters.Operator",
    values: "Filters.Values",
};

const REQUIRED: Names = Names {
    list: "RequiredFilters",
    dimension: "RequiredFilters.Dimension",
    operator: "RequiredFilters.Operator",
    values: "RequiredFilters.Values",
};

fn parse<C: Activity>(
    names: &Names,
    sent: Option<&[SentFilter]>,
) -> Result<Vec<Filter<C>>, Invalid> {
    let sent = sent.unwrap_or_default();
    if sent.len() > MOST {
        let problem = format!(
            "must have length less than or equal to {MOST}. Found {}.",
            sent.len()
        );
        return Err(Invalid::new(names.list, problem));
    }
    sent.iter().map(|it| parse_one(names, it)).collect()
}

fn parse_one<C: Activity>(names: &Names, sent: &SentFilter) -> Result<Filter<C>, Invalid> {
    let dimension = field::parsed(
        names.dimension,
        field::required(names.dimension, sent.dimension.as_deref())?,
    )?;
    let operator = field::required(names.operator, sent.operator.as_deref())?;
    let values = field::required(names.values, sent.values.clone())?;
    if !(1..=MOST).contains(&values.len()) {
        return Err(Invalid::new(
            names.values,
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
                    .map(|value| field::parsed(names.values, value))
                    .collect::<Result<_, _>>()?,
            ),
        ),
        _ => {
            let problem = "must be one of EQUALS, NOT_EQUALS, CONTAINS, NOT_CONTAINS, IN_CIDR";
            return Err(Invalid::new(names.operator, problem));
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
    fn passes(&self, row: &C::Row<'_>, from: &Entity) -> bool {
        let value = C::value(row, self.dimension, from);
        value.is_some_and(|it| self.test.holds(&it)) == self.wanted
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
