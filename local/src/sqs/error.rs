//! What SQS refuses, in the words of its API.

use serde_json::{Value, json};

/// A refusal. Names are those of the Amazon SQS API Reference, "Common errors" and each operation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SqsError {
    /// Its shape in the service model.
    shape: &'static str,
    /// Its name in the protocol before JSON.
    query: &'static str,
    message: String,
}

impl SqsError {
    pub(super) fn no_queue() -> Self {
        Self {
            shape: "com.amazonaws.sqs#QueueDoesNotExist",
            query: "AWS.SimpleQueueService.NonExistentQueue",
            message: "The specified queue does not exist.".to_owned(),
        }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self {
            shape: "com.amazon.coral.service#InvalidParameterValueException",
            query: "InvalidParameterValue",
            message: message.into(),
        }
    }

    pub(super) fn invalid_attribute(name: &str) -> Self {
        Self {
            shape: "com.amazonaws.sqs#InvalidAttributeName",
            query: "InvalidAttributeName",
            message: format!("Unknown Attribute {name}."),
        }
    }

    pub(super) fn invalid_handle() -> Self {
        Self {
            shape: "com.amazonaws.sqs#ReceiptHandleIsInvalid",
            query: "ReceiptHandleIsInvalid",
            message: "The input receipt handle is invalid.".to_owned(),
        }
    }

    pub(super) fn not_in_flight() -> Self {
        Self {
            shape: "com.amazonaws.sqs#MessageNotInflight",
            query: "AWS.SimpleQueueService.MessageNotInflight",
            message: "The message is not available for visibility timeout change.".to_owned(),
        }
    }

    pub(super) fn empty_batch() -> Self {
        Self {
            shape: "com.amazonaws.sqs#EmptyBatchRequest",
            query: "AWS.SimpleQueueService.EmptyBatchRequest",
            message: "There should be at least one entry in the request.".to_owned(),
        }
    }

    pub(super) fn too_many_entries(count: usize) -> Self {
        Self {
            shape: "com.amazonaws.sqs#TooManyEntriesInBatchRequest",
            query: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
            message: format!(
                "Maximum number of entries per request are 10. You have sent {count}."
            ),
        }
    }

    pub(super) fn same_ids() -> Self {
        Self {
            shape: "com.amazonaws.sqs#BatchEntryIdsNotDistinct",
            query: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
            message: "Two or more batch entries in the request have the same Id.".to_owned(),
        }
    }

    pub(super) fn no_resource(message: impl Into<String>) -> Self {
        Self {
            shape: "com.amazonaws.sqs#ResourceNotFoundException",
            query: "ResourceNotFoundException",
            message: message.into(),
        }
    }

    pub(super) fn unsupported(what: impl Into<String>) -> Self {
        Self {
            shape: "com.amazonaws.sqs#UnsupportedOperation",
            query: "AWS.SimpleQueueService.UnsupportedOperation",
            message: format!("the local stack's SQS does not do this: {:?}", what.into()),
        }
    }

    /// The error's code, as a failed entry of a batch tells it.
    pub(super) fn code(&self) -> &'static str {
        self.query
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn body(&self) -> Value {
        json!({ "__type": self.shape, "message": self.message })
    }

    /// The value of the header `x-amzn-query-error`: every error is the sender's.
    pub(super) fn query_error(&self) -> String {
        format!("{};Sender", self.query)
    }
}
