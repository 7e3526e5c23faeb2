//! What belongs together: findings and evidence that share entities, near each other in time, as
//! groups.
//!
//! Two of them are linked as strongly as the rarest entities that they share: an address that hundreds
//! of principals use, or a role that automation takes on every hour, says little about two findings
//! that have it in common. Groups are communities of the graph of links, so that one link between two
//! groups is not enough to make them one. `docs/analytics.md` has the formulas.

mod clusters;
mod links;
mod names;
mod occurrence;
mod picture;
mod profile;
mod regroup;
mod strength;
mod summary;
mod title;
mod types;

pub use links::{Link, SharedEntity};
pub use names::Names;
pub use occurrence::{Occurrence, Origin};
pub use picture::{Edge, Picture, picture};
pub use profile::profile;
pub use regroup::{Grouping, KnownGroup, MOST_MEMBERS, regroup, shared_entities};
pub use strength::{EntityFacts, Usage, facts};
pub use summary::summary;
pub use types::{FindingNamespace, tactic_of};

/// From which strength on two occurrences belong together: from 0, nothing in common, to 1.
pub const THRESHOLD: f64 = 0.5;
