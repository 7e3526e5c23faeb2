//! The local stack through its front doors: HTTP and the AWS SDK.

#![expect(
    clippy::unwrap_used,
    reason = "what a test cannot do without, it may insist on"
)]

mod demo;
mod gateway;
mod kill;
mod resume;
mod s3;
mod stack;

use gumshoe::stack::{Options, Stack};

/// A stack on free ports over `data`.
async fn start(data: &std::path::Path) -> Stack {
    Stack::start(options(data)).await.unwrap()
}

/// Days that are kept: logs of tests are of certain days, which may be years ago.
const RETENTION: &str = "3650";

fn options(data: &std::path::Path) -> Options {
    let mut options = Options::new(
        data,
        "us-east-1".parse().unwrap(),
        "111122223333".parse().unwrap(),
    );
    options.retention = RETENTION.parse().unwrap();
    options
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}
