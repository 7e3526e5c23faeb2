//! What Amazon's detectors tell of the intrusion, and of what goes on in the internet anyway.

use gumshoe_domain::Timestamp;
use serde_json::Value;

use super::audit::Cluster;
use super::guardduty::{About, Told};
use super::security_hub;
use super::{SECONDS_PER_HOUR, Source, SourceObject, in_key, object};
use crate::synthetic::Scenario;
use crate::synthetic::chance::Chance;
use crate::synthetic::company::Company;
use crate::synthetic::delivery::GenerationError;
use crate::synthetic::estate::{Estate, Interface};
use crate::synthetic::hostile::Hostility;
use crate::synthetic::identity::UserIdentity;
use crate::synthetic::truth::Truth;

const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;

/// GuardDuty tells an update of a finding after this time at the earliest, and exports after five
/// minutes. GuardDuty User Guide, "Exporting generated findings to Amazon S3 buckets".
const TOLD_AFTER_SECONDS: i64 = 900;

/// Who looks for open ports every day.
const SCANNER: &str = "203.0.113.7";

/// What findings are about.
pub(super) struct Scene<'a> {
    pub(super) estate: &'a Estate,
    pub(super) instance: &'a Interface,
    pub(super) cluster: &'a Cluster,
}

/// The findings, by the time at which they are told.
pub(super) struct Findings {
    chance: Chance,
    told: Vec<Telling>,
    raised: Vec<String>,
}

struct Telling {
    at: Timestamp,
    source: Source,
    account: String,
    finding: Value,
    counts: bool,
    is_of_intruder: bool,
}

/// A finding that the intrusion raises, except for its id and times.
struct Raised {
    about: About,
    kind: &'static str,
    severity: u8,
    title: &'static str,
    /// How much of the intrusion is over when it is first and last seen, in hundredths.
    seen: (i64, i64),
}

impl Findings {
    pub(super) fn new(
        chance: &mut Chance,
        scenario: &Scenario,
        company: &Company,
        scene: &Scene<'_>,
    ) -> Self {
        let detector = chance.hex(32);
        let truth = &company.plot.truth;
        let mut findings = Self {
            told: Vec::new(),
            raised: Vec::new(),
            chance: Chance::new(scenario.seed, super::FINDINGS_STREAM + 8),
        };
        for raised in raised(company, scene) {
            findings.raise(chance, truth, &raised, &detector);
        }
        findings.background(chance, scenario, scene, &detector);
        findings.hub(chance, scenario, scene);
        findings.told.sort_by_key(|it| it.at);
        findings
    }

    /// Ids of those that the intrusion raised.
    pub(super) fn raised(&self) -> &[String] {
        &self.raised
    }

    pub(super) fn become_hostile(&mut self, hostility: &mut Hostility) {
        for telling in self.told.iter_mut().filter(|it| !it.is_of_intruder) {
            for name in ["title", "description", "Title", "Description"] {
                if let Some(Value::String(text)) = telling.finding.get_mut(name) {
                    *text = hostility.text(std::mem::take(text));
                }
            }
        }
    }

    fn raise(&mut self, chance: &mut Chance, truth: &Truth, raised: &Raised, detector: &str) {
        let length = truth.last.as_seconds() - truth.first.as_seconds();
        let at = |hundredths: i64| truth.first.plus_seconds(length * hundredths / 100);
        let told = Told {
            id: chance.hex(32),
            kind: raised.kind,
            severity: raised.severity,
            title: raised.title,
            first: at(raised.seen.0),
            last: at(raised.seen.1),
            count: chance.between(1, 30),
        };
        self.raised.push(told.id.clone());
        self.tell(&raised.about, &told, detector, true);
    }

    fn tell(&mut self, about: &About, told: &Told, detector: &str, is_of_intruder: bool) {
        self.told.push(Telling {
            at: told.last.plus_seconds(TOLD_AFTER_SECONDS),
            source: Source::GuardDuty,
            account: about.account.clone(),
            finding: about.finding(told, detector),
            counts: true,
            is_of_intruder,
        });
    }

    /// Open ports are looked for every day: one finding, updated each day.
    fn background(
        &mut self,
        chance: &mut Chance,
        scenario: &Scenario,
        scene: &Scene<'_>,
        detector: &str,
    ) {
        let (id, first) = (chance.hex(32), scenario.first_moment().plus_seconds(7_200));
        let mut last = first;
        let mut count = 1;
        while last < scenario.end() {
            let told = Told {
                id: id.clone(),
                kind: "Recon:EC2/PortProbeUnprotectedPort",
                severity: 2,
                title: "An unprotected port of an instance is being probed.",
                first,
                last,
                count,
            };
            self.tell(&About::probe(scene, SCANNER), &told, detector, false);
            last = last.plus_seconds(SECONDS_PER_DAY);
            count += 1;
        }
        let root = UserIdentity::root(scene.estate, Some(chance.access_key_id("ASIA")));
        let account = &scene.estate.account;
        let call = ("iam", "GetAccountSummary");
        let told = Told {
            id: chance.hex(32),
            kind: "Policy:IAMUser/RootCredentialUsage",
            severity: 2,
            title: "API GetAccountSummary was invoked using root credentials.",
            first,
            last: first,
            count: 1,
        };
        let about = About::api_call(account, &root, "87.128.24.8", call);
        self.tell(&about, &told, detector, false);
    }

    fn hub(&mut self, chance: &mut Chance, scenario: &Scenario, scene: &Scene<'_>) {
        let at = scenario.first_moment().plus_seconds(5 * SECONDS_PER_HOUR);
        for (number, told) in (0..).zip(&security_hub::FINDINGS) {
            let at = at.plus_seconds(number * SECONDS_PER_HOUR);
            let id = chance.uuid();
            let finding = told.finding(scene, &id, at);
            self.told.push(Telling {
                at,
                source: Source::SecurityHub,
                account: scene.estate.account.clone(),
                finding,
                counts: told.counts(),
                is_of_intruder: false,
            });
        }
    }

    /// The objects of an hour: of each source and account one, if there is anything to tell.
    pub(super) fn hour(&mut self, hour: Timestamp) -> Result<Vec<SourceObject>, GenerationError> {
        let end = hour.plus_seconds(SECONDS_PER_HOUR);
        let due = self.told.iter().take_while(|it| it.at < end).count();
        let told: Vec<Telling> = self.told.drain(..due).collect();
        let mut whose: Vec<(Source, &str)> = told
            .iter()
            .map(|it| (it.source, it.account.as_str()))
            .collect();
        whose.sort_unstable();
        whose.dedup();
        let mut objects = Vec::new();
        for (source, account) in whose {
            let its = || {
                told.iter()
                    .filter(|it| it.source == source && it.account == account)
            };
            let mut text = String::new();
            for telling in its() {
                let line = match source {
                    Source::SecurityHub => {
                        let id = self.chance.uuid();
                        security_hub::event(
                            &id,
                            account,
                            telling.at,
                            std::slice::from_ref(&telling.finding),
                        )
                    }
                    Source::GuardDuty | Source::VpcFlow | Source::EksAudit => {
                        telling.finding.clone()
                    }
                };
                text.push_str(&line.to_string());
                text.push('\n');
            }
            let records = u64::try_from(its().filter(|it| it.counts).count()).unwrap_or_default();
            let key = key(source, account, end, &self.chance.uuid());
            objects.push(object(source, account, key, text.as_bytes(), records)?);
        }
        Ok(objects)
    }
}

fn key(source: Source, account: &str, at: Timestamp, unique: &str) -> String {
    let (folder, ending) = match source {
        Source::SecurityHub => ("SecurityHub", "json.gz"),
        Source::GuardDuty | Source::VpcFlow | Source::EksAudit => ("GuardDuty", "jsonl.gz"),
    };
    let (folders, _) = in_key(at);
    let region = super::REGION;
    format!("AWSLogs/{account}/{folder}/{region}/{folders}/{unique}.{ending}")
}

/// What the intrusion raises, in the order of the story.
fn raised(company: &Company, scene: &Scene<'_>) -> Vec<Raised> {
    let plot = &company.plot;
    let [first, second] = [0, 1].map(|it| plot.truth.addresses[it].address);
    let home = &company.estates[0].account;
    let call = |account: &str, who: &UserIdentity, address: &str, api| {
        About::api_call(account, who, address, api)
    };
    let of = |about, kind, severity, title, seen| Raised {
        about,
        kind,
        severity,
        title,
        seen,
    };
    vec![
        of(
            call(home, &plot.leaked, first, ("iam", "ListUsers")),
            "Recon:IAMUser/MaliciousIPCaller",
            5,
            "Reconnaissance API ListUsers was invoked from a known malicious IP address.",
            (1, 20),
        ),
        of(
            call(home, &plot.leaked, first, ("iam", "CreateUser")),
            "Persistence:IAMUser/AnomalousBehavior",
            5,
            "A user invoked APIs commonly used in Persistence tactics in an anomalous way.",
            (30, 31),
        ),
        of(
            call(home, &plot.back_door, second, ("signin", "ConsoleLogin")),
            "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
            5,
            "Multiple worldwide successful console logins were observed.",
            (45, 46),
        ),
        of(
            call(
                &scene.estate.account,
                &plot.admin,
                first,
                ("cloudtrail", "StopLogging"),
            ),
            "DefenseEvasion:IAMUser/AnomalousBehavior",
            5,
            "A role invoked APIs commonly used in Defense Evasion tactics in an anomalous way.",
            (60, 65),
        ),
        of(
            About::connection(scene, second, 8_443, "OUTBOUND"),
            "Backdoor:EC2/C&CActivity.B",
            8,
            "An instance communicates with a known command and control server.",
            (5, 90),
        ),
        of(
            About::connection(scene, first, 443, "OUTBOUND"),
            "Behavior:EC2/TrafficVolumeUnusual",
            5,
            "An instance sends an unusually large amount of data to a remote host.",
            (55, 95),
        ),
        of(
            About::cluster_call(
                scene,
                &plot.admin,
                first,
                ("get", "/api/v1/namespaces/shop/secrets/database"),
            ),
            "CredentialAccess:Kubernetes/MaliciousIPCaller",
            8,
            "A Kubernetes API commonly used to access credentials was invoked from a known malicious IP address.",
            (92, 93),
        ),
        of(
            About::cluster_call(
                scene,
                &plot.admin,
                first,
                (
                    "create",
                    "/api/v1/namespaces/kube-system/pods/coredns-5d78c9869d-x7k2p/exec",
                ),
            ),
            "Execution:Kubernetes/ExecInKubeSystemPod",
            5,
            "A command was executed inside a pod within the kube-system namespace.",
            (94, 95),
        ),
    ]
}
