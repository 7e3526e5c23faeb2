//! Records of geolocation files.

use std::fmt;

use gumshoe_activity::Place;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// A city file's record, of either layout.
#[derive(serde::Deserialize)]
pub(super) struct CityRecord<'a> {
    #[serde(borrow)]
    country: Option<Country<'a>>,
    #[serde(borrow)]
    city: Option<CityName<'a>>,
    location: Option<Location>,
    country_code: Option<&'a str>,
    latitude: Option<Degrees>,
    longitude: Option<Degrees>,
}

#[derive(serde::Deserialize)]
struct Country<'a> {
    iso_code: Option<&'a str>,
}

#[derive(serde::Deserialize)]
struct Names<'a> {
    en: Option<&'a str>,
}

#[derive(serde::Deserialize)]
struct Location {
    latitude: Option<Degrees>,
    longitude: Option<Degrees>,
}

/// A coordinate, which is written with single precision in one layout and double in the other.
#[derive(Clone, Copy)]
struct Degrees(f64);

impl<'de> Deserialize<'de> for Degrees {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DegreesVisitor)
    }
}

struct DegreesVisitor;

impl Visitor<'_> for DegreesVisitor {
    type Value = Degrees;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a coordinate in degrees")
    }

    fn visit_f32<E>(self, degrees: f32) -> Result<Degrees, E> {
        Ok(Degrees(degrees.into()))
    }

    fn visit_f64<E>(self, degrees: f64) -> Result<Degrees, E> {
        Ok(Degrees(degrees))
    }
}

/// A city, which is a text in one layout and a map with names by language in the other.
#[derive(Default)]
struct CityName<'a>(Option<&'a str>);

impl<'de: 'a, 'a> Deserialize<'de> for CityName<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CityNameVisitor)
    }
}

struct CityNameVisitor;

impl<'de> Visitor<'de> for CityNameVisitor {
    type Value = CityName<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a city's name, or its names")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<CityName<'de>, E> {
        Ok(CityName(Some(name)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut city: A) -> Result<CityName<'de>, A::Error> {
        let mut name = CityName::default();
        while let Some(member) = city.next_key::<&str>()? {
            if member == "names" {
                name.0 = city.next_value::<Names<'de>>()?.en;
            } else {
                city.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
}

/// An autonomous system file's record, which is the same in either layout.
#[derive(serde::Deserialize)]
pub(super) struct AsnRecord<'a> {
    autonomous_system_organization: Option<&'a str>,
}

impl<'a> AsnRecord<'a> {
    /// Fills in what `place` does not have yet.
    pub(super) fn fill(&self, place: &mut Place<'a>) {
        let aso = self.autonomous_system_organization;
        place.aso = place.aso.or(aso.filter(|it| !it.is_empty()));
    }
}

impl<'a> CityRecord<'a> {
    /// Fills in what `place` does not have yet.
    pub(super) fn fill(&self, place: &mut Place<'a>) {
        let country = self.country.as_ref().and_then(|it| it.iso_code);
        let country = country.or(self.country_code).filter(|it| !it.is_empty());
        let city = self.city.as_ref().and_then(|it| it.0);
        let nested = self.location.as_ref();
        let latitude = nested.and_then(|it| it.latitude).or(self.latitude);
        let longitude = nested.and_then(|it| it.longitude).or(self.longitude);
        place.country = place.country.or(country);
        place.city = place.city.or(city.filter(|it| !it.is_empty()));
        place.coordinates = place.coordinates.or(rounded(latitude.zip(longitude)));
    }
}

/// Both coordinates, rounded to a tenth of a degree; nothing if they are not on Earth.
fn rounded(coordinates: Option<(Degrees, Degrees)>) -> Option<(f32, f32)> {
    let (Degrees(latitude), Degrees(longitude)) = coordinates?;
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    is_on_earth.then(|| (tenth(latitude), tenth(longitude)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a tenth of a degree needs four digits, an f32 has seven"
)]
fn tenth(degrees: f64) -> f32 {
    ((degrees * 10.0).round() / 10.0) as f32
}
