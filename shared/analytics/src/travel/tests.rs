use super::*;

const DUBLIN: (f32, f32) = (53.3, -6.3);
const SINGAPORE: (f32, f32) = (1.4, 103.8);
const LONDON: (f32, f32) = (51.5, -0.1);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn window() -> ScopeTime {
    ScopeTime::new(at("2026-01-15T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap()
}

fn place(coordinates: (f32, f32), aso: &str) -> Place<'_> {
    Place {
        coordinates: Some(coordinates),
        aso: Some(aso),
        ..Place::default()
    }
}

fn seen<'a>(time: &str, address: &'a str, coordinates: (f32, f32)) -> Sighting<'a> {
    Sighting {
        at: at(time),
        address,
        place: place(coordinates, "Example Telecom"),
    }
}

fn trips<'a>(sightings: &[Sighting<'a>], together: &Together) -> Vec<Trip<'a>> {
    let networks = Networks::get().unwrap();
    impossible(sightings.to_vec(), together, networks, window())
}

#[test]
fn distances_are_those_of_great_circles() {
    for (a, b, km) in [
        (DUBLIN, SINGAPORE, 11_197.0),
        (DUBLIN, LONDON, 463.0),
        ((0.0, 179.9), (0.0, -179.9), 22.2),
        ((90.0, 0.0), (-90.0, 0.0), 20_015.0),
        (DUBLIN, DUBLIN, 0.0),
    ] {
        let found = great_circle_km(a, b);
        assert!(
            (found - km).abs() < 5.0_f64.max(km * 0.005),
            "{a:?} {b:?} {found}"
        );
    }
}

#[test]
fn nobody_is_in_singapore_two_hours_after_dublin() {
    let sightings = [
        seen("2026-03-01T12:00:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T14:30:00Z", "203.0.113.9", SINGAPORE),
    ];
    let found = trips(&sightings, &Together::default());
    assert_eq!(found.len(), 1);
    let trip = &found[0];
    assert_eq!(
        (trip.from.address, trip.to.address),
        ("198.51.100.7", "203.0.113.9")
    );
    assert_eq!(trip.whole_hours(), 2);
    assert!(trip.explanation.observed > 4_000.0, "{trip:?}");
    assert!((trip.explanation.expected - 900.0).abs() < f64::EPSILON);
    assert!(trip.explanation.sentence.contains("in 2.5 h"), "{trip:?}");
}

#[test]
fn a_flight_is_no_impossible_travel() {
    let sightings = [
        seen("2026-03-01T00:00:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T14:00:00Z", "203.0.113.9", SINGAPORE),
    ];
    assert_eq!(trips(&sightings, &Together::default()), []);
}

#[test]
fn short_distances_do_not_count_however_short_the_time() {
    let sightings = [
        seen("2026-03-01T12:00:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T12:00:00Z", "203.0.113.9", LONDON),
    ];
    assert_eq!(trips(&sightings, &Together::default()), []);
}

#[test]
fn clouds_proxies_and_addresses_without_a_place_are_left_out() {
    let home = seen("2026-03-01T12:00:00Z", "198.51.100.7", DUBLIN);
    let away = |place| Sighting {
        place,
        ..seen("2026-03-01T12:30:00Z", "203.0.113.9", SINGAPORE)
    };
    for place in [
        place(SINGAPORE, "AMAZON-02"),
        place(SINGAPORE, "M247 Europe SRL"),
        Place::default(),
    ] {
        assert_eq!(trips(&[home, away(place)], &Together::default()), []);
    }
    // What is left out does not hide what is behind it.
    let cloud = away(place(SINGAPORE, "AMAZON-02"));
    let later = seen("2026-03-01T12:40:00Z", "203.0.113.10", SINGAPORE);
    assert_eq!(trips(&[home, cloud, later], &Together::default()).len(), 1);
}

#[test]
fn places_that_were_used_together_on_two_days_belong_together() {
    let sightings = [
        seen("2026-03-01T12:00:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T12:30:00Z", "203.0.113.9", SINGAPORE),
    ];
    let mut together = Together::default();
    let mut use_both = |time: &str| {
        for coordinates in [DUBLIN, SINGAPORE] {
            together.add(at(time).hour(), &place(coordinates, "Example Telecom"));
        }
        trips(&sightings, &together).len()
    };
    assert_eq!(use_both("2026-02-01T08:00:00Z"), 1);
    assert_eq!(use_both("2026-02-01T09:00:00Z"), 1);
    assert_eq!(use_both("2026-02-02T08:00:00Z"), 0);
}

#[test]
fn of_each_pair_of_addresses_the_fastest_is_told() {
    let sightings = [
        seen("2026-03-01T12:00:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T14:00:00Z", "203.0.113.9", SINGAPORE),
        seen("2026-03-01T14:01:00Z", "198.51.100.7", DUBLIN),
        seen("2026-03-01T18:00:00Z", "203.0.113.9", SINGAPORE),
    ];
    let found = trips(&sightings, &Together::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to.at, at("2026-03-01T14:01:00Z"));
    assert_eq!(found[0].whole_hours(), 0);
}

proptest::proptest! {
    #[test]
    fn what_is_told_is_far_and_fast(
        moments in proptest::collection::vec((0_i64..200_000, 0_usize..4), 2..40)
    ) {
        const PLACES: [(f32, f32); 4] = [DUBLIN, SINGAPORE, LONDON, (-33.9, 151.2)];
        const NAMES: [&str; 4] = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"];
        let start = at("2026-03-01T00:00:00Z");
        let sightings: Vec<Sighting<'_>> = moments
            .iter()
            .map(|(seconds, at)| Sighting {
                at: start.plus_seconds(*seconds),
                address: NAMES[*at],
                place: place(PLACES[*at], "Example Telecom"),
            })
            .collect();
        for trip in trips(&sightings, &Together::default()) {
            proptest::prop_assert!(trip.km >= LEAST_KM);
            proptest::prop_assert!(trip.explanation.observed > MOST_KM_PER_HOUR);
            proptest::prop_assert!(trip.from.at <= trip.to.at);
        }
    }
}
