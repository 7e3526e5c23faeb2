//! Any bytes, as an object of VPC flow logs, text or Parquet: read or rejected, never a panic, and
//! never a trace of a rejected object in the batch.
//!
//! `ASAN_OPTIONS=detect_odr_violation=0 cargo +nightly fuzz run vpc_flow`, as for CloudTrail.
#![no_main]

use gumshoe_sources::{Batch, Geolocator, Limits, LogSource, ObjectKey, VpcFlow};
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
    let object = ObjectKey {
        account: "111122223333".parse().ok(),
        ..ObjectKey::default()
    };
    let result = VpcFlow.read(bytes, &object, &mut batch, &Geolocator::none(), &LIMITS);
    batch.fold_tails(LIMITS.peers);
    let flows = batch.flows().flat_map(|(_, rows)| rows.flows());
    let counted: u64 = flows.map(|flow| flow.traffic.flows).sum();
    match result {
        Ok(tally) => assert_eq!(counted, tally.records),
        Err(_) => assert_eq!(counted, 0),
    }
});
