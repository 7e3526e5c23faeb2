//! The console's files: within the release program, and read from `console/dist` by others. Its build leaves a
//! compressed copy beside each that is worth it.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    HeaderName, HeaderValue, REFERRER_POLICY, SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, StatusCode, Uri};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::Console;

#[derive(RustEmbed)]
#[folder = "../console/dist"]
#[allow_missing = true]
struct Files;

/// Nothing is loaded from elsewhere, nothing runs and styles but the console's own files, and no other page may
/// show this one. `img-src data:` are the design system's icons.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NOT_BUILT: &str = "<!doctype html><html lang=en><title>Gumshoe</title><h1>The console is not built</h1>\
     <p>Run <code>make console</code> in Gumshoe's repository, and load this page again.";

#[derive(Deserialize)]
pub(super) struct Arrival {
    ticket: Option<String>,
}

/// The page, of which the console draws the rest.
pub(super) async fn page(
    State(console): State<Arc<Console>>,
    Query(arrival): Query<Arrival>,
    headers: HeaderMap,
) -> Response {
    if let (Some(ticket), Some(shown)) = (&console.ticket, arrival.ticket) {
        // Away from the address bar with it, right or wrong.
        let home = Redirect::to("/");
        return if ticket.is(&shown) {
            ([(SET_COOKIE, ticket.cookie())], home).into_response()
        } else {
            home.into_response()
        };
    }
    let mut response = match found("index.html", &headers) {
        Some(file) => sent(file, "no-cache"),
        None => ([(CONTENT_TYPE, "text/html")], NOT_BUILT).into_response(),
    };
    protect(response.headers_mut());
    response
}

/// A script, style or picture. Their names change with what is in them.
pub(super) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    answer(&uri, &headers, "public, max-age=31536000, immutable")
}

/// A file that has the same name in every version.
pub(super) async fn unversioned(uri: Uri, headers: HeaderMap) -> Response {
    answer(&uri, &headers, "no-cache")
}

fn answer(uri: &Uri, headers: &HeaderMap, kept: &'static str) -> Response {
    let Some(file) = found(uri.path().trim_start_matches('/'), headers) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = sent(file, kept);
    protect(response.headers_mut());
    response
}

/// A file in the form that is sent.
struct Found {
    kind: String,
    encoding: Option<&'static str>,
    data: Cow<'static, [u8]>,
}

/// The file, compressed where there is such a copy and the browser takes it.
fn found(path: &str, headers: &HeaderMap) -> Option<Found> {
    let plain = Files::get(path)?;
    let takes_gzip = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.trim() == "gzip");
    let compressed = takes_gzip
        .then(|| Files::get(&format!("{path}.gz")))
        .flatten();
    Some(Found {
        kind: plain.metadata.mimetype().to_owned(),
        encoding: compressed.is_some().then_some("gzip"),
        data: compressed.map_or(plain.data, |file| file.data),
    })
}

fn sent(file: Found, kept: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, file.kind),
        (CACHE_CONTROL, kept.to_owned()),
        (VARY, "accept-encoding".to_owned()),
    ];
    let mut response = (headers, Body::from(file.data.into_owned())).into_response();
    if let Some(encoding) = file.encoding {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn protect(headers: &mut HeaderMap) {
    const SAID: [(HeaderName, &str); 4] = [
        (CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in SAID {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
