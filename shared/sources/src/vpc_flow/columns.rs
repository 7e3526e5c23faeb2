//! In which order the fields of a text come.

use super::field::{ABSENT, DEFAULT, Field, Fields, NotANumber, TRANSIT_GATEWAY};
use super::lines::Stopped;
use super::number;

/// Where values of columns that are not read are put, after the others.
const NOT_READ: usize = Field::ALL.len();

/// One value for each field, and one for all that are not read.
const SLOTS: usize = NOT_READ + 1;

/// The columns of a text, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    slots: Vec<usize>,
}

impl Columns {
    /// The default format.
    pub(super) fn default_format() -> Self {
        Self {
            slots: DEFAULT.iter().map(|it| slot(*it)).collect(),
        }
    }

    /// The columns that a header line names. Names that are not known are columns that are not read:
    /// AWS adds fields.
    pub(super) fn of_header(line: &[u8]) -> Result<Self, Stopped> {
        let names: Vec<&[u8]> = names(line).collect();
        if names.contains(&TRANSIT_GATEWAY) {
            return Err(Stopped::NotVpcFlow);
        }
        let fields: Vec<Option<Field>> = names.iter().map(|name| Field::named(name)).collect();
        check(|field| fields.contains(&Some(field)))?;
        let slots = fields.into_iter().map(slot).collect();
        Ok(Self { slots })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }
}

/// Fails unless the fields are those of a flow log, and enough to count by.
pub(super) fn check(has: impl Fn(Field) -> bool) -> Result<(), Stopped> {
    if !Field::ALL.into_iter().any(&has) {
        return Err(Stopped::NotVpcFlow);
    }
    if let Some(missing) = Field::NEEDED.into_iter().find(|it| !has(*it)) {
        return Err(Stopped::MissingField(missing.as_str()));
    }
    if !has(Field::InterfaceId) && !has(Field::InstanceId) {
        return Err(Stopped::MissingField(Field::InterfaceId.as_str()));
    }
    Ok(())
}

fn slot(field: Option<Field>) -> usize {
    field.map_or(NOT_READ, Field::index)
}

fn names(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|byte| *byte == b' ')
}

/// Whether a line is a header: names only, at least one of them a field's.
pub(super) fn is_header(line: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_');
    let is_name = |name: &[u8]| name.len() > 1 && name.iter().all(is_letter);
    names(line).all(is_name) && names(line).any(|it| Field::named(it).is_some())
}

/// Whether a line is a record in the default format: 14 fields that begin with the version.
pub(super) fn is_default_record(line: &[u8]) -> bool {
    line.starts_with(b"2 ") && names(line).count() == DEFAULT.len()
}

/// The values of one line.
#[derive(Debug)]
pub(super) struct Values<'t> {
    by_slot: [&'t [u8]; SLOTS],
    /// How many columns were filled, of which only as many are kept as there should be.
    filled: usize,
}

impl<'t> Values<'t> {
    pub(super) fn new() -> Self {
        Self {
            by_slot: [ABSENT; SLOTS],
            filled: 0,
        }
    }

    /// The next column's value.
    pub(super) fn push(&mut self, columns: &Columns, value: &'t [u8]) {
        let slot = columns.slots.get(self.filled);
        if let Some(kept) = slot.and_then(|it| self.by_slot.get_mut(*it)) {
            *kept = value;
        }
        self.filled += 1;
    }

    /// Ends the line; gives how many columns it had.
    pub(super) fn end_line(&mut self) -> usize {
        std::mem::take(&mut self.filled)
    }
}

/// The values of a line with the columns that they belong to.
pub(super) struct Line<'a, 't> {
    pub(super) columns: &'a Columns,
    pub(super) values: &'a Values<'t>,
}

impl Line<'_, '_> {
    fn value(&self, field: Field) -> &[u8] {
        self.values
            .by_slot
            .get(field.index())
            .copied()
            .unwrap_or(ABSENT)
    }
}

impl Fields for Line<'_, '_> {
    fn text(&self, field: Field) -> Option<&[u8]> {
        let value = self.value(field);
        (value != ABSENT && !value.is_empty()).then_some(value)
    }

    fn number(&self, field: Field) -> Result<Option<u64>, NotANumber> {
        let value = self.value(field);
        if value == ABSENT {
            return Ok(None);
        }
        number::parse(value).map(Some).ok_or(NotANumber)
    }

    fn has(&self, field: Field) -> bool {
        self.columns.slots.contains(&field.index())
    }
}
