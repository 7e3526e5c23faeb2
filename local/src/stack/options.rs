//! What a stack is made of.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, Region, Retention, Trails};

/// What a stack is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The folder of its state; it is made when it is missing.
    pub data: PathBuf,
    /// The address it listens on.
    pub address: IpAddr,
    /// Port of the API; 0 is any free one.
    pub api_port: u16,
    /// Port of S3; 0 is any free one.
    pub s3_port: u16,
    /// Port of DynamoDB; 0 is any free one.
    pub dynamodb_port: u16,
    /// Port of SQS; 0 is any free one.
    pub sqs_port: u16,
    /// The Region it says it is in.
    pub region: Region,
    /// The account that owns the log bucket and the API.
    pub account: AccountId,
    /// MMDB files that tell where an address is and whose.
    pub geolocation: Vec<PathBuf>,
    /// Batches of log objects that are ingested at the same time.
    pub ingest_workers: usize,
    /// The time between two compactions.
    pub compact_every: Duration,
    /// Members and volumes of a graph.
    pub quotas: Quotas,
    /// For how long data is kept, unless a graph says otherwise.
    pub retention: Retention,
    /// Which trails count for accounts whose events several deliver.
    pub trails: Trails,
    /// The address that invitations come from.
    pub invitation_sender: String,
    /// An endpoint that plays Amazon SES and takes e-mails; without it they are written to the folder.
    pub ses_endpoint: Option<String>,
    /// A file that describes the organization of the stack's accounts.
    pub organization: Option<PathBuf>,
    /// An endpoint of AWS Organizations that knows the organization, for want of a file.
    pub organizations_endpoint: Option<String>,
    /// The model of Amazon Bedrock that writes summaries of finding groups.
    pub summary_model: Option<String>,
    /// Which investigations are started by themselves.
    pub automatic_investigations: AutomaticInvestigations,
}

impl Options {
    /// Where invitations come from, unless said otherwise.
    pub const INVITATION_SENDER: &str = "detective@gumshoe.example";

    /// A stack for tests and other programs: any free ports of 127.0.0.1.
    pub fn new(data: impl Into<PathBuf>, region: Region, account: AccountId) -> Self {
        Self {
            data: data.into(),
            address: Ipv4Addr::LOCALHOST.into(),
            api_port: 0,
            s3_port: 0,
            dynamodb_port: 0,
            sqs_port: 0,
            region,
            account,
            geolocation: Vec::new(),
            ingest_workers: 2,
            compact_every: Duration::from_secs(60),
            quotas: Quotas::default(),
            retention: Retention::default(),
            trails: Trails::default(),
            invitation_sender: Self::INVITATION_SENDER.to_owned(),
            ses_endpoint: None,
            organization: None,
            organizations_endpoint: None,
            summary_model: None,
            automatic_investigations: AutomaticInvestigations::Off,
        }
    }
}
