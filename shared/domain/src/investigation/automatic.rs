//! Investigations that nobody asked for: of whom, and when.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::Severity;
use crate::Timestamp;

/// Which investigations a deployment starts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AutomaticInvestigations {
    /// None.
    #[default]
    Off,
    /// Of users and roles in new findings of high or critical severity.
    Findings,
    /// Of these, and of the riskiest users and roles once a day.
    Principals,
}

/// The text names no such choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of OFF, FINDINGS, PRINCIPALS")]
pub struct NotAutomaticInvestigations;

impl FromStr for AutomaticInvestigations {
    type Err = NotAutomaticInvestigations;

    fn from_str(text: &str) -> Result<Self, NotAutomaticInvestigations> {
        match text {
            "OFF" => Ok(Self::Off),
            "FINDINGS" => Ok(Self::Findings),
            "PRINCIPALS" => Ok(Self::Principals),
            _ => Err(NotAutomaticInvestigations),
        }
    }
}

/// What a finding says of a principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    /// The ARN of the user or role.
    pub arn: String,
    /// How bad the finding is.
    pub severity: Severity,
    /// When its provider made it.
    pub created: Timestamp,
    /// When what it tells was seen last.
    pub last_seen: Timestamp,
}

/// Seconds that an investigation looks back. Our choice: a day is the shortest habit.
pub const AUTOMATIC_SCOPE_SECONDS: i64 = 24 * 3_600;

/// Seconds for which a finding makes its principals risky: a week, as the reasons of Detective's
/// recommended resources. Amazon Detective User Guide, "Running a Detective Investigation".
const SUSPICION_SECONDS: i64 = 7 * 24 * 3_600;

/// Principals of a graph that are investigated in a day without a new finding. Our choice.
const RISKIEST: usize = 5;

/// Since when findings make their principals risky at `now`. It is the same all day, UTC, so that the riskiest
/// are.
pub fn suspicious_since(now: Timestamp) -> Timestamp {
    midnight(now).plus_seconds(-SUSPICION_SECONDS)
}

/// The last midnight, UTC.
fn midnight(now: Timestamp) -> Timestamp {
    now.hour().day().first_hour().start()
}

impl AutomaticInvestigations {
    /// Whom to investigate at `now`, by ARN: those of new findings first, then the riskiest. Who was
    /// investigated since (`investigated` tells when last) is left out.
    pub fn due(
        self,
        suspicions: &[Suspicion],
        investigated: &BTreeMap<String, Timestamp>,
        now: Timestamp,
    ) -> Vec<String> {
        let day = now.plus_seconds(-AUTOMATIC_SCOPE_SECONDS);
        let since = |arn: &str, moment: Timestamp| {
            investigated.get(arn).is_some_and(|last| *last >= moment)
        };
        let mut due: Vec<String> = Vec::new();
        let mut add = |arn: &str| {
            if !due.iter().any(|it| it == arn) {
                due.push(arn.to_owned());
            }
        };
        let new = suspicions.iter().filter(|it| {
            it.severity >= Severity::High && it.created >= day && !since(&it.arn, it.created)
        });
        match self {
            Self::Off => {}
            Self::Findings => new.for_each(|it| add(&it.arn)),
            Self::Principals => {
                new.for_each(|it| add(&it.arn));
                let riskiest = riskiest(suspicions, now);
                let rested = riskiest.into_iter().filter(|it| !since(it, day));
                rested.for_each(add);
            }
        }
        due
    }
}

/// The principals with the worst findings of the week before this day; of equals, those with the newest. What
/// is found in the course of the day counts from the next on: else each finding would put somebody else
/// among the first, and there would be more of them in a day.
fn riskiest(suspicions: &[Suspicion], now: Timestamp) -> Vec<&str> {
    let (since, today) = (suspicious_since(now), midnight(now));
    let mut worst: BTreeMap<&str, (Severity, Timestamp)> = BTreeMap::new();
    let before = suspicions.iter().filter(|it| it.created < today);
    for it in before.filter(|it| it.last_seen >= since) {
        let own = (it.severity, it.created);
        let known = worst.entry(&it.arn).or_insert(own);
        *known = (*known).max(own);
    }
    let mut all: Vec<(&str, (Severity, Timestamp))> = worst.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    all.into_iter().take(RISKIEST).map(|(arn, _)| arn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-08T12:00:00Z".parse().unwrap()
    }

    fn suspicion(arn: &str, severity: Severity, hours_ago: i64) -> Suspicion {
        let created = now().plus_seconds(-hours_ago * 3_600);
        Suspicion {
            arn: arn.to_owned(),
            severity,
            created,
            last_seen: created,
        }
    }

    fn investigated(of: &[(&str, i64)]) -> BTreeMap<String, Timestamp> {
        let ago = |hours: i64| now().plus_seconds(-hours * 3_600);
        let of = of.iter();
        of.map(|(arn, hours)| ((*arn).to_owned(), ago(*hours)))
            .collect()
    }

    #[test]
    fn nobody_is_investigated_unless_that_is_asked_for() {
        let suspicions = [suspicion("alice", Severity::Critical, 1)];
        let off = AutomaticInvestigations::default();
        assert_eq!(off.due(&suspicions, &investigated(&[]), now()), [""; 0]);
    }

    #[test]
    fn a_new_finding_of_high_severity_is_investigated_once() {
        use AutomaticInvestigations::Findings;
        let suspicions = [
            suspicion("alice", Severity::High, 2),
            suspicion("alice", Severity::Critical, 3),
            suspicion("bob", Severity::Medium, 1),
            suspicion("carol", Severity::High, 30),
        ];
        let due = |of: &[(&str, i64)]| Findings.due(&suspicions, &investigated(of), now());
        assert_eq!(due(&[]), ["alice"]);
        assert_eq!(due(&[("alice", 4)]), ["alice"]);
        assert_eq!(due(&[("alice", 1)]), [""; 0]);
    }

    #[test]
    fn the_riskiest_are_investigated_once_a_day_the_worst_first() {
        use AutomaticInvestigations::Principals;
        let suspicions = [
            suspicion("alice", Severity::Low, 13),
            suspicion("bob", Severity::Medium, 100),
            suspicion("carol", Severity::High, 50),
            suspicion("dave", Severity::High, 181),
        ];
        let due = |of: &[(&str, i64)]| Principals.due(&suspicions, &investigated(of), now());
        assert_eq!(due(&[]), ["carol", "bob", "alice"]);
        assert_eq!(due(&[("carol", 23), ("bob", 25)]), ["bob", "alice"]);
    }

    #[test]
    fn at_most_five_are_the_riskiest_of_a_day() {
        let suspicions: Vec<Suspicion> = (0..9)
            .map(|it| suspicion(&format!("user{it}"), Severity::Low, 13 + it))
            .collect();
        let due = AutomaticInvestigations::Principals.due(&suspicions, &investigated(&[]), now());
        assert_eq!(due, ["user0", "user1", "user2", "user3", "user4"]);
    }

    #[test]
    fn who_becomes_one_of_the_riskiest_in_the_course_of_a_day_waits_for_the_next() {
        let before = (0..5).map(|it| suspicion(&format!("user{it}"), Severity::Low, 13 + it));
        let newcomer = suspicion("newcomer", Severity::Medium, 1);
        let suspicions: Vec<Suspicion> = before.chain([newcomer]).collect();
        let due = |hours: i64, of: &[(&str, i64)]| {
            let now = now().plus_seconds(hours * 3_600);
            AutomaticInvestigations::Principals.due(&suspicions, &investigated(of), now)
        };
        assert_eq!(due(0, &[]), ["user0", "user1", "user2", "user3", "user4"]);
        let at_noon = ["user0", "user1", "user2", "user3", "user4"].map(|it| (it, 0));
        assert_eq!(due(11, &at_noon), [""; 0]);
        assert_eq!(due(12, &at_noon), ["newcomer"]);
        assert_eq!(
            due(25, &at_noon),
            ["newcomer", "user0", "user1", "user2", "user3"]
        );
    }

    #[test]
    fn what_is_seen_again_does_not_make_its_principal_one_of_the_riskiest_of_this_day() {
        let mut suspicions: Vec<Suspicion> = (0..6)
            .map(|it| suspicion(&format!("user{it}"), Severity::Low, 13 + it))
            .collect();
        let due = |suspicions: &[Suspicion]| {
            AutomaticInvestigations::Principals.due(suspicions, &investigated(&[]), now())
        };
        let riskiest = due(&suspicions);
        suspicions[5].last_seen = now();
        assert_eq!(due(&suspicions), riskiest);
    }

    #[test]
    fn every_choice_is_read_by_its_name() {
        for (text, expected) in [
            ("OFF", Ok(AutomaticInvestigations::Off)),
            ("FINDINGS", Ok(AutomaticInvestigations::Findings)),
            ("PRINCIPALS", Ok(AutomaticInvestigations::Principals)),
            ("off", Err(NotAutomaticInvestigations)),
        ] {
            assert_eq!(text.parse(), expected);
        }
    }
}
