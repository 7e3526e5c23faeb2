//! How far a backfill came, in a file, so that the next start goes on from there.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gumshoe_domain::{LogSourceName, Timestamp};
use serde::{Deserialize, Serialize};

use super::location::{Location, Span};
use super::sorting::{Skipped, Sum};
use crate::ingestion::kebab;

/// The form of the file.
const VERSION: u32 = 1;

/// What a backfill is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Job {
    pub(super) location: Location,
    since: String,
    until: String,
    source: Option<String>,
    /// The stack, or the queue that was named.
    target: String,
}

/// How far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct State {
    version: u32,
    pub(super) job: Job,
    /// The key up to which everything was delivered or skipped.
    pub(super) after: Option<String>,
    pub(super) sent: Sum,
    pub(super) skipped: Skipped,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It cannot be read or written.
    #[error("the state file {path} cannot be used")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is none.
    #[error("{0} is no state file of a backfill")]
    Malformed(PathBuf),
    /// It is another backfill's.
    #[error(
        "{path} is the state of another backfill, of {location} from {since} until {until}: remove it, or name another file with --state"
    )]
    Other {
        /// The file.
        path: PathBuf,
        /// What it is of.
        location: Location,
        /// From when.
        since: String,
        /// Until when.
        until: String,
    },
}

impl Job {
    pub(super) fn new(
        location: &Location,
        span: Span,
        source: Option<LogSourceName>,
        target: &str,
    ) -> Self {
        Self {
            location: location.clone(),
            since: span.since.to_string(),
            until: span.until.to_string(),
            source: source.map(kebab),
            target: target.to_owned(),
        }
    }

    /// The end that the backfill was begun with.
    fn until(&self) -> Option<Timestamp> {
        self.until.parse().ok()
    }
}

impl State {
    pub(super) fn new(job: Job) -> Self {
        Self {
            version: VERSION,
            job,
            after: None,
            sent: Sum::default(),
            skipped: Skipped::default(),
        }
    }

    /// The state in the file, if there is one.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, StateError> {
        let text = match std::fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(path)(error)),
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(state) if state.version == VERSION => Ok(Some(state)),
            Ok(_) | Err(_) => Err(StateError::Malformed(path.to_owned())),
        }
    }

    /// The end of the backfill that the file is of.
    pub(super) fn until(&self) -> Option<Timestamp> {
        self.job.until()
    }

    /// Refuses to go on with something else.
    pub(super) fn check(&self, job: &Job, path: &Path) -> Result<(), StateError> {
        if self.job == *job {
            return Ok(());
        }
        Err(StateError::Other {
            path: path.to_owned(),
            location: self.job.location.clone(),
            since: self.job.since.clone(),
            until: self.job.until.clone(),
        })
    }

    /// Writes the file, all at once.
    pub(super) fn write(&self, path: &Path) -> Result<(), StateError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        let written = || {
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.flush()?;
            file.persist(path).map_err(|error| error.error)?;
            Ok(())
        };
        written().map_err(failed(path))
    }

    /// Removes the file of a backfill that is done.
    pub(super) fn remove(path: &Path) -> Result<(), StateError> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path)(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> StateError {
    move |source| StateError::Io {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::super::location::moment;
    use super::*;

    fn job(prefix: &str) -> Job {
        let span = Span {
            since: moment("2026-03-01").unwrap(),
            until: moment("2026-03-02").unwrap(),
        };
        let location = format!("s3://logs/{prefix}").parse().unwrap();
        Job::new(&location, span, None, "gumshoe")
    }

    #[test]
    fn a_state_is_read_as_it_was_written_and_goes_on_with_its_own_job_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        assert_eq!(State::read(&path).unwrap(), None);
        let mut state = State::new(job("a"));
        state.after = Some("a/b".to_owned());
        state.sent += Sum::of(7);
        state.write(&path).unwrap();
        assert_eq!(State::read(&path).unwrap(), Some(state.clone()));
        assert!(state.check(&job("a"), &path).is_ok());
        let other = state.check(&job("b"), &path).unwrap_err().to_string();
        assert!(other.contains("of s3://logs/a from"), "{other}");
        State::remove(&path).unwrap();
        assert_eq!(State::read(&path).unwrap(), None);
    }

    #[test]
    fn another_file_is_not_taken_for_a_state() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        std::fs::write(&path, "{\"version\": 1}").unwrap();
        assert!(matches!(State::read(&path), Err(StateError::Malformed(_))));
    }
}
