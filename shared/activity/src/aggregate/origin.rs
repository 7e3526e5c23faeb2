//! Where calls came from, kept once each.

use std::cmp::Ordering;

use crate::call::Origin;
use crate::place::Place;
use crate::texts::{TextId, Texts};

/// An origin by the places of its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct OriginParts {
    address: Option<TextId>,
    is_ip: bool,
    user_agent: Option<TextId>,
    country: Option<TextId>,
    city: Option<TextId>,
    /// Tenths of a degree.
    coordinates: Option<(i16, i16)>,
    aso: Option<TextId>,
}

impl OriginParts {
    /// The parts of `origin`, whose texts are added to `texts`.
    pub(crate) fn new(origin: &Origin<'_>, texts: &mut Texts) -> Self {
        Self {
            address: origin.address.map(|it| texts.intern(it)),
            is_ip: origin.is_ip,
            user_agent: origin.user_agent.map(|it| texts.intern(it)),
            country: origin.place.country.map(|it| texts.intern(it)),
            city: origin.place.city.map(|it| texts.intern(it)),
            coordinates: point(origin),
            aso: origin.place.aso.map(|it| texts.intern(it)),
        }
    }

    /// The origin again.
    pub(crate) fn resolve<'t>(&self, texts: &'t Texts) -> Origin<'t> {
        let text = |id: Option<TextId>| id.map(|it| texts.get(it));
        Origin {
            address: text(self.address),
            is_ip: self.is_ip,
            user_agent: text(self.user_agent),
            place: Place {
                country: text(self.country),
                city: text(self.city),
                coordinates: self
                    .coordinates
                    .map(|(latitude, longitude)| (degrees(latitude), degrees(longitude))),
                aso: text(self.aso),
            },
        }
    }
}

/// The order of origins in segments.
pub(crate) fn compare_origins(a: &Origin<'_>, b: &Origin<'_>) -> Ordering {
    (
        a.address,
        a.user_agent,
        a.place.country,
        a.place.city,
        a.place.aso,
    )
        .cmp(&(
            b.address,
            b.user_agent,
            b.place.country,
            b.place.city,
            b.place.aso,
        ))
        .then_with(|| (a.is_ip, point(a)).cmp(&(b.is_ip, point(b))))
}

/// Where the origin is, in tenths of a degree.
fn point(origin: &Origin<'_>) -> Option<(i16, i16)> {
    let (latitude, longitude) = origin.place.coordinates?;
    Some((tenths(latitude), tenths(longitude)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees are within ±180, tenths of them within ±1800"
)]
pub(crate) fn tenths(degrees: f32) -> i16 {
    (degrees.clamp(-180.0, 180.0) * 10.0).round() as i16
}

pub(crate) fn degrees(tenths: i16) -> f32 {
    f32::from(tenths) / 10.0
}
