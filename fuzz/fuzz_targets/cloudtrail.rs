//! Any bytes, as a CloudTrail object: read or rejected, never a panic, and never a trace of a
//! rejected object in the batch.
//!
//! `ASAN_OPTIONS=detect_odr_violation=0 cargo +nightly fuzz run cloudtrail`: libdeflate builds its
//! tables once per instruction set under the same name, which the sanitizer takes for a mistake.
#![no_main]

use gumshoe_sources::{Batch, CloudTrail, Geolocator, Limits, LogSource, ObjectKey};
use libfuzzer_sys::fuzz_target;

/// Small enough that a fuzzer's inputs reach every limit.
const LIMITS: Limits = Limits {
    whole_bytes: 4 << 10,
    inflated_bytes: 64 << 10,
    record_bytes: 16 << 10,
    batch_bytes: 64 << 10,
    peers: 4,
};

fuzz_target!(|bytes: &[u8]| {
    let mut batch = Batch::default();
    let object = ObjectKey::default();
    let result = CloudTrail.read(bytes, &object, &mut batch, &Geolocator::none(), &LIMITS);
    let counted: u64 = batch
        .accounts()
        .flat_map(|(_, rows)| rows.calls())
        .map(|call| call.calls)
        .sum();
    match result {
        Ok(tally) => assert_eq!(counted, tally.records),
        Err(_) => assert_eq!(counted, 0),
    }
});
