//! Where calls come from: public addresses that free geolocation files place sensibly.
//!
//! The ranges belong to large internet providers and clouds, and were chosen only for the place
//! that they are known by. Nothing here says anything about who uses them.

use super::chance::Chance;
use super::workday::Rhythm;

/// A city where people work, at the office or at home.
pub(super) struct City {
    /// Local time, in whole hours ahead of UTC (India's half hour is left out).
    pub(super) rhythm: Rhythm,
    /// First three numbers of the office's addresses.
    office: &'static str,
    /// First three numbers of the home providers' addresses.
    homes: &'static [&'static str],
}

/// The offices of the company, the largest first.
pub(super) static CITIES: [City; 5] = [
    City {
        rhythm: Rhythm::Office { utc_offset: 1 },
        office: "87.128.24",
        homes: &["87.128.46", "87.128.61", "87.128.76"],
    },
    City {
        rhythm: Rhythm::Office { utc_offset: 0 },
        office: "89.100.32",
        homes: &["89.100.61", "89.100.94", "89.100.128"],
    },
    City {
        rhythm: Rhythm::Office { utc_offset: -8 },
        office: "50.47.10",
        homes: &["50.47.38", "24.16.81", "24.16.129"],
    },
    City {
        rhythm: Rhythm::Office { utc_offset: -3 },
        office: "177.32.15",
        homes: &["177.32.43", "177.32.72", "177.32.100"],
    },
    City {
        rhythm: Rhythm::Office { utc_offset: 5 },
        office: "122.172.16",
        homes: &["122.172.28", "122.172.43", "122.172.66"],
    },
];

/// Regions in which the company works, with how much of its work is done there: roughly Zipf's law.
pub(super) static REGIONS: [(u32, &str); 6] = [
    (60, "us-east-1"),
    (30, "eu-west-1"),
    (20, "eu-central-1"),
    (15, "us-west-2"),
    (12, "sa-east-1"),
    (10, "ap-south-1"),
];

/// First two numbers of addresses of AWS's own compute in a Region.
fn compute_prefix(region: &str) -> &'static str {
    match region {
        "eu-west-1" => "34.242",
        "eu-central-1" => "18.194",
        "us-west-2" => "35.160",
        "sa-east-1" => "18.228",
        "ap-south-1" => "13.232",
        _ => "3.80",
    }
}

impl City {
    /// Local time less UTC, in whole hours.
    pub(super) fn utc_offset(&self) -> i64 {
        match self.rhythm {
            Rhythm::Office { utc_offset } | Rhythm::Shift { utc_offset, .. } => utc_offset,
            Rhythm::Steady => 0,
        }
    }

    /// The office's address (a few, behind one gateway), or with luck a home's own.
    pub(super) fn address(&self, chance: &mut Chance, at_home: bool) -> String {
        if at_home {
            let home = chance.pick(self.homes);
            format!("{home}.{}", chance.between(2, 250))
        } else {
            format!("{}.{}", self.office, chance.between(8, 10))
        }
    }
}

/// An address of AWS's compute in `region`.
pub(super) fn compute_address(chance: &mut Chance, region: &str) -> String {
    let (third, fourth) = (chance.between(1, 220), chance.between(2, 250));
    format!("{}.{third}.{fourth}", compute_prefix(region))
}

/// An address of a hosted pipeline runner: a new one for nearly every run.
pub(super) fn runner_address(chance: &mut Chance) -> String {
    let prefix = chance.pick(&["20.55", "40.84", "13.68", "52.167"]);
    let (third, fourth) = (chance.between(1, 120), chance.between(2, 250));
    format!("{prefix}.{third}.{fourth}")
}
