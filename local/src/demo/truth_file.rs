//! `truth.json`: what was generated, and what really happened.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::DemoError;
use crate::synthetic::{Counts, Scenario, Tally, Truth};

const FILE_NAME: &str = "truth.json";

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Contents<'a> {
    seed: u64,
    start_time: String,
    end_time: String,
    objects: u64,
    bytes: u64,
    accounts: Vec<AccountCounts<'a>>,
    principals: Vec<PrincipalCounts<'a>>,
    intrusion: Truth,
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
pub(super) fn write(
    folder: &Path,
    scenario: &Scenario,
    tally: &Tally,
) -> Result<PathBuf, DemoError> {
    let path = folder.join(FILE_NAME);
    let contents = Contents {
        seed: scenario.seed,
        start_time: scenario.first_moment().to_string(),
        end_time: scenario.end().to_string(),
        objects: tally.objects,
        bytes: tally.bytes,
        accounts: accounts(tally),
        principals: principals(tally),
        intrusion: scenario.truth(),
    };
    let written = serde_json::to_vec_pretty(&contents)
        .map_err(std::io::Error::from)
        .and_then(|json| std::fs::write(&path, json));
    written.map_err(DemoError::io(path.display()))?;
    Ok(path)
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
