//! Reading JSON that may hold anything anywhere.
//!
//! What serde derives refuses a document for one member of an unexpected type or one that comes
//! twice. Here every value is read for what it is: a [`Shape`] says what it makes of a text, an
//! object or an array, and everything else is skipped.

mod text;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

pub(crate) use text::{AsText, Text, cut};

/// How values that nobody asked for are passed over.
pub(crate) trait Skip {
    /// Passes over the next value.
    fn skip<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error>;
}

/// How deep values that are passed over may be nested for [`Descending`]. Real ones have a handful of
/// levels, and this many need little stack.
const MOST_LEVELS: u8 = 32;

/// Descends into what it passes over, and refuses what is nested deeper than [`MOST_LEVELS`]. For a
/// parser whose own way of passing over descends without end.
pub(crate) enum Descending {}

/// Leaves passing over to the parser. For a parser that needs no stack for it.
pub(crate) enum Flat {}

impl Skip for Descending {
    fn skip<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        let levels = MOST_LEVELS;
        As::<_, Self>::new(Nothing { levels }).deserialize(deserializer)
    }
}

impl Skip for Flat {
    fn skip<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| ())
    }
}

/// What is made of a value, by what the value is.
pub(crate) trait Shape<'de>: Sized {
    /// What is made.
    type Value;

    /// Of a value that the shape has no use for.
    fn other(self) -> Self::Value;

    /// Of `null`.
    fn null(self) -> Self::Value {
        self.other()
    }

    /// Of a whole number that is not negative.
    fn number(self, _number: u64) -> Self::Value {
        self.other()
    }

    /// Of a flag.
    fn boolean(self, _flag: bool) -> Self::Value {
        self.other()
    }

    /// Of a text that stands in the input as it is.
    fn borrowed(self, text: &'de str) -> Self::Value {
        self.copied(text)
    }

    /// Of a text that had escapes in it, or whose input is gone.
    fn copied(self, _text: &str) -> Self::Value {
        self.other()
    }

    /// Of an object.
    fn object<S: Skip, A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_key_seed(Skipped::<S>::new())?.is_some() {
            members.next_value_seed(Skipped::<S>::new())?;
        }
        Ok(self.other())
    }

    /// Of an array.
    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        while elements.next_element_seed(Skipped::<S>::new())?.is_some() {}
        Ok(self.other())
    }
}

/// Reads a value as a shape, skipping as `S` does.
pub(crate) struct As<T, S>(T, PhantomData<S>);

impl<T, S> As<T, S> {
    /// Reads as `shape`.
    pub(crate) fn new(shape: T) -> Self {
        Self(shape, PhantomData)
    }
}

impl<'de, T: Shape<'de>, S: Skip> DeserializeSeed<'de> for As<T, S> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Shape<'de>, S: Skip> Visitor<'de> for As<T, S> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<T::Value, E> {
        Ok(self.0.boolean(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T::Value, E> {
        Ok(match u64::try_from(number) {
            Ok(number) => self.0.number(number),
            Err(_) => self.0.other(),
        })
    }

    fn visit_u64<E>(self, number: u64) -> Result<T::Value, E> {
        Ok(self.0.number(number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<T::Value, E> {
        Ok(self.0.other())
    }

    fn visit_unit<E>(self) -> Result<T::Value, E> {
        Ok(self.0.null())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T::Value, E> {
        Ok(self.0.borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<T::Value, E> {
        Ok(self.0.copied(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T::Value, A::Error> {
        self.0.object::<S, A>(members)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T::Value, A::Error> {
        self.0.array::<S, A>(elements)
    }
}

/// A value that is passed over.
pub(crate) struct Skipped<S>(PhantomData<S>);

impl<S> Skipped<S> {
    /// Passes over a value.
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, S: Skip> DeserializeSeed<'de> for Skipped<S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        S::skip(deserializer)
    }
}

/// The shape of a value that is passed over level by level.
struct Nothing {
    /// How many levels more there may be.
    levels: u8,
}

impl Nothing {
    fn below<E: Error>(&self) -> Result<impl Fn() -> Self, E> {
        let Some(levels) = self.levels.checked_sub(1) else {
            return Err(E::custom("nested too deep"));
        };
        Ok(move || Self { levels })
    }
}

impl<'de> Shape<'de> for Nothing {
    type Value = ();

    fn other(self) {}

    fn object<S: Skip, A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let below = self.below()?;
        while members.next_key_seed(As::<_, S>::new(below()))?.is_some() {
            members.next_value_seed(As::<_, S>::new(below()))?;
        }
        Ok(())
    }

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let below = self.below()?;
        while elements
            .next_element_seed(As::<_, S>::new(below()))?
            .is_some()
        {}
        Ok(())
    }
}

/// Whether there is a value other than `null`.
pub(crate) struct Presence;

impl Shape<'_> for Presence {
    type Value = bool;

    fn other(self) -> bool {
        true
    }

    fn null(self) -> bool {
        false
    }
}

/// The shape of a whole number that is not negative.
pub(crate) struct AsNumber;

impl Shape<'_> for AsNumber {
    type Value = Option<u64>;

    fn other(self) -> Option<u64> {
        None
    }

    fn number(self, number: u64) -> Option<u64> {
        Some(number)
    }
}

/// What takes the members of an object that it knows.
pub(crate) trait Members<'de>: Default {
    /// Takes the value of the member `name`, or passes over it with [`Next::skip`]. A member that
    /// comes twice counts as it is the second time.
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error>;
}

/// The value of the member whose name was just read.
pub(crate) struct Next<'a, S, A>(&'a mut A, PhantomData<S>);

impl<'a, 'de, S: Skip, A: MapAccess<'de>> Next<'a, S, A> {
    /// The value of the member of `members` whose name was just read.
    pub(super) fn new(members: &'a mut A) -> Self {
        Self(members, PhantomData)
    }

    /// Reads it as `shape`.
    pub(crate) fn read<T: Shape<'de>>(self, shape: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(As::<T, S>::new(shape))
    }

    /// Reads it as a text.
    pub(crate) fn text(self) -> Result<Text<'de>, A::Error> {
        self.read(AsText)
    }

    /// Reads it as an object into `object`; what is none has no members.
    pub(crate) fn members<M: Members<'de>>(self, object: &mut M) -> Result<(), A::Error> {
        self.read(Into(object)).map(|_| ())
    }

    /// Passes over it.
    pub(crate) fn skip(self) -> Result<(), A::Error> {
        self.0.next_value_seed(Skipped::<S>::new())
    }
}

/// The shape of an object, read into one that is there: whether it is an object. What was in it
/// before is gone either way.
pub(crate) struct Into<'m, M>(pub(crate) &'m mut M);

impl<'de, M: Members<'de>> Shape<'de> for Into<'_, M> {
    type Value = bool;

    fn other(self) -> bool {
        *self.0 = M::default();
        false
    }

    fn object<S: Skip, A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        *self.0 = M::default();
        while let Some(name) = members.next_key_seed(Name)? {
            self.0.member(&name, Next::<S, A>::new(&mut members))?;
        }
        Ok(true)
    }
}

/// Reads the name of a member.
pub(crate) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
