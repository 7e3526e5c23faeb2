//! A deployment that is put back to where it was in no time: DynamoDB in memory, S3 in a folder, and
//! the functions, started as AWS starts them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use dynoxide::Database;
use gumshoe::clients::Clients;
use gumshoe::endpoints::{LOG_BUCKET, SECRET_ACCESS_KEY, SEGMENT_BUCKET, STACK, TABLE};
use gumshoe::queue::{Queue, Rules};
use gumshoe::{s3, sqs};
use gumshoe_api::{Services, Settings};
use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{LogSourceName, Retention, Trails};
use gumshoe_tests::ADMINISTRATOR;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::functions::{Functions, Outbox};
use super::layer::{Faults, FaultyClient, FaultyQueues};

const REGION: &str = "us-east-1";

/// Days that graphs keep: the days of the logs are some years ago, or the last few.
const RETENTION: &str = "60";

/// The stores of a deployment, and clients of them.
pub(super) struct World {
    pub(super) faults: Arc<Faults>,
    pub(super) queues: BTreeMap<LogSourceName, Queue>,
    database: Database,
    folder: TempDir,
    client: FaultyClient,
    outbox: Arc<Outbox>,
    dynamodb: SocketAddr,
    s3: SocketAddr,
    sqs: SocketAddr,
    _stop: DropGuard,
}

impl World {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::memory().unwrap();
        let stop = CancellationToken::new();
        let (dynamodb, at_dynamodb) = listen().await;
        let stopped = stop.clone().cancelled_owned();
        let serving = dynoxide::server::serve_with_shutdown(dynamodb, database.clone(), stopped);
        tokio::spawn(async { serving.await.unwrap() });
        let secret = SECRET_ACCESS_KEY.to_owned();
        let buckets = s3::service(folder.path().join("s3"), secret, Arc::new(|_| ())).unwrap();
        let at_s3 = serve(buckets, &stop).await;
        let queues: BTreeMap<_, _> = LogSourceName::ALL
            .iter()
            .map(|&it| (it, queue(it)))
            .collect();
        let (sqs, at_sqs) = listen().await;
        let service = sqs::service(queues.values().cloned(), &format!("http://{at_sqs}"));
        serve_on(sqs, service, &stop);
        let faults = Arc::new(Faults::default());
        let client = FaultyClient {
            inner: aws_smithy_http_client::Builder::new().build_http(),
            faults: Arc::clone(&faults),
        };
        let world = Self {
            faults,
            queues,
            database,
            folder,
            client,
            outbox: Arc::new(Outbox::default()),
            dynamodb: at_dynamodb,
            s3: at_s3,
            sqs: at_sqs,
            _stop: stop.drop_guard(),
        };
        world.create_stores().await;
        world
    }

    async fn create_stores(&self) {
        let (dynamodb, s3) = (self.plain_dynamodb(), self.plain_s3());
        Clients { dynamodb, s3 }.create_missing().await.unwrap();
    }

    /// The functions, whose SDKs send a call again by themselves or do not.
    pub(super) fn functions(&self, is_retried: bool) -> Functions<'_> {
        let settings = Settings {
            region: REGION.parse().unwrap(),
            table: TABLE.to_owned(),
            segment_bucket: SEGMENT_BUCKET.to_owned(),
            geolocation: Vec::new(),
            max_object_bytes: Settings::MAX_OBJECT_BYTES,
            max_inflated_bytes: Settings::MAX_INFLATED_BYTES,
            quotas: Quotas::default(),
            retention: RETENTION.parse::<Retention>().unwrap(),
            trails: Trails::default(),
            automatic_investigations: AutomaticInvestigations::Off,
            audit_bucket: None,
            event_bus: None,
            invitation_sender: None,
            summary_model: None,
            trust_access_key: true,
        };
        let queues = FaultyQueues {
            inner: self.outbox.clone(),
            faults: Arc::clone(&self.faults),
        };
        let services = Services::new(settings, self.dynamodb(is_retried), self.s3(is_retried));
        Functions {
            world: self,
            outbox: &self.outbox,
            services: services.with_queues(Arc::new(queues)),
            is_retried,
        }
    }

    /// A client with which nothing goes wrong.
    pub(super) fn plain_s3(&self) -> aws_sdk_s3::Client {
        let faulty = self.s3(true);
        let config = faulty.config().to_builder();
        let config = config.http_client(self.client.inner.clone());
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// A client with which nothing goes wrong.
    pub(super) fn plain_dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let faulty = self.dynamodb(true);
        let config = faulty.config().to_builder();
        let config = config.http_client(self.client.inner.clone());
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    pub(super) fn dynamodb(&self, is_retried: bool) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .endpoint_url(format!("http://{}", self.dynamodb))
            .credentials_provider(credentials())
            .http_client(self.client.clone())
            .retry_config(retries(is_retried));
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    pub(super) fn s3(&self, is_retried: bool) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .endpoint_url(format!("http://{}", self.s3))
            .credentials_provider(credentials())
            .force_path_style(true)
            .http_client(self.client.clone())
            .retry_config(retries(is_retried));
        aws_sdk_s3::Client::from_conf(config.build())
    }

    pub(super) fn sqs(&self, is_retried: bool) -> aws_sdk_sqs::Client {
        let config = aws_sdk_sqs::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .endpoint_url(format!("http://{}", self.sqs))
            .credentials_provider(credentials())
            .http_client(self.client.clone())
            .retry_config(retries(is_retried));
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// A file of a replay's own.
    pub(super) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Remembers where everything is.
    pub(super) fn save(&self) {
        let database = self.file("saved.sqlite");
        self.database
            .vacuum_into(database.to_str().unwrap())
            .unwrap();
        copy(&self.file("s3"), &self.file("saved-s3"));
    }

    /// Puts everything back to where it was when it was remembered.
    pub(super) fn restore(&self) {
        let database = self.file("saved.sqlite");
        self.database
            .restore_from(database.to_str().unwrap())
            .unwrap();
        for bucket in [LOG_BUCKET, SEGMENT_BUCKET] {
            let bucket = self.file("s3").join(bucket);
            std::fs::remove_dir_all(&bucket).unwrap();
            std::fs::create_dir(bucket).unwrap();
        }
        copy(&self.file("saved-s3"), &self.file("s3"));
        self.outbox.clear();
    }

    /// As if every segment had been written two hours ago.
    pub(super) fn age_segments(&self) {
        let then = SystemTime::UNIX_EPOCH + (SystemTime::UNIX_EPOCH.elapsed().unwrap() - OLD);
        for path in files(&self.file("s3").join(SEGMENT_BUCKET)) {
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(then).unwrap();
        }
    }
}

const OLD: Duration = Duration::from_secs(7_200);

/// A queue of log objects whose messages come again at once.
fn queue(source: LogSourceName) -> Queue {
    let name = sqs::objects_queue(STACK, source);
    Queue::new(Rules {
        arn: sqs::arn(
            &REGION.parse().unwrap(),
            ADMINISTRATOR.parse().unwrap(),
            &name,
        ),
        workers: 1,
        batch: 90,
        window: Duration::ZERO,
        attempts: 5,
        retry_after: Duration::from_millis(1),
    })
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

async fn serve(router: axum::Router, stop: &CancellationToken) -> SocketAddr {
    let (listener, address) = listen().await;
    serve_on(listener, router, stop);
    address
}

fn serve_on(listener: TcpListener, router: axum::Router, stop: &CancellationToken) {
    let stopped = stop.clone().cancelled_owned();
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopped);
    tokio::spawn(async { serving.await.unwrap() });
}

fn credentials() -> Credentials {
    Credentials::new(ADMINISTRATOR, SECRET_ACCESS_KEY, None, None, "test")
}

fn retries(is_retried: bool) -> RetryConfig {
    if is_retried {
        RetryConfig::standard().with_initial_backoff(Duration::from_millis(1))
    } else {
        RetryConfig::disabled()
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let copied = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copied.parent().unwrap()).unwrap();
        std::fs::copy(path, copied).unwrap();
    }
}
