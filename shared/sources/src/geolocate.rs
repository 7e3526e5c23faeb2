//! Where an address is and whose it is, by files in MaxMind's format.
//!
//! Two layouts are understood: MaxMind's own (GeoLite2, GeoIP2), and the flat one of the
//! `ip-location-db` packages (DB-IP and others), which come as one file per version of IP. Which
//! file is used, and under which licence, is the operator's choice.

#[cfg(test)]
mod mmdb;

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use gumshoe_activity::Place;
use gumshoe_domain::Timestamp;
use maxminddb::{MaxMindDbError, Reader};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// What a geolocation file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeoKind {
    /// Country, city and coordinates.
    City,
    /// The organisation of the autonomous system.
    Asn,
}

/// What is known of a geolocation file, to show its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeoFile {
    /// What it is asked for.
    pub kind: GeoKind,
    /// The kind of database that it says it is, such as `GeoLite2-City`.
    pub name: String,
    /// When it was built.
    pub built: Timestamp,
}

/// The file is no geolocation file.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the geolocation file {file}")]
pub struct CannotOpen {
    /// The file's path, or the name given for it.
    pub file: String,
    /// Why.
    #[source]
    pub source: MaxMindDbError,
}

/// Looks addresses up in any number of files. Of several files that know an address, the first is
/// believed, field by field.
#[derive(Debug, Default)]
pub struct Geolocator {
    files: Vec<(GeoFile, Reader<Vec<u8>>)>,
}

impl Geolocator {
    /// Knows nothing of any address.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a file into memory and adds it.
    ///
    /// # Errors
    /// When the file cannot be read or is in another format.
    pub fn open(&mut self, kind: GeoKind, path: &Path) -> Result<(), CannotOpen> {
        let file = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => self.add(kind, &file, bytes),
            Err(error) => Err(CannotOpen {
                file,
                source: error.into(),
            }),
        }
    }

    /// Adds the file whose content is `bytes`; `file` is its name in errors.
    ///
    /// # Errors
    /// When the bytes are in another format.
    pub fn add(&mut self, kind: GeoKind, file: &str, bytes: Vec<u8>) -> Result<(), CannotOpen> {
        let reader = Reader::from_source(bytes).map_err(|source| CannotOpen {
            file: file.to_owned(),
            source,
        })?;
        let metadata = reader.metadata();
        let seconds = i64::try_from(metadata.build_epoch).unwrap_or(i64::MAX);
        let about = GeoFile {
            kind,
            name: metadata.database_type.clone(),
            built: Timestamp::from_millis(seconds.saturating_mul(1_000)),
        };
        self.files.push((about, reader));
        Ok(())
    }

    /// The files, in the order in which they were added.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &GeoFile> {
        self.files.iter().map(|(about, _)| about)
    }

    /// What the files say of an address; nothing of those that they do not know.
    pub fn place(&self, address: IpAddr) -> Place<'_> {
        let address = address.to_canonical();
        let mut place = Place::default();
        for (about, reader) in &self.files {
            // A file for IPv4 refuses an IPv6 address; to us it is one that it does not know.
            let Ok(found) = reader.lookup(address) else {
                continue;
            };
            match about.kind {
                GeoKind::City => {
                    if let Ok(Some(record)) = found.decode::<CityRecord<'_>>() {
                        record.fill(&mut place);
                    }
                }
                GeoKind::Asn => {
                    if let Ok(Some(record)) = found.decode::<AsnRecord<'_>>() {
                        let aso = record.autonomous_system_organization;
                        place.aso = place.aso.or(aso.filter(|it| !it.is_empty()));
                    }
                }
            }
        }
        place
    }
}

/// A city file's record, of either layout.
#[derive(serde::Deserialize)]
struct CityRecord<'a> {
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

#[derive(serde::Deserialize)]
struct AsnRecord<'a> {
    autonomous_system_organization: Option<&'a str>,
}

impl<'a> CityRecord<'a> {
    /// Fills in what `place` does not have yet.
    fn fill(&self, place: &mut Place<'a>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geolocate::mmdb::{Value, database};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn maxmind_city() -> Vec<u8> {
        let record = Value::map([
            ("country", Value::map([("iso_code", text("NL"))])),
            (
                "city",
                Value::map([(
                    "names",
                    Value::map([("de", text("Den Haag")), ("en", text("The Hague"))]),
                )]),
            ),
            (
                "location",
                Value::map([
                    ("latitude", Value::Double(52.0767)),
                    ("longitude", Value::Double(4.2986)),
                ]),
            ),
        ]);
        database("Test-City", 4, "198.51.100.0".parse().unwrap(), 24, &record)
    }

    fn flat_city() -> Vec<u8> {
        let record = Value::map([
            ("city", text("Wellington")),
            ("country_code", text("NZ")),
            ("latitude", Value::Float(-41.2866)),
            ("longitude", Value::Float(174.7756)),
            ("postcode", text("")),
        ]);
        database("city ipv6", 6, "2001:db8::".parse().unwrap(), 32, &record)
    }

    fn asn() -> Vec<u8> {
        let record = Value::map([("autonomous_system_organization", text("EXAMPLE-NET"))]);
        database("asn", 4, "198.51.100.0".parse().unwrap(), 25, &record)
    }

    fn located() -> Geolocator {
        let mut geo = Geolocator::none();
        geo.add(GeoKind::City, "v4", maxmind_city()).unwrap();
        geo.add(GeoKind::City, "v6", flat_city()).unwrap();
        geo.add(GeoKind::Asn, "asn", asn()).unwrap();
        geo
    }

    #[test]
    fn an_address_is_looked_up_in_files_of_either_layout_and_version() {
        let geo = located();
        let hague = Place {
            country: Some("NL"),
            city: Some("The Hague"),
            coordinates: Some((52.1, 4.3)),
            aso: Some("EXAMPLE-NET"),
        };
        assert_eq!(geo.place(ip("198.51.100.7")), hague);
        assert_eq!(geo.place(ip("::ffff:198.51.100.7")), hague);
        assert_eq!(
            geo.place(ip("198.51.100.200")),
            Place { aso: None, ..hague }
        );
        let wellington = Place {
            country: Some("NZ"),
            city: Some("Wellington"),
            coordinates: Some((-41.3, 174.8)),
            aso: None,
        };
        assert_eq!(geo.place(ip("2001:db8::1")), wellington);
        assert_eq!(geo.place(ip("192.0.2.1")), Place::default());
        assert_eq!(geo.place(ip("::1")), Place::default());
        assert_eq!(
            Geolocator::none().place(ip("198.51.100.7")),
            Place::default()
        );
    }

    #[test]
    fn a_locator_says_which_files_it_has_and_how_old_they_are() {
        let built = Timestamp::from_millis(1_772_366_400_000);
        let file = |kind, name: &str| GeoFile {
            kind,
            name: name.to_owned(),
            built,
        };
        let geo = located();
        let files: Vec<GeoFile> = geo.files().cloned().collect();
        assert_eq!(
            files,
            [
                file(GeoKind::City, "Test-City"),
                file(GeoKind::City, "city ipv6"),
                file(GeoKind::Asn, "asn")
            ]
        );
    }

    #[test]
    fn a_file_of_another_format_is_refused_by_name() {
        let mut geo = Geolocator::none();
        let refused = geo
            .add(GeoKind::City, "notes.txt", b"hello".to_vec())
            .unwrap_err();
        assert_eq!(
            refused.to_string(),
            "cannot read the geolocation file notes.txt"
        );
        let absent = geo
            .open(GeoKind::Asn, Path::new("/nowhere/asn.mmdb"))
            .unwrap_err();
        assert_eq!(
            absent.to_string(),
            "cannot read the geolocation file /nowhere/asn.mmdb"
        );
        assert_eq!(geo.files().count(), 0);
    }

    #[test]
    fn records_of_unexpected_shape_are_as_if_unknown() {
        for record in [
            Value::map([("country", text("NL"))]),
            Value::map([
                ("latitude", Value::Double(152.0)),
                ("longitude", Value::Double(4.0)),
            ]),
            Value::map([("country_code", text("")), ("city", text(""))]),
            Value::map([
                ("city", Value::map([])),
                ("location", Value::map([("latitude", Value::Double(1.0))])),
            ]),
            text("x"),
        ] {
            let mut geo = Geolocator::none();
            let bytes = database("odd", 4, "198.51.100.0".parse().unwrap(), 24, &record);
            geo.add(GeoKind::City, "odd", bytes.clone()).unwrap();
            geo.add(GeoKind::Asn, "odd", bytes).unwrap();
            assert_eq!(
                geo.place(ip("198.51.100.7")),
                Place::default(),
                "{record:?}"
            );
        }
    }
}
