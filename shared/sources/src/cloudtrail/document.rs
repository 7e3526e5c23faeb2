//! The document around the records: `{"Records": [...]}` as trails deliver them, one record, or one in
//! the envelope in which EventBridge delivers it.
//!
//! Amazon EventBridge, "AWS service events delivered via AWS CloudTrail": the types of such events end
//! with `via CloudTrail`, and the record is in `detail`.

use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::record::Record;
use crate::lenient::{As, AsText, Into, Members, Name, Next, Shape, Skip, Skipped, Text};

/// What a document turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Contents {
    /// It has an array `Records`, or is a record itself.
    pub(super) has_records: bool,
    /// It has `digestStartTime`, as digest files have.
    pub(super) is_digest: bool,
}

/// Reads a document and gives each element of `Records` to `each` as soon as it is parsed: the
/// record, or nothing where the element is no object.
///
/// # Errors
/// When the document is no JSON, or when `each` breaks off.
pub(super) fn read<'de, S, D, F>(deserializer: D, each: F) -> Result<Contents, D::Error>
where
    S: Skip,
    D: Deserializer<'de>,
    F: FnMut(Option<&Record<'de>>) -> ControlFlow<()>,
{
    As::<_, S>::new(Document(each)).deserialize(deserializer)
}

/// The shape of the document.
struct Document<F>(F);

impl<'de, F: FnMut(Option<&Record<'de>>) -> ControlFlow<()>> Shape<'de> for Document<F> {
    type Value = Contents;

    fn other(self) -> Contents {
        Contents::default()
    }

    fn object<S: Skip, A: MapAccess<'de>>(mut self, mut members: A) -> Result<Contents, A::Error> {
        let mut contents = Contents::default();
        let mut alone = Alone::default();
        while let Some(name) = members.next_key_seed(Name)? {
            match name.as_ref() {
                "Records" => {
                    let records = As::<_, S>::new(Records(&mut self.0));
                    contents.has_records |= members.next_value_seed(records)?;
                }
                "digestStartTime" => {
                    contents.is_digest = true;
                    members.next_value_seed(Skipped::<S>::new())?;
                }
                "detail-type" => {
                    alone.detail_type = members.next_value_seed(As::<_, S>::new(AsText))?;
                }
                "detail" => {
                    members.next_value_seed(As::<_, S>::new(Into(&mut alone.detail)))?;
                }
                name => alone
                    .document
                    .member(name, Next::<S, A>::new(&mut members))?,
            }
        }
        if let Some(record) = alone.record().filter(|_| !contents.has_records) {
            contents.has_records = true;
            if (self.0)(Some(record)).is_break() {
                return Err(A::Error::custom("reading was broken off"));
            }
        }
        Ok(contents)
    }
}

/// A record that is no element of `Records`.
#[derive(Default)]
struct Alone<'de> {
    /// The document's own members.
    document: Record<'de>,
    /// Those of its `detail`.
    detail: Record<'de>,
    detail_type: Text<'de>,
}

impl<'de> Alone<'de> {
    fn record(&self) -> Option<&Record<'de>> {
        let of = self.detail_type.get();
        let record = match of.is_some_and(|it| it.ends_with(" via CloudTrail")) {
            true => &self.detail,
            false => &self.document,
        };
        let names = record.event_source.get().zip(record.event_name.get());
        names.map(|_| record)
    }
}

/// The shape of `Records`: whether it is an array.
struct Records<'f, F>(&'f mut F);

impl<'de, F: FnMut(Option<&Record<'de>>) -> ControlFlow<()>> Shape<'de> for Records<'_, F> {
    type Value = bool;

    fn other(self) -> bool {
        false
    }

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        let mut record = Record::default();
        while let Some(is_object) =
            elements.next_element_seed(As::<_, S>::new(Into(&mut record)))?
        {
            if (self.0)(is_object.then_some(&record)).is_break() {
                return Err(A::Error::custom("reading was broken off"));
            }
        }
        Ok(true)
    }
}
