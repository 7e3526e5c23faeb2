//! Gzip: a small file at once, a large one as a bounded stream.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use libdeflater::{Crc, Decompressor};

use crate::limits::Limits;

/// Bytes that deflate can make of one (RFC 1951: 258 bytes from two bits, less the blocks' headers).
const MOST_EXPANSION: usize = 1_032;

/// Whether the bytes begin like a gzip file; the name of an object does not matter.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Inflates whole files into a buffer that it keeps.
#[derive(Default)]
pub(crate) struct Inflater {
    deflate: Decompressor,
    buffer: Vec<u8>,
}

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflater")
            .field("buffer", &self.buffer.len())
            .finish_non_exhaustive()
    }
}

impl Inflater {
    /// The content of a gzip file with one member and at most `most` bytes of it. Anything else,
    /// damaged files among them, is left to [`stream`], which tells what is wrong.
    pub(crate) fn whole(&mut self, gzip: &[u8], most: usize) -> Option<&[u8]> {
        let (crc, size) = trailer(gzip)?;
        if size > most || size / MOST_EXPANSION > gzip.len() {
            return None;
        }
        if self.buffer.len() < size {
            self.buffer.resize(size, 0);
        }
        let buffer = self.buffer.get_mut(..size)?;
        let inflated = self.deflate.gzip_decompress(gzip, buffer).ok()?;
        // The library stops after the first member without a word. The file has only one if its
        // last bytes are the trailer of just what was inflated.
        if inflated != size || checksum(buffer) != crc {
            return None;
        }
        Some(buffer)
    }
}

/// Checksum and size that the last eight bytes of a gzip file claim.
fn trailer(gzip: &[u8]) -> Option<(u32, usize)> {
    let (rest, size) = gzip.split_last_chunk::<4>()?;
    let (_, crc) = rest.split_last_chunk::<4>()?;
    let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
    Some((u32::from_le_bytes(*crc), size))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Which bound of [`Limits`] a stream crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crossed {
    /// [`Limits::inflated_bytes`].
    Object,
    /// [`Limits::record_bytes`].
    Record,
}

/// Counts what was read from a stream. Shared by the stream and by whoever parses it.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    inflated: Cell<u64>,
    since_record: Cell<u64>,
    crossed: Cell<Option<Crossed>>,
}

impl Meter {
    /// Notes that a record has ended.
    pub(crate) fn record_ended(&self) {
        self.since_record.set(0);
    }

    /// Bytes read so far.
    pub(crate) fn inflated(&self) -> u64 {
        self.inflated.get()
    }

    /// The bound that was crossed, if one was.
    pub(crate) fn crossed(&self) -> Option<Crossed> {
        self.crossed.get()
    }

    fn count(&self, read: usize, limits: &Limits) -> io::Result<()> {
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        self.inflated.set(self.inflated.get().saturating_add(read));
        self.since_record
            .set(self.since_record.get().saturating_add(read));
        let crossed = if self.inflated.get() > limits.inflated_bytes {
            Crossed::Object
        } else if self.since_record.get() > limits.record_bytes {
            Crossed::Record
        } else {
            return Ok(());
        };
        self.crossed.set(Some(crossed));
        Err(io::Error::other("a limit is crossed"))
    }
}

/// The content of a gzip file of any number of members, as a stream that stops at the limits.
pub(crate) fn stream<'a>(
    gzip: impl BufRead + 'a,
    meter: &'a Meter,
    limits: &'a Limits,
) -> impl BufRead + 'a {
    BufReader::new(Metered {
        inner: MultiGzDecoder::new(gzip),
        meter,
        limits,
    })
}

struct Metered<'a, R> {
    inner: R,
    meter: &'a Meter,
    limits: &'a Limits,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter.count(read, self.limits)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::GzEncoder;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        GzEncoder::new(text, Compression::default())
            .read_to_end(&mut out)
            .unwrap();
        out
    }

    fn streamed(gzip: &[u8], limits: &Limits) -> (io::Result<Vec<u8>>, Option<Crossed>) {
        let meter = Meter::default();
        let mut out = Vec::new();
        let result = stream(gzip, &meter, limits).read_to_end(&mut out);
        (result.map(|_| out), meter.crossed())
    }

    #[test]
    fn a_file_of_one_member_is_inflated_at_once_and_its_buffer_serves_the_next() {
        let mut inflater = Inflater::default();
        assert_eq!(
            inflater.whole(&gzip(b"hello world"), 100),
            Some(&b"hello world"[..])
        );
        assert_eq!(inflater.whole(&gzip(b"hi"), 100), Some(&b"hi"[..]));
        assert_eq!(inflater.whole(&gzip(b""), 100), Some(&b""[..]));
    }

    #[test]
    fn a_file_of_two_members_is_not_taken_for_its_first() {
        let mut inflater = Inflater::default();
        for (first, second) in [("one", "two"), ("longer", "x"), ("x", "longer"), ("x", "")] {
            let both = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
            assert_eq!(inflater.whole(&both, 100), None, "{first} {second}");
            let (text, _) = streamed(&both, &Limits::default());
            assert_eq!(text.unwrap(), [first, second].concat().as_bytes());
        }
    }

    #[test]
    fn damaged_and_oversized_files_are_left_to_the_stream() {
        let mut inflater = Inflater::default();
        let sound = gzip(b"hello world");
        let mut damaged = sound.clone();
        let crc = damaged.len() - 8;
        damaged[crc] ^= 1;
        assert_eq!(inflater.whole(&damaged, 100), None);
        assert!(streamed(&damaged, &Limits::default()).0.is_err());
        assert_eq!(inflater.whole(&sound[..sound.len() - 1], 100), None);
        assert!(
            streamed(&sound[..sound.len() - 1], &Limits::default())
                .0
                .is_err()
        );
        assert_eq!(inflater.whole(&sound, 10), None);
        assert_eq!(inflater.whole(&[0x1f, 0x8b], 10), None);
        let claims_a_gigabyte = [&sound[..sound.len() - 4], &[0, 0, 0, 0x40]].concat();
        assert_eq!(inflater.whole(&claims_a_gigabyte, usize::MAX), None);
        assert!(inflater.buffer.len() <= 100);
    }

    #[test]
    fn a_stream_stops_at_its_limits_and_says_which() {
        let bomb = gzip(&vec![b' '; 1 << 20]);
        let limits = Limits {
            inflated_bytes: 1 << 19,
            ..Limits::default()
        };
        let (result, crossed) = streamed(&bomb, &limits);
        assert_eq!((result.is_err(), crossed), (true, Some(Crossed::Object)));
        let limits = Limits {
            record_bytes: 1 << 16,
            ..Limits::default()
        };
        let (result, crossed) = streamed(&bomb, &limits);
        assert_eq!((result.is_err(), crossed), (true, Some(Crossed::Record)));
    }
}
