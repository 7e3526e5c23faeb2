//! The JSON documents of an object: one, or one after the other.
//!
//! A text of ordinary size is read as documents, whatever is between them. If that fails, it is read
//! line by line, as files of JSON lines are written: a malformed line costs itself and not its
//! neighbours. A larger text is read line by line at once, while it is inflated.

use std::io::{self, BufRead as _, BufReader};

use serde_json::value::RawValue;

use super::{Full, Reading, envelope};
use crate::inflate::{self, Crossed, Inflater, Meter};
use crate::limits::Limits;
use crate::rejected::ObjectRejected;

/// Reads an object; gives its inflated size.
pub(super) fn read(
    bytes: &[u8],
    inflater: &mut Inflater,
    limits: &Limits,
    reading: &mut Reading,
) -> Result<u64, ObjectRejected> {
    if !inflate::is_gzip(bytes) {
        return whole(bytes, limits, reading);
    }
    if let Some(text) = inflater.whole(bytes, limits.whole_bytes) {
        return whole(text, limits, reading);
    }
    stream(bytes, limits, reading)
}

/// Reads a text that is in memory.
fn whole(bytes: &[u8], limits: &Limits, reading: &mut Reading) -> Result<u64, ObjectRejected> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.inflated_bytes {
        return Err(ObjectRejected::TooLarge(limits.inflated_bytes));
    }
    // Bytes that are no UTF-8 spoil the line that they are in.
    if let Ok(text) = std::str::from_utf8(bytes)
        && documents(text, reading).is_ok()
    {
        return sound(reading).map(|()| size);
    }
    if reading.is_full {
        return Ok(size);
    }
    reading.restart();
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Err(Full) = self::line(line, reading) {
            return Ok(size);
        }
    }
    sound(reading).map(|()| size)
}

/// Why a text was not read to its end as documents.
enum Broken {
    Json,
    Full,
}

fn documents(text: &str, reading: &mut Reading) -> Result<(), Broken> {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    documents.try_for_each(|document| {
        let document = document.map_err(|_| Broken::Json)?;
        envelope::open(document.get(), reading).map_err(|Full| Broken::Full)
    })
}

fn line(line: &[u8], reading: &mut Reading) -> Result<(), Full> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    match serde_json::from_slice::<&RawValue>(line) {
        Ok(document) => envelope::open(document.get(), reading),
        Err(_) => {
            reading.no_object();
            Ok(())
        }
    }
}

/// Reads a gzip file while it is inflated.
fn stream(gzip: &[u8], limits: &Limits, reading: &mut Reading) -> Result<u64, ObjectRejected> {
    let meter = Meter::default();
    let lines = BufReader::new(inflate::stream(gzip, &meter, limits));
    let read = each_line(lines, &meter, reading);
    match (read, meter.crossed()) {
        (_, Some(Crossed::Object)) => Err(ObjectRejected::TooLarge(limits.inflated_bytes)),
        (_, Some(Crossed::Record)) => Err(ObjectRejected::RecordTooLong(limits.record_bytes)),
        (Err(error), None) => Err(ObjectRejected::CorruptGzip(error)),
        (Ok(()), None) if reading.is_full => Ok(meter.inflated()),
        (Ok(()), None) => sound(reading).map(|()| meter.inflated()),
    }
}

fn each_line(
    mut lines: BufReader<impl io::Read>,
    meter: &Meter,
    reading: &mut Reading,
) -> io::Result<()> {
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        meter.record_ended();
        if let Err(Full) = self::line(&line, reading) {
            break;
        }
        line.clear();
    }
    Ok(())
}

/// Whether one of the lines at least is what the object claims to hold. Of an object of which nothing
/// can be read the reason is told as a whole; an empty one holds no findings and nothing is wrong.
fn sound(reading: &Reading) -> Result<(), ObjectRejected> {
    if reading.has_records() || reading.tally.rejected.total() == 0 {
        return Ok(());
    }
    Err(ObjectRejected::NoFindings)
}
