//! The rows of a generated company, by day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gumshoe::synthetic::History;
use gumshoe_activity::{Aggregate, Call, Entity, EntityType};
use gumshoe_analytics::evidence::{self, Before, Evidence, Window};
use gumshoe_analytics::peers::{Model, Observations};
use gumshoe_domain::{Day, ScopeTime, Timestamp};
use gumshoe_sources::{Batch, CloudTrail, GeoKind, Geolocator, KeyVerdict, Limits, LogSource};

/// Objects that are read before their rows are taken.
const AT_ONCE: usize = 200;

/// The rows of each day, in order.
pub(super) struct Days(Vec<(Day, Aggregate)>);

impl Days {
    /// Reads the objects of a company as ingestion does.
    pub(super) fn read(history: &History, geolocation: &Path) -> Self {
        let geo = geolocator(geolocation);
        let mut days: BTreeMap<Day, Aggregate> = BTreeMap::new();
        let (mut batch, mut count) = (Batch::default(), 0);
        for object in history.objects() {
            let object = object.expect("an object is generated");
            let KeyVerdict::Ours(key) = CloudTrail.owns(&object.key) else {
                panic!("{} is no object of CloudTrail", object.key);
            };
            CloudTrail
                .read(&object.bytes, &key, &mut batch, &geo, &Limits::default())
                .expect("the object is sound");
            count += 1;
            if count % AT_ONCE == 0 {
                take(&mut batch, &mut days);
            }
        }
        take(&mut batch, &mut days);
        Self(days.into_iter().collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The first moment of a day, and the moment after its last.
    pub(super) fn bounds(&self, at: usize) -> (Timestamp, Timestamp) {
        let day = self.0[at].0;
        (day.first_hour().start(), day.plus(1).first_hour().start())
    }

    /// Who called on a day, as far as evidence is told of them.
    pub(super) fn principals(&self, at: usize) -> BTreeSet<Entity> {
        let who = |call: Call<'_>| {
            let (kind, id) = call.caller.principal_type.zip(call.caller.principal_id)?;
            (kind != EntityType::AwsAccount).then(|| Entity {
                kind,
                id: id.to_owned(),
            })
        };
        self.0[at].1.calls().filter_map(who).collect()
    }

    /// Who is alike by all days before a day; nobody on the first one.
    pub(super) fn model(&self, at: usize) -> Option<Model> {
        let mut observed = Observations::default();
        for call in self.0[..at].iter().flat_map(|(_, rows)| rows.calls()) {
            observed.add(&call);
        }
        let before = ScopeTime::new(self.bounds(0).0, self.bounds(at).0).ok()?;
        Some(Model::learn(&observed, before))
    }

    /// The evidence of a day, beside all days before it.
    pub(super) fn evidence(&self, at: usize, model: Option<&Model>) -> Vec<Evidence> {
        let mut today = evidence::Day::default();
        self.0[at].1.calls().for_each(|it| today.add(&it));
        let mut before = Before::default();
        for call in self.0[..at].iter().flat_map(|(_, rows)| rows.calls()) {
            before.add(&today, &call);
        }
        let (start, end) = self.bounds(at);
        let scope = |from, to| ScopeTime::new(from, to).expect("a scope time");
        let window = Window {
            day: scope(start, end),
            before: scope(self.bounds(0).0, start),
        };
        evidence::find(&today, &before, model, window)
    }

    /// The rows of a day.
    pub(super) fn rows(&self, at: usize) -> &Aggregate {
        &self.0[at].1
    }
}

fn take(batch: &mut Batch, days: &mut BTreeMap<Day, Aggregate>) {
    for (_, rows) in batch.take() {
        for call in rows.calls() {
            days.entry(call.hour.day()).or_default().add_call(&call);
        }
    }
}

fn geolocator(folder: &Path) -> Geolocator {
    let mut geo = Geolocator::none();
    for (kind, name) in [
        (GeoKind::City, "city-ipv4.mmdb"),
        (GeoKind::City, "city-ipv6.mmdb"),
        (GeoKind::Asn, "asn.mmdb"),
    ] {
        let path = folder.join(name);
        if path.exists() {
            geo.open(kind, &path).expect("the file is sound");
        } else {
            println!("{} is not there: run make geolocation", path.display());
        }
    }
    geo
}
