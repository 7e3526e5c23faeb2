//! `truth.json`: what was generated, and what really happened.

use std::path::{Path, PathBuf};

use gumshoe_domain::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::DemoError;
use super::generate::Made;
use crate::synthetic::{Counts, Scenario, Source, SourcesTruth, Tally, Truth};

const FILE_NAME: &str = "truth.json";

const SECONDS_PER_DAY: i64 = 86_400;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Contents<'a> {
    seed: u64,
    start_time: String,
    end_time: String,
    /// Of all sources.
    objects: u64,
    /// Of CloudTrail's objects, as the accounts and principals are.
    bytes: u64,
    sources: Vec<SourceCounts>,
    accounts: Vec<AccountCounts<'a>>,
    principals: Vec<PrincipalCounts<'a>>,
    intrusion: Truth,
    /// What of the intrusion is in the sources besides CloudTrail.
    intrusion_elsewhere: SourcesTruth,
}

/// What there is of a source besides CloudTrail.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SourceCounts {
    source: &'static str,
    objects: u64,
    bytes: u64,
    records: u64,
}

/// What an earlier demo's file is read for.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Earlier {
    seed: u64,
    start_time: String,
    end_time: String,
    bytes: u64,
    accounts: Vec<IgnoredAny>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AccountCounts<'a> {
    account_id: &'a str,
    success_count: u64,
    failure_count: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PrincipalCounts<'a> {
    entity_type: &'static str,
    entity_id: &'a str,
    success_count: u64,
    failure_count: u64,
}

/// Writes the file into `folder`, and tells where it is.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(folder: &Path, scenario: &Scenario, made: &Made) -> Result<PathBuf, DemoError> {
    let path = folder.join(FILE_NAME);
    let contents = Contents {
        seed: scenario.seed,
        start_time: scenario.first_moment().to_string(),
        end_time: scenario.end().to_string(),
        objects: made.objects(),
        bytes: made.tally.bytes,
        sources: sources(made),
        accounts: accounts(&made.tally),
        principals: principals(&made.tally),
        intrusion: scenario.truth(),
        intrusion_elsewhere: scenario.sources_truth(),
    };
    let written = serde_json::to_vec_pretty(&contents)
        .map_err(std::io::Error::from)
        .and_then(|json| std::fs::write(&path, json));
    written.map_err(DemoError::io(path.display()))?;
    Ok(path)
}

/// The scenario of an earlier demo in `folder`. A demo that was interrupted has left no file, and one
/// whose file cannot be read is as if it had none.
pub(super) fn scenario(folder: &Path) -> Option<Scenario> {
    let json = std::fs::read(folder.join(FILE_NAME)).ok()?;
    let earlier: Earlier = serde_json::from_slice(&json).ok()?;
    let start: Timestamp = earlier.start_time.parse().ok()?;
    let end: Timestamp = earlier.end_time.parse().ok()?;
    let days = (end.as_seconds() - start.as_seconds()) / SECONDS_PER_DAY;
    Some(Scenario {
        seed: earlier.seed,
        start,
        days: u32::try_from(days).ok()?,
        accounts: u32::try_from(earlier.accounts.len()).ok()?,
        size: Some(earlier.bytes),
    })
}

fn sources(made: &Made) -> Vec<SourceCounts> {
    let sources = made.sources.iter();
    sources
        .map(|(source, tally)| SourceCounts {
            source: name(*source),
            objects: tally.objects,
            bytes: tally.bytes,
            records: tally.records,
        })
        .collect()
}

/// A source, as `GetIngestStatus` calls it.
fn name(source: Source) -> &'static str {
    match source {
        Source::VpcFlow => "VPC_FLOW",
        Source::EksAudit => "EKS_AUDIT",
        Source::GuardDuty => "GUARDDUTY",
        Source::SecurityHub => "SECURITY_HUB",
    }
}

fn accounts(tally: &Tally) -> Vec<AccountCounts<'_>> {
    let counts = tally.accounts.iter();
    counts
        .map(|(account_id, counts)| AccountCounts {
            account_id,
            success_count: successes(counts),
            failure_count: counts.failures,
        })
        .collect()
}

fn principals(tally: &Tally) -> Vec<PrincipalCounts<'_>> {
    let counts = tally.principals.iter();
    counts
        .map(|(entity, counts)| PrincipalCounts {
            entity_type: entity.kind.as_str(),
            entity_id: &entity.id,
            success_count: successes(counts),
            failure_count: counts.failures,
        })
        .collect()
}

fn successes(counts: &Counts) -> u64 {
    counts.records - counts.failures
}
