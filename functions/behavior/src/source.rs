//! The sources of activity: what `ListActivity` and `GetActivityTimeline` can add up.

mod api;
mod kubernetes;
mod network;

use std::borrow::Cow;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use gumshoe_activity::Entity;
use gumshoe_activity::dimension::NotADimension;
use gumshoe_api::Invalid;
use gumshoe_domain::ScopeTime;
use gumshoe_segments::{Filter as Rows, RowKind, SegmentError};
use gumshoe_store::{Manifest, SegmentKind};

use crate::attachments::Attachments;

/// Most sums of one source.
pub(crate) const MOST_MEASURES: usize = 4;

/// A kind of rows as a source of activity: what it is grouped by, and what is added up.
pub(crate) trait Activity: RowKind {
    /// What rows are grouped and filtered by.
    type Dimension: Copy + Eq + Debug + Display + FromStr<Err = NotADimension> + Send + Sync;

    /// The sums, by the names under which they are answered.
    const MEASURES: &'static [&'static str];

    /// How many of the sums, the first ones, make the total: those that are of one unit.
    const TOTALLED: usize;

    /// What the volumes of an entity are told apart by.
    const TOLD_APART: &'static [Self::Dimension];

    /// What the total counts.
    const UNIT: &'static str;

    /// The columns from which the sums are made, and when they were seen.
    const MEASURED: &'static [Self];

    /// The value of a row in a dimension, seen from the entity `from`.
    fn value<'a>(
        row: &Self::Row<'a>,
        dimension: Self::Dimension,
        from: &Entity,
    ) -> Option<Cow<'a, str>>;

    /// The columns that a dimension is made of.
    fn columns_of(dimension: Self::Dimension) -> &'static [Self];

    /// What a row adds to each of the sums, in the order of [`Self::MEASURES`].
    fn measures(row: &Self::Row<'_>) -> [u64; MOST_MEASURES];

    /// The columns by which rows are attributed to others than they name.
    const ATTRIBUTED: &'static [Self];

    /// Who has the interfaces that rows concerning `entity` name, as far as that is asked for: `about`
    /// are the dimensions.
    fn attachments(
        manifest: &Manifest<'_>,
        scope: ScopeTime,
        entity: &Entity,
        about: &[Self::Dimension],
    ) -> impl Future<Output = Result<Attachments, SegmentError>> + Send;

    /// Which rows may concern `entity`.
    fn rows(entity: &Entity, attachments: &Attachments) -> Rows;

    /// The row as what it is known to be, if it concerns `entity`.
    fn attributed<'s, 'r: 's>(
        row: &Self::Row<'r>,
        entity: &Entity,
        attachments: &'s Attachments,
    ) -> Option<Self::Row<'s>>;
}

/// The rows that say themselves that they concern `entity`.
fn named(entity: &Entity) -> Rows {
    Rows {
        entity: Some(entity.clone()),
        ..Rows::default()
    }
}

/// A source, by its name in the member `Source`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Api,
    Network,
    Kubernetes,
}

impl Source {
    const ALL: &[(&str, Self)] = &[
        ("API", Self::Api),
        ("NETWORK", Self::Network),
        ("KUBERNETES", Self::Kubernetes),
    ];

    /// What the rows are that it adds up.
    pub(crate) fn kind(self) -> SegmentKind {
        match self {
            Self::Api => SegmentKind::Activity,
            Self::Network => SegmentKind::Network,
            Self::Kubernetes => SegmentKind::Kubernetes,
        }
    }

    /// Reads the member `Source`.
    pub(crate) fn parse(sent: Option<&str>) -> Result<Self, Invalid> {
        let Some(text) = sent else {
            return Ok(Self::Api);
        };
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, source)| *source).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
            Invalid::new("Source", format!("must be one of {}", names.join(", ")))
        })
    }
}
