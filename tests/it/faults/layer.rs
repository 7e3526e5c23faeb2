//! The layer below the AWS SDK that makes one call of a history go wrong.
//!
//! It stands where the SDK hands over an HTTP request, and where a function hands over messages, so
//! that everything above it is as it is in Lambda.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use gumshoe_messages::{QueueName, Queues};
use tokio::sync::Notify;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It never reaches the service, and the caller is told so.
    Unsent,
    /// The service does it, and answers that it failed.
    Failed,
    /// The service does it, and the caller hears nothing until its patience ends.
    TimedOut,
    /// The service does it and answers that it failed, whereupon the SDK sends it once more.
    Repeated,
    /// The caller's process ends before the call reaches the service.
    DiesBefore,
    /// The caller's process ends after the service did it.
    DiesAfter,
}

impl Fault {
    const ALL: [Self; 6] = [
        Self::Unsent,
        Self::Failed,
        Self::TimedOut,
        Self::Repeated,
        Self::DiesBefore,
        Self::DiesAfter,
    ];

    /// How a call can go wrong. One that reads has no effect: whoever dies around it, or sends it once
    /// more, leaves what one leaves whose call fails.
    pub(super) fn of(call: &str) -> &'static [Self] {
        let (operation, _) = call.split_once(' ').unwrap_or((call, ""));
        let is_read = READS.iter().any(|it| operation.ends_with(it));
        if is_read { &Self::ALL[..3] } else { &Self::ALL }
    }

    /// Whether the SDK may send a call again by itself. Where not, a fault is one that outlasts its
    /// retries.
    pub(super) fn is_retried(self) -> bool {
        self == Self::Repeated
    }
}

/// How the names of calls end that only read.
const READS: [&str; 8] = [
    "GET",
    "GetItem",
    "Query",
    ".Scan",
    "GetQueueUrl",
    "GetQueueAttributes",
    "ListMessageMoveTasks",
    "ReceiveMessage",
];

/// Which call of a history goes wrong, from 0 on, and how.
pub(super) type Point = (usize, Fault);

/// What is counted and made to fail.
#[derive(Debug, Default)]
pub(super) struct Faults {
    plan: Mutex<Plan>,
    death: Notify,
}

#[derive(Debug, Default)]
struct Plan {
    is_armed: bool,
    point: Option<Point>,
    calls: Vec<String>,
    hit: Option<String>,
}

/// What the caller is told of a call that failed.
#[derive(Debug, Clone, Copy)]
enum Told {
    NotSent,
    InternalError,
    Nothing,
}

impl Faults {
    /// From here on calls are counted, and that at `point` goes wrong.
    pub(super) fn arm(&self, point: Option<Point>) {
        *self.plan() = Plan {
            is_armed: true,
            point,
            ..Plan::default()
        };
    }

    /// From here on everything goes well. The calls that were counted, and the one that went wrong.
    pub(super) fn disarm(&self) -> (Vec<String>, Option<String>) {
        let plan = std::mem::take(&mut *self.plan());
        (plan.calls, plan.hit)
    }

    /// Runs `work` as a process that may die; nothing when it does.
    pub(super) async fn mortal<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.death.notified() => None,
            done = work => Some(done),
        }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap()
    }

    /// Counts a call; what is to happen to it.
    fn meet(&self, call: String) -> Option<Fault> {
        let mut plan = self.plan();
        if !plan.is_armed {
            return None;
        }
        let number = plan.calls.len();
        let fault = plan.point.filter(|(at, _)| *at == number);
        if fault.is_some() {
            plan.hit = Some(call.clone());
        }
        plan.calls.push(call);
        fault.map(|(_, fault)| fault)
    }

    async fn pass<T>(
        &self,
        call: String,
        effect: impl Future<Output = T>,
        failure: impl FnOnce(Told) -> T,
    ) -> T {
        let Some(fault) = self.meet(call) else {
            return effect.await;
        };
        match fault {
            Fault::Unsent => failure(Told::NotSent),
            Fault::Failed | Fault::Repeated => {
                effect.await;
                failure(Told::InternalError)
            }
            Fault::TimedOut => {
                effect.await;
                failure(Told::Nothing)
            }
            Fault::DiesBefore => self.die().await,
            Fault::DiesAfter => {
                effect.await;
                self.die().await
            }
        }
    }

    async fn die<T>(&self) -> T {
        self.death.notify_one();
        std::future::pending().await
    }
}

/// An HTTP client of the AWS SDK through which calls go wrong.
#[derive(Debug, Clone)]
pub(super) struct FaultyClient {
    pub(super) inner: SharedHttpClient,
    pub(super) faults: Arc<Faults>,
}

impl HttpClient for FaultyClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FaultyConnector {
            inner: self.inner.http_connector(settings, components),
            faults: Arc::clone(&self.faults),
        })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    inner: SharedHttpConnector,
    faults: Arc<Faults>,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (call, faults) = (name(&request), Arc::clone(&self.faults));
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            let effect = async { inner.call(request).await };
            faults.pass(call, effect, answer).await
        })
    }
}

/// The operation of a request: of DynamoDB and SQS it is in a header.
fn name(request: &HttpRequest) -> String {
    match request.headers().get("x-amz-target") {
        Some(operation) => operation.to_owned(),
        None => {
            let uri = request.uri();
            let path = uri.split_once("//").map_or(uri, |(_, rest)| rest);
            let path = path.split_once('/').map_or("", |(_, path)| path);
            format!("{} {path}", request.method())
        }
    }
}

fn answer(told: Told) -> Result<HttpResponse, ConnectorError> {
    match told {
        Told::NotSent => Err(ConnectorError::io("the connection is refused".into())),
        Told::InternalError => {
            let status = 500_u16.try_into().unwrap();
            Ok(HttpResponse::new(status, SdkBody::empty()))
        }
        Told::Nothing => Err(ConnectorError::timeout("there is no answer".into())),
    }
}

/// Queues into which messages go wrong.
#[derive(Debug)]
pub(super) struct FaultyQueues {
    pub(super) inner: Arc<dyn Queues>,
    pub(super) faults: Arc<Faults>,
}

#[async_trait]
impl Queues for FaultyQueues {
    async fn put(
        &self,
        queue: QueueName,
        bodies: Vec<String>,
    ) -> Result<(), gumshoe_messages::QueueError> {
        let failure = |told: Told| {
            Err(gumshoe_messages::QueueError {
                queue,
                source: format!("{told:?}").into(),
            })
        };
        let effect = self.inner.put(queue, bodies);
        self.faults
            .pass(format!("send to {queue}"), effect, failure)
            .await
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsent => "is not sent",
            Self::Failed => "happens and fails",
            Self::TimedOut => "happens and is not answered",
            Self::Repeated => "happens, fails and is repeated",
            Self::DiesBefore => "is the last that a process begins",
            Self::DiesAfter => "is the last that happens in a process",
        })
    }
}
