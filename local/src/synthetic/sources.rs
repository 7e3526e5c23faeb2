//! What the company leaves in logs other than CloudTrail's: traffic of its instances, calls to its
//! cluster, and what Amazon's detectors tell. All of it is about the same accounts, people,
//! instances and intruder.

mod audit;
mod audit_event;
mod findings;
mod flow;
mod guardduty;
mod security_hub;
mod traffic;

use std::collections::VecDeque;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gumshoe_domain::Timestamp;
use serde::Serialize;

use super::Scenario;
use super::chance::Chance;
use super::company::Company;
use super::delivery::{GenerationError, Object};
use super::hostile::Hostility;
use super::plan::Plan;

use audit::Audit;
use findings::Findings;
use flow::FlowLog;

const SECONDS_PER_HOUR: i64 = 3_600;

/// The Region that everything besides CloudTrail is in.
pub(super) const REGION: &str = "us-east-1";

/// Streams of chance, after those of CloudTrail's records.
const FLOW_STREAM: u64 = 16;
const AUDIT_STREAM: u64 = 17;
const FINDINGS_STREAM: u64 = 18;
const HOSTILE_STREAM: u64 = 19;

/// A log source besides CloudTrail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Amazon VPC flow logs.
    VpcFlow,
    /// Amazon EKS audit logs.
    EksAudit,
    /// Findings of Amazon GuardDuty.
    GuardDuty,
    /// Findings that AWS Security Hub gathers.
    SecurityHub,
}

/// An object of a source besides CloudTrail. Its records are those that count: not what says
/// that there was nothing, and not findings that no graph takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceObject {
    /// Whose.
    pub source: Source,
    /// The object.
    pub object: Object,
}

/// What of the intrusion is in these sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SourcesTruth {
    /// The instance that the intruder's program runs on, and its account.
    pub instance: String,
    /// The account of the instance and of the cluster.
    pub account: String,
    /// Where data is sent to.
    pub exfiltration_address: &'static str,
    /// How many bytes are sent there.
    pub exfiltrated_bytes: u64,
    /// Where the program reports to, each minute.
    pub beacon_address: &'static str,
    /// The EKS cluster, `<name>~<account>~EKS`.
    pub cluster: String,
    /// Ids of the findings that the intrusion raised.
    pub findings: Vec<String>,
}

/// Iterator over the objects of every source besides CloudTrail, hour by hour.
pub struct SourceObjects {
    flow_logs: Vec<FlowLog>,
    audit: Audit,
    findings: Findings,
    ready: VecDeque<SourceObject>,
    now: Timestamp,
    end: Timestamp,
    seed: u64,
}

impl Scenario {
    /// The objects of every source besides CloudTrail, in the order of their delivery.
    pub fn source_objects(&self) -> SourceObjects {
        SourceObjects::new(self)
    }

    /// What of the intrusion is in the sources besides CloudTrail.
    pub fn sources_truth(&self) -> SourcesTruth {
        SourceObjects::new(self).truth()
    }
}

impl SourceObjects {
    fn new(scenario: &Scenario) -> Self {
        let company = Company::new(&Plan::of_scenario(scenario));
        let chance = |stream| Chance::new(scenario.seed, stream);
        let truth = &company.plot.truth;
        let busiest = usize::from(company.estates.len() > 1);
        let mut flow_logs = vec![FlowLog::custom(
            chance(FLOW_STREAM),
            &company.estates[busiest],
            truth,
        )];
        if let Some(third) = company.estates.get(2) {
            flow_logs.push(FlowLog::default_format(chance(FLOW_STREAM + 8), third));
        }
        let instance = flow_logs[0].compromised();
        let audit = Audit::new(chance(AUDIT_STREAM), &company, busiest);
        Self {
            findings: Findings::new(
                &mut chance(FINDINGS_STREAM),
                scenario,
                &company,
                &findings::Scene {
                    estate: &company.estates[busiest],
                    instance: &instance,
                    cluster: audit.cluster(),
                },
            ),
            flow_logs,
            audit,
            ready: VecDeque::new(),
            now: scenario.first_moment(),
            end: scenario.end(),
            seed: scenario.seed,
        }
    }

    /// The same, with hostile texts in the free texts of calls to the cluster and of findings that
    /// are not about the intruder.
    pub fn hostile(mut self) -> Self {
        let hostility = || Hostility::new(Chance::new(self.seed, HOSTILE_STREAM));
        self.audit.become_hostile(hostility());
        self.findings.become_hostile(&mut hostility());
        self
    }

    fn truth(&self) -> SourcesTruth {
        let flow_log = &self.flow_logs[0];
        SourcesTruth {
            instance: flow_log.compromised().instance,
            account: flow_log.account().to_owned(),
            exfiltration_address: flow_log.exfiltration_address(),
            exfiltrated_bytes: flow_log.exfiltrated_bytes(self.now, self.end),
            beacon_address: flow_log.beacon_address(),
            cluster: self.audit.cluster().id(),
            findings: self.findings.raised().to_vec(),
        }
    }

    fn run_hour(&mut self) -> Result<(), GenerationError> {
        let hour = self.now;
        self.now = hour.plus_seconds(SECONDS_PER_HOUR);
        for log in &mut self.flow_logs {
            self.ready.push_back(log.hour(hour)?);
        }
        self.ready.push_back(self.audit.hour(hour)?);
        self.ready.extend(self.findings.hour(hour)?);
        Ok(())
    }
}

impl Iterator for SourceObjects {
    type Item = Result<SourceObject, GenerationError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(object) = self.ready.pop_front() {
                return Some(Ok(object));
            }
            if self.now >= self.end {
                return None;
            }
            if let Err(error) = self.run_hour() {
                self.now = self.end;
                return Some(Err(error));
            }
        }
    }
}

/// An object of `content`, compressed.
fn object(
    source: Source,
    account: &str,
    key: String,
    content: &[u8],
    records: u64,
) -> Result<SourceObject, GenerationError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    Ok(SourceObject {
        source,
        object: Object {
            key,
            account: account.to_owned(),
            region: REGION,
            bytes: encoder.finish()?,
            uncompressed_bytes: u64::try_from(content.len()).unwrap_or(u64::MAX),
            records,
        },
    })
}

/// A moment as keys have it: `2026/03/01`, and the digits of date and minute, `20260301T1200Z`.
fn in_key(at: Timestamp) -> (String, String) {
    let moment = at.to_string();
    let (day, time) = moment.split_once('T').unwrap_or_default();
    let clock: String = time.chars().filter(char::is_ascii_digit).take(4).collect();
    (
        day.replace('-', "/"),
        format!("{}T{clock}Z", day.replace('-', "")),
    )
}

#[cfg(test)]
mod tests;
