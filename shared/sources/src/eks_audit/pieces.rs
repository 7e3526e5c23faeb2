//! JSON objects that follow each other, with or without anything between them.
//!
//! Firehose writes one record after the other and nothing in between; others write one to a line, or
//! in an array. All are found by their braces. What is damaged costs no neighbour: a text of JSON has
//! no line break in it, and a line that begins with a brace begins a new object.

use std::io::{self, BufRead};

use gumshoe_domain::Timestamp;

/// Text between two objects that is remembered: enough for a time.
const MOST_BETWEEN: usize = 64;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// An object; [`Pieces::object`] is its text.
    Object,
    /// Text that is no object, or only the beginning of one.
    Broken,
}

/// An object is longer than it may be, or the input ended with an error.
#[derive(Debug)]
pub(super) enum Stopped {
    TooLong,
    Input(io::Error),
}

/// The objects of an input, one after the other.
#[derive(Debug)]
pub(super) struct Pieces<R> {
    input: R,
    scanner: Scanner,
    most_bytes: u64,
    is_over: bool,
}

#[derive(Debug, Default)]
struct Scanner {
    /// The object so far.
    object: Vec<u8>,
    /// What stands before it, as far as it is remembered.
    between: Vec<u8>,
    place: Place,
    depth: u32,
    is_line_start: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Between,
    Object,
    Text,
    /// Behind a backslash in a text.
    Escape,
}

impl Place {
    /// Where a byte of an object leads that neither begins nor ends one.
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Escape, _) | (Self::Object, b'"') => Self::Text,
            (Self::Text, b'\\') => Self::Escape,
            (Self::Text, b'"') => Self::Object,
            (place, _) => place,
        }
    }
}

impl<R: BufRead> Pieces<R> {
    /// The objects of `input`, none of which may be longer than `most_bytes`.
    pub(super) fn new(input: R, most_bytes: u64) -> Self {
        Self {
            input,
            scanner: Scanner {
                is_line_start: true,
                ..Scanner::default()
            },
            most_bytes,
            is_over: false,
        }
    }

    /// The text of the object that was found last.
    pub(super) fn object(&self) -> &[u8] {
        &self.scanner.object
    }

    /// Finds the next piece.
    ///
    /// # Errors
    /// When nothing more can be read.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Stopped> {
        while !self.is_over {
            let chunk = self.input.fill_buf().map_err(Stopped::Input)?;
            if chunk.is_empty() {
                self.is_over = true;
                return Ok(self.scanner.end());
            }
            let (consumed, piece) = self.scanner.feed(chunk);
            self.input.consume(consumed);
            let length = u64::try_from(self.scanner.object.len()).unwrap_or(u64::MAX);
            if length > self.most_bytes {
                return Err(Stopped::TooLong);
            }
            if piece.is_some() {
                return Ok(piece);
            }
        }
        Ok(None)
    }
}

impl Scanner {
    /// Reads until something is found or the chunk is at its end; says how much was read.
    fn feed(&mut self, chunk: &[u8]) -> (usize, Option<Piece>) {
        // Where the part of the object begins that is not kept yet.
        let mut start = 0;
        for (at, &byte) in chunk.iter().enumerate() {
            let was_between = self.place == Place::Between;
            let piece = self.step(byte);
            if was_between && self.place == Place::Object {
                start = at;
            }
            match piece {
                Some(Piece::Object) => self.object.extend_from_slice(&chunk[start..=at]),
                // The object after what is broken has begun with this brace.
                Some(Piece::Broken) if self.place == Place::Object => self.object.push(byte),
                Some(Piece::Broken) => {}
                None => continue,
            }
            return (at + 1, piece);
        }
        if self.place != Place::Between {
            self.object.extend_from_slice(&chunk[start..]);
        }
        (chunk.len(), None)
    }

    /// Takes one byte; says what is found with it.
    fn step(&mut self, byte: u8) -> Option<Piece> {
        let is_line_start = std::mem::replace(&mut self.is_line_start, byte == b'\n');
        let is_broken = match (self.place, byte) {
            (Place::Between, b'{') => self.begin(),
            (Place::Between, _) => self.between(byte),
            (Place::Text | Place::Escape, b'\n') => {
                self.place = Place::Between;
                true
            }
            (Place::Object, b'{') if is_line_start => {
                self.begin();
                true
            }
            (Place::Object, b'}') => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.place = Place::Between;
                    return Some(Piece::Object);
                }
                false
            }
            (place, _) => {
                self.place = place.after(byte);
                self.depth = self
                    .depth
                    .saturating_add(u32::from((place, byte) == (Place::Object, b'{')));
                false
            }
        };
        is_broken.then_some(Piece::Broken)
    }

    /// Begins an object; says whether what stood before it is broken.
    fn begin(&mut self) -> bool {
        self.object.clear();
        self.place = Place::Object;
        self.depth = 1;
        self.end_between()
    }

    /// Passes over a byte between objects; says whether a broken line ends with it.
    fn between(&mut self, byte: u8) -> bool {
        match byte {
            b'\n' => return self.end_between(),
            b' ' | b'\t' | b'\r' | b',' | b'[' | b']' if self.between.is_empty() => {}
            _ if self.between.len() < MOST_BETWEEN => self.between.push(byte),
            _ => {}
        }
        false
    }

    /// Forgets what stands between two objects; says whether it was anything but a time, which
    /// exports of CloudWatch Logs have before each event.
    fn end_between(&mut self) -> bool {
        let text = std::str::from_utf8(&self.between).map(str::trim);
        let is_broken = text != Ok("") && !text.is_ok_and(|it| it.parse::<Timestamp>().is_ok());
        self.between.clear();
        is_broken
    }

    fn end(&mut self) -> Option<Piece> {
        let is_cut = self.place != Place::Between;
        (self.end_between() || is_cut).then_some(Piece::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::BufReader;

    /// Every object, and how much else there is, read in chunks of `size` bytes.
    fn found(text: &str, size: usize) -> (Vec<String>, usize) {
        let input = BufReader::with_capacity(size, text.as_bytes());
        let mut pieces = Pieces::new(input, 1_000);
        let (mut objects, mut broken) = (Vec::new(), 0);
        while let Some(piece) = pieces.next().unwrap() {
            match piece {
                Piece::Object => objects.push(String::from_utf8(pieces.object().to_vec()).unwrap()),
                Piece::Broken => broken += 1,
            }
        }
        (objects, broken)
    }

    #[test]
    fn objects_are_found_however_they_follow_each_other() {
        let (one, two) = (r#"{"a":{"b":"}\"{\\"}}"#, r#"{"c":[{},{}]}"#);
        for text in [
            format!("{one}{two}"),
            format!("{one}\n{two}\n"),
            format!("{one}\r\n\r\n  {two}"),
            format!("[{one},{two}]"),
            format!("2026-03-01T12:34:56.789Z {one}\n2026-03-01T12:34:56Z {two}"),
        ] {
            for size in [1, 3, 1_000] {
                let expected = (vec![one.to_owned(), two.to_owned()], 0);
                assert_eq!(found(&text, size), expected, "{text}");
            }
        }
        let indented = "{\n  \"a\": [\n    {\n    }\n  ]\n}";
        assert_eq!(found(indented, 7), (vec![indented.to_owned()], 0));
        assert_eq!(found(" \n[]\n", 7), (vec![], 0));
    }

    #[test]
    fn text_between_objects_is_broken_once_a_line() {
        let (objects, broken) = found("x y\nz {} }\n{}\n\u{feff}", 4);
        assert_eq!((objects.len(), broken), (2, 4));
    }

    #[test]
    fn an_endless_object_stops_the_reading() {
        let text = format!("{{\"a\":\"{}", "x".repeat(2_000));
        let mut pieces = Pieces::new(text.as_bytes(), 1_000);
        assert!(matches!(pieces.next(), Err(Stopped::TooLong)));
    }

    proptest! {
        #[test]
        fn a_line_that_is_cut_off_anywhere_costs_no_neighbour(
            cut in any::<prop::sample::Index>(), size in 1..50_usize
        ) {
            let line = r#"{"kind":"Event","a":[1,{"b":"c\"d"},true],"e":{"f":null}}"#;
            let part = &line[..cut.index(line.len() - 1) + 1];
            let (objects, broken) = found(&format!("{line}\n{part}\n{line}\n"), size);
            prop_assert_eq!((objects, broken), (vec![line.to_owned(), line.to_owned()], 1));
        }

        #[test]
        fn any_text_is_read_to_its_end_in_whatever_chunks_it_comes(
            text in "[{}\\[\\]\"\\\\a, \n]{0,60}", size in 1..20_usize
        ) {
            prop_assert_eq!(found(&text, size), found(&text, 1_000));
        }
    }
}
