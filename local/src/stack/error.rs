//! Why a stack does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use gumshoe_api::TriggerError;

use crate::clients::ResourceError;
use crate::gateway::RouteError;
use crate::organization::OrganizationError;

/// Why a stack does not start.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// Another process runs a stack on the same folder.
    #[error("another process uses {0}")]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("cannot use the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A service cannot listen.
    #[error("{service} cannot listen on {address}")]
    Listen {
        /// The service.
        service: &'static str,
        /// Where.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The database cannot be opened.
    #[error("the database {path} cannot be opened")]
    Database {
        /// Its file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The table or a bucket cannot be created.
    #[error("the table and the buckets cannot be created")]
    Resources(#[from] ResourceError),
    /// The organization cannot be read.
    #[error("the organization is not known")]
    Organization(#[from] OrganizationError),
    /// A function cannot start.
    #[error("the function {function} cannot start")]
    Function {
        /// The function.
        function: &'static str,
        /// Why.
        #[source]
        source: TriggerError,
    },
    /// The API's routes are ambiguous.
    #[error("the API cannot be served")]
    Routes(#[from] RouteError),
}
