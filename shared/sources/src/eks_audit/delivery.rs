//! What events are delivered in: messages of CloudWatch Logs, and lists of events.
//!
//! Amazon CloudWatch Logs User Guide, "Using CloudWatch Logs subscription filters".

use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::event::Event;
use crate::lenient::{As, AsText, Into, Members, Name, Next, Shape, Skip, Skipped, Text};

/// What is said before the events.
#[derive(Debug, Default)]
pub(super) struct Header<'de> {
    pub(super) message_type: Text<'de>,
    /// The account of the log group.
    pub(super) owner: Text<'de>,
    pub(super) log_group: Text<'de>,
    pub(super) log_stream: Text<'de>,
}

/// One event of a delivery.
pub(super) enum Delivered<'a, 'de> {
    /// An element of `items`; nothing where it is no object.
    Item(Option<&'a Event<'de>>),
    /// The `message` of an element of `logEvents`; nothing where it has none.
    Message(&'a Header<'de>, Option<&'a str>),
}

/// Where reading a delivery stands.
#[derive(Debug, Default)]
pub(super) struct Delivery<'de> {
    pub(super) header: Header<'de>,
    /// `logEvents` came before the header was known, and was passed over.
    pub(super) is_early: bool,
}

impl Header<'_> {
    fn is_known(&self) -> bool {
        [
            &self.message_type,
            &self.owner,
            &self.log_group,
            &self.log_stream,
        ]
        .into_iter()
        .all(|it| it.get().is_some())
    }
}

/// Whether an object begins as messages of CloudWatch Logs do, so that it need not be read to know.
pub(super) fn is_message(object: &[u8]) -> bool {
    let members = object.get(1..).unwrap_or_default().trim_ascii_start();
    members.starts_with(b"\"messageType\"")
}

/// Reads a delivery and gives each event to `each` as soon as it is read.
///
/// # Errors
/// When the text is no JSON, or when `each` breaks off.
pub(super) fn read<'de, S, D, F>(deserializer: D, each: F) -> Result<Delivery<'de>, D::Error>
where
    S: Skip,
    D: Deserializer<'de>,
    F: FnMut(Delivered<'_, 'de>) -> ControlFlow<()>,
{
    let shape = Reader {
        delivery: Delivery::default(),
        is_second: false,
        each,
    };
    As::<_, S>::new(shape).deserialize(deserializer)
}

/// Reads the `logEvents` of a delivery whose header is known, though it came late.
///
/// # Errors
/// As [`read`].
pub(super) fn read_early<'de, S, D, F>(
    deserializer: D,
    header: Header<'de>,
    each: F,
) -> Result<(), D::Error>
where
    S: Skip,
    D: Deserializer<'de>,
    F: FnMut(Delivered<'_, 'de>) -> ControlFlow<()>,
{
    let delivery = Delivery {
        header,
        is_early: false,
    };
    let shape = Reader {
        delivery,
        is_second: true,
        each,
    };
    As::<_, S>::new(shape).deserialize(deserializer).map(|_| ())
}

/// The shape of a delivery.
struct Reader<'de, F> {
    delivery: Delivery<'de>,
    is_second: bool,
    each: F,
}

impl<'de, F: FnMut(Delivered<'_, 'de>) -> ControlFlow<()>> Shape<'de> for Reader<'de, F> {
    type Value = Delivery<'de>;

    fn other(self) -> Delivery<'de> {
        self.delivery
    }

    fn object<S: Skip, A: MapAccess<'de>>(
        mut self,
        mut members: A,
    ) -> Result<Delivery<'de>, A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            let header = &mut self.delivery.header;
            let text = match name.as_ref() {
                "logEvents" if self.is_second || header.is_known() => {
                    members.next_value_seed(As::<_, S>::new(LogEvents(header, &mut self.each)))?;
                    continue;
                }
                "items" if !self.is_second => {
                    members.next_value_seed(As::<_, S>::new(Items(&mut self.each)))?;
                    continue;
                }
                "messageType" => &mut header.message_type,
                "owner" => &mut header.owner,
                "logGroup" => &mut header.log_group,
                "logStream" => &mut header.log_stream,
                other => {
                    self.delivery.is_early |= other == "logEvents";
                    members.next_value_seed(Skipped::<S>::new())?;
                    continue;
                }
            };
            *text = members.next_value_seed(As::<_, S>::new(AsText))?;
        }
        Ok(self.delivery)
    }
}

/// The shape of `items`.
struct Items<'f, F>(&'f mut F);

impl<'de, F: FnMut(Delivered<'_, 'de>) -> ControlFlow<()>> Shape<'de> for Items<'_, F> {
    type Value = ();

    fn other(self) {}

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut event = Event::default();
        while let Some(is_object) = elements.next_element_seed(As::<_, S>::new(Into(&mut event)))? {
            let item = Delivered::Item(is_object.then_some(&event));
            if (self.0)(item).is_break() {
                return Err(A::Error::custom("reading was broken off"));
            }
        }
        Ok(())
    }
}

/// The shape of `logEvents`.
struct LogEvents<'f, 'de, F>(&'f Header<'de>, &'f mut F);

impl<'de, F: FnMut(Delivered<'_, 'de>) -> ControlFlow<()>> Shape<'de> for LogEvents<'_, 'de, F> {
    type Value = ();

    fn other(self) {}

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut event = LogEvent::default();
        while elements
            .next_element_seed(As::<_, S>::new(Into(&mut event)))?
            .is_some()
        {
            let message = event.message.take();
            if (self.1)(Delivered::Message(self.0, message.as_deref())).is_break() {
                return Err(A::Error::custom("reading was broken off"));
            }
        }
        Ok(())
    }
}

/// An element of `logEvents`.
#[derive(Default)]
struct LogEvent {
    message: Option<String>,
}

impl<'de> Members<'de> for LogEvent {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "message" => self.message = value.read(WholeText)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// The shape of a text of any length.
struct WholeText;

impl Shape<'_> for WholeText {
    type Value = Option<String>;

    fn other(self) -> Option<String> {
        None
    }

    fn copied(self, text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}
