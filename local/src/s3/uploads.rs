//! Multipart uploads: a folder for each, with a file for each part.
//!
//! An upload is removed after its object is in place, so that a client whose `CompleteMultipartUpload`
//! met a crash can send it again.

use std::path::{Path, PathBuf};

use s3s::dto::CompletedPart;
use s3s::{S3Result, s3_error};
use tempfile::TempPath;

use super::folder::{Condition, Folder, Stat, blocking, internal, stat};

/// The smallest part but the last, in bytes: Amazon S3 User Guide, "multipart upload limits".
const MIN_PART_BYTES: u64 = 5 << 20;
const MAX_PART_NUMBER: i32 = 10_000;
/// The file that says for which bucket and key an upload is.
const TARGET: &str = "target";

/// A multipart upload that is not finished.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    folder: PathBuf,
}

impl Upload {
    /// Begins an upload and tells its id.
    pub(super) fn begin(files: &Folder, bucket: &str, key: &str) -> S3Result<String> {
        files.object(bucket, key)?;
        let mut id = [0; 16];
        getrandom::fill(&mut id)
            .map_err(|error| internal(std::io::Error::other(error.to_string())))?;
        let id = format!("{:032x}", u128::from_be_bytes(id));
        let folder = files.uploads().join(&id);
        std::fs::create_dir(&folder).map_err(internal)?;
        std::fs::write(folder.join(TARGET), target(bucket, key)).map_err(internal)?;
        Ok(id)
    }

    /// The upload `id` of `key`.
    ///
    /// # Errors
    /// `NoSuchUpload` when there is none, or it is another key's.
    pub(super) fn find(files: &Folder, id: &str, bucket: &str, key: &str) -> S3Result<Self> {
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(s3_error!(NoSuchUpload));
        }
        let folder = files.uploads().join(id);
        match std::fs::read_to_string(folder.join(TARGET)) {
            Ok(found) if found == target(bucket, key) => Ok(Self { folder }),
            Ok(_) | Err(_) => Err(s3_error!(NoSuchUpload)),
        }
    }

    /// Makes the written file the part `number`.
    pub(super) async fn place(
        &self,
        files: &Folder,
        number: i32,
        written: TempPath,
    ) -> S3Result<Stat> {
        if !(1..=MAX_PART_NUMBER).contains(&number) {
            return Err(s3_error!(
                InvalidArgument,
                "Part number must be an integer between 1 and 10000, inclusive"
            ));
        }
        files
            .place(written, self.part(number), Condition::default())
            .await
    }

    /// Puts the parts together and the object in its place.
    pub(super) async fn complete(
        &self,
        files: &Folder,
        parts: Vec<CompletedPart>,
        place: PathBuf,
        condition: Condition,
    ) -> S3Result<Stat> {
        let (upload, unplaced) = (self.clone(), files.unplaced()?);
        let written = blocking(move || upload.join(&parts, unplaced)).await?;
        let placed = files.place(written, place, condition).await?;
        self.abort()?;
        Ok(placed)
    }

    /// Forgets the upload.
    pub(super) fn abort(&self) -> S3Result<()> {
        std::fs::remove_dir_all(&self.folder).map_err(internal)
    }

    fn join(
        &self,
        parts: &[CompletedPart],
        mut whole: tempfile::NamedTempFile,
    ) -> S3Result<TempPath> {
        let mut before = 0;
        for (index, part) in parts.iter().enumerate() {
            let number = part.part_number.ok_or_else(|| s3_error!(MalformedXML))?;
            if number <= before {
                return Err(s3_error!(InvalidPartOrder));
            }
            before = number;
            let path = self.part(number);
            let found = stat(&path)?.ok_or_else(|| s3_error!(InvalidPart))?;
            if part
                .e_tag
                .as_ref()
                .is_some_and(|tag| tag.value() != found.tag)
            {
                return Err(s3_error!(InvalidPart));
            }
            if found.size < MIN_PART_BYTES && index + 1 < parts.len() {
                return Err(s3_error!(EntityTooSmall));
            }
            append(&path, whole.as_file_mut()).map_err(internal)?;
        }
        if before == 0 {
            return Err(s3_error!(
                MalformedXML,
                "You must specify at least one part"
            ));
        }
        Ok(whole.into_temp_path())
    }

    fn part(&self, number: i32) -> PathBuf {
        self.folder.join(format!("part-{number}"))
    }
}

fn append(part: &Path, whole: &mut std::fs::File) -> std::io::Result<u64> {
    std::io::copy(&mut std::fs::File::open(part)?, whole)
}

fn target(bucket: &str, key: &str) -> String {
    format!("{bucket}/{key}")
}
