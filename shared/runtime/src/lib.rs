//! Lambda: what a binary's `main` calls.

pub mod job;
pub mod metrics;
pub mod settings;
mod telemetry;
pub mod worker;

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use gumshoe_api::{Entry, Services, Trigger, answer};
use gumshoe_directory::AwsOrganizations;
use gumshoe_domain::Timestamp;
use gumshoe_messages::{NoQueues, QueueName, Queues, Sqs};
use lambda_http::Request;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;

pub use telemetry::chain;

/// What a `main` returns.
pub type Exit = ExitCode;

/// Serves an operation of the API.
pub fn serve(entry: &'static Entry) -> Exit {
    run(entry.name, async move {
        let services = &services().await?;
        let handle = move |request: Request| async move {
            Ok::<_, std::convert::Infallible>(answer(entry, services, request, now()).await)
        };
        lambda_http::run(service_fn(handle)).await
    })
}

/// Serves objects, messages or a schedule.
pub fn listen(trigger: &'static Trigger) -> Exit {
    run(trigger.name, async move {
        let handler = &(trigger.open)(&services().await?)?;
        let reporter = &metrics::Reporter::install(trigger, settings::metrics_namespace())?;
        let handle = move |event: LambdaEvent<Value>| async move {
            let begun = std::time::Instant::now();
            let handled = handler.handle(event.payload).await;
            reporter.report(begun.elapsed());
            handled.map_err(|error| {
                tracing::error!(error.cause = %telemetry::chain(&error), "invocation failed");
                Failure::from(error)
            })
        };
        lambda_runtime::run(service_fn(handle)).await
    })
}

/// The present. Everything below takes it as an argument.
#[expect(clippy::disallowed_methods, reason = "the entry point reads the clock")]
pub fn now() -> Timestamp {
    let elapsed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}

type Failure = Box<dyn Error + Send + Sync>;

fn run(function: &'static str, work: impl Future<Output = Result<(), Failure>>) -> Exit {
    telemetry::install();
    // A function has one event at a time; more threads would only hand it back and forth.
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(function, &error),
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(function, &*error),
    }
}

fn failed(function: &'static str, error: &(dyn Error + 'static)) -> Exit {
    tracing::error!(function, error.cause = %telemetry::chain(error), "function did not start");
    ExitCode::FAILURE
}

async fn services() -> Result<Services, Failure> {
    let (settings, clients) = settings::from_env()?;
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let dynamodb = aws_sdk_dynamodb::Client::new(&config);
    let s3 = aws_sdk_s3::config::Builder::from(&config)
        .force_path_style(clients.s3_path_style)
        .build();
    let queues = queues(&config, clients.queue_urls);
    let services = Services::new(settings, dynamodb, aws_sdk_s3::Client::from_conf(s3));
    let services = services.with_queues(queues);
    if !clients.reads_organization {
        return Ok(services);
    }
    let organizations =
        AwsOrganizations::new(aws_sdk_organizations::config::Builder::from(&config));
    Ok(services.with_directory(Arc::new(organizations)))
}

/// The queues at these URLs. Where there are none at all, as beside a local stack, nothing is sent:
/// what waits for a message, the scheduled jobs find.
fn queues(config: &aws_config::SdkConfig, urls: BTreeMap<QueueName, String>) -> Arc<dyn Queues> {
    if urls.is_empty() {
        Arc::new(NoQueues)
    } else {
        Arc::new(Sqs::new(aws_sdk_sqs::Client::new(config), urls))
    }
}
