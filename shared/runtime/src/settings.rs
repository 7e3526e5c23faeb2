//! Every environment variable, read once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use gumshoe_api::Settings;
use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{Retention, Trails};
use gumshoe_messages::QueueName;

/// A variable is missing or wrong.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It must be set.
    #[error("the environment variable {0} is not set")]
    Missing(&'static str),
    /// It cannot be read.
    #[error("the environment variable {name} has the invalid value {value:?}")]
    Invalid {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
    },
}

/// How the clients of AWS services are made.
#[derive(Debug, Clone)]
pub struct Clients {
    /// Whether S3 is addressed as `host/bucket`, as endpoints other than AWS's need it.
    pub s3_path_style: bool,
    /// URLs of the queues that the function may send to.
    pub queue_urls: BTreeMap<QueueName, String>,
    /// Whether AWS Organizations may be asked about accounts.
    pub reads_organization: bool,
}

/// The settings in the environment:
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `AWS_REGION` | Region of the deployment | required (Lambda sets it) |
/// | `GUMSHOE_TABLE` | the table's name | required |
/// | `GUMSHOE_SEGMENT_BUCKET` | the bucket of segments | required |
/// | `GUMSHOE_GEOLOCATION` | MMDB files, separated by `:` | none |
/// | `GUMSHOE_MAX_OBJECT_BYTES` | largest log object as stored | 64 MiB |
/// | `GUMSHOE_MAX_INFLATED_BYTES` | largest log object decompressed | 512 MiB |
/// | `GUMSHOE_QUOTA_MEMBERS` | members of a graph | 1,200 |
/// | `GUMSHOE_QUOTA_BYTES_PER_DAY` | bytes a day above which a graph takes no further member | 10 TB |
/// | `GUMSHOE_QUOTA_SUSPENDED_BYTES_PER_DAY` | bytes a day above which a graph takes no further logs | 15 TB |
/// | `GUMSHOE_RETENTION_DAYS` | days for which data is kept, unless a graph's tag says otherwise | 365 |
/// | `GUMSHOE_TRAILS` | which trails count for an account, as `111122223333=bucket/prefix/AWSLogs`, separated by commas | all |
/// | `GUMSHOE_MEMBERS_QUEUE_URL`, `GUMSHOE_INVESTIGATIONS_QUEUE_URL`, `GUMSHOE_NOTICES_QUEUE_URL` | the queues | none: nothing can be sent |
/// | `GUMSHOE_READS_ORGANIZATION` | `true`: AWS Organizations knows accounts | `false` |
/// | `GUMSHOE_AUDIT_BUCKET` | the bucket that takes records of calls | none |
/// | `GUMSHOE_EVENT_BUS` | the event bus that takes state changes | none |
/// | `GUMSHOE_INVITATION_SENDER` | the address that invitations come from | none: no e-mail |
/// | `GUMSHOE_SUMMARY_MODEL` | the model or inference profile of Amazon Bedrock that writes summaries of finding groups | none are written |
/// | `GUMSHOE_METRICS_NAMESPACE` | the namespace of metrics in Amazon CloudWatch | `Gumshoe` |
/// | `GUMSHOE_TRUST_ACCESS_KEY` | `true`: take the caller from an unverified access key; local only | `false` |
/// | `GUMSHOE_AUTOMATIC_INVESTIGATIONS` | which investigations are started by themselves: `OFF`, `FINDINGS`, `PRINCIPALS` | `OFF` |
/// | `GUMSHOE_S3_PATH_STYLE` | `true`: address S3 as `host/bucket` | `false` |
///
/// # Errors
/// When a required variable is missing, or one cannot be read.
pub fn from_env() -> Result<(Settings, Clients), SettingsError> {
    let quotas = Quotas::default();
    let geolocation = variable("GUMSHOE_GEOLOCATION").unwrap_or_default();
    let settings = Settings {
        region: required("AWS_REGION")?,
        table: required("GUMSHOE_TABLE")?,
        segment_bucket: required("GUMSHOE_SEGMENT_BUCKET")?,
        geolocation: geolocation
            .split(':')
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .collect(),
        max_object_bytes: or("GUMSHOE_MAX_OBJECT_BYTES", Settings::MAX_OBJECT_BYTES)?,
        max_inflated_bytes: or("GUMSHOE_MAX_INFLATED_BYTES", Settings::MAX_INFLATED_BYTES)?,
        quotas: Quotas {
            members: or("GUMSHOE_QUOTA_MEMBERS", quotas.members)?,
            bytes_per_day: or("GUMSHOE_QUOTA_BYTES_PER_DAY", quotas.bytes_per_day)?,
            suspended_bytes_per_day: or(
                "GUMSHOE_QUOTA_SUSPENDED_BYTES_PER_DAY",
                quotas.suspended_bytes_per_day,
            )?,
        },
        retention: or("GUMSHOE_RETENTION_DAYS", Retention::default())?,
        trails: or("GUMSHOE_TRAILS", Trails::default())?,
        audit_bucket: variable("GUMSHOE_AUDIT_BUCKET"),
        event_bus: variable("GUMSHOE_EVENT_BUS"),
        invitation_sender: variable("GUMSHOE_INVITATION_SENDER"),
        summary_model: variable("GUMSHOE_SUMMARY_MODEL"),
        trust_access_key: or("GUMSHOE_TRUST_ACCESS_KEY", false)?,
        automatic_investigations: or(
            "GUMSHOE_AUTOMATIC_INVESTIGATIONS",
            AutomaticInvestigations::Off,
        )?,
    };
    Ok((
        settings,
        Clients {
            s3_path_style: or("GUMSHOE_S3_PATH_STYLE", false)?,
            queue_urls: QueueName::ALL
                .iter()
                .filter_map(|&queue| Some((queue, variable(url_variable(queue))?)))
                .collect(),
            reads_organization: or("GUMSHOE_READS_ORGANIZATION", false)?,
        },
    ))
}

/// The namespace of the functions' metrics, `GUMSHOE_METRICS_NAMESPACE`, by default `Gumshoe`.
pub(crate) fn metrics_namespace() -> String {
    variable("GUMSHOE_METRICS_NAMESPACE").unwrap_or_else(|| "Gumshoe".to_owned())
}

fn url_variable(queue: QueueName) -> &'static str {
    match queue {
        QueueName::Members => "GUMSHOE_MEMBERS_QUEUE_URL",
        QueueName::Investigations => "GUMSHOE_INVESTIGATIONS_QUEUE_URL",
        QueueName::Notices => "GUMSHOE_NOTICES_QUEUE_URL",
    }
}

fn required<T: FromStr>(name: &'static str) -> Result<T, SettingsError> {
    let value = variable(name).ok_or(SettingsError::Missing(name))?;
    value
        .parse()
        .map_err(|_| SettingsError::Invalid { name, value })
}

fn or<T: FromStr>(name: &'static str, default: T) -> Result<T, SettingsError> {
    match variable(name) {
        Some(value) => value
            .parse()
            .map_err(|_| SettingsError::Invalid { name, value }),
        None => Ok(default),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
fn variable(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
