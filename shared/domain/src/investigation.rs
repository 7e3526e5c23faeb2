//! An investigation: a report on one IAM user or role, for one stretch of time.
//!
//! Amazon Detective User Guide, "Detective Investigations".

mod automatic;
mod evidence;
mod id;
mod indicator;
mod principal;
mod severity;

use std::fmt;
use std::str::FromStr;

use crate::Timestamp;
use crate::quota::ARCHIVED_INVESTIGATION_SECONDS;

pub use automatic::{
    AUTOMATIC_SCOPE_SECONDS, AutomaticInvestigations, NotAutomaticInvestigations, Suspicion,
    suspicious_since,
};
pub use evidence::{Evidence, Found};
pub use id::{InvestigationId, NotAnInvestigationId};
pub use indicator::{
    FlaggedIpAddress, ImpossibleTravel, Indicator, IndicatorType, NewAso, NewGeolocation,
    NewUserAgent, NotATactic, NotAnIndicatorType, RelatedFinding, RelatedFindingGroup, Tactic,
    TtpObserved,
};
pub use principal::{InvestigatedPrincipal, NotAnInvestigatedPrincipal, PrincipalType};
pub use severity::{Factor, NotASeverity, Severity, Working};

/// An investigation, with all that is known of it but its indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Investigation {
    /// Its name within its graph.
    pub id: InvestigationId,
    /// Who is investigated.
    pub principal: InvestigatedPrincipal,
    /// When it was started.
    pub created: Timestamp,
    /// The time that is looked at.
    pub scope: InvestigationScope,
    /// How far it is.
    pub progress: Progress,
    /// Since when it is archived; absent while it is active.
    pub archived: Option<Timestamp>,
}

impl Investigation {
    /// A new one.
    pub fn start(
        id: InvestigationId,
        principal: InvestigatedPrincipal,
        scope: InvestigationScope,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            principal,
            created: now,
            scope,
            progress: Progress::Running {
                attempts: 0,
                last_attempt: None,
            },
            archived: None,
        }
    }

    /// `Status` of the API.
    pub fn status(&self) -> Status {
        match self.progress {
            Progress::Running { .. } => Status::Running,
            Progress::Failed(_) => Status::Failed,
            Progress::Successful { .. } => Status::Successful,
        }
    }

    /// `State` of the API.
    pub fn state(&self) -> State {
        match self.archived {
            None => State::Active,
            Some(_) => State::Archived,
        }
    }

    /// `Severity` of the API, which only a successful investigation has.
    pub fn severity(&self) -> Option<Severity> {
        match &self.progress {
            Progress::Successful { severity, .. } => Some(*severity),
            Progress::Running { .. } | Progress::Failed(_) => None,
        }
    }
}

/// What is to be done with an investigation that nobody works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// It runs, and its message was lost: it is to be sent again.
    Message,
    /// It has run for so long that it is to be ended.
    End,
    /// It was archived so long ago that it is to be removed.
    Removal,
}

/// Seconds after which nobody is at work on an attempt any more: as long as a Lambda function runs at
/// most. AWS Lambda Developer Guide, "Configure Lambda function timeout".
const LOST_SECONDS: i64 = 900;

/// Seconds for which an investigation runs at most. Our choice: a report that is a day late is for
/// another scope.
const RUNNING_SECONDS: i64 = 24 * 3_600;

impl Investigation {
    /// What is to be done with it at `now`, if nobody works on it.
    pub fn overdue(&self, now: Timestamp) -> Option<Overdue> {
        let is_past = |since: Timestamp, seconds| since.plus_seconds(seconds) <= now;
        match self.progress {
            Progress::Running { last_attempt, .. } => {
                if is_past(self.created, RUNNING_SECONDS) {
                    Some(Overdue::End)
                } else if is_past(last_attempt.unwrap_or(self.created), LOST_SECONDS) {
                    Some(Overdue::Message)
                } else {
                    None
                }
            }
            Progress::Failed(_) | Progress::Successful { .. } => self
                .archived
                .filter(|since| is_past(*since, ARCHIVED_INVESTIGATION_SECONDS))
                .map(|_| Overdue::Removal),
        }
    }
}

/// How far an investigation is. It runs until it fails or succeeds, and then stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It waits or is at work.
    Running {
        /// How often the work was begun.
        attempts: u32,
        /// When it was begun last.
        last_attempt: Option<Timestamp>,
    },
    /// There will be no report.
    Failed(FailureReason),
    /// There is a report.
    Successful {
        /// What it comes to.
        severity: Severity,
        /// Which run's indicators are the report's: each run writes its own.
        run: String,
    },
}

/// Why there is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureReason {
    /// Every attempt failed or was cut off.
    AttemptsFailed,
    /// It ran for too long.
    TimedOut,
}

/// The text names no reason of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an investigation fails by ATTEMPTS_FAILED or TIMED_OUT")]
pub struct NotAFailureReason;

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AttemptsFailed => "ATTEMPTS_FAILED",
            Self::TimedOut => "TIMED_OUT",
        })
    }
}

impl FromStr for FailureReason {
    type Err = NotAFailureReason;

    fn from_str(text: &str) -> Result<Self, NotAFailureReason> {
        match text {
            "ATTEMPTS_FAILED" => Ok(Self::AttemptsFailed),
            "TIMED_OUT" => Ok(Self::TimedOut),
            _ => Err(NotAFailureReason),
        }
    }
}

/// `Status` of an investigation, in the order in which the service model names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It waits or is at work.
    Running,
    /// There will be no report.
    Failed,
    /// There is a report.
    Successful,
}

/// The text names no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of RUNNING, FAILED, SUCCESSFUL")]
pub struct NotAStatus;

impl Status {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Failed => "FAILED",
            Self::Successful => "SUCCESSFUL",
        }
    }
}

impl FromStr for Status {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, NotAStatus> {
        [Self::Running, Self::Failed, Self::Successful]
            .into_iter()
            .find(|it| it.as_str() == text)
            .ok_or(NotAStatus)
    }
}

/// `State` of an investigation: what its readers decided about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is listed.
    Active,
    /// It is listed only when archived ones are asked for, and removed after a while.
    Archived,
}

/// The text names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be one of ACTIVE, ARCHIVED")]
pub struct NotAState;

impl State {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
        }
    }
}

impl FromStr for State {
    type Err = NotAState;

    fn from_str(text: &str) -> Result<Self, NotAState> {
        match text {
            "ACTIVE" => Ok(Self::Active),
            "ARCHIVED" => Ok(Self::Archived),
            _ => Err(NotAState),
        }
    }
}

/// The time that an investigation looks at, 3 hours to 30 days.
///
/// Amazon Detective User Guide, "Running a Detective Investigation".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvestigationScope {
    start: Timestamp,
    end: Timestamp,
}

/// The two moments do not bound the scope of an investigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInvestigationScope {
    /// The end is before the start, or too soon after it.
    #[error("it must be at least 3 hours after ScopeStartTime")]
    TooShort,
    /// The end is too long after the start.
    #[error("it must be at most 30 days after ScopeStartTime")]
    TooLong,
}

impl InvestigationScope {
    /// The shortest, in milliseconds.
    const MIN_MS: i64 = 3 * 3_600_000;
    /// The longest, in milliseconds.
    const MAX_MS: i64 = 30 * 24 * 3_600_000;

    /// The time from `start` to `end`.
    ///
    /// # Errors
    /// When they are less than 3 hours or more than 30 days apart, or in the wrong order.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, InvalidInvestigationScope> {
        let length = end.as_millis() - start.as_millis();
        if length < Self::MIN_MS {
            return Err(InvalidInvestigationScope::TooShort);
        }
        if length > Self::MAX_MS {
            return Err(InvalidInvestigationScope::TooLong);
        }
        Ok(Self { start, end })
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        self.start
    }

    /// The moment at which it ends.
    pub fn end(self) -> Timestamp {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;

    fn scope(seconds: i64) -> Result<InvestigationScope, InvalidInvestigationScope> {
        let start: Timestamp = "2026-03-01T12:34:56.789Z".parse().unwrap();
        InvestigationScope::new(start, start.plus_seconds(seconds))
    }

    #[test]
    fn a_scope_has_three_hours_to_thirty_days() {
        assert!(scope(3 * HOUR).is_ok());
        assert!(scope(30 * 24 * HOUR).is_ok());
        for seconds in [-HOUR, 0, 3 * HOUR - 1] {
            assert_eq!(scope(seconds), Err(InvalidInvestigationScope::TooShort));
        }
        assert_eq!(
            scope(30 * 24 * HOUR + 1),
            Err(InvalidInvestigationScope::TooLong)
        );
    }

    #[test]
    fn what_is_overdue_depends_on_how_far_it_is_and_for_how_long() {
        const DAY: i64 = 24 * HOUR;
        let now = Timestamp::from_millis(1_772_366_400_000);
        let ago = |seconds: i64| now.plus_seconds(-seconds);
        let running = |created, last_attempt| Investigation {
            created,
            progress: Progress::Running {
                attempts: 1,
                last_attempt,
            },
            ..some(None)
        };
        let ended = |progress: &Progress, archived| Investigation {
            progress: progress.clone(),
            ..some(archived)
        };
        let mut cases = vec![
            (running(ago(899), None), None),
            (running(ago(900), None), Some(Overdue::Message)),
            (running(ago(DAY - 1), Some(ago(899))), None),
            (
                running(ago(DAY - 1), Some(ago(900))),
                Some(Overdue::Message),
            ),
            (running(ago(DAY), Some(now)), Some(Overdue::End)),
        ];
        let successful = Progress::Successful {
            severity: Severity::Low,
            run: String::new(),
        };
        for end in [Progress::Failed(FailureReason::TimedOut), successful] {
            cases.push((ended(&end, None), None));
            cases.push((ended(&end, Some(ago(90 * DAY - 1))), None));
            cases.push((ended(&end, Some(ago(90 * DAY))), Some(Overdue::Removal)));
        }
        for (investigation, expected) in cases {
            assert_eq!(investigation.overdue(now), expected, "{investigation:?}");
        }
    }

    fn some(archived: Option<Timestamp>) -> Investigation {
        let long_ago = Timestamp::from_millis(0);
        let scope = InvestigationScope::new(long_ago, long_ago.plus_seconds(3 * HOUR)).unwrap();
        let principal = "arn:aws:iam::111122223333:role/Admin".parse().unwrap();
        let id = InvestigationId::new(long_ago, 0);
        Investigation {
            archived,
            ..Investigation::start(id, principal, scope, long_ago)
        }
    }

    #[test]
    fn every_status_state_and_reason_is_read_as_what_it_is_written() {
        for status in [Status::Running, Status::Failed, Status::Successful] {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        for state in [State::Active, State::Archived] {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        for reason in [FailureReason::AttemptsFailed, FailureReason::TimedOut] {
            assert_eq!(reason.to_string().parse(), Ok(reason));
        }
    }
}
