//! The documented facts of the intrusion, for whoever wants to know whether they were found.

use gumshoe_activity::Entity;
use gumshoe_domain::Timestamp;
use serde::{Serialize, Serializer};

use super::record::event_time;

/// What really happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Truth {
    /// The story in a few sentences.
    pub summary: String,
    /// The access key that leaked.
    pub leaked_access_key_id: String,
    /// The accounts that were entered, in order.
    pub accounts: Vec<String>,
    /// Who acted for the intruder, in order of appearance.
    pub principals: Vec<TruthPrincipal>,
    /// Where the intruder came from, in order of appearance.
    pub addresses: Vec<TruthAddress>,
    /// What the intruder came with.
    pub user_agents: Vec<String>,
    /// The intruder's first call.
    #[serde(serialize_with = "as_event_time")]
    pub first: Timestamp,
    /// The intruder's last call.
    #[serde(serialize_with = "as_event_time")]
    pub last: Timestamp,
    /// What was done, in order.
    pub steps: Vec<TruthStep>,
}

/// A principal that acted for the intruder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TruthPrincipal {
    /// As the graph knows it.
    #[serde(serialize_with = "as_entity")]
    pub entity: Entity,
    /// Its ARN (a user's, or a role session's).
    pub arn: String,
    /// Its part in the story.
    pub part: &'static str,
}

/// An address that the intruder came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TruthAddress {
    /// The address.
    pub address: &'static str,
    /// ISO 3166-1 alpha-2 code of its country, which nobody of the company works in.
    pub country: &'static str,
    /// Its city, in English; some geolocation files add the district.
    pub city: &'static str,
}

/// A technique of MITRE ATT&CK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TruthTechnique {
    /// Its id, such as `T1078.004`.
    pub id: &'static str,
    /// Its name; of a sub-technique with the technique's.
    pub name: &'static str,
    /// The tactic that it serves here.
    pub tactic: &'static str,
}

/// One step of the intrusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TruthStep {
    /// What was done, in one sentence.
    pub title: &'static str,
    /// The technique it is an instance of.
    pub technique: TruthTechnique,
    /// Its first call.
    #[serde(serialize_with = "as_event_time")]
    pub first: Timestamp,
    /// Its last call.
    #[serde(serialize_with = "as_event_time")]
    pub last: Timestamp,
    /// Its calls, by who made them from where and what was called.
    pub calls: Vec<TruthCall>,
}

/// Calls of one kind within a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TruthCall {
    /// The account whose trail recorded them.
    pub account: String,
    /// The caller's ARN, as `userIdentity.arn` says it; where another account records its side of an
    /// `AssumeRole`, the caller's account.
    pub caller: String,
    /// Where they came from.
    pub address: &'static str,
    /// `eventSource` without `.amazonaws.com`.
    pub service: &'static str,
    /// `eventName`.
    pub api: &'static str,
    /// How many succeeded. A sign-in with a wrong password has no `errorCode`, and counts here.
    pub succeeded: u64,
    /// How many failed (have an `errorCode`).
    pub failed: u64,
}

fn as_event_time<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&event_time(*at))
}

fn as_entity<S: Serializer>(entity: &Entity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{}/{}", entity.kind, entity.id))
}
