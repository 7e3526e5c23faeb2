//! The panels of the Summary page, a file each. Amazon Detective User Guide, "Using the Summary page":
//! limits and orders are the page's.

pub(crate) mod clusters;
pub(crate) mod geolocations;
pub(crate) mod groups;
pub(crate) mod instances;
pub(crate) mod investigations;
pub(crate) mod principals;
pub(crate) mod recommended;

use gumshoe_domain::{GraphId, ScopeTime, Timestamp};
use gumshoe_store::{Manifest, Store};

/// Rows of a panel.
const MOST: usize = 100;

/// Hours of a timeline, and of what is recent: 7 days.
const WEEK_HOURS: i32 = 7 * 24;

/// What a panel is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) manifest: &'a Manifest<'a>,
    /// 24 hours.
    pub(crate) scope: ScopeTime,
    pub(crate) now: Timestamp,
}

impl<'a> Asked<'a> {
    pub(crate) fn store(self) -> &'a Store {
        self.manifest.store()
    }

    pub(crate) fn graph(self) -> GraphId {
        self.manifest.graph()
    }

    /// The 7 days that end with the scope time.
    pub(crate) fn week(&self) -> ScopeTime {
        self.scope.ending_with(WEEK_HOURS)
    }
}
