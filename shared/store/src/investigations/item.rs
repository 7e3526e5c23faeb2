//! An investigation as it is stored.

use gumshoe_domain::investigation::{InvestigationScope, Progress, Status};
use gumshoe_domain::{GraphId, Investigation, Timestamp};

use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::table::{Key, SK};

pub(super) fn item(graph: GraphId, investigation: &Investigation) -> Attributes {
    let Investigation {
        id,
        principal,
        created,
        scope,
        progress,
        archived,
    } = investigation;
    let mut item = Item::new(&Key::investigation(graph, *id))
        .text("EntityArn", principal.arn())
        .text("Created", created.to_string())
        .text("ScopeStart", scope.start().to_string())
        .text("ScopeEnd", scope.end().to_string())
        .text("InvestigationStatus", investigation.status().as_str());
    if let Some(archived) = archived {
        item = item.text("Archived", archived.to_string());
    }
    match progress {
        Progress::Running {
            attempts,
            last_attempt,
        } => {
            item = item.number("Attempts", attempts);
            if let Some(at) = last_attempt {
                item = item.text("LastAttempt", at.to_string());
            }
            item
        }
        Progress::Failed(reason) => item.text("FailureReason", reason.to_string()),
        Progress::Successful { severity, run } => {
            item.text("Severity", severity.to_string()).text("Run", run)
        }
    }
    .build()
}

pub(super) fn read(item: Stored<'_>) -> Result<Investigation, StoreError> {
    let progress = match item.parsed("InvestigationStatus")? {
        Status::Running => Progress::Running {
            attempts: item.number("Attempts")?,
            last_attempt: optional_time(item, "LastAttempt")?,
        },
        Status::Failed => Progress::Failed(item.parsed("FailureReason")?),
        Status::Successful => Progress::Successful {
            severity: item.parsed("Severity")?,
            run: item.text("Run")?.to_owned(),
        },
    };
    let (start, end) = (item.parsed("ScopeStart")?, item.parsed("ScopeEnd")?);
    Ok(Investigation {
        id: item.parsed(SK)?,
        principal: item.parsed("EntityArn")?,
        created: item.parsed("Created")?,
        scope: InvestigationScope::new(start, end).map_err(|_| item.malformed("ScopeEnd"))?,
        progress,
        archived: optional_time(item, "Archived")?,
    })
}

fn optional_time(item: Stored<'_>, name: &'static str) -> Result<Option<Timestamp>, StoreError> {
    match item.optional_text(name) {
        Some(_) => item.parsed(name).map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::InvestigationId;
    use gumshoe_domain::investigation::{FailureReason, Severity};

    use super::*;

    #[test]
    fn an_investigation_is_read_as_what_it_was_written_however_far_it_is() {
        let at = Timestamp::from_millis(1_772_366_400_123);
        let scope = InvestigationScope::new(at, at.plus_seconds(86_400)).unwrap();
        let principal = "arn:aws:iam::111122223333:user/alice".parse().unwrap();
        let started = Investigation::start(InvestigationId::new(at, 7), principal, scope, at);
        let progresses = [
            Progress::Running {
                attempts: 2,
                last_attempt: Some(at.plus_seconds(1)),
            },
            Progress::Failed(FailureReason::TimedOut),
            Progress::Successful {
                severity: Severity::Medium,
                run: "0a".to_owned(),
            },
            started.progress.clone(),
        ];
        for progress in progresses {
            for archived in [None, Some(at.plus_seconds(9))] {
                let investigation = Investigation {
                    progress: progress.clone(),
                    archived,
                    ..started.clone()
                };
                let stored = item(GraphId::from_bits(7), &investigation);
                assert_eq!(read(Stored(&stored)).unwrap(), investigation);
            }
        }
    }
}
