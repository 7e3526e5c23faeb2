//! Every environment variable, read once.

use std::path::PathBuf;
use std::str::FromStr;

use gumshoe_api::Settings;

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
#[derive(Debug, Clone, Copy)]
pub struct Clients {
    /// Whether S3 is addressed as `host/bucket`, as endpoints other than AWS's need it.
    pub s3_path_style: bool,
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
/// | `GUMSHOE_TRUST_ACCESS_KEY` | `true`: take the caller from an unverified access key; local only | `false` |
/// | `GUMSHOE_S3_PATH_STYLE` | `true`: address S3 as `host/bucket` | `false` |
///
/// # Errors
/// When a required variable is missing, or one cannot be read.
pub fn from_env() -> Result<(Settings, Clients), SettingsError> {
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
        trust_access_key: or("GUMSHOE_TRUST_ACCESS_KEY", false)?,
    };
    Ok((
        settings,
        Clients {
            s3_path_style: or("GUMSHOE_S3_PATH_STYLE", false)?,
        },
    ))
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
