//! Where an address is and whose it is, by files in MaxMind's format.
//!
//! Two layouts are understood: MaxMind's own (GeoLite2, GeoIP2), and the flat one of the
//! `ip-location-db` packages (DB-IP and others), which come as one file per version of IP. Which
//! file is used, and under which licence, is the operator's choice.

#[cfg(test)]
mod mmdb;
mod record;

use std::net::IpAddr;
use std::path::Path;

use gumshoe_activity::Place;
use gumshoe_domain::Timestamp;
use maxminddb::{MaxMindDbError, Reader};

use record::{AsnRecord, CityRecord};

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
                        record.fill(&mut place);
                    }
                }
            }
        }
        place
    }
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
