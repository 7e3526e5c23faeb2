//! Newly observed geolocations: places from which calls came in the scope time, and in the 45 days
//! before from none of the whole graph.

use std::cmp::Reverse;
use std::collections::HashMap;

use gumshoe_activity::entities::keep_greater;
use gumshoe_activity::{Call, Entity};
use gumshoe_analytics::novelty::{
    Candidate, Candidates, NoveltyKind, Observed, Sighted, explain_for_graph,
};
use gumshoe_domain::ScopeTime;
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use serde::Serialize;

use super::principals::caller;
use super::{Asked, MOST};
use crate::baseline;
use crate::explained::Explained;
use crate::grouping::Sums;

const PLACE: &[Column] = &[Column::Country, Column::City];

const COLUMNS: &[Column] = &[
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::PrincipalName,
    Column::Country,
    Column::City,
    Column::Latitude,
    Column::Longitude,
    Column::ErrorCode,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// A place, and who called from there.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NewGeolocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latitude: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    longitude: Option<f32>,
    success_count: u64,
    failure_count: u64,
    first_seen: String,
    last_seen: String,
    /// The users and roles, those with the most calls first.
    principals: Vec<Visitor>,
    explanation: Explained,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Visitor {
    entity_type: &'static str,
    entity_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    account_id: String,
    success_count: u64,
    failure_count: u64,
}

/// By country and city, who called from there.
type Visitors = HashMap<[Option<String>; 2], HashMap<Entity, Visit>>;

#[derive(Default)]
struct Visit {
    name: Option<String>,
    account: String,
    sums: Sums,
}

/// Places of the scope time, and those of them that are new.
struct Places {
    candidates: Candidates,
    visitors: Visitors,
}

impl Places {
    fn none() -> Self {
        Self {
            candidates: Candidates::of(&[NoveltyKind::Geolocation]),
            visitors: Visitors::new(),
        }
    }

    fn add(&mut self, call: &Call<'_>) {
        self.candidates.add(call);
        let parts = Observed::parts(call, NoveltyKind::Geolocation);
        let (Some(place), Some(entity)) = (parts, caller(call)) else {
            return;
        };
        let place = place.map(|it| it.map(str::to_owned));
        let visitors = self.visitors.entry(place).or_default();
        let visit = visitors.entry(entity).or_default();
        visit.sums.add::<Column>(call);
        if visit.account.is_empty() {
            call.caller.account.clone_into(&mut visit.account);
        }
        keep_greater(&mut visit.name, call.caller.principal_name);
    }
}

/// The new places, those with the most calls first.
pub(crate) async fn new(asked: Asked<'_>) -> Result<Vec<NewGeolocation>, SegmentError> {
    let (manifest, all) = (asked.manifest, Filter::default());
    let add = |places: &mut Places, call: &Call<'_>| places.add(call);
    let found = graph_rows::add_up(manifest, asked.scope, all, COLUMNS, Places::none, add);
    let Places {
        candidates,
        mut visitors,
    } = found.await?;
    let before = baseline::before(asked.scope);
    let sighted = sighted(asked, before, &candidates).await?;
    let new = candidates.unless(&sighted);
    let mut new: Vec<&Candidate> = new.iter().collect();
    new.sort_by_key(|it| {
        (
            Reverse(it.succeeded.saturating_add(it.failed)),
            it.parts.clone(),
        )
    });
    let places = new.into_iter().take(MOST).map(|place| {
        let part = |at: usize| place.parts.get(at).cloned().flatten();
        let by = visitors.remove(&[part(0), part(1)]).unwrap_or_default();
        geolocation(place, by, before)
    });
    Ok(places.collect())
}

/// Which places calls came from before. Most are seen in the newest segments, and it goes on to older
/// ones only for those that are not.
async fn sighted(
    asked: Asked<'_>,
    before: ScopeTime,
    candidates: &Candidates,
) -> Result<Sighted, SegmentError> {
    let (manifest, filter) = (asked.manifest, Filter::default());
    let none = || Sighted::none_of(candidates);
    let see = |sighted: &mut Sighted, call: &Call<'_>| sighted.see(candidates, call);
    let enough = Sighted::is_all;
    graph_rows::add_up_until(manifest, before, filter, PLACE, none, see, enough).await
}

fn geolocation(
    place: &Candidate,
    visitors: HashMap<Entity, Visit>,
    before: ScopeTime,
) -> NewGeolocation {
    let mut visitors: Vec<(Entity, Visit)> = visitors.into_iter().collect();
    visitors.sort_by(|(entity, it), (other_entity, other)| {
        let (calls, others) = (&it.sums, &other.sums);
        let by_calls = others.total::<Column>().cmp(&calls.total::<Column>());
        by_calls.then_with(|| entity.cmp(other_entity))
    });
    let visitor = |(entity, visit): (Entity, Visit)| {
        let [success_count, failure_count, ..] = visit.sums.measures;
        Visitor {
            entity_type: entity.kind.as_str(),
            entity_id: entity.id,
            name: visit.name,
            account_id: visit.account,
            success_count,
            failure_count,
        }
    };
    let part = |at: usize| place.parts.get(at).cloned().flatten();
    let (latitude, longitude) = place.coordinates.unzip();
    NewGeolocation {
        country: part(0),
        city: part(1),
        latitude,
        longitude,
        success_count: place.succeeded,
        failure_count: place.failed,
        first_seen: place.first_seen.to_string(),
        last_seen: place.last_seen.to_string(),
        principals: visitors.into_iter().take(MOST).map(visitor).collect(),
        explanation: explain_for_graph(place, before).into(),
    }
}
