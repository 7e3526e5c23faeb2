//! Any bytes, as an object with findings of GuardDuty: read or rejected, never a panic, and never a trace of
//! a rejected object in the batch. What is read is within its bounds.
#![no_main]

use gumshoe_activity::{Entity, Finding};
use gumshoe_sources::{Batch, Geolocator, GuardDuty, Limits, LogSource, ObjectKey};
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
    let result = GuardDuty.read(bytes, &object, &mut batch, &Geolocator::none(), &LIMITS);
    let reports: Vec<_> = batch.findings().flat_map(|(_, reports)| reports).collect();
    let count = u64::try_from(reports.len()).unwrap_or(u64::MAX);
    match result {
        Ok(tally) => assert_eq!(count, tally.records),
        Err(_) => assert_eq!(count, 0),
    }
    for report in reports {
        let Finding {
            involved,
            first_seen,
            last_seen,
            severity,
            ..
        } = &report.finding;
        assert!(involved.len() <= Finding::MOST_INVOLVED && first_seen <= last_seen);
        assert!((0.0..=100.0).contains(&severity.number));
        let is_bounded = |id: &str| (1..=Entity::MAX_ID_BYTES).contains(&id.len());
        assert!(involved.iter().all(|it| is_bounded(&it.entity.id)));
    }
});
