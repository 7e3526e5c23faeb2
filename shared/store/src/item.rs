//! Items of the table: building and reading their attributes.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::error::StoreError;
use crate::table::{Key, PK, SK};

pub(crate) type Attributes = HashMap<String, AttributeValue>;

/// The version of every item written here.
pub(crate) const VERSION: &str = "1";

/// An item that is being built.
#[derive(Debug)]
pub(crate) struct Item(Attributes);

impl Item {
    pub(crate) fn new(key: &Key) -> Self {
        Self(key_of(key)).number("Version", VERSION)
    }

    pub(crate) fn text(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0
            .insert(name.to_owned(), AttributeValue::S(value.into()));
        self
    }

    pub(crate) fn number(mut self, name: &str, value: impl ToString) -> Self {
        self.0
            .insert(name.to_owned(), AttributeValue::N(value.to_string()));
        self
    }

    pub(crate) fn value(mut self, name: &str, value: AttributeValue) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    pub(crate) fn build(self) -> Attributes {
        self.0
    }
}

pub(crate) fn key_of(key: &Key) -> Attributes {
    HashMap::from([
        (PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

/// An item that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored<'a>(pub(crate) &'a Attributes);

impl<'a> Stored<'a> {
    pub(crate) fn text(self, name: &'static str) -> Result<&'a str, StoreError> {
        self.0
            .get(name)
            .and_then(|value| value.as_s().ok())
            .map(String::as_str)
            .ok_or_else(|| self.malformed(name))
    }

    pub(crate) fn optional_text(self, name: &str) -> Option<&'a str> {
        self.0
            .get(name)
            .and_then(|value| value.as_s().ok())
            .map(String::as_str)
    }

    pub(crate) fn parsed<T: FromStr>(self, name: &'static str) -> Result<T, StoreError> {
        self.text(name)?.parse().map_err(|_| self.malformed(name))
    }

    pub(crate) fn number<T: FromStr>(self, name: &'static str) -> Result<T, StoreError> {
        let number = self
            .0
            .get(name)
            .and_then(|value| value.as_n().ok())
            .ok_or_else(|| self.malformed(name))?;
        number.parse().map_err(|_| self.malformed(name))
    }

    pub(crate) fn malformed(self, attribute: &'static str) -> StoreError {
        let key = [PK, SK]
            .map(|name| self.optional_text(name).unwrap_or("?"))
            .join(" ");
        StoreError::Malformed { key, attribute }
    }
}
