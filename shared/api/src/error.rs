//! The errors of the API: what a caller is told, and beside it the cause, which goes to the log only.

use std::borrow::Cow;
use std::error::Error;

use gumshoe_directory::DirectoryError;
use gumshoe_store::StoreError;
use lambda_http::http::StatusCode;
use serde::Serialize;
use serde_json::error::Category;

use crate::context::SendError;

/// What was sent breaks a constraint of the service model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    member: Cow<'static, str>,
    problem: String,
}

/// `ErrorCode` of a `ValidationException`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// The graph's ARN is malformed.
    InvalidGraphArn,
    /// Anything else in the body is.
    InvalidRequestBody,
}

impl Invalid {
    /// `member`, which may be a path such as `Accounts[0].AccountId`, breaks its constraint: `problem`
    /// continues the sentence that begins with its name.
    pub fn new(member: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self {
            member: member.into(),
            problem: problem.into(),
        }
    }

    /// What a program reads: whether it is the ARN of a graph that is malformed.
    pub(crate) fn code(&self) -> ErrorCode {
        match &*self.member {
            "GraphArn" | "ResourceArn" => ErrorCode::InvalidGraphArn,
            member if member.starts_with("GraphArns[") => ErrorCode::InvalidGraphArn,
            _ => ErrorCode::InvalidRequestBody,
        }
    }

    /// As Amazon Detective puts it: `CreateMembersRequest.Accounts must have length …`.
    pub(crate) fn message(&self, operation: &str) -> String {
        format!("{operation}Request.{} {}", self.member, self.problem)
    }
}

/// Where a body is no request of the operation's. The parser's own words repeat what was sent, which may
/// be an e-mail address, and this goes to the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{problem} at line {line}, column {column}")]
pub struct Unreadable {
    problem: &'static str,
    line: usize,
    column: usize,
}

impl From<&serde_json::Error> for Unreadable {
    fn from(error: &serde_json::Error) -> Self {
        Self {
            problem: match error.classify() {
                Category::Eof => "the JSON ends too soon",
                Category::Syntax => "no JSON",
                Category::Data => "JSON of another shape",
                Category::Io => "not readable",
            },
            line: error.line(),
            column: error.column(),
        }
    }
}

/// Why an operation gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Something sent is malformed.
    #[error("a member of the request is invalid")]
    Validation(Invalid),
    /// Nothing sent is malformed, and yet the request is invalid as things are: for operations whose
    /// model has neither a conflict nor a missing resource.
    #[error("{0}")]
    Refused(String),
    /// The body is no JSON object of the request's shape.
    #[error("Invalid request body")]
    InvalidBody(#[source] Unreadable),
    /// The body is larger than any valid request.
    #[error("the request body has more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// There is no operation at this path with this method.
    #[error("there is no operation {method} {path}")]
    UnknownOperation {
        /// The method of the request.
        method: String,
        /// The path of the request.
        path: String,
    },
    /// The caller may not do this, or is not known.
    #[error("{0}")]
    AccessDenied(String),
    /// What the request names does not exist, for this caller.
    #[error("{0}")]
    ResourceNotFound(String),
    /// The state does not allow it now.
    #[error("{0}")]
    Conflict(String),
    /// A quota is used up.
    #[error("{message}")]
    ServiceQuotaExceeded {
        /// What is told to the caller.
        message: String,
        /// What there is too much of, such as `members`.
        resources: Vec<String>,
    },
    /// Too many calls at once.
    #[error("{0}")]
    TooManyRequests(String),
    /// The text is fixed: the cause goes to the log, never to the caller.
    #[error("the request failed inside the service; try it again")]
    InternalServer(#[source] Box<dyn Error + Send + Sync>),
}

impl From<Invalid> for ApiError {
    fn from(invalid: Invalid) -> Self {
        Self::Validation(invalid)
    }
}

impl From<SendError> for ApiError {
    fn from(error: SendError) -> Self {
        Self::InternalServer(Box::new(error))
    }
}

impl From<DirectoryError> for ApiError {
    fn from(error: DirectoryError) -> Self {
        Self::InternalServer(Box::new(error))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::InternalServer(Box::new(error))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ErrorBody {
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<ErrorCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Vec<String>>,
}

impl ApiError {
    /// A graph that does not exist, or is somebody else's: the two look the same.
    pub fn graph_not_found() -> Self {
        Self::ResourceNotFound(
            "The behavior graph does not exist, or your account does not administer it.".to_owned(),
        )
    }

    /// More logs a day than a behavior graph takes.
    pub fn volume_exceeded(message: String) -> Self {
        Self::ServiceQuotaExceeded {
            message,
            resources: vec!["volume".to_owned()],
        }
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::AccessDenied("The request is not signed by a known AWS account.".to_owned())
    }

    /// An unexpected failure.
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::InternalServer(Box::new(cause))
    }

    /// Name and HTTP status, as the service model and AWS's list of common errors have them.
    pub fn kind(&self) -> (&'static str, StatusCode) {
        match self {
            Self::Validation(_) | Self::Refused(_) | Self::InvalidBody(_) => {
                ("ValidationException", StatusCode::BAD_REQUEST)
            }
            Self::TooLarge { .. } => (
                "RequestEntityTooLargeException",
                StatusCode::PAYLOAD_TOO_LARGE,
            ),
            Self::UnknownOperation { .. } => ("UnknownOperationException", StatusCode::NOT_FOUND),
            Self::AccessDenied(_) => ("AccessDeniedException", StatusCode::FORBIDDEN),
            Self::ResourceNotFound(_) => ("ResourceNotFoundException", StatusCode::NOT_FOUND),
            Self::Conflict(_) => ("ConflictException", StatusCode::CONFLICT),
            Self::ServiceQuotaExceeded { .. } => (
                "ServiceQuotaExceededException",
                StatusCode::PAYMENT_REQUIRED,
            ),
            Self::TooManyRequests(_) => ("TooManyRequestsException", StatusCode::TOO_MANY_REQUESTS),
            Self::InternalServer(_) => {
                ("InternalServerException", StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    pub(crate) fn body(&self, operation: &str) -> ErrorBody {
        let (message, error_code) = match self {
            Self::Validation(invalid) => (invalid.message(operation), Some(invalid.code())),
            Self::Refused(_) | Self::InvalidBody(_) => {
                (self.to_string(), Some(ErrorCode::InvalidRequestBody))
            }
            Self::TooLarge { .. }
            | Self::UnknownOperation { .. }
            | Self::AccessDenied(_)
            | Self::ResourceNotFound(_)
            | Self::Conflict(_)
            | Self::ServiceQuotaExceeded { .. }
            | Self::TooManyRequests(_)
            | Self::InternalServer(_) => (self.to_string(), None),
        };
        let resources = match self {
            Self::ServiceQuotaExceeded { resources, .. } => Some(resources.clone()),
            _ => None,
        };
        ErrorBody {
            message,
            error_code,
            resources,
        }
    }
}
