//! Who may ask: the page that this server itself sent, in the browser that was let in.
//!
//! Another page that is open in the same browser can send requests here as well. Its requests say where they come
//! from (`Origin`, `Sec-Fetch-Site`), and it cannot add [`PAGE`] without asking first, which is never granted. A
//! name that an attacker points at this machine is refused by `Host`. Other users of the machine do not know the
//! ticket.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, ORIGIN};
use http::{StatusCode, Uri};
use sha2::{Digest as _, Sha256};

use super::Console;

/// The header that every question of the page has.
const PAGE: &str = "x-gumshoe-console";
const COOKIE_NAME: &str = "gumshoe-console";

/// What only the reader of the terminal knows.
pub(super) struct Ticket(String);

impl Ticket {
    pub(super) fn random() -> Self {
        Self(format!("{:032x}", crate::random_bits()))
    }

    /// Whether `text` is this ticket, in a time that does not tell how much of it is right.
    pub(super) fn is(&self, text: &str) -> bool {
        Sha256::digest(&self.0) == Sha256::digest(text)
    }

    /// The cookie that lets the browser in. No other site's request carries it, and no script reads it.
    pub(super) fn cookie(&self) -> String {
        format!(
            "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict",
            self.0
        )
    }

    fn is_in(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter();
        cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .any(|(name, value)| name == COOKIE_NAME && self.is(value))
    }
}

impl std::fmt::Display for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn refusal(message: &str) -> Response {
    let body = serde_json::json!({ "message": message }).to_string();
    let kind = [
        (CONTENT_TYPE.as_str(), "application/json"),
        ("x-amzn-errortype", "AccessDeniedException"),
    ];
    (StatusCode::FORBIDDEN, kind, body).into_response()
}

/// Refuses what is addressed to a name of somebody else's.
pub(super) async fn is_addressed_to_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|it| it.to_str().ok());
    if host.is_some_and(names_this_machine) {
        next.run(request).await
    } else {
        refusal("The console answers to localhost and to addresses, not to other names.")
    }
}

/// `localhost` or an address, with or without a port. Whoever owns a name can point it here, an address is ours.
fn names_this_machine(host: &str) -> bool {
    let Ok(uri) = host.parse::<Uri>() else {
        return false;
    };
    let Some(name) = uri.host() else {
        return false;
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || address.parse::<IpAddr>().is_ok()
}

/// Refuses what another page asks.
pub(super) async fn is_from_the_page(request: Request, next: Next) -> Response {
    if comes_from_the_page(request.headers()) {
        next.run(request).await
    } else {
        refusal("Only the console's own page may ask this.")
    }
}

fn comes_from_the_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let same_site = text("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let own = text(HOST.as_str()).map(|host| format!("http://{host}"));
    let same_origin = text(ORIGIN.as_str()).is_none_or(|origin| own.as_deref() == Some(origin));
    headers.contains_key(PAGE) && same_site && same_origin
}

/// Refuses who has no ticket, where one is needed.
pub(super) async fn has_ticket(
    State(console): State<Arc<Console>>,
    request: Request,
    next: Next,
) -> Response {
    let needed = console.ticket.as_ref();
    if needed.is_none_or(|ticket| ticket.is_in(request.headers())) {
        next.run(request).await
    } else {
        refusal("Open the address that gumshoe console printed: its ticket lets this browser in.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_refused_and_addresses_are_not() {
        for host in [
            "localhost",
            "localhost:4570",
            "127.0.0.1:4570",
            "[::1]:4570",
        ] {
            assert!(names_this_machine(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example:4570",
            "",
            "127.0.0.1.nip.io",
        ] {
            assert!(!names_this_machine(host), "{host}");
        }
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_question_of_the_page_is_answered_and_one_of_another_page_is_not() {
        let host = ("host", "127.0.0.1:4570");
        let page = (PAGE, "1");
        assert!(comes_from_the_page(&headers(&[host, page])));
        let own = ("origin", "http://127.0.0.1:4570");
        assert!(comes_from_the_page(&headers(&[
            host,
            page,
            own,
            ("sec-fetch-site", "same-origin")
        ])));
        assert!(!comes_from_the_page(&headers(&[host, own])));
        assert!(!comes_from_the_page(&headers(&[
            host,
            page,
            ("origin", "http://127.0.0.1:9999")
        ])));
        assert!(!comes_from_the_page(&headers(&[
            host,
            page,
            ("sec-fetch-site", "cross-site")
        ])));
        assert!(!comes_from_the_page(&headers(&[
            host,
            page,
            ("origin", "null")
        ])));
    }

    #[test]
    fn a_ticket_is_found_among_other_cookies_and_no_other_is_taken() {
        let ticket = Ticket("abc".to_owned());
        let with = |cookies: &'static str| headers(&[("cookie", cookies)]);
        assert!(ticket.is_in(&with("a=b; gumshoe-console=abc")));
        assert!(!ticket.is_in(&with("gumshoe-console=abd; a=abc")));
        assert!(!ticket.is_in(&HeaderMap::new()));
    }
}
