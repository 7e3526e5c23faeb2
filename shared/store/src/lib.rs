//! DynamoDB and S3: the only crate that calls the services' SDKs.

pub mod access;
pub mod closing;
pub mod commit;
pub mod duplicates;
pub mod entity_index;
pub mod erasures;
pub mod error;
pub mod finding_groups;
pub mod findings;
pub mod graphs;
mod indicators;
pub mod investigations;
mod item;
pub mod ledger;
pub mod manifest;
pub mod members;
pub mod objects;
pub mod organization;
mod packages;
mod pause;
pub mod purge;
mod reading;
pub mod secret;
pub mod status;
pub mod table;
mod transaction;
pub mod volumes;

use std::sync::{Arc, OnceLock};

pub use access::Access;
pub use commit::{Commit, Committed};
pub use duplicates::DuplicateTrail;
pub use entity_index::EntityIndex;
pub use erasures::Erasure;
pub use error::StoreError;
pub use finding_groups::{GroupChange, GroupsState, GroupsWritten, MeasuredUsage, group_id};
pub use findings::{FindingsWritten, KeptFinding};
pub use investigations::Started;
pub use ledger::{Fate, LedgerScope, ObjectName, Quarantined};
pub use manifest::{KeyRange, Level, Manifest, Segment, SegmentKind, StoredObject};
pub use members::{MemberChange, MemberPage, MembersChanged};
pub use objects::{FirstKeys, Listed, Objects};
pub use organization::OrganizationGraph;
pub use status::{Counters, SourceStatus};
pub use volumes::{BytesPerDay, Volumes};

/// The stored state of a deployment, as far as the running function declared its access.
#[derive(Debug, Clone)]
pub struct Store {
    dynamodb: aws_sdk_dynamodb::Client,
    s3: aws_sdk_s3::Client,
    table: Arc<str>,
    segments: Objects,
    access: &'static [Access],
    page_token_key: Arc<OnceLock<Vec<u8>>>,
}

impl Store {
    /// The store of a deployment, open for everything.
    pub fn new(
        dynamodb: aws_sdk_dynamodb::Client,
        s3: aws_sdk_s3::Client,
        table: &str,
        segment_bucket: &str,
    ) -> Self {
        let segments = Objects::new(s3.clone(), segment_bucket);
        Self {
            dynamodb,
            s3,
            table: table.into(),
            segments,
            access: Access::ALL,
            page_token_key: Arc::default(),
        }
    }

    /// The same store, open for `access` only: the mistake of a missing permission shows on a
    /// laptop, not first in the account.
    pub fn limited_to(&self, access: &'static [Access]) -> Self {
        Self {
            access,
            ..self.clone()
        }
    }

    /// The bucket of segments.
    ///
    /// # Errors
    /// [`StoreError::Undeclared`] unless the function declared `access`.
    pub fn segments(&self, access: Access) -> Result<&Objects, StoreError> {
        self.require(access)?;
        Ok(&self.segments)
    }

    /// A bucket of logs.
    ///
    /// # Errors
    /// [`StoreError::Undeclared`] unless the function declared to read logs.
    pub fn logs(&self, bucket: &str) -> Result<Objects, StoreError> {
        self.require(Access::ReadLogs)?;
        Ok(Objects::new(self.s3.clone(), bucket))
    }

    /// The bucket that takes records of calls.
    ///
    /// # Errors
    /// [`StoreError::Undeclared`] unless the function declared to write them.
    pub fn audit(&self, bucket: &str) -> Result<Objects, StoreError> {
        self.require(Access::WriteAudit)?;
        Ok(Objects::new(self.s3.clone(), bucket))
    }

    fn require(&self, access: Access) -> Result<(), StoreError> {
        if self.access.contains(&access) {
            Ok(())
        } else {
            Err(StoreError::Undeclared(access))
        }
    }

    fn reading(&self) -> Result<&aws_sdk_dynamodb::Client, StoreError> {
        self.require(Access::ReadTable)?;
        Ok(&self.dynamodb)
    }

    fn writing(&self) -> Result<&aws_sdk_dynamodb::Client, StoreError> {
        self.require(Access::WriteTable)?;
        Ok(&self.dynamodb)
    }
}
