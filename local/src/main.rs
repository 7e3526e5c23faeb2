//! `gumshoe`, the program a person runs.

use std::error::Error;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Parser;
use gumshoe::cli::{Cli, Command};
use gumshoe_domain::Timestamp;

fn main() -> ExitCode {
    let mut cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(cli.take_log_filter())
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    let done: Result<(), Box<dyn Error>> = match cli.command {
        Command::Up(arguments) => runtime
            .block_on(gumshoe::up::run(arguments.into()))
            .map_err(Into::into),
        Command::Demo(arguments) => runtime
            .block_on(gumshoe::demo::run(arguments, now()))
            .map_err(Into::into),
        Command::Backfill(arguments) => runtime
            .block_on(gumshoe::backfill::run(*arguments, now()))
            .map_err(Into::into),
        Command::Redrive(arguments) => runtime
            .block_on(gumshoe::redrive::run(arguments))
            .map_err(Into::into),
        Command::Console(arguments) => runtime
            .block_on(gumshoe::console::run(arguments))
            .map_err(Into::into),
        Command::Search(arguments) => runtime
            .block_on(gumshoe::search::run(arguments))
            .map_err(Into::into),
        Command::Profile(arguments) => runtime
            .block_on(gumshoe::profile::run(*arguments, now()))
            .map_err(Into::into),
        Command::Groups(arguments) => {
            match runtime.block_on(gumshoe::groups::run(arguments, now())) {
                Ok(status) => return status,
                Err(error) => Err(error.into()),
            }
        }
        Command::Investigate(arguments) => {
            match runtime.block_on(gumshoe::investigate::run(*arguments, now())) {
                Ok(status) => return status,
                Err(error) => Err(error.into()),
            }
        }
        Command::Functions(arguments) => gumshoe::functions::print(&arguments).map_err(Into::into),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(error.as_ref()),
    }
}

/// The present moment.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the entry point, where the clock is read"
)]
fn now() -> Timestamp {
    let since_epoch = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

fn failed(error: &(dyn Error + 'static)) -> ExitCode {
    tracing::error!("{}", gumshoe::chain(error));
    ExitCode::FAILURE
}
