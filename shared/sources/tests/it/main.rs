//! The sources through their front door: bytes of an object in, rows and a tally out.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking, as the test does"
)]

mod audit_logs;
mod eks_audit;
mod files;
mod findings;
mod logs;
mod objects;
mod properties;
mod real_findings;
mod real_logs;
mod real_relations;
mod relations;
mod vpc_flow;
