//! The protocol: what an operation is, how a request becomes a response, and what starts everything else.

mod audit;
pub mod caller;
pub mod context;
pub mod error;
pub mod field;
pub mod http;
mod model;
pub mod operation;
pub mod page_token;
mod route;
pub mod settings;
pub mod trigger;

pub use caller::Caller;
pub use context::{Context, Outbox, SendError, Services};
pub use error::{ApiError, ErrorCode, Invalid, Unreadable};
pub use http::answer;
pub use lambda_http::http::StatusCode;
pub use operation::{Entry, Method, Operation, Route, Sent};
pub use page_token::PageToken;
pub use settings::Settings;
pub use trigger::{Handler, StartedBy, Trigger, TriggerError};
