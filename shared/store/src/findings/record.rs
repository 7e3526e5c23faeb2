//! A provider's own record of a finding, compressed, as other long texts are.

use std::io::{self, Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// A record is some kilobytes of JSON, of which this makes a fifth.
pub(crate) fn compress(record: &str) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(record.as_bytes())?;
    encoder.finish()
}

/// What [`compress`] was given.
pub(crate) fn inflate(bytes: &[u8]) -> io::Result<String> {
    let mut record = String::new();
    GzDecoder::new(bytes).read_to_string(&mut record)?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        for record in ["", "{}", &"{\"é\": 1}".repeat(10_000)] {
            assert_eq!(inflate(&compress(record).unwrap()).unwrap(), record);
        }
        assert!(inflate(b"no gzip").is_err());
    }
}
