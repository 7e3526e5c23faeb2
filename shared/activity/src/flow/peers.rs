//! An approximate set of addresses, of which only the number can be asked.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use datasketches::hll::{HllSketch, HllType, HllUnion};

/// 1,024 registers: a count is within 4 % in two of three cases, and takes a kibibyte at most.
const LG_REGISTERS: u8 = 10;

/// A set of addresses while it grows. Joining is associative and commutative.
#[derive(Default)]
pub struct Peers(Option<HllUnion>);

/// A set of addresses as it is kept: an HLL sketch in the binary format of Apache `DataSketches`, in
/// Base64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch<'a>(pub &'a str);

impl Peers {
    /// Adds an address.
    pub fn add(&mut self, address: &str) {
        if let Some(union) = self.union() {
            union.update_value(address);
        }
    }

    /// Adds the addresses of a set. A text that is no sketch, which nobody of us wrote, adds none.
    pub fn join(&mut self, sketch: Sketch<'_>) {
        let bytes = BASE64.decode(sketch.0).ok();
        let sketch = bytes.and_then(|it| HllSketch::deserialize(&it).ok());
        if let Some((union, sketch)) = self.union().zip(sketch) {
            union.update(&sketch);
        }
    }

    /// How many addresses there are, about.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate is positive and far below 2^63"
    )]
    pub fn count(&self) -> u64 {
        let estimate = self.0.as_ref().map_or(0.0, HllUnion::composite_estimate);
        estimate.round() as u64
    }

    /// The set as it is kept, at most some 1,400 bytes.
    pub fn to_text(&self) -> String {
        let sketch = self.0.as_ref().map(|it| it.to_sketch(HllType::Hll8));
        sketch.map_or_else(String::new, |it| BASE64.encode(it.serialize()))
    }

    /// The union, of which the library makes any with 2^4 to 2^21 registers.
    fn union(&mut self) -> Option<&mut HllUnion> {
        if self.0.is_none() {
            self.0 = HllUnion::new(LG_REGISTERS).ok();
        }
        self.0.as_mut()
    }
}

impl Sketch<'_> {
    /// How many addresses there are, about.
    pub fn count(self) -> u64 {
        let mut peers = Peers::default();
        peers.join(self);
        peers.count()
    }
}

impl fmt::Debug for Peers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peers({})", self.count())
    }
}

impl fmt::Debug for Sketch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sketch({})", self.count())
    }
}
