//! Where a stack is, and how other programs learn it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use gumshoe_domain::{AccountId, Region};

/// The name that a stack would have in AWS CloudFormation; the names of its queues begin with it.
pub const STACK: &str = "gumshoe";
/// The name of the table.
pub const TABLE: &str = "gumshoe";
/// The bucket that logs are put into.
pub const LOG_BUCKET: &str = "gumshoe-logs";
/// The bucket of segments.
pub const SEGMENT_BUCKET: &str = "gumshoe-segments";
/// The bucket of the records of calls.
pub const AUDIT_BUCKET: &str = "gumshoe-audit";
/// The secret access key of every account. It protects nothing: a stack is for loopback addresses.
pub const SECRET_ACCESS_KEY: &str = "gumshoe-local";

const FILE_NAME: &str = "endpoints.env";

/// Where the services of a stack listen, and with what clients call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// The Detective API and the behavior API.
    pub api: SocketAddr,
    /// S3.
    pub s3: SocketAddr,
    /// DynamoDB.
    pub dynamodb: SocketAddr,
    /// SQS.
    pub sqs: SocketAddr,
    /// The Region that the stack says it is in.
    pub region: Region,
    /// The account that the log bucket belongs to, and whose credentials other programs are given.
    pub account: AccountId,
    /// MMDB files that tell where an address is.
    pub geolocation: Vec<PathBuf>,
}

impl Endpoints {
    /// URL of the API.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.api)
    }

    /// URL of S3. Clients must use path-style addressing.
    pub fn s3_url(&self) -> String {
        format!("http://{}", self.s3)
    }

    /// URL of DynamoDB.
    pub fn dynamodb_url(&self) -> String {
        format!("http://{}", self.dynamodb)
    }

    /// URL of SQS.
    pub fn sqs_url(&self) -> String {
        format!("http://{}", self.sqs)
    }

    /// The environment in which AWS's SDKs and tools, and the functions' own binaries, use this stack.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let geolocation: Vec<_> = self
            .geolocation
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let mut environment = vec![
            ("AWS_ENDPOINT_URL_DETECTIVE", self.api_url()),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", self.api_url()),
            ("AWS_ENDPOINT_URL_S3", self.s3_url()),
            ("AWS_ENDPOINT_URL_DYNAMODB", self.dynamodb_url()),
            ("AWS_ENDPOINT_URL_SQS", self.sqs_url()),
            ("AWS_REGION", self.region.to_string()),
            ("AWS_DEFAULT_REGION", self.region.to_string()),
            ("AWS_ACCESS_KEY_ID", self.account.to_string()),
            ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY.to_owned()),
            ("GUMSHOE_LOG_BUCKET", LOG_BUCKET.to_owned()),
            ("GUMSHOE_SEGMENT_BUCKET", SEGMENT_BUCKET.to_owned()),
            ("GUMSHOE_AUDIT_BUCKET", AUDIT_BUCKET.to_owned()),
            ("GUMSHOE_TABLE", TABLE.to_owned()),
            ("GUMSHOE_STACK", STACK.to_owned()),
            ("GUMSHOE_TRUST_ACCESS_KEY", "true".to_owned()),
            ("GUMSHOE_S3_PATH_STYLE", "true".to_owned()),
        ];
        // An empty value is no list of files to other commands that read the variable.
        if !geolocation.is_empty() {
            environment.push(("GUMSHOE_GEOLOCATION", geolocation.join(":")));
        }
        environment
    }

    /// Writes the environment to `endpoints.env` in the folder `data`, all at once, and tells the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, data: &Path) -> io::Result<PathBuf> {
        let mut file = tempfile::NamedTempFile::new_in(data)?;
        for (name, value) in self.environment() {
            writeln!(file, "{name}={value}")?;
        }
        let path = data.join(FILE_NAME);
        file.persist(&path)?;
        Ok(path)
    }
}
