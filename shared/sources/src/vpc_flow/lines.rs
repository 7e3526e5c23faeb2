//! A text of records, line by line.

use memchr::memchr;

use super::columns::{self, Columns, Line, Values};
use super::naming::Naming;
use super::record::{self, Skipped};
use super::separators::Separators;
use super::spans::Span;
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
    /// Of lines with these columns.
    naming: Naming,
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
            if self.begin(text.get(..end).unwrap_or_default())? {
                line_at = end + 1;
            }
        }
        let Some(mut columns) = self.columns.take() else {
            return Ok(text.len());
        };
        let text = text.get(line_at..).unwrap_or_default();
        let mut values = Values::new(&columns);
        let mut separators = Separators::of(text);
        let mut line_at = 0;
        while let Some(at) = separators.line(|at| values.end_value(at)) {
            values.without_return(text);
            let line = Span {
                from: line_at,
                until: at,
            };
            if let Some(others) = self.end_line(text, line, &columns, &values, table)? {
                columns = others;
                values = Values::new(&columns);
                self.naming = Naming::default();
            }
            line_at = at + 1;
            values.begin_line(line_at);
        }
        self.columns = Some(columns);
        Ok(text.len() - line_at)
    }

    /// Reads the last line, which no line feed ends; it may be empty.
    pub(super) fn finish(&mut self, line: &[u8], table: &mut Table) -> Result<(), Stopped> {
        if self.columns.is_none() && self.begin(line)? {
            return Ok(());
        }
        let Some(columns) = self.columns.take() else {
            return Ok(());
        };
        let whole = Span {
            from: 0,
            until: line.len(),
        };
        let whole = whole.without_return(line);
        let mut values = Values::new(&columns);
        let ends = Separators::of(line).take_while(|it| *it < whole.until);
        for until in ends.chain([whole.until]) {
            values.end_value(until);
        }
        self.end_line(line, whole, &columns, &values, table)
            .map(|_| ())
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

    /// Counts a line. Gives the columns of the lines after it where it is a header: files were joined.
    #[inline]
    fn end_line(
        &mut self,
        text: &[u8],
        line: Span,
        columns: &Columns,
        values: &Values,
        table: &mut Table,
    ) -> Result<Option<Columns>, Stopped> {
        let read = if values.len() == columns.len() {
            let line = Line {
                text,
                columns,
                values,
            };
            add(&line, &mut self.naming, table)
        } else {
            Err(Skipped::Rejected(RecordRejected::WrongFieldCount))
        };
        match read {
            Ok(()) => Ok(None),
            Err(skipped) => skip(line.of(text).unwrap_or_default(), skipped, table),
        }
    }
}

#[inline]
fn add(line: &Line<'_>, naming: &mut Naming, table: &mut Table) -> Result<(), Skipped> {
    let record = record::read(line, &table.ends)?;
    let interface = naming.place(line, || table.interface(line))?;
    Ok(table.add(interface, &record)?)
}

/// Counts a line that is not counted as traffic. Gives the columns that it names where it is a header.
fn skip(line: &[u8], skipped: Skipped, table: &mut Table) -> Result<Option<Columns>, Stopped> {
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

/// A line without the carriage return with which some systems end lines.
fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
