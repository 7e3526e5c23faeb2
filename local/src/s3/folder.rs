//! Buckets as folders, objects as files.
//!
//! An object is written to a file of its own in `.writes` and then renamed to its place, so that a
//! crash at any moment leaves the old object or the new one, whole, and readers never see a part.
//! Nothing is kept beside the bytes: what a client says about them (content type, metadata) is
//! dropped, and the entity tag is made from the file's identity, not from an MD5. It has a hyphen,
//! as the tag of a multipart upload does, so that no client takes it for an MD5.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use futures::StreamExt;
use s3s::dto::{ETag, ETagCondition, StreamingBlob};
use s3s::{S3Error, S3Result, s3_error};
use tempfile::TempPath;
use tokio::io::{AsyncWriteExt, BufWriter};

use super::key;

const WRITES: &str = ".writes";
pub(super) const UPLOADS: &str = ".uploads";
const WRITE_BUFFER_BYTES: usize = 256 << 10;

/// The folder that holds the buckets.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
    /// Held while a condition is checked and the object put in its place.
    placing: Arc<Mutex<()>>,
}

/// What is known of an object without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) size: u64,
    pub(super) tag: String,
    pub(super) modified: SystemTime,
}

/// What must be true of the object that is replaced.
#[derive(Debug, Clone, Default)]
pub(super) struct Condition {
    pub(super) if_match: Option<ETagCondition>,
    pub(super) if_none_match: Option<ETagCondition>,
}

impl Folder {
    /// The folder at `root`, which is made when it is missing. What an earlier process did not
    /// finish writing is removed; unfinished multipart uploads are kept.
    pub(super) fn open(root: PathBuf) -> io::Result<Self> {
        let writes = root.join(WRITES);
        match std::fs::remove_dir_all(&writes) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        std::fs::create_dir_all(&writes)?;
        std::fs::create_dir_all(root.join(UPLOADS))?;
        Ok(Self {
            root,
            placing: Arc::default(),
        })
    }

    /// Where unfinished multipart uploads are.
    pub(super) fn uploads(&self) -> PathBuf {
        self.root.join(UPLOADS)
    }

    /// The folder of `bucket`, whether it exists or not. The S3 service has checked the name.
    pub(super) fn bucket_path(&self, bucket: &str) -> PathBuf {
        self.root.join(bucket)
    }

    /// The folder of a bucket that exists.
    pub(super) fn bucket(&self, bucket: &str) -> S3Result<PathBuf> {
        let path = self.bucket_path(bucket);
        if path.is_dir() {
            Ok(path)
        } else {
            Err(s3_error!(NoSuchBucket))
        }
    }

    /// The names of the buckets and when each was made or changed, in order.
    pub(super) fn buckets(&self) -> io::Result<Vec<(String, SystemTime)>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.root)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if !name.starts_with('.') && entry.file_type()?.is_dir() {
                found.push((name, entry.metadata()?.modified()?));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The file of an object, whether it exists or not, in a bucket that does.
    pub(super) fn object(&self, bucket: &str, key: &str) -> S3Result<PathBuf> {
        key::path_of(&self.bucket(bucket)?, key)
    }

    /// Writes a body to a file that is nobody's yet, showing every piece to `inspect`.
    pub(super) async fn write(
        &self,
        mut body: StreamingBlob,
        mut inspect: impl FnMut(&[u8]) + Send,
    ) -> S3Result<TempPath> {
        let (file, path) = self.unplaced()?.into_parts();
        let mut writer =
            BufWriter::with_capacity(WRITE_BUFFER_BYTES, tokio::fs::File::from_std(file));
        while let Some(piece) = body.next().await {
            let piece = piece
                .map_err(|error| S3Error::with_source(s3s::S3ErrorCode::IncompleteBody, error))?;
            inspect(&piece);
            writer.write_all(&piece).await.map_err(internal)?;
        }
        // Flushed to the file, not to the disk: this survives the process, not a power failure.
        writer.flush().await.map_err(internal)?;
        Ok(path)
    }

    /// A new file that is not in its place yet and is removed unless it gets there.
    pub(super) fn unplaced(&self) -> S3Result<tempfile::NamedTempFile> {
        tempfile::NamedTempFile::new_in(self.root.join(WRITES)).map_err(internal)
    }

    /// Makes the written file the object at `place`, if `condition` holds.
    pub(super) async fn place(
        &self,
        written: TempPath,
        place: PathBuf,
        condition: Condition,
    ) -> S3Result<Stat> {
        let placing = Arc::clone(&self.placing);
        blocking(move || {
            let _held = placing.lock().unwrap_or_else(PoisonError::into_inner);
            condition.check(stat(&place)?.as_ref())?;
            let folder = place.parent().unwrap_or(&place);
            std::fs::create_dir_all(folder).map_err(taken)?;
            written
                .persist(&place)
                .map_err(|error| taken(error.error))?;
            stat(&place)?.ok_or_else(|| s3_error!(OperationAborted))
        })
        .await
    }
}

impl Condition {
    fn check(&self, existing: Option<&Stat>) -> S3Result<()> {
        let is = |condition: &ETagCondition| match (condition, existing) {
            (_, None) => false,
            (ETagCondition::Any, Some(_)) => true,
            (ETagCondition::ETag(tag), Some(stat)) => tag.value() == stat.tag,
        };
        let holds =
            self.if_match.as_ref().is_none_or(is) && !self.if_none_match.as_ref().is_some_and(is);
        if holds {
            Ok(())
        } else {
            Err(s3_error!(PreconditionFailed))
        }
    }
}

impl Stat {
    /// What the file system says of an object's file.
    pub(super) fn of(metadata: &std::fs::Metadata) -> io::Result<Self> {
        let tag = format!(
            "{:x}{:08x}{:x}-1",
            metadata.mtime(),
            metadata.mtime_nsec(),
            metadata.ino()
        );
        Ok(Self {
            size: metadata.len(),
            tag,
            modified: metadata.modified()?,
        })
    }

    pub(super) fn e_tag(&self) -> ETag {
        ETag::Strong(self.tag.clone())
    }

    /// The size as the S3 protocol has it.
    pub(super) fn length(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX)
    }
}

/// What is known of the object in the file `path`; `None` when there is none.
pub(super) fn stat(path: &Path) -> S3Result<Option<Stat>> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Stat::of(&metadata).map(Some).map_err(internal),
        Ok(_) => Ok(None),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(internal(error)),
    }
}

/// Whether the error says that there is no such object. A file where the key wants a folder means so too.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Runs what waits for the disk where it may.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> S3Result<T> + Send + 'static,
) -> S3Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| internal(io::Error::other(error)))?
}

/// The answer to a failure of the disk.
pub(super) fn internal(error: io::Error) -> S3Error {
    s3_error!(error, InternalError)
}

/// The answer when a key cannot have a file because another key's file or folder is in its way.
fn taken(error: io::Error) -> S3Error {
    match error.kind() {
        io::ErrorKind::NotADirectory
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::AlreadyExists
        | io::ErrorKind::DirectoryNotEmpty => {
            s3_error!(
                error,
                InvalidRequest,
                "Here a key cannot also be the folder of another key, as objects are files"
            )
        }
        _ => internal(error),
    }
}
