//! What a deployment is made of. Lambda reads it from the environment, the local stack makes its own.

use std::path::PathBuf;

use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{Region, Retention, Trails};

/// Names and limits of one deployment.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The Region in which the graphs are; it is part of their ARNs.
    pub region: Region,
    /// The one DynamoDB table.
    pub table: String,
    /// The bucket in which segments are kept.
    pub segment_bucket: String,
    /// MMDB files that tell where an address is and whose; none is allowed.
    pub geolocation: Vec<PathBuf>,
    /// Largest log object that is read, in bytes as stored; a larger one is quarantined.
    pub max_object_bytes: u64,
    /// Largest log object that is read, in bytes after decompression; a larger one is quarantined.
    pub max_inflated_bytes: u64,
    /// Members and volumes of a graph.
    pub quotas: Quotas,
    /// For how long data is kept, unless a graph says otherwise.
    pub retention: Retention,
    /// Which trails count for accounts whose events several deliver.
    pub trails: Trails,
    /// The bucket that takes records of every call; none are kept without it.
    pub audit_bucket: Option<String>,
    /// The event bus that takes events of state changes; none are sent without it.
    pub event_bus: Option<String>,
    /// The address from which invitations are sent; none are sent without it.
    pub invitation_sender: Option<String>,
    /// The language model of Amazon Bedrock that writes summaries of finding groups; none are written without it.
    pub summary_model: Option<String>,
    /// Whether the caller's account may be taken from the access key id of a request that nobody
    /// authenticated. For development on a loopback address only; in AWS API Gateway authenticates.
    pub trust_access_key: bool,
    /// Which investigations are started by themselves.
    pub automatic_investigations: AutomaticInvestigations,
}

impl Settings {
    /// Default of [`Self::max_object_bytes`]: CloudTrail delivers at most some 50 MB, uncompressed.
    pub const MAX_OBJECT_BYTES: u64 = 64 << 20;
    /// Default of [`Self::max_inflated_bytes`].
    pub const MAX_INFLATED_BYTES: u64 = 512 << 20;
}
