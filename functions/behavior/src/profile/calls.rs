//! An entity's calls, read once for everything that a profile makes of them.
//!
//! What is new in the scope time is looked for in the baseline, so that the scope time comes first: its rows
//! are read, then those of the baseline, none twice.

use gumshoe_activity::{Call, Entity};
use gumshoe_analytics::novelty::{Candidates, NoveltyKind, Sighted};
use gumshoe_domain::{Hour, ScopeTime};
use gumshoe_segments::{Column, Filter, KubernetesColumn, RowKind, SegmentError, graph_rows};

use super::activity::Hours;
use super::material::Reader;
use crate::list_volume_changes::Series;
use crate::new_to_whom::{Asked, Found, Source};
use crate::relating::{CALLS, Ties, Wanted};
use crate::source::Activity;

/// Rows of calls. They name whom they concern.
pub(crate) trait Calls: Activity + Source {
    /// The columns that tell relations.
    const TIED: &'static [Self];

    /// Adds the relations that a row shows.
    fn tie(ties: &mut Ties<'_>, row: &Self::Row<'_>);
}

impl Calls for Column {
    const TIED: &'static [Self] = CALLS;

    fn tie(ties: &mut Ties<'_>, row: &Call<'_>) {
        ties.add_call(row);
    }
}

impl Calls for KubernetesColumn {
    const TIED: &'static [Self] = &[];

    fn tie(_ties: &mut Ties<'_>, _row: &Self::Row<'_>) {}
}

/// What is made of calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wants<'a> {
    /// The sums of each hour.
    pub(super) hours: bool,
    /// What can be new.
    pub(super) new: Option<&'a [NoveltyKind]>,
    /// What there can be more of.
    pub(super) series: bool,
    /// Relations that calls show.
    pub(super) ties: Option<&'a Wanted>,
}

impl Wants<'_> {
    fn is_nothing(&self) -> bool {
        !self.hours && !self.series && self.new.is_none() && self.ties.is_none()
    }

    /// Whether every row of the baseline is looked at.
    fn needs_all(&self) -> bool {
        self.hours || self.series
    }

    /// The columns for what is made of all rows.
    fn columns<C: Calls>(&self) -> Vec<C> {
        let mut columns = vec![C::hour_column()];
        if self.needs_all() {
            columns.extend(C::MEASURED);
        }
        if self.series {
            let told_apart = C::TOLD_APART.iter();
            columns.extend(told_apart.flat_map(|it| C::columns_of(*it)));
        }
        columns
    }

    /// The columns for what is made of the rows of the scope time.
    fn columns_of_scope<C: Calls>(&self) -> Vec<C> {
        let mut columns = self.columns();
        if let Some(kinds) = self.new {
            columns.extend(Asked::columns_of_candidates::<C>(kinds));
        }
        if self.ties.is_some() {
            columns.extend(C::TIED);
        }
        distinct(columns)
    }
}

/// What was made of calls.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub(super) hours: Hours,
    pub(super) new: Option<Found>,
    /// Of the baseline, and of the scope time.
    pub(super) series: (Series, Series),
    pub(super) ties: Option<Ties<'a>>,
}

/// What is made of rows while they are read.
struct Sums<'a> {
    hours: Hours,
    series: Series,
    candidates: Candidates,
    sighted: Sighted,
    ties: Option<Ties<'a>>,
}

impl<'a> Sums<'a> {
    fn none(entity: &'a Entity, wants: &Wants<'a>) -> Self {
        let candidates = Candidates::of(wants.new.unwrap_or_default());
        Self {
            hours: Hours::default(),
            series: Series::default(),
            sighted: Sighted::none_of(&candidates),
            candidates,
            ties: wants.ties.map(|it| Ties::new(entity, it)),
        }
    }
}

impl<'a> Reader<'a> {
    /// What is made of the entity's calls.
    pub(super) async fn calls<'w, C: Calls>(
        &self,
        wants: Wants<'w>,
    ) -> Result<Made<'w>, SegmentError>
    where
        'a: 'w,
    {
        let none = Sums::none(self.entity, &wants);
        if wants.is_nothing() {
            return Ok(Made {
                hours: none.hours,
                new: None,
                series: (none.series, Series::default()),
                ties: none.ties,
            });
        }
        let recent = self.recent_calls::<C>(&wants).await?;
        let before = self
            .calls_before::<C>(&wants, recent.hours, &recent.candidates)
            .await?;
        let new = match wants.new {
            Some(_) => {
                let new = recent.candidates.unless(&before.sighted);
                Some(self.asked().reaching::<C>(new).await?)
            }
            None => None,
        };
        Ok(Made {
            hours: before.hours,
            new,
            series: (before.series, recent.series),
            ties: recent.ties,
        })
    }

    /// Of the scope time, and of what is shown after it.
    async fn recent_calls<'w, C: Calls>(&self, wants: &Wants<'w>) -> Result<Sums<'w>, SegmentError>
    where
        'a: 'w,
    {
        let time = self.times.recent();
        let is_in_scope = |hour: Hour| hour < self.times.scope.end();
        let asked = self.asked();
        let add = |sums: &mut Sums<'w>, row: &C::Row<'_>| {
            let hour = C::span(row).first_hour;
            if wants.hours {
                sums.hours.add::<C>(row);
            }
            if !is_in_scope(hour) {
                return;
            }
            if wants.series {
                sums.series.add_row::<C>(row, self.entity);
            }
            if wants.new.is_some() {
                asked.add_candidate::<C>(&mut sums.candidates, row);
            }
            if let Some(ties) = &mut sums.ties {
                C::tie(ties, row);
            }
        };
        let none = || Sums::none(self.entity, wants);
        let columns = wants.columns_of_scope::<C>();
        self.own_rows(time, &columns, none, add, |_| false).await
    }

    /// Of the baseline: the hours are added to `hours`, and it is told which of `candidates` were there.
    async fn calls_before<'w, C: Calls>(
        &self,
        wants: &Wants<'w>,
        hours: Hours,
        candidates: &Candidates,
    ) -> Result<Sums<'w>, SegmentError>
    where
        'a: 'w,
    {
        let asked = self.asked();
        let none = || Sums {
            sighted: Sighted::none_of(candidates),
            ..Sums::none(self.entity, wants)
        };
        let mut columns = wants.columns::<C>();
        columns.extend(Asked::columns_of_own::<C>(candidates));
        let add = |sums: &mut Sums<'w>, row: &C::Row<'_>| {
            if wants.hours {
                sums.hours.add::<C>(row);
            }
            if wants.series {
                sums.series.add_row::<C>(row, self.entity);
            }
            asked.see_own::<C>(&mut sums.sighted, candidates, row);
        };
        let enough = |sums: &Sums<'w>| !wants.needs_all() && sums.sighted.is_all();
        let (time, columns) = (self.times.baseline, distinct(columns));
        let mut sums = self.own_rows(time, &columns, none, add, enough).await?;
        sums.hours.merge(hours);
        Ok(sums)
    }

    async fn own_rows<A: Send, C: RowKind>(
        &self,
        time: ScopeTime,
        columns: &[C],
        none: impl Fn() -> A + Send + Sync,
        add: impl Fn(&mut A, &C::Row<'_>) + Send + Sync,
        enough: impl Fn(&A) -> bool + Send + Sync,
    ) -> Result<A, SegmentError> {
        let own = Filter {
            entity: Some(self.entity.clone()),
            ..Filter::default()
        };
        graph_rows::add_up_until(self.manifest, time, own, columns, none, add, enough).await
    }

    fn asked(&self) -> Asked<'a> {
        Asked {
            manifest: self.manifest,
            entity: self.entity,
            scope: self.times.scope,
            before: self.times.baseline,
        }
    }
}

fn distinct<C: RowKind>(mut columns: Vec<C>) -> Vec<C> {
    columns.sort_unstable();
    columns.dedup();
    columns
}
