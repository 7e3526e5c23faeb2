//! Where an address is, and whose it is.

/// What the geolocation files say of an address on the day its activity was ingested.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place<'a> {
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: Option<&'a str>,
    /// English name of the city.
    pub city: Option<&'a str>,
    /// Latitude and longitude in degrees, rounded to one decimal (cells of about 11 km), as Detective does.
    pub coordinates: Option<(f32, f32)>,
    /// The organisation of the autonomous system.
    pub aso: Option<&'a str>,
}
