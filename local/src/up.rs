//! `gumshoe up`: a stack that runs until it is told to stop.

use std::io::{self, Write};
use std::path::Path;

use tokio::signal::unix::{SignalKind, signal};

use crate::endpoints::{Endpoints, LOG_BUCKET};
use crate::stack::{Options, Stack, StackError};

/// Why `gumshoe up` fails.
#[derive(Debug, thiserror::Error)]
pub enum UpError {
    /// The stack does not start.
    #[error("the local stack does not start")]
    Stack(#[from] StackError),
    /// The endpoints cannot be told, or signals not be heard.
    #[error("the local stack cannot tell where it is")]
    Io(#[from] io::Error),
}

/// Starts a stack, tells where it is, and stops it at Ctrl-C or SIGTERM.
///
/// # Errors
/// When the stack does not start.
pub async fn run(options: Options) -> Result<(), UpError> {
    if !options.address.is_loopback() {
        tracing::warn!(address = %options.address, "not a loopback address: whoever reaches it can act as any account");
    }
    // Heard from now on, so that a signal while the stack starts is not lost.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let data = options.data.clone();
    let stack = Stack::start(options).await?;
    let environment = stack.endpoints().write(&data)?;
    tell(stack.endpoints(), &environment)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("finishing what runs; a second signal stops at once");
    // A file that names ports where nothing listens would mislead.
    std::fs::remove_file(environment)?;
    tokio::select! {
        () = stack.shutdown() => {}
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn tell(endpoints: &Endpoints, environment: &Path) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "Console      {}/", endpoints.api_url())?;
    writeln!(out, "API          {}", endpoints.api_url())?;
    writeln!(
        out,
        "S3           {}  (logs go into {LOG_BUCKET})",
        endpoints.s3_url()
    )?;
    writeln!(out, "DynamoDB     {}", endpoints.dynamodb_url())?;
    writeln!(out, "SQS          {}", endpoints.sqs_url())?;
    writeln!(out, "Environment  {}", environment.display())?;
    out.flush()
}
