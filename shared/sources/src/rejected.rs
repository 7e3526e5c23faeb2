//! Why a whole object does not count.

use std::io;

/// The object cannot be read to its end. None of its records counts.
#[derive(Debug, thiserror::Error)]
pub enum ObjectRejected {
    /// The gzip stream is cut off, damaged, or followed by something else.
    #[error("the object is not a sound gzip file")]
    CorruptGzip(#[source] io::Error),
    /// The text is not one JSON document.
    #[error("the object is not one JSON document")]
    InvalidJson(#[source] serde_json::Error),
    /// The document is JSON but has no `Records`.
    #[error("the object is JSON but not a CloudTrail log file")]
    NotCloudTrail,
    /// Nothing in the object is a JSON object, where findings are expected.
    #[error("nothing in the object is a JSON object")]
    NoFindings,
    /// Nothing in the object is an audit event, or a message of CloudWatch Logs.
    #[error("the object holds no audit events of Kubernetes")]
    NotAuditLog,
    /// The Parquet file is cut off, damaged, or has columns of unexpected types.
    #[error("the object is not a sound Parquet file of flow logs")]
    InvalidParquet(#[source] parquet::errors::ParquetError),
    /// The text begins neither with the names of a flow log's fields nor with a record in the default
    /// format.
    #[error("the object is not a VPC flow log")]
    NotVpcFlow,
    /// The flow log's format leaves out a field without which nothing can be counted.
    #[error("the flow log has no field {0}")]
    MissingField(&'static str),
    /// A query result of CloudTrail Lake has no column with the whole events.
    #[error("the query result has no column eventJson")]
    NoEventJson,
    /// The object inflates beyond [`Limits::inflated_bytes`](crate::Limits::inflated_bytes).
    #[error("the object is larger than {0} bytes when inflated")]
    TooLarge(u64),
    /// A record is longer than [`Limits::record_bytes`](crate::Limits::record_bytes).
    #[error("a record of the object is longer than {0} bytes")]
    RecordTooLong(u64),
    /// The object's distinct rows need more than [`Limits::batch_bytes`](crate::Limits::batch_bytes).
    #[error("the object's rows need more than {0} bytes of memory")]
    TooManyRows(usize),
}

impl ObjectRejected {
    /// The reason's name in counters and in the quarantine.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::CorruptGzip(_) => "CORRUPT_GZIP",
            Self::InvalidJson(_) => "INVALID_JSON",
            Self::NotCloudTrail => "NOT_CLOUDTRAIL",
            Self::NoFindings => "NO_FINDINGS",
            Self::NotAuditLog => "NOT_AUDIT_LOG",
            Self::InvalidParquet(_) => "INVALID_PARQUET",
            Self::NotVpcFlow => "NOT_VPC_FLOW",
            Self::MissingField(_) => "MISSING_FIELD",
            Self::NoEventJson => "NO_EVENT_JSON",
            Self::TooLarge(_) => "TOO_LARGE",
            Self::RecordTooLong(_) => "RECORD_TOO_LONG",
            Self::TooManyRows(_) => "TOO_MANY_ROWS",
        }
    }
}
