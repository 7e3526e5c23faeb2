//! From the bytes of a log object to rows of activity.
//!
//! A [`LogSource`] knows its objects by their keys and reads one object at a time into a [`Batch`].
//! An object counts whole or not at all; a malformed record is counted and skipped. Nothing here
//! fetches, writes, or knows the time: bytes come in, an [`ObjectTally`] and rows come out.
//!
//! ```
//! use gumshoe_sources::{Batch, Geolocator, KeyVerdict, Limits, SOURCES};
//!
//! let key = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/\
//!            111122223333_CloudTrail_eu-west-1_20260301T1205Z_0123456789abcdef.json.gz";
//! let mut batch = Batch::default();
//! for source in SOURCES {
//!     if let KeyVerdict::Ours(object) = source.owns(key) {
//!         let bytes = br#"{"Records":[]}"#;
//!         let tally = source.read(bytes, &object, &mut batch, &Geolocator::none(), &Limits::default())?;
//!         assert_eq!(tally.records, 0);
//!     }
//! }
//! # Ok::<(), gumshoe_sources::ObjectRejected>(())
//! ```

pub mod batch;
pub mod cloudtrail;
pub mod cluster_name;
pub mod eks_audit;
mod findings;
pub mod geolocate;
pub mod guardduty;
mod inflate;
pub mod key;
mod lenient;
pub mod limits;
mod memo;
pub mod rejected;
mod rows;
pub mod security_hub;
pub mod source;
mod staging;
pub mod tally;
pub mod vpc_flow;

pub use batch::Batch;
pub use cloudtrail::CloudTrail;
pub use cluster_name::{ClusterName, NotAClusterName};
pub use eks_audit::EksAudit;
pub use geolocate::{CannotOpen, GeoFile, GeoKind, Geolocator};
pub use guardduty::GuardDuty;
pub use key::{KeyLeftOut, KeyVerdict, ObjectKey};
pub use limits::Limits;
pub use rejected::ObjectRejected;
pub use security_hub::SecurityHub;
pub use source::{EventPattern, LogSource, SOURCES, source_named};
pub use tally::{AccountTally, Counts, LeftOut, Notice, ObjectTally, RecordRejected};
pub use vpc_flow::VpcFlow;
