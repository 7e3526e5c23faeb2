//! The operations of S3 that clients of a log or segment bucket need, over [`Folder`].
//!
//! What is not here answers `NotImplemented`. Conditions on reads, versions, ACLs, tags and
//! encryption settings are not looked at.

use async_trait::async_trait;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::digest::Digests;
use super::folder::{Condition, Folder, Stat, blocking, internal, is_absent, stat};
use super::listing::{self, Page, Query};
use super::uploads::Upload;
use super::{Created, OnCreated, answers};

const READ_BUFFER_BYTES: usize = 256 << 10;

/// S3 over a folder, which says what was created.
pub(super) struct Buckets {
    pub(super) folder: Folder,
    pub(super) on_created: OnCreated,
}

impl Buckets {
    fn created<T>(
        &self,
        request: &S3Request<T>,
        bucket: &str,
        key: &str,
        stat: &Stat,
        reason: &'static str,
    ) {
        (self.on_created)(Created {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            size: stat.size,
            tag: stat.tag.clone(),
            reason,
            requester: request
                .credentials
                .as_ref()
                .map(|credentials| credentials.access_key.clone()),
        });
    }

    async fn stat(&self, bucket: &str, key: &str) -> S3Result<Stat> {
        let path = self.folder.object(bucket, key)?;
        blocking(move || stat(&path))
            .await?
            .ok_or_else(|| s3_error!(NoSuchKey))
    }

    async fn delete(&self, bucket: &str, key: &str) -> S3Result<()> {
        match tokio::fs::remove_file(self.folder.object(bucket, key)?).await {
            Err(error) if !is_absent(&error) => Err(internal(error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    async fn page(&self, bucket: &str, query: Query) -> S3Result<Page> {
        let folder = self.folder.bucket(bucket)?;
        blocking(move || listing::page(&folder, &query).map_err(internal)).await
    }
}

#[async_trait]
impl S3 for Buckets {
    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        let bucket = request.input.bucket;
        match tokio::fs::create_dir(self.folder.bucket_path(&bucket)).await {
            Ok(()) => Ok(S3Response::new(CreateBucketOutput {
                location: Some(format!("/{bucket}")),
            })),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(s3_error!(BucketAlreadyOwnedByYou))
            }
            Err(error) => Err(internal(error)),
        }
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.folder.bucket(&request.input.bucket)?;
        Ok(S3Response::new(HeadBucketOutput::default()))
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        self.folder.bucket(&request.input.bucket)?;
        Ok(S3Response::new(GetBucketLocationOutput::default()))
    }

    async fn list_buckets(
        &self,
        _request: S3Request<ListBucketsInput>,
    ) -> S3Result<S3Response<ListBucketsOutput>> {
        let buckets = self.folder.buckets().map_err(internal)?;
        let buckets = buckets.into_iter().map(|(name, changed)| Bucket {
            name: Some(name),
            creation_date: Some(changed.into()),
            ..Bucket::default()
        });
        Ok(S3Response::new(ListBucketsOutput {
            buckets: Some(buckets.collect()),
            ..ListBucketsOutput::default()
        }))
    }

    async fn put_object(
        &self,
        mut request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let place = self
            .folder
            .object(&request.input.bucket, &request.input.key)?;
        let mut digests = Digests::of_object(&mut request.input);
        // A request without a body makes an empty object.
        let body = request.input.body.take().unwrap_or_else(empty);
        let written = self
            .folder
            .write(body, |piece| digests.update(piece))
            .await?;
        digests.check(request.trailing_headers.as_ref())?;
        let condition = Condition {
            if_match: request.input.if_match.take(),
            if_none_match: request.input.if_none_match.take(),
        };
        let stat = self.folder.place(written, place, condition).await?;
        self.created(
            &request,
            &request.input.bucket,
            &request.input.key,
            &stat,
            "PutObject",
        );
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(stat.e_tag()),
            ..PutObjectOutput::default()
        }))
    }

    async fn copy_object(
        &self,
        request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        let CopySource::Bucket { bucket, key, .. } = &request.input.copy_source else {
            return Err(s3_error!(NotImplemented));
        };
        let source = self.folder.object(bucket, key)?;
        let place = self
            .folder
            .object(&request.input.bucket, &request.input.key)?;
        let mut unplaced = self.folder.unplaced()?;
        let written = blocking(move || {
            let mut file = std::fs::File::open(&source).map_err(missing_or_internal)?;
            std::io::copy(&mut file, unplaced.as_file_mut()).map_err(internal)?;
            Ok(unplaced.into_temp_path())
        })
        .await?;
        let stat = self
            .folder
            .place(written, place, Condition::default())
            .await?;
        self.created(
            &request,
            &request.input.bucket,
            &request.input.key,
            &stat,
            "CopyObject",
        );
        let result = CopyObjectResult {
            e_tag: Some(stat.e_tag()),
            last_modified: Some(stat.modified.into()),
            ..CopyObjectResult::default()
        };
        Ok(S3Response::new(CopyObjectOutput {
            copy_object_result: Some(result),
            ..CopyObjectOutput::default()
        }))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let stat = self.stat(&request.input.bucket, &request.input.key).await?;
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            content_length: Some(stat.length()),
            e_tag: Some(stat.e_tag()),
            last_modified: Some(stat.modified.into()),
            ..HeadObjectOutput::default()
        }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let path = self
            .folder
            .object(&request.input.bucket, &request.input.key)?;
        let mut file = tokio::fs::File::open(path)
            .await
            .map_err(missing_or_internal)?;
        let metadata = file.metadata().await.map_err(internal)?;
        if !metadata.is_file() {
            return Err(s3_error!(NoSuchKey));
        }
        let stat = Stat::of(&metadata).map_err(internal)?;
        let range = request
            .input
            .range
            .map(|range| range.check(stat.size))
            .transpose()?;
        let content_range = range.as_ref().map(|range| {
            format!(
                "bytes {}-{}/{}",
                range.start,
                range.end.saturating_sub(1),
                stat.size
            )
        });
        let bytes = range.unwrap_or(0..stat.size);
        if bytes.start > 0 {
            file.seek(std::io::SeekFrom::Start(bytes.start))
                .await
                .map_err(internal)?;
        }
        let length = bytes.end - bytes.start;
        let body = ReaderStream::with_capacity(file.take(length), READ_BUFFER_BYTES);
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            body: Some(StreamingBlob::wrap(body)),
            content_length: Some(i64::try_from(length).unwrap_or(i64::MAX)),
            content_range,
            e_tag: Some(stat.e_tag()),
            last_modified: Some(stat.modified.into()),
            ..GetObjectOutput::default()
        }))
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.delete(&request.input.bucket, &request.input.key)
            .await?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let mut deleted = Vec::new();
        for object in request.input.delete.objects {
            self.delete(&request.input.bucket, &object.key).await?;
            deleted.push(DeletedObject {
                key: Some(object.key),
                ..DeletedObject::default()
            });
        }
        let deleted = (request.input.delete.quiet != Some(true)).then_some(deleted);
        Ok(S3Response::new(DeleteObjectsOutput {
            deleted,
            ..DeleteObjectsOutput::default()
        }))
    }

    async fn list_objects(
        &self,
        request: S3Request<ListObjectsInput>,
    ) -> S3Result<S3Response<ListObjectsOutput>> {
        let page = self
            .page(&request.input.bucket, answers::query(&request.input))
            .await?;
        Ok(S3Response::new(answers::listed(request.input, page)))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let page = self
            .page(&request.input.bucket, answers::query_v2(&request.input))
            .await?;
        Ok(S3Response::new(answers::listed_v2(request.input, page)))
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let CreateMultipartUploadInput { bucket, key, .. } = request.input;
        let upload_id = Upload::begin(&self.folder, &bucket, &key)?;
        Ok(S3Response::new(CreateMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(key),
            upload_id: Some(upload_id),
            ..CreateMultipartUploadOutput::default()
        }))
    }

    async fn upload_part(
        &self,
        mut request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let mut digests = Digests::of_part(&mut request.input);
        let input = request.input;
        let upload = Upload::find(&self.folder, &input.upload_id, &input.bucket, &input.key)?;
        let written = self
            .folder
            .write(input.body.unwrap_or_else(empty), |piece| {
                digests.update(piece)
            })
            .await?;
        digests.check(request.trailing_headers.as_ref())?;
        let stat = upload
            .place(&self.folder, input.part_number, written)
            .await?;
        Ok(S3Response::new(UploadPartOutput {
            e_tag: Some(stat.e_tag()),
            ..UploadPartOutput::default()
        }))
    }

    async fn complete_multipart_upload(
        &self,
        mut request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let input = &mut request.input;
        let upload = Upload::find(&self.folder, &input.upload_id, &input.bucket, &input.key)?;
        let place = self.folder.object(&input.bucket, &input.key)?;
        let parts = input
            .multipart_upload
            .take()
            .and_then(|upload| upload.parts)
            .unwrap_or_default();
        let condition = Condition {
            if_match: input.if_match.take(),
            if_none_match: input.if_none_match.take(),
        };
        let stat = upload
            .complete(&self.folder, parts, place, condition)
            .await?;
        self.created(
            &request,
            &request.input.bucket,
            &request.input.key,
            &stat,
            "CompleteMultipartUpload",
        );
        Ok(S3Response::new(CompleteMultipartUploadOutput {
            bucket: Some(request.input.bucket),
            key: Some(request.input.key),
            e_tag: Some(stat.e_tag()),
            ..CompleteMultipartUploadOutput::default()
        }))
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let input = request.input;
        Upload::find(&self.folder, &input.upload_id, &input.bucket, &input.key)?.abort()?;
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }
}

fn empty() -> StreamingBlob {
    StreamingBlob::wrap(futures::stream::empty::<Result<bytes::Bytes, std::io::Error>>())
}

fn missing_or_internal(error: std::io::Error) -> s3s::S3Error {
    if is_absent(&error) {
        s3_error!(error, NoSuchKey)
    } else {
        internal(error)
    }
}
