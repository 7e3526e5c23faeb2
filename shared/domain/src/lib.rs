//! The control plane's vocabulary and rules: values, and functions from values to values.
//!
//! What may live here: identifiers, states, limits, and the rules that connect them. What may not:
//! input and output, the clock, randomness, and the shapes in which a wire or a table holds these
//! values. The *text* of an identifier or a state is said here once, as `Display` and `FromStr`.

pub mod access_key;
pub mod account_id;
pub mod finding_group;
pub mod graph;
pub mod graph_arn;
pub mod investigation;
pub mod log_source;
pub mod membership;
pub mod organization;
pub mod packages;
pub mod quota;
pub mod retention;
pub mod tags;
pub mod time;
pub mod trails;

pub use account_id::{AccountId, NotAnAccountId};
pub use finding_group::{
    FindingGroupId, FindingGroupStatus, NotAFindingGroupId, NotAFindingGroupStatus,
};
pub use graph::{Graph, GraphState, NotTaken, Suspension};
pub use graph_arn::{GraphArn, GraphId, NotAGraphArn, Partition, Region};
pub use investigation::{Investigation, InvestigationId};
pub use log_source::LogSourceName;
pub use membership::{MemberEvent, MemberStatus, Membership};
pub use organization::{AutoEnable, Designation, OrganizationId};
pub use packages::{DatasourcePackage, Gap, IngestState, PackageHistory, Packages};
pub use retention::Retention;
pub use tags::{InvalidTags, TagKeys, Tags};
pub use time::{Day, Hour, InvalidScopeTime, NotATimestamp, ScopeTime, Timestamp};
pub use trails::{NotTrails, Trail, Trails};
