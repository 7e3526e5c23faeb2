//! What can go wrong between us and DynamoDB or S3.

use std::error::Error;

/// A failed call to the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The object is not there (any more).
    #[error("object {key} does not exist")]
    NoSuchObject {
        /// Its key.
        key: String,
    },
    /// The object, or the listing of its bucket, is not for us to read.
    #[error("{key} may not be read")]
    AccessDenied {
        /// Its key, or the prefix of the listing.
        key: String,
    },
    /// An object is larger than the caller can take.
    #[error("object {key} has {size} bytes, more than {limit}")]
    ObjectTooLarge {
        /// Its key.
        key: String,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A condition of a write does not hold: somebody else was there first.
    #[error("the item was changed by somebody else")]
    Conflict,
    /// A stored item cannot be read as what it should be.
    #[error("item {key} has no valid {attribute}")]
    Malformed {
        /// The item's key.
        key: String,
        /// The attribute.
        attribute: &'static str,
    },
    /// The operation that runs did not declare this access.
    #[error("the running function did not declare {0:?}")]
    Undeclared(crate::access::Access),
    /// The service refused or could not be reached.
    #[error("{operation} failed")]
    Service {
        /// The service's operation.
        operation: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl StoreError {
    pub(crate) fn service<E: Error + Send + Sync + 'static>(
        operation: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |error| Self::Service {
            operation,
            source: Box::new(error),
        }
    }
}
