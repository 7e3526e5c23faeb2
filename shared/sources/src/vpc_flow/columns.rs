//! In which order the fields of a text come.

use super::ends::Spelling;
use super::field::{ABSENT, DEFAULT, Field, Fields, NotANumber, TRANSIT_GATEWAY};
use super::lines::Stopped;
use super::number;
use super::spans::Span;

/// The columns of a text, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// How many there are.
    count: usize,
    /// The column of each field, the last one where there are several; [`ABSENT_COLUMN`] where there is none.
    of_fields: [usize; Field::ALL.len()],
    /// The columns that name a record's interface: the first and the last of each that stand together.
    naming: Vec<(Field, Field)>,
}

/// More than there ever are.
const ABSENT_COLUMN: usize = usize::MAX;

impl Columns {
    fn new(fields: &[Option<Field>]) -> Self {
        let mut of_fields = [ABSENT_COLUMN; Field::ALL.len()];
        for (column, field) in fields.iter().enumerate() {
            if let Some(place) = field.and_then(|it| of_fields.get_mut(it.index())) {
                *place = column;
            }
        }
        Self {
            count: fields.len(),
            of_fields,
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
        self.count
    }

    #[inline]
    fn of(&self, field: Field) -> usize {
        let column = self.of_fields.get(field.index());
        column.copied().unwrap_or(ABSENT_COLUMN)
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

/// Where the values of one line are.
#[derive(Debug)]
pub(super) struct Values {
    /// Where each column's value begins; the one before it ended a byte earlier. One more than there are
    /// columns.
    starts: Vec<usize>,
    /// How many values there were, of which only as many are kept as there should be.
    filled: usize,
}

impl Values {
    pub(super) fn new(columns: &Columns) -> Self {
        Self {
            starts: vec![0; columns.len() + 1],
            filled: 0,
        }
    }

    /// Begins a line at this position.
    #[inline]
    pub(super) fn begin_line(&mut self, at: usize) {
        self.filled = 0;
        if let Some(start) = self.starts.first_mut() {
            *start = at;
        }
    }

    /// Ends a value at this position, behind which the next begins.
    #[inline]
    pub(super) fn end_value(&mut self, at: usize) {
        self.filled += 1;
        if let Some(start) = self.starts.get_mut(self.filled) {
            *start = at + 1;
        }
    }

    /// Leaves out the carriage return with which some systems end lines, and so the last value.
    #[inline]
    pub(super) fn without_return(&mut self, text: &[u8]) {
        let value = self.filled.checked_sub(1).map(|it| self.span(it));
        if let Some((end, value)) = self.starts.get_mut(self.filled).zip(value) {
            *end = value.without_return(text).until + 1;
        }
    }

    /// How many values there were.
    pub(super) fn len(&self) -> usize {
        self.filled
    }

    #[inline]
    fn span(&self, column: usize) -> Span {
        let ends = self.starts.get(column..).and_then(|it| it.first_chunk());
        ends.map_or(Span::NOWHERE, |[from, next]| Span {
            from: *from,
            until: next - 1,
        })
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
        self.values.span(self.columns.of(field))
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
        self.columns.of(field) != ABSENT_COLUMN
    }
}
