//! What is around findings: nothing, an array, the answer of `GetFindings`, an event of Amazon
//! `EventBridge`.

use std::fmt;

use gumshoe_domain::Timestamp;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Full, Reading};

/// How deep findings may lie: in a list of events, each with a detail that has a list of findings.
const MOST_DEPTH: u8 = 4;

/// How a finding was delivered, where an event delivered it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// The Region of the event.
    pub(crate) region: Option<String>,
    /// The time of the event.
    pub(crate) sent: Option<Timestamp>,
}

/// Gives the findings of a document to `reading`.
pub(super) fn open(document: &str, reading: &mut Reading) -> Result<(), Full> {
    unwrap(document, &Delivery::default(), MOST_DEPTH, reading)
}

fn unwrap(json: &str, delivery: &Delivery, depth: u8, reading: &mut Reading) -> Result<(), Full> {
    let Some(depth) = depth.checked_sub(1) else {
        return reading.record(json, delivery);
    };
    match json.trim_ascii_start().as_bytes().first() {
        Some(b'[') => {
            let read = each(json, |element| unwrap(element, delivery, depth, reading));
            read.unwrap_or_else(|_| {
                reading.no_object();
                Ok(())
            })
        }
        Some(b'{') => object(json, delivery, depth, reading),
        Some(_) | None => {
            reading.no_object();
            Ok(())
        }
    }
}

fn object(json: &str, delivery: &Delivery, depth: u8, reading: &mut Reading) -> Result<(), Full> {
    let around = serde_json::Deserializer::from_str(json).deserialize_map(Members);
    let Ok(around) = around else {
        reading.no_object();
        return Ok(());
    };
    if let Some(detail) = around.detail.filter(|_| around.is_event) {
        let text = |raw: Option<&RawValue>| serde_json::from_str::<String>(raw?.get()).ok();
        let delivery = Delivery {
            region: text(around.region),
            sent: text(around.time).and_then(|it| it.parse().ok()),
        };
        return unwrap(detail.get(), &delivery, depth, reading);
    }
    match around.findings {
        Some(findings) => unwrap(findings.get(), delivery, depth, reading),
        None => reading.record(json, delivery),
    }
}

/// Calls `then` with each element of an array, until it says that it had enough.
fn each(
    json: &str,
    then: impl FnMut(&str) -> Result<(), Full>,
) -> serde_json::Result<Result<(), Full>> {
    serde_json::Deserializer::from_str(json).deserialize_seq(Elements(then))
}

struct Elements<F>(F);

impl<'de, F: FnMut(&str) -> Result<(), Full>> Visitor<'de> for Elements<F> {
    type Value = Result<(), Full>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut result = Ok(());
        while let Some(element) = elements.next_element::<&RawValue>()? {
            if result.is_ok() {
                result = (self.0)(element.get());
            }
        }
        Ok(result)
    }
}

/// The members of an object that may be around findings. The last of a name counts.
#[derive(Default)]
struct Around<'de> {
    is_event: bool,
    detail: Option<&'de RawValue>,
    region: Option<&'de RawValue>,
    time: Option<&'de RawValue>,
    findings: Option<&'de RawValue>,
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Around<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Around<'de>, A::Error> {
        let mut around = Around::default();
        while let Some(name) = members.next_key::<String>()? {
            let place = match name.as_str() {
                "detail" => &mut around.detail,
                "region" => &mut around.region,
                "time" => &mut around.time,
                "findings" | "Findings" => &mut around.findings,
                "detail-type" => {
                    around.is_event = true;
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *place = Some(members.next_value()?);
        }
        Ok(around)
    }
}
