//! Which version of a finding is kept.

use std::fmt::Write as _;

use gumshoe_activity::finding::evidence_since;
use gumshoe_activity::{Finding, Provider, Report};
use gumshoe_domain::Timestamp;
use gumshoe_domain::investigation::State;
use sha2::{Digest, Sha256};

/// A finding of a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptFinding {
    /// The newest version of it.
    pub finding: Finding,
    /// Since when it is archived here, whatever its provider says.
    pub archived: Option<Timestamp>,
    /// The version: of two, the newer one's is greater.
    pub(crate) version: String,
    /// Whether it is shown. Of `GuardDuty`, a finding that never was anything but archived is not.
    pub(crate) is_shown: bool,
}

impl KeptFinding {
    /// What tells it from the graph's other findings, whatever its id is: 64 hexadecimal digits.
    pub fn key(&self) -> String {
        digest(&self.finding.id)
    }

    /// Whether it is shown at `now`. Evidence is not for longer than it is kept, whenever it is removed.
    pub(crate) fn is_shown_at(&self, now: Timestamp) -> bool {
        let is_too_old = match self.finding.provider {
            Provider::GuardDuty | Provider::SecurityHub => false,
            Provider::Detective => self.finding.last_seen < evidence_since(now),
        };
        self.is_shown && !is_too_old
    }

    /// Whether it is archived, here or by its provider.
    pub fn state(&self) -> State {
        if self.archived.is_some() || self.finding.is_archived {
            State::Archived
        } else {
            State::Active
        }
    }
}

/// What is kept after some reports of one finding have arrived, and the newest record if it is one of
/// theirs. Nothing when nothing changes.
pub(crate) fn merge<'a>(
    known: Option<&KeptFinding>,
    reports: impl IntoIterator<Item = &'a Report>,
) -> Option<(KeptFinding, Option<&'a str>)> {
    let mut kept = known.cloned();
    let mut record = None;
    for report in reports {
        let version = version(report);
        let is_shown = is_shown(&report.finding);
        match &mut kept {
            Some(kept) if version <= kept.version => kept.is_shown |= is_shown,
            Some(kept) => {
                kept.finding.clone_from(&report.finding);
                kept.version = version;
                kept.is_shown |= is_shown;
                record = Some(report.record.as_str());
            }
            None => {
                kept = Some(KeptFinding {
                    finding: report.finding.clone(),
                    archived: None,
                    version,
                    is_shown,
                });
                record = Some(report.record.as_str());
            }
        }
    }
    let kept = kept?;
    let is_new = known.is_none_or(|it| it.version != kept.version || it.is_shown != kept.is_shown);
    is_new.then_some((kept, record))
}

/// Archived and suppressed findings of `GuardDuty` are not taken in. Amazon Detective User Guide,
/// "Source data used in a Detective behavior graph".
fn is_shown(finding: &Finding) -> bool {
    match finding.provider {
        Provider::GuardDuty => !finding.is_archived,
        Provider::SecurityHub | Provider::Detective => true,
    }
}

/// The time of the update, then the time at which it was sent, then the record's digest: two records
/// of the same time are in an order that does not depend on which came first.
fn version(report: &Report) -> String {
    let sent = report.sent.map(|it| it.to_string()).unwrap_or_default();
    let digest = hex(Sha256::digest(&report.record));
    format!("{}#{sent}#{digest}", report.finding.updated)
}

/// A digest of a text that may be long and hostile, for keys of the table.
pub(crate) fn digest(text: &str) -> String {
    hex(Sha256::digest(text))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
pub(super) mod tests {
    use gumshoe_activity::{Entity, EntityType, Involved, Rating, Role};

    use super::*;

    /// A report of a finding, updated at the second `updated`.
    pub(crate) fn report(updated: i64, is_archived: bool) -> Report {
        let at = Timestamp::from_millis(1_772_366_400_000).plus_seconds(updated);
        let account = "111122223333".parse().unwrap();
        let finding = Finding {
            id: "16afba5c5c43e07c9e3e5e2e544e95df".to_owned(),
            arn: Some("arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/16".to_owned()),
            provider: Provider::GuardDuty,
            product: Some("GuardDuty".to_owned()),
            product_arn: None,
            types: vec!["Recon:EC2/Portscan".to_owned()],
            title: "i-0a scans ports.".to_owned(),
            description: "It does.".to_owned(),
            severity: Rating::of_guard_duty(5.5),
            account,
            region: Some("eu-west-1".to_owned()),
            first_seen: at.plus_seconds(-60),
            last_seen: at.plus_seconds(-1),
            created: at.plus_seconds(-30),
            updated: at,
            is_archived,
            workflow: None,
            count: 3,
            involved: vec![
                Involved {
                    entity: Entity {
                        kind: EntityType::IpAddress,
                        id: format!("198.51.100.{updated}"),
                    },
                    role: Role::Actor,
                },
                Involved {
                    entity: Entity {
                        kind: EntityType::Ec2Instance,
                        id: "i-0a".to_owned(),
                    },
                    role: Role::Target,
                },
            ],
        };
        Report {
            record: format!("{{\"updatedAt\":{updated}}}"),
            finding,
            sent: None,
        }
    }

    /// All orders of `items`.
    fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
        if items.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for at in 0..items.len() {
            let mut rest = items.to_vec();
            let first = rest.remove(at);
            for mut order in orders(&rest) {
                order.insert(0, first.clone());
                all.push(order);
            }
        }
        all
    }

    fn kept_after(reports: &[Report]) -> (KeptFinding, String) {
        let mut kept: Option<KeptFinding> = None;
        let mut stored = String::new();
        for report in reports {
            // Each report arrives twice.
            for _ in 0..2 {
                if let Some((next, record)) = merge(kept.as_ref(), [report]) {
                    kept = Some(next);
                    if let Some(record) = record {
                        record.clone_into(&mut stored);
                    }
                }
            }
        }
        (kept.unwrap(), stored)
    }

    #[test]
    fn whatever_the_order_the_newest_version_is_kept_with_its_record() {
        let mut same_time = report(3, false);
        same_time.record = "{\"other\":1}".to_owned();
        let mut sent_later = report(3, true);
        sent_later.sent = Some(sent_later.finding.updated.plus_seconds(600));
        let reports = [report(1, false), report(3, false), same_time, sent_later];
        let (expected, record) = kept_after(&reports);
        assert!(expected.is_shown && expected.finding.is_archived);
        for order in orders(&reports) {
            assert_eq!(kept_after(&order), (expected.clone(), record.clone()));
            let at_once = merge(None, &order).unwrap();
            assert_eq!(at_once, (expected.clone(), Some(record.as_str())));
        }
    }

    #[test]
    fn a_finding_that_was_only_ever_archived_is_not_shown_until_an_active_version_comes() {
        let (archived, _) = kept_after(&[report(2, true)]);
        assert!(!archived.is_shown);
        let older = report(1, false);
        let (shown, record) = merge(Some(&archived), [&older]).unwrap();
        assert!(shown.is_shown && record.is_none());
        assert_eq!(shown.finding, archived.finding);
    }

    #[test]
    fn evidence_of_a_day_is_shown_for_45_days_more_and_a_finding_for_ever() {
        let (mut kept, _) = kept_after(&[report(0, false)]);
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let last = at("2026-04-15T23:59:59.999Z");
        let later = at("2026-04-16T00:00:00Z");
        for first_or_last in ["2026-03-01T00:00:00Z", "2026-03-01T23:59:59.999Z"] {
            kept.finding.last_seen = at(first_or_last);
            kept.finding.provider = Provider::Detective;
            assert!(kept.is_shown_at(last), "{first_or_last}");
            assert!(!kept.is_shown_at(later), "{first_or_last}");
            kept.finding.provider = Provider::GuardDuty;
            assert!(kept.is_shown_at(later), "{first_or_last}");
        }
    }

    #[test]
    fn the_same_or_an_older_version_changes_nothing() {
        let (kept, _) = kept_after(&[report(2, false)]);
        assert_eq!(
            merge(Some(&kept), [&report(2, false), &report(1, false)]),
            None
        );
    }
}
