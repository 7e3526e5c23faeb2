//! The layer below the AWS SDK that counts, and that lets something happen between two calls.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aws_sdk_s3::config::http::HttpRequest;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use gumshoe::clients::Clients;
use tokio::sync::oneshot;

/// What is counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    manifest_reads: AtomicUsize,
    /// The read of a segment that waits, counted down, and whom it tells that it does.
    pause: Mutex<Option<(u128, Pause)>>,
}

/// Tells that a call waits, and what it waits for.
#[derive(Debug)]
struct Pause {
    waits: oneshot::Sender<()>,
    goes_on: oneshot::Receiver<()>,
}

impl Watch {
    /// The same clients, watched.
    pub(super) fn on(&self, clients: &Clients) -> (aws_sdk_dynamodb::Client, aws_sdk_s3::Client) {
        let client = Watched {
            inner: aws_smithy_http_client::Builder::new().build_http(),
            seen: Arc::clone(&self.0),
        };
        let dynamodb = clients.dynamodb.config().to_builder();
        let s3 = clients.s3.config().to_builder();
        (
            aws_sdk_dynamodb::Client::from_conf(dynamodb.http_client(client.clone()).build()),
            aws_sdk_s3::Client::from_conf(s3.http_client(client).build()),
        )
    }

    /// How often the manifest was read since this was asked last.
    pub(super) fn manifest_reads(&self) -> usize {
        self.0.manifest_reads.swap(0, Ordering::Relaxed)
    }

    /// What is asked, and whether something happened meanwhile: before the read of a segment that comes
    /// after so many others.
    pub(super) async fn with<T>(
        &self,
        reads_before: u128,
        meanwhile: impl Future<Output = ()>,
        asking: impl Future<Output = T>,
    ) -> (T, bool) {
        let (waits, waiting) = oneshot::channel();
        let (go_on, goes_on) = oneshot::channel();
        let pause = Pause { waits, goes_on };
        *self.0.pause.lock().unwrap() = Some((reads_before, pause));
        let asking = async {
            let answer = asking.await;
            // If it was not reached, nobody is told any more.
            self.0.pause.lock().unwrap().take();
            answer
        };
        let between = async {
            if waiting.await.is_err() {
                return false;
            }
            meanwhile.await;
            // Nobody waits any more if another read, at the same time, missed its segment.
            let _ = go_on.send(());
            true
        };
        tokio::join!(asking, between)
    }
}

impl Seen {
    fn pause(&self) -> Option<Pause> {
        let mut pause = self.pause.lock().unwrap();
        let (left, _) = pause.as_mut()?;
        match left.checked_sub(1) {
            Some(less) => {
                *left = less;
                None
            }
            None => pause.take().map(|(_, pause)| pause),
        }
    }
}

#[derive(Debug, Clone)]
struct Watched {
    inner: SharedHttpClient,
    seen: Arc<Seen>,
}

impl HttpClient for Watched {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(WatchedConnector {
            inner: self.inner.http_connector(settings, components),
            seen: Arc::clone(&self.seen),
        })
    }
}

#[derive(Debug)]
struct WatchedConnector {
    inner: SharedHttpConnector,
    seen: Arc<Seen>,
}

impl HttpConnector for WatchedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if is_read_of_manifest(&request) {
            self.seen.manifest_reads.fetch_add(1, Ordering::Relaxed);
        }
        let pause = is_read_of_segment(&request).then(|| self.seen.pause());
        let inner = self.inner.clone();
        HttpConnectorFuture::new(async move {
            if let Some(pause) = pause.flatten() {
                pause.waits.send(()).unwrap();
                pause.goes_on.await.unwrap();
            }
            inner.call(request).await
        })
    }
}

/// Whether segments are queried, whose sort keys begin so.
fn is_read_of_manifest(request: &HttpRequest) -> bool {
    let body = request.body().bytes().unwrap_or_default();
    let operation = request.headers().get("x-amz-target");
    let is_query = operation.is_some_and(|it| it.ends_with(".Query"));
    is_query && body.windows(9).any(|it| it == b"\"SEGMENT#")
}

fn is_read_of_segment(request: &HttpRequest) -> bool {
    request.method() == "GET" && request.uri().contains("/activity/")
}
