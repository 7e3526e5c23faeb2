//! What the console is before: which API, which Region, as whom.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Serialize;
use serde_json::json;

use super::{Console, Signer};
use crate::api::caller::{self, Failure};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Session<'a> {
    /// `LOCAL`: the reader may choose the account. `REMOTE`: credentials say it.
    mode: &'static str,
    region: String,
    endpoint: &'a str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    /// Accounts of a local stack that have a graph or are members of one, and its own.
    accounts: BTreeSet<String>,
}

pub(super) async fn tell(State(console): State<Arc<Console>>) -> Response {
    match session(&console).await {
        Ok(session) => {
            let headers = [
                (CONTENT_TYPE, "application/json"),
                (CACHE_CONTROL, "no-store"),
            ];
            (headers, json!(session).to_string()).into_response()
        }
        Err(error) => {
            let why = crate::chain(error.as_ref());
            tracing::warn!(error.message = %why, "the session cannot be told");
            let body = json!({ "message": why }).to_string();
            let headers = [(CONTENT_TYPE, "application/json")];
            (StatusCode::BAD_GATEWAY, headers, body).into_response()
        }
    }
}

async fn session(console: &Console) -> Result<Session<'_>, Failure> {
    let endpoint = console.caller.endpoint();
    let version = env!("CARGO_PKG_VERSION");
    match &console.signer {
        Signer::Local {
            region,
            account,
            store,
        } => {
            let mut accounts = BTreeSet::from([*account]);
            for graph in store.every_graph().await? {
                let members = store.every_member(graph.arn.id()).await?;
                accounts.extend(members.into_iter().map(|it| it.account));
                accounts.insert(graph.arn.account());
            }
            Ok(Session {
                mode: "LOCAL",
                region: region.to_string(),
                endpoint,
                version,
                account_id: Some(account.to_string()),
                accounts: accounts.iter().map(ToString::to_string).collect(),
            })
        }
        Signer::Remote(config) => {
            let identity = caller::identity(config).await?;
            let account = identity.credentials.account_id();
            Ok(Session {
                mode: "REMOTE",
                region: identity.region,
                endpoint,
                version,
                account_id: account.map(|it| it.as_str().to_owned()),
                accounts: BTreeSet::new(),
            })
        }
    }
}
