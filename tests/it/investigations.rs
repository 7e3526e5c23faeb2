//! Investigations, through the official SDK: started, run, listed, archived, removed.

mod automatic;
pub(crate) mod case;
mod detection;
mod groups;
mod indicators;
mod life;
mod listing;
#[expect(dead_code, reason = "other tests write files of other layouts")]
#[path = "../../shared/sources/src/geolocate/mmdb.rs"]
mod mmdb;
mod question;
mod report;
mod truth;
mod upkeep;
