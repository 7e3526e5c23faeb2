//! Object keys as paths of files.
//!
//! A key is split at its slashes into the names of folders and of one file, so that what is in a
//! bucket can be looked at with any tool. Three kinds of parts cannot be names and are escaped:
//! the empty part is `%`, `.` and `..` and a NUL or `%` anywhere are percent-encoded.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use s3s::{S3Result, s3_error};

/// Longest name of a file, in bytes, on the file systems that matter.
const FILE_NAME_BYTES: usize = 255;
const EMPTY_PART: &str = "%";

/// The file of `key` below the folder of its bucket.
///
/// # Errors
/// `KeyTooLongError` when a part of the key is longer than the name of a file may be.
pub(super) fn path_of(bucket: &Path, key: &str) -> S3Result<PathBuf> {
    let mut path = bucket.to_path_buf();
    for part in key.split('/') {
        let name = name_of(part);
        if name.len() > FILE_NAME_BYTES {
            return Err(s3_error!(
                KeyTooLongError,
                "Here each part of a key between slashes may have 255 bytes, as it names a file"
            ));
        }
        path.push(name);
    }
    Ok(path)
}

/// The part of a key that the name of a file or folder stands for; `None` for a name that no key gives.
pub(super) fn part_of(name: &str) -> Option<String> {
    if name == EMPTY_PART {
        return Some(String::new());
    }
    let part = percent_decode_str(name).decode_utf8().ok()?.into_owned();
    (name_of(&part) == name).then_some(part)
}

fn name_of(part: &str) -> String {
    match part {
        "" => EMPTY_PART.to_owned(),
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => part.replace('%', "%25").replace('\0', "%00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_path_of_a_file_below_its_bucket() {
        let path = path_of(
            Path::new("/s3/logs"),
            "AWSLogs/111122223333/CloudTrail/a.json.gz",
        )
        .unwrap();
        assert_eq!(
            path,
            Path::new("/s3/logs/AWSLogs/111122223333/CloudTrail/a.json.gz")
        );
    }

    #[test]
    fn no_key_leaves_its_bucket() {
        for key in ["../other/x", "/etc/passwd", "a/../../x", "..", "."] {
            let path = path_of(Path::new("/s3/logs"), key).unwrap();
            let below = path.strip_prefix("/s3/logs").unwrap();
            assert!(
                below
                    .components()
                    .all(|part| matches!(part, std::path::Component::Normal(_))),
                "{path:?}"
            );
        }
    }

    #[test]
    fn every_part_is_found_again_in_its_name() {
        for part in [
            "",
            ".",
            "..",
            "%",
            "%25",
            "a%2Fb",
            "a b+c",
            "späti\u{1F4A1}",
            "nul\0",
            "...",
            ".hidden",
        ] {
            assert_eq!(part_of(&name_of(part)).as_deref(), Some(part));
        }
    }

    #[test]
    fn a_part_that_cannot_name_a_file_is_refused() {
        let error = path_of(Path::new("/s3/logs"), &format!("a/{}", "b".repeat(256))).unwrap_err();
        assert_eq!(error.code(), &s3s::S3ErrorCode::KeyTooLongError);
    }
}
