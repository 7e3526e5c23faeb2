//! A text of records, line by line.

use memchr::{memchr, memchr2_iter};

use super::columns::{self, Columns, Line, Values};
use super::record::{self, Skipped};
use super::table::{Full, Table};
use crate::tally::RecordRejected;

/// Why reading of an object was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// It is no VPC flow log.
    NotVpcFlow,
    /// It is one, without a field that is needed to count by.
    MissingField(&'static str),
    /// Its rows need too much memory.
    Full(Full),
}

impl From<Full> for Stopped {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

/// Reads a text in one or several pieces.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Known when the first line was read.
    columns: Option<Columns>,
}

impl Lines {
    /// Reads the whole lines of a piece of text. Gives the number of bytes after the last of them,
    /// with which the next piece begins.
    pub(super) fn read(&mut self, text: &[u8], table: &mut Table) -> Result<usize, Stopped> {
        let mut line_at = 0;
        if self.columns.is_none() {
            let Some(end) = memchr(b'\n', text) else {
                return Ok(text.len());
            };
            if self.begin(between(text, 0, end))? {
                line_at = end + 1;
            }
        }
        let Some(mut columns) = self.columns.take() else {
            return Ok(text.len());
        };
        let mut values = Values::new();
        let (first, mut from) = (line_at, line_at);
        for at in memchr2_iter(b' ', b'\n', text.get(first..).unwrap_or_default()) {
            let at = first + at;
            let value = between(text, from, at);
            from = at + 1;
            if text.get(at) == Some(&b' ') {
                values.push(&columns, value);
                continue;
            }
            values.push(&columns, without_return(value));
            let line = between(text, line_at, at);
            line_at = from;
            if let Some(others) = end_line(line, &columns, &mut values, table)? {
                columns = others;
                values = Values::new();
            }
        }
        self.columns = Some(columns);
        Ok(text.len() - line_at)
    }

    /// Reads the last line, which no line feed ends; it may be empty.
    pub(super) fn finish(&mut self, line: &[u8], table: &mut Table) -> Result<(), Stopped> {
        if self.columns.is_none() && self.begin(line)? {
            return Ok(());
        }
        let Some(columns) = &self.columns else {
            return Ok(());
        };
        let mut values = Values::new();
        for value in without_return(line).split(|byte| *byte == b' ') {
            values.push(columns, value);
        }
        end_line(line, columns, &mut values, table).map(|_| ())
    }

    /// Learns the columns from the first line; gives whether it is a header.
    fn begin(&mut self, line: &[u8]) -> Result<bool, Stopped> {
        let line = without_return(line);
        let is_header = columns::is_header(line);
        self.columns = Some(if is_header {
            Columns::of_header(line)?
        } else if columns::is_default_record(line) {
            Columns::default_format()
        } else {
            return Err(Stopped::NotVpcFlow);
        });
        Ok(is_header)
    }
}

/// Counts a line. Gives the columns of the lines after it where it is a header: files were joined.
fn end_line(
    line: &[u8],
    columns: &Columns,
    values: &mut Values<'_>,
    table: &mut Table,
) -> Result<Option<Columns>, Stopped> {
    let found = values.end_line();
    let read = if found == columns.len() {
        let line = Line { columns, values };
        record::read(&line).and_then(|it| table.add(&line, &it))
    } else {
        Err(Skipped::Rejected(RecordRejected::WrongFieldCount))
    };
    let Err(skipped) = read else { return Ok(None) };
    match skipped {
        Skipped::Full(full) => return Err(full.into()),
        Skipped::LeftOut(reason) => table.tally.left_out.add(reason),
        Skipped::Rejected(reason) => {
            let line = without_return(line);
            if columns::is_header(line) {
                return Columns::of_header(line).map(Some);
            }
            if !line.is_empty() {
                table.tally.rejected.add(reason);
            }
        }
    }
    Ok(None)
}

fn between(text: &[u8], from: usize, until: usize) -> &[u8] {
    text.get(from..until).unwrap_or_default()
}

/// A line without the carriage return with which some systems end lines.
fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
