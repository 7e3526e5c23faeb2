//! In which order the fields of a text come.

use super::ends::Spelling;
use super::field::{ABSENT, DEFAULT, Field, Fields, NotANumber, TRANSIT_GATEWAY};
use super::lines::Stopped;
use super::number;
use super::spans::Span;

/// Where values of columns that are not read are put, after the others.
const NOT_READ: usize = Field::ALL.len();

/// One value for each field, and one for all that are not read.
const SLOTS: usize = NOT_READ + 1;

/// The columns of a text, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    slots: Vec<usize>,
    /// The columns that name a record's interface: the first and the last of each that stand together.
    naming: Vec<(Field, Field)>,
}

impl Columns {
    fn new(fields: &[Option<Field>]) -> Self {
        Self {
            slots: fields.iter().map(|it| slot(*it)).collect(),
            naming: naming(fields),
        }
    }

    /// The default format.
    pub(super) fn default_format() -> Self {
        Self::new(&DEFAULT)
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
        Ok(Self::new(&fields))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }
}

/// The first and the last of the fields that name an interface, wherever some stand together; nothing
/// where one is there twice.
fn naming(fields: &[Option<Field>]) -> Vec<(Field, Field)> {
    let is_naming = |field: &Field| Field::NAMING.contains(field);
    let is_twice = |field: &Field| fields.iter().filter(|it| **it == Some(*field)).count() > 1;
    if Field::NAMING.iter().any(is_twice) {
        return Vec::new();
    }
    fields
        .split(|it| !it.is_some_and(|it| is_naming(&it)))
        .filter_map(|it| Some(((*it.first()?)?, (*it.last()?)?)))
        .collect()
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
pub(super) struct Values {
    by_slot: [Span; SLOTS],
    /// How many columns were filled, of which only as many are kept as there should be.
    filled: usize,
}

impl Values {
    pub(super) fn new() -> Self {
        Self {
            by_slot: [Span::NOWHERE; SLOTS],
            filled: 0,
        }
    }

    /// The next column's value.
    #[inline]
    pub(super) fn push(&mut self, columns: &Columns, value: Span) {
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

/// The values of a line of a text, with the columns that they belong to.
pub(super) struct Line<'a> {
    pub(super) text: &'a [u8],
    pub(super) columns: &'a Columns,
    pub(super) values: &'a Values,
}

impl<'a> Line<'a> {
    #[inline]
    fn span(&self, field: Field) -> Span {
        let span = self.values.by_slot.get(field.index());
        span.copied().unwrap_or(Span::NOWHERE)
    }

    /// What names the line's interface, as it is written, in parts that are the same for all lines
    /// with the same columns; nothing where the columns are odd.
    pub(super) fn naming(&self) -> impl Iterator<Item = &'a [u8]> {
        let Self { text, columns, .. } = *self;
        let parts = columns.naming.iter();
        parts.filter_map(move |(first, last)| {
            let span = Span {
                from: self.span(*first).from,
                until: self.span(*last).until,
            };
            span.of(text)
        })
    }
}

impl Fields for Line<'_> {
    #[inline]
    fn text(&self, field: Field) -> Option<&[u8]> {
        let value = self.span(field).of(self.text)?;
        (value != ABSENT && !value.is_empty()).then_some(value)
    }

    #[inline]
    fn number(&self, field: Field) -> Result<Option<u64>, NotANumber> {
        let span = self.span(field);
        match number::parse_in(self.text, span) {
            None if span.of(self.text).is_none_or(|it| it == ABSENT) => Ok(None),
            None => Err(NotANumber),
            number => Ok(number),
        }
    }

    #[inline]
    fn spelling(&self, field: Field) -> Option<Spelling> {
        Spelling::of_part(self.text, self.span(field))
    }

    fn has(&self, field: Field) -> bool {
        self.columns.slots.contains(&field.index())
    }
}
