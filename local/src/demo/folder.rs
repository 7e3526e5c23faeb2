//! The demo's folder, emptied before a new demo: only of what a stack and a demo put there.

use std::fs;
use std::io;
use std::path::Path;

use super::DemoError;
use crate::stack::StackError;

/// What a stack and a demo leave in their folder.
const OURS: [&str; 9] = [
    "dynamodb.sqlite",
    "dynamodb.sqlite-shm",
    "dynamodb.sqlite-wal",
    "endpoints.env",
    "events.jsonl",
    "lock",
    "mail",
    "s3",
    "truth.json",
];

/// Empties the folder of an earlier demo; a missing folder is empty.
///
/// # Errors
/// When it holds anything else, or when a stack runs on it.
pub(super) fn clear(folder: &Path) -> Result<(), DemoError> {
    let failed = || DemoError::io(folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<Vec<_>, _>>().map_err(failed())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed()(error)),
    };
    if entries
        .iter()
        .any(|entry| !OURS.iter().any(|name| entry.file_name() == *name))
    {
        return Err(DemoError::ForeignFolder(folder.to_owned()));
    }
    let Some(lock) = entries.iter().find(|it| it.file_name() == "lock") else {
        return if entries.is_empty() {
            Ok(())
        } else {
            Err(DemoError::ForeignFolder(folder.to_owned()))
        };
    };
    let held = fs::File::open(lock.path()).map_err(failed())?;
    if held.try_lock().is_err() {
        return Err(StackError::InUse(folder.to_owned()).into());
    }
    for entry in &entries {
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(DemoError::io(path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_anything_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["lock", "truth.json", "thesis.tex"] {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        assert!(matches!(
            clear(folder.path()),
            Err(DemoError::ForeignFolder(_))
        ));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn an_earlier_demo_is_removed_unless_it_still_runs() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("s3/gumshoe-logs")).unwrap();
        let lock = fs::File::create(folder.path().join("lock")).unwrap();
        lock.lock().unwrap();
        assert!(matches!(
            clear(folder.path()),
            Err(DemoError::Stack(StackError::InUse(_)))
        ));
        drop(lock);
        clear(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_missing_folder_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        assert!(clear(&folder.path().join("missing")).is_ok());
    }
}
