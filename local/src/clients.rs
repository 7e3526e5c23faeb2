//! The SDK clients of a stack's own services, and what they must find there.

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_s3::operation::create_bucket::CreateBucketError;
use gumshoe_store::StoreError;

use crate::endpoints::{
    AUDIT_BUCKET, Endpoints, LOG_BUCKET, SECRET_ACCESS_KEY, SEGMENT_BUCKET, TABLE,
};

/// Clients of a stack's DynamoDB and S3, with the defaults that the functions have in Lambda.
#[derive(Debug, Clone)]
pub struct Clients {
    /// DynamoDB.
    pub dynamodb: aws_sdk_dynamodb::Client,
    /// S3.
    pub s3: aws_sdk_s3::Client,
}

/// The table or a bucket cannot be created.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    /// The request is not one.
    #[error("the table {TABLE} cannot be described")]
    Request(#[from] StoreError),
    /// The table.
    #[error("the table {TABLE} cannot be created")]
    Table(#[source] Box<SdkError<CreateTableError>>),
    /// A bucket.
    #[error("the bucket {bucket} cannot be created")]
    Bucket {
        /// Its name.
        bucket: &'static str,
        /// Why.
        #[source]
        source: Box<SdkError<CreateBucketError>>,
    },
}

impl Clients {
    pub(crate) fn new(endpoints: &Endpoints) -> Self {
        let credentials = Credentials::new(
            endpoints.account.to_string(),
            SECRET_ACCESS_KEY,
            None,
            None,
            "gumshoe",
        );
        let region = Region::new(endpoints.region.to_string());
        let dynamodb = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(region.clone())
            .endpoint_url(endpoints.dynamodb_url())
            .credentials_provider(credentials.clone())
            .build();
        let s3 = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(region)
            .endpoint_url(endpoints.s3_url())
            .credentials_provider(credentials)
            .force_path_style(true)
            .build();
        Self {
            dynamodb: aws_sdk_dynamodb::Client::from_conf(dynamodb),
            s3: aws_sdk_s3::Client::from_conf(s3),
        }
    }

    /// Creates the table and the buckets, as far as they are missing.
    ///
    /// # Errors
    /// When DynamoDB or S3 refuse.
    pub async fn create_missing(&self) -> Result<(), ResourceError> {
        match gumshoe_store::table::create(&self.dynamodb, TABLE)?
            .send()
            .await
        {
            Err(error)
                if !error
                    .as_service_error()
                    .is_some_and(CreateTableError::is_resource_in_use_exception) =>
            {
                return Err(ResourceError::Table(Box::new(error)));
            }
            Ok(_) | Err(_) => {}
        }
        for bucket in [LOG_BUCKET, SEGMENT_BUCKET, AUDIT_BUCKET] {
            match self.s3.create_bucket().bucket(bucket).send().await {
                Err(error)
                    if !error
                        .as_service_error()
                        .is_some_and(CreateBucketError::is_bucket_already_owned_by_you) =>
                {
                    return Err(ResourceError::Bucket {
                        bucket,
                        source: Box::new(error),
                    });
                }
                Ok(_) | Err(_) => {}
            }
        }
        Ok(())
    }
}
