//! The console: its files, and the API behind it, signed for whoever sits before it.
//!
//! `gumshoe up` serves it at `/` of the API, where the reader chooses the account. `gumshoe console` serves it
//! before a deployment, with the analyst's own credentials. The browser holds no credentials in either: it asks
//! `/console/api/…` of the page's own origin, and this signs and passes on.

mod arguments;
mod assets;
mod guard;
mod passing;
mod session;

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use gumshoe_domain::{AccountId, Region};
use gumshoe_store::{Access, Store};
use tokio::net::TcpListener;

pub use self::arguments::ConsoleArguments;
use self::guard::Ticket;
use crate::api::caller::{self, Caller, Failure, Identity};
use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY};

/// What the console reads of the table of a local stack: whose graphs there are.
pub(crate) const ACCESS: &[Access] = &[Access::ReadTable];

/// Where the API begins, behind which its own paths follow.
const API: &str = "/console/api";

/// Why `gumshoe console` fails.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// There are no credentials, or no Region.
    #[error("requests cannot be signed")]
    Identity(#[source] Failure),
    /// The port is taken, or standard output is closed.
    #[error("the console cannot be served on port {port}")]
    Serve {
        /// Which.
        port: u16,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Whoever signs.
enum Signer {
    /// The account that the reader chose, of a local stack.
    Local {
        region: Region,
        account: AccountId,
        store: Store,
    },
    /// The analyst.
    Remote(Box<SdkConfig>),
}

impl Signer {
    /// Who signs now, when the reader chose `account`.
    async fn identity(&self, chosen: Option<AccountId>) -> Result<Identity, Failure> {
        match self {
            Self::Local {
                region, account, ..
            } => {
                let account = chosen.unwrap_or(*account).to_string();
                Ok(Identity {
                    credentials: Credentials::new(
                        account,
                        SECRET_ACCESS_KEY,
                        None,
                        None,
                        "console",
                    ),
                    region: region.to_string(),
                })
            }
            Self::Remote(config) => caller::identity(config).await,
        }
    }
}

struct Console {
    caller: Caller,
    signer: Signer,
    ticket: Option<Ticket>,
}

/// The console of a local stack.
pub(crate) fn local(endpoints: &Endpoints, store: Store) -> Router {
    service(Console {
        caller: Caller::new(&endpoints.api_url()),
        signer: Signer::Local {
            region: endpoints.region.clone(),
            account: endpoints.account,
            store,
        },
        ticket: None,
    })
}

fn service(console: Console) -> Router {
    let console = Arc::new(console);
    let asked = Router::new()
        .route("/console/session", get(session::tell))
        .route("/console/api/{*path}", any(passing::pass_on))
        .layer(from_fn(guard::is_from_the_page))
        .layer(from_fn_with_state(Arc::clone(&console), guard::has_ticket));
    Router::new()
        .route("/", get(assets::page))
        .route("/favicon.svg", get(assets::unversioned))
        .route("/theme.js", get(assets::unversioned))
        .route("/assets/{*path}", get(assets::file))
        .merge(asked)
        .layer(from_fn(guard::is_addressed_to_this_machine))
        .with_state(console)
}

/// Serves the console of the deployment at an endpoint until Ctrl-C.
///
/// # Errors
/// When there are no credentials, or the port is taken.
pub async fn run(arguments: ConsoleArguments) -> Result<(), ConsoleError> {
    let mut loader = aws_config::defaults(BehaviorVersion::latest());
    if let Some(profile) = &arguments.profile {
        loader = loader.profile_name(profile);
    }
    let config = loader.load().await;
    // Whoever cannot sign learns it here and not from every panel.
    caller::identity(&config)
        .await
        .map_err(ConsoleError::Identity)?;
    let port = arguments.port;
    let failed = |source| ConsoleError::Serve { port, source };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let ticket = Ticket::random();
    let mut out = io::stdout().lock();
    writeln!(out, "Console  http://{address}/?ticket={ticket}").map_err(failed)?;
    writeln!(
        out,
        "API      {}  (signed as your own credentials; Ctrl-C ends)",
        arguments.endpoint
    )
    .map_err(failed)?;
    out.flush().map_err(failed)?;
    drop(out);
    let service = service(Console {
        caller: Caller::new(&arguments.endpoint),
        signer: Signer::Remote(Box::new(config)),
        ticket: Some(ticket),
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(async {
            // Without signals it is killed, which harms nothing.
            let _ = tokio::signal::ctrl_c().await;
        })
        .await
        .map_err(failed)
}
