//! `gumshoe demo`: a company of invented accounts is watched, and somebody breaks in.
//!
//! Starts a stack, makes a graph of all accounts with AWS's own SDK, generates logs
//! ([`crate::synthetic`]), puts them into the log bucket as AWS would, waits until they are in the
//! graph, and asks the behaviour API who was busy, what is new and what was found.

mod account;
mod arguments;
mod behavior;
mod folder;
mod generate;
mod load;
mod questions;
mod report;
mod truth_file;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use gumshoe_domain::{NotATimestamp, NotAnAccountId, Region, Timestamp};
use tokio::signal::unix::{SignalKind, signal};

pub use arguments::DemoArguments;

use crate::demo::account::Account;
use crate::demo::behavior::BehaviorError;
use crate::demo::generate::generate;
use crate::size::Size;
use crate::stack::{Options, Stack, StackError};
use crate::synthetic::{GenerationError, Scenario};
use crate::terminal;

/// The Region that the demo's graphs are in.
const REGION: &str = "us-east-1";

/// The jobs that say what the logs mean: evidence, and what belongs together. They come by themselves later.
const LOOKS_FOR_MEANING: [&str; 2] = ["close-days", "update-finding-groups"];

/// Why the demo fails.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder holds something else.
    #[error("{0} holds files that are not of a demo: give another folder with --data")]
    ForeignFolder(PathBuf),
    /// A file or the terminal cannot be used.
    #[error("cannot use {what}")]
    Io {
        /// The file, or the terminal.
        what: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The stack does not start.
    #[error("the local stack does not start")]
    Stack(#[from] StackError),
    /// A record or an object cannot be made.
    #[error("the logs cannot be generated")]
    Generation(#[from] GenerationError),
    /// A graph cannot be made.
    #[error("the graph of account {account} cannot be created")]
    Graph {
        /// Whose.
        account: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A job does not do its work.
    #[error("what the logs mean cannot be worked out")]
    Job(#[from] gumshoe_api::TriggerError),
    /// An account does not become a member of the graph.
    #[error("the account {account} does not become a member of the graph")]
    Member {
        /// Which.
        account: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An object cannot be put into the log bucket.
    #[error("{key} cannot be uploaded")]
    Upload {
        /// The object.
        key: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The behaviour API does not answer as it should.
    #[error("the behaviour API does not answer")]
    Behavior(#[from] BehaviorError),
    /// An id or a Region is none. The demo's own are, so this is never seen.
    #[error("an identifier of the demo is malformed")]
    Identifier(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The generator ended without saying what it made.
    #[error("the generator stopped early")]
    Interrupted,
}

impl DemoError {
    fn io(what: impl ToString) -> impl FnOnce(io::Error) -> Self {
        let what = what.to_string();
        move |source| Self::Io { what, source }
    }
}

impl From<NotAnAccountId> for DemoError {
    fn from(error: NotAnAccountId) -> Self {
        Self::Identifier(Box::new(error))
    }
}

impl From<NotATimestamp> for DemoError {
    fn from(error: NotATimestamp) -> Self {
        Self::Identifier(Box::new(error))
    }
}

/// Runs the demo until Ctrl-C or SIGTERM, or until everything is shown if that is asked for; with an
/// output folder, only writes the logs into it.
///
/// # Errors
/// When the stack does not start, or one of its parts does not do what it should.
pub async fn run(arguments: DemoArguments, now: Timestamp) -> Result<(), DemoError> {
    let scenario = arguments.scenario(now);
    if let Some(folder) = &arguments.output {
        return write_objects(&scenario, arguments.hostile, folder);
    }
    let kept = arguments
        .keep
        .then(|| truth_file::scenario(&arguments.data))
        .flatten();
    if kept.is_none() {
        folder::clear(&arguments.data)?;
    }
    let scenario = kept.unwrap_or(scenario);
    show(&arguments, &scenario, kept.is_some()).await
}

/// Writes every object below `folder`, and `truth.json`.
fn write_objects(scenario: &Scenario, hostile: bool, folder: &Path) -> Result<(), DemoError> {
    let begun = Instant::now();
    let made = generate(scenario, hostile, |object| {
        let path = folder.join(&object.key);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(DemoError::io(parent.display()))?;
        std::fs::write(&path, &object.bytes).map_err(DemoError::io(path.display()))
    })?;
    std::fs::create_dir_all(folder).map_err(DemoError::io(folder.display()))?;
    let path = truth_file::write(folder, scenario, &made)?;
    say(&format!(
        "{} records in {} objects ({}) below {}, {:.1} s\nWhat really happened: {}\n",
        terminal::count(made.records()),
        terminal::count(made.objects()),
        Size::from(made.bytes()),
        folder.display(),
        begun.elapsed().as_secs_f64(),
        path.display(),
    ))
}

async fn show(
    arguments: &DemoArguments,
    scenario: &Scenario,
    is_loaded: bool,
) -> Result<(), DemoError> {
    // Heard from now on, so that a signal during loading is not lost.
    let listening = DemoError::io("the terminal's signals");
    let mut interrupt = signal(SignalKind::interrupt()).map_err(listening)?;
    let listening = DemoError::io("the terminal's signals");
    let mut terminate = signal(SignalKind::terminate()).map_err(listening)?;
    let stack = Stack::start(options(arguments, scenario)?).await?;
    let environment = stack
        .endpoints()
        .write(&arguments.data)
        .map_err(DemoError::io(arguments.data.display()))?;
    let shown = tokio::select! {
        shown = load_and_show(arguments, scenario, is_loaded, &stack, &environment) => shown,
        _ = interrupt.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    };
    let staying = shown.is_ok() && !arguments.exit;
    if staying {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
    // A file that names ports where nothing listens would mislead.
    let removed = std::fs::remove_file(&environment);
    stack.shutdown().await;
    shown.and(removed.map_err(DemoError::io(environment.display())))
}

async fn load_and_show(
    arguments: &DemoArguments,
    scenario: &Scenario,
    is_loaded: bool,
    stack: &Stack,
    environment: &Path,
) -> Result<(), DemoError> {
    let begun = Instant::now();
    let accounts = Account::open_all(scenario, stack.endpoints()).await?;
    let loaded = if is_loaded {
        None
    } else {
        let loaded = load::load(scenario, arguments.hostile, stack, &accounts).await?;
        truth_file::write(&arguments.data, scenario, &loaded.made)?;
        for job in LOOKS_FOR_MEANING {
            stack.run_job(job).await?;
        }
        Some(loaded)
    };
    let asked = Instant::now();
    let answers = questions::ask(&accounts, scenario).await?;
    let facts = report::Facts {
        scenario,
        accounts: &accounts,
        loaded: loaded.as_ref(),
        asking: asked.elapsed(),
        took: begun.elapsed(),
        answers: &answers,
        endpoints: stack.endpoints(),
        environment,
        stays: !arguments.exit,
        can_tell_places: !arguments.geolocation.is_empty(),
    };
    say(&facts.to_text(report::Paint::for_standard_output()))
}

fn options(arguments: &DemoArguments, scenario: &Scenario) -> Result<Options, DemoError> {
    let region: Region = REGION
        .parse()
        .map_err(|error| DemoError::Identifier(Box::new(error)))?;
    let administrator = scenario.account_ids().first().map(|id| id.parse());
    let administrator = administrator.unwrap_or(Err(NotAnAccountId))?;
    let mut options = Options::new(&arguments.data, region, administrator);
    options.api_port = arguments.port_api;
    options.s3_port = arguments.port_s3;
    options.dynamodb_port = arguments.port_dynamodb;
    options.geolocation.clone_from(&arguments.geolocation);
    Ok(options)
}

fn say(text: &str) -> Result<(), DemoError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(DemoError::io("standard output"))
}

#[cfg(test)]
mod tests;
