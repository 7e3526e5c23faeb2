//! `IMPOSSIBLE_TRAVEL`: calls from two places that nobody can have travelled between.

use gumshoe_activity::Call;
use gumshoe_analytics::travel::{self, Sighting};
use gumshoe_domain::investigation::{Found, ImpossibleTravel, Indicator, IndicatorType};

use super::Finder;
use super::evidence::Calls;
use crate::activity::{is_own, place_name};
use crate::case::Case;

pub(super) const FINDER: Finder = Finder {
    kind: IndicatorType::ImpossibleTravel,
    find,
};

fn find(case: &Case) -> Vec<Found> {
    let activity = &case.activity;
    let calls: Vec<Call<'_>> = activity
        .scope
        .calls()
        .filter(|it| it.origin.is_ip && is_own(it))
        .collect();
    let sightings = calls.iter().flat_map(sightings).collect();
    let trips = travel::impossible(
        sightings,
        &activity.together,
        case.networks,
        activity.window,
    );
    let mut found = Vec::new();
    for trip in trips {
        let (from, to) = (trip.from, trip.to);
        let mut of_both = Calls::default();
        let is_of_trip = |it: &&Call<'_>| {
            it.origin
                .address
                .is_some_and(|it| it == from.address || it == to.address)
        };
        calls
            .iter()
            .filter(is_of_trip)
            .for_each(|it| of_both.add(it));
        let indicator = Indicator::ImpossibleTravel(ImpossibleTravel {
            starting_ip_address: from.address.to_owned(),
            ending_ip_address: to.address.to_owned(),
            starting_location: place_name(&from.place).unwrap_or_default(),
            ending_location: place_name(&to.place).unwrap_or_default(),
            hourly_time_delta: trip.whole_hours(),
        });
        found.push(of_both.found(indicator, trip.explanation));
    }
    found
}

/// The first and the last of a row's calls.
fn sightings<'a>(call: &Call<'a>) -> impl Iterator<Item = Sighting<'a>> + use<'a> {
    let (address, place) = (call.origin.address, call.origin.place);
    let times = [call.first_seen, call.last_seen];
    times.into_iter().filter_map(move |at| {
        Some(Sighting {
            at,
            address: address?,
            place,
        })
    })
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::Timestamp;

    use super::*;
    use crate::activity::tests::{activity, call};

    fn from<'a>(
        address: &'a str,
        (city, country): (&'a str, &'a str),
        coordinates: (f32, f32),
        time: &str,
    ) -> Call<'a> {
        let mut call = call(address, (Some(city), Some(country)), Some("Telecom"), "cli");
        call.origin.place.coordinates = Some(coordinates);
        call.first_seen = time.parse::<Timestamp>().unwrap();
        call.last_seen = call.first_seen;
        call
    }

    #[test]
    fn two_places_too_far_apart_for_the_time_are_told_with_the_speed() {
        let dublin = from(
            "198.51.100.7",
            ("Dublin", "IE"),
            (53.3, -6.3),
            "2026-03-01T12:00:00Z",
        );
        let singapore = from(
            "203.0.113.9",
            ("Singapore", "SG"),
            (1.4, 103.8),
            "2026-03-01T15:30:00Z",
        );
        let found = find(&Case::of(activity(&[singapore, dublin], &[], &[])));
        let expected = Indicator::ImpossibleTravel(ImpossibleTravel {
            starting_ip_address: "198.51.100.7".to_owned(),
            ending_ip_address: "203.0.113.9".to_owned(),
            starting_location: "Dublin, IE".to_owned(),
            ending_location: "Singapore, SG".to_owned(),
            hourly_time_delta: 3,
        });
        assert_eq!(found[0].indicator, expected);
        let evidence = found[0].evidence.as_ref().unwrap();
        assert!(evidence.observed > evidence.expected, "{evidence:?}");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_a_service_calls_is_no_travel() {
        let dublin = from(
            "198.51.100.7",
            ("Dublin", "IE"),
            (53.3, -6.3),
            "2026-03-01T12:00:00Z",
        );
        let mut service = from(
            "203.0.113.9",
            ("Singapore", "SG"),
            (1.4, 103.8),
            "2026-03-01T12:30:00Z",
        );
        service.caller.invoked_by = Some("cloudformation.amazonaws.com");
        let found = find(&Case::of(activity(&[dublin, service], &[], &[])));
        assert_eq!(found, []);
    }
}
