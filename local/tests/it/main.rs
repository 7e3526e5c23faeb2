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

fn options(data: &std::path::Path) -> Options {
    Options::new(
        data,
        "us-east-1".parse().unwrap(),
        "111122223333".parse().unwrap(),
    )
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}
