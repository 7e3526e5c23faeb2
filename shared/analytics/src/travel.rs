//! Calls from two places that nobody can have travelled between.
//!
//! A row of activity tells when the first and the last of its calls were made: two moments that are
//! exact. Between them there may be others, which can only make the time between two addresses
//! shorter: what is found here is as fast as told, or faster.

mod networks;

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_activity::Place;
use gumshoe_domain::{Day, Hour, ScopeTime, Timestamp};

use crate::Explanation;

pub use networks::{InvalidNetworks, NetworkKind, Networks};

/// The shortest distance that counts, in kilometres. Our choice: within it an error of geolocation is
/// likelier than an intruder.
const LEAST_KM: f64 = 1_000.0;

/// The speed that an airliner does not exceed, in kilometres an hour. Our choice.
const MOST_KM_PER_HOUR: f64 = 900.0;

/// By how much a place may be off because its coordinates are rounded to a tenth of a degree: half of
/// the diagonal of such a cell at the equator, in kilometres.
const ROUNDING_KM: f64 = 7.9;

/// Days on which two places must have been used within an hour to belong together. Our choice: one
/// day may be an intruder's.
const DAYS_TOGETHER: usize = 2;

/// Most places of an hour that are compared: more of them is no person's hour.
const MOST_PLACES: usize = 32;

/// A call, when and from where it was made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting<'a> {
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub address: &'a str,
    /// Where that is.
    pub place: Place<'a>,
}

/// Two calls that are too far apart for the time between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Trip<'a> {
    /// The earlier.
    pub from: Sighting<'a>,
    /// The later.
    pub to: Sighting<'a>,
    /// Kilometres between them, at least.
    pub km: f64,
    /// The speed that was seen, the fastest that there is, and why it is told.
    pub explanation: Explanation,
}

impl Trip<'_> {
    /// Whole hours between the two.
    pub fn whole_hours(&self) -> u32 {
        let seconds = self.to.at.as_seconds() - self.from.at.as_seconds();
        u32::try_from(seconds / 3_600).unwrap_or_default()
    }
}

/// A place as a network: whose, and where in tenths of degrees.
type Network = (String, i32, i32);

/// Which places somebody uses within an hour: the two ends of a VPN, an office with two ways out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Together {
    hours: BTreeMap<Hour, BTreeSet<Network>>,
}

impl Together {
    /// Somebody called from `place` in `hour`.
    pub fn add(&mut self, hour: Hour, place: &Place<'_>) {
        if let Some(network) = network(place) {
            let places = self.hours.entry(hour).or_default();
            if places.len() < MOST_PLACES {
                places.insert(network);
            }
        }
    }

    /// Adds what somebody else used in the same time.
    pub fn absorb(&mut self, other: Self) {
        for (hour, places) in other.hours {
            self.hours.entry(hour).or_default().extend(places);
        }
    }

    /// The pairs that were seen within an hour on several days.
    fn pairs(&self) -> BTreeSet<(&Network, &Network)> {
        let mut days: BTreeMap<(&Network, &Network), BTreeSet<Day>> = BTreeMap::new();
        for (hour, places) in &self.hours {
            for one in places {
                for other in places.iter().filter(|it| *it > one) {
                    days.entry((one, other)).or_default().insert(hour.day());
                }
            }
        }
        let several = days.into_iter().filter(|(_, it)| it.len() >= DAYS_TOGETHER);
        several.map(|(pair, _)| pair).collect()
    }
}

/// The trips in `sightings` that are impossible, the fastest of each pair of addresses, in the order
/// of their times. Addresses of clouds and of known proxies are left out, and so are places that
/// belong `together`.
pub fn impossible<'a>(
    mut sightings: Vec<Sighting<'a>>,
    together: &Together,
    networks: &Networks,
    window: ScopeTime,
) -> Vec<Trip<'a>> {
    sightings.retain(|it| {
        let aso = it.place.aso;
        it.place.coordinates.is_some() && aso.is_none_or(|aso| networks.kind(aso).is_none())
    });
    sightings.sort_by(|a, b| (a.at, a.address).cmp(&(b.at, b.address)));
    let usual = together.pairs();
    let mut fastest: BTreeMap<(&str, &str), Trip<'a>> = BTreeMap::new();
    for pair in sightings.windows(2) {
        let [from, to] = pair else { continue };
        if from.address == to.address || belong(&usual, from, to) {
            continue;
        }
        let Some(trip) = trip(from, to, window) else {
            continue;
        };
        let key = (from.address.min(to.address), from.address.max(to.address));
        let known = fastest.entry(key).or_insert_with(|| trip.clone());
        if known.explanation.observed < trip.explanation.observed {
            *known = trip;
        }
    }
    let mut trips: Vec<Trip<'a>> = fastest.into_values().collect();
    trips.sort_by_key(|it| it.to.at);
    trips
}

fn belong(usual: &BTreeSet<(&Network, &Network)>, from: &Sighting<'_>, to: &Sighting<'_>) -> bool {
    match (network(&from.place), network(&to.place)) {
        (Some(from), Some(to)) => {
            let pair = if from < to {
                (&from, &to)
            } else {
                (&to, &from)
            };
            usual.contains(&pair)
        }
        (Some(_) | None, None) | (None, Some(_)) => false,
    }
}

fn network(place: &Place<'_>) -> Option<Network> {
    let (latitude, longitude) = place.coordinates?;
    let tenths = |degrees: f32| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "degrees are within ±180, tenths of them within ±1800"
        )]
        let tenths = (degrees.clamp(-180.0, 180.0) * 10.0).round() as i32;
        tenths
    };
    let aso = place.aso.unwrap_or_default().to_owned();
    Some((aso, tenths(latitude), tenths(longitude)))
}

/// From one sighting to the next, if that is impossible.
fn trip<'a>(from: &Sighting<'a>, to: &Sighting<'a>, window: ScopeTime) -> Option<Trip<'a>> {
    let (a, b) = (from.place.coordinates?, to.place.coordinates?);
    let km = (great_circle_km(a, b) - 2.0 * ROUNDING_KM).max(0.0);
    let seconds = (to.at.as_millis() - from.at.as_millis()).max(1_000);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a scope has far fewer than 2^53 ms"
    )]
    let hours = seconds as f64 / 3_600_000.0;
    let speed = km / hours;
    if km < LEAST_KM || speed <= MOST_KM_PER_HOUR {
        return None;
    }
    let places = (named(&from.place), named(&to.place));
    let sentence = format!(
        "{km:.0} km from {} ({}) to {} ({}) in {}: {speed:.0} km/h, and an airliner does {MOST_KM_PER_HOUR:.0}.",
        places.0,
        from.address,
        places.1,
        to.address,
        told(hours)
    );
    Some(Trip {
        from: *from,
        to: *to,
        km,
        explanation: Explanation {
            observed: speed,
            expected: MOST_KM_PER_HOUR,
            window,
            sentence,
        },
    })
}

fn named(place: &Place<'_>) -> String {
    match (place.city, place.country) {
        (Some(city), Some(country)) => format!("{city}, {country}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "a place without a name".to_owned(),
    }
}

fn told(hours: f64) -> String {
    let minutes = hours * 60.0;
    if minutes < 1.0 {
        format!("{:.0} s", minutes * 60.0)
    } else if hours < 1.0 {
        format!("{minutes:.0} min")
    } else {
        format!("{hours:.1} h")
    }
}

/// Kilometres between two points on a sphere of the Earth's mean radius (haversine formula).
fn great_circle_km(a: (f32, f32), b: (f32, f32)) -> f64 {
    /// IUGG mean radius.
    const RADIUS_KM: f64 = 6_371.0;
    let radians = |degrees: f32| f64::from(degrees).to_radians();
    let (lat_a, lon_a) = (radians(a.0), radians(a.1));
    let (lat_b, lon_b) = (radians(b.0), radians(b.1));
    let haversine = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = haversine(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * haversine(lon_b - lon_a);
    2.0 * RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests;
