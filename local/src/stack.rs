//! The local stack: DynamoDB, S3, the API gateway, ingestion and the clock in one process.
//!
//! The functions run as they do in Lambda and reach DynamoDB and S3 through the AWS SDK; only what
//! is at the other end of the connection is ours. State is in one folder and survives the process.

use std::fs::{File, TryLockError};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use gumshoe_api::{Handler, Services, Settings, StartedBy, Trigger, TriggerError};
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{AccountId, Region};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::clients::{Clients, ResourceError};
use crate::clock::{self, Job};
use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY, SEGMENT_BUCKET, TABLE};
use crate::families::{operations, triggers};
use crate::gateway::{self, RouteError};
use crate::ingestion;
use crate::notify::Origin;
use crate::outbox::Outbox;
use crate::queue::Queue;
use crate::s3;

/// How long a stack that stops waits for what runs: as long as Lambda would let it run at most.
const FINISHING_TIME: Duration = Duration::from_secs(900);
/// How long it waits then for connections that are still open.
const CLOSING_TIME: Duration = Duration::from_secs(5);

/// What a stack is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The folder of its state; it is made when it is missing.
    pub data: PathBuf,
    /// The address it listens on.
    pub address: IpAddr,
    /// Port of the API; 0 is any free one.
    pub api_port: u16,
    /// Port of S3; 0 is any free one.
    pub s3_port: u16,
    /// Port of DynamoDB; 0 is any free one.
    pub dynamodb_port: u16,
    /// The Region it says it is in.
    pub region: Region,
    /// The account that owns the log bucket and the API.
    pub account: AccountId,
    /// MMDB files that tell where an address is and whose.
    pub geolocation: Vec<PathBuf>,
    /// Batches of log objects that are ingested at the same time.
    pub ingest_workers: usize,
    /// The time between two compactions.
    pub compact_every: Duration,
}

impl Options {
    /// A stack for tests and other programs: any free ports of 127.0.0.1.
    pub fn new(data: impl Into<PathBuf>, region: Region, account: AccountId) -> Self {
        Self {
            data: data.into(),
            address: Ipv4Addr::LOCALHOST.into(),
            api_port: 0,
            s3_port: 0,
            dynamodb_port: 0,
            region,
            account,
            geolocation: Vec::new(),
            ingest_workers: 2,
            compact_every: Duration::from_secs(60),
        }
    }
}

/// Why a stack does not start.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// Another process runs a stack on the same folder.
    #[error("another process uses {0}")]
    InUse(PathBuf),
    /// The folder cannot be used.
    #[error("cannot use the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A service cannot listen.
    #[error("{service} cannot listen on {address}")]
    Listen {
        /// The service.
        service: &'static str,
        /// Where.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The database cannot be opened.
    #[error("the database {path} cannot be opened")]
    Database {
        /// Its file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The table or a bucket cannot be created.
    #[error("the table and the buckets cannot be created")]
    Resources(#[from] ResourceError),
    /// A function cannot start.
    #[error("the function {function} cannot start")]
    Function {
        /// The function.
        function: &'static str,
        /// Why.
        #[source]
        source: TriggerError,
    },
    /// The API's routes are ambiguous.
    #[error("the API cannot be served")]
    Routes(#[from] RouteError),
}

/// A running stack. When it is dropped it stops without waiting for anything.
#[derive(Debug)]
pub struct Stack {
    endpoints: Endpoints,
    clients: Clients,
    services: Services,
    queue: Queue,
    /// What uses the database and the buckets: the gateway, the workers, the clock.
    users: Group,
    /// The database and the buckets.
    stores: Group,
    /// Held as long as the stack runs.
    _lock: File,
}

impl Stack {
    /// Starts a stack. When this returns, every service answers.
    ///
    /// # Errors
    /// When the folder or a port is in use, or a part does not start.
    pub async fn start(options: Options) -> Result<Self, StackError> {
        let folder = |source| StackError::Folder {
            path: options.data.clone(),
            source,
        };
        std::fs::create_dir_all(&options.data).map_err(folder)?;
        let lock = lock(&options.data)?;
        let [api, s3, dynamodb] = listen(&options).await?;
        let endpoints = endpoints(&options, [&api, &s3, &dynamodb]).map_err(folder)?;
        let origin = Origin {
            account: options.account,
            region: options.region.clone(),
        };
        let queue = ingestion::queue(&origin, options.ingest_workers);
        let outbox = Arc::new(Outbox::new(&origin));
        let notify = ingestion::notifier(queue.clone(), origin);

        let mut stores = Group::new();
        stores.serve_database(dynamodb, &options.data)?;
        let buckets = s3::service(
            options.data.join("s3"),
            SECRET_ACCESS_KEY.to_owned(),
            notify.clone(),
        )
        .map_err(folder)?;
        stores.serve(s3, buckets);
        let clients = Clients::new(&endpoints);
        clients.create_missing().await?;

        let services = services(&options, &clients).with_queues(outbox.clone());
        let mut users = Group::new();
        users.serve(
            api,
            gateway::service(operations(), services.clone(), options.account)?,
        );
        users.start_triggers(&options, &services, &queue, &outbox)?;
        users.announce(clients.s3.clone(), notify);
        Ok(Self {
            endpoints,
            clients,
            services,
            queue,
            users,
            stores,
            _lock: lock,
        })
    }

    /// Where the services listen.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Clients of the stack's DynamoDB and S3.
    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// Objects of the log bucket on their way to ingestion.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Runs a scheduled function now, to its end; `None` when there is none of this name.
    ///
    /// # Errors
    /// When the function fails.
    pub async fn run_job(&self, name: &str) -> Result<Option<Value>, TriggerError> {
        let Some(trigger) = triggers().find(|trigger| {
            trigger.name == name && matches!(trigger.started_by, StartedBy::Schedule(_))
        }) else {
            return Ok(None);
        };
        let handler = (trigger.open)(&self.services)?;
        handler
            .handle(clock::scheduled_event(clock::now()))
            .await
            .map(Some)
    }

    /// Stops the stack: what runs is finished, then the services close.
    pub async fn shutdown(self) {
        self.users.finish(FINISHING_TIME).await;
        self.stores.finish(CLOSING_TIME).await;
    }
}

/// Tasks that stop together.
#[derive(Debug)]
struct Group {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    _stop_when_dropped: DropGuard,
}

impl Group {
    fn new() -> Self {
        let stop = CancellationToken::new();
        Self {
            _stop_when_dropped: stop.clone().drop_guard(),
            stop,
            tasks: Vec::new(),
        }
    }

    fn serve(&mut self, listener: TcpListener, router: Router) {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let stop = self.stop.clone().cancelled_owned();
        self.tasks.push(tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service)
                .with_graceful_shutdown(stop)
                .await
            {
                tracing::error!(error.message = %error, "server failed");
            }
        }));
    }

    fn serve_database(&mut self, listener: TcpListener, data: &Path) -> Result<(), StackError> {
        let path = data.join("dynamodb.sqlite");
        let database = dynoxide::Database::new(&path.to_string_lossy());
        let database = database.map_err(|error| StackError::Database {
            path,
            source: error.into(),
        })?;
        let stop = self.stop.clone().cancelled_owned();
        self.tasks.push(tokio::spawn(async move {
            if let Err(error) =
                dynoxide::server::serve_with_shutdown(listener, database, stop).await
            {
                tracing::error!(error.message = %error, "database server failed");
            }
        }));
        Ok(())
    }

    /// Starts whatever starts the triggers, but the events of other AWS services.
    fn start_triggers(
        &mut self,
        options: &Options,
        services: &Services,
        objects: &Queue,
        outbox: &Outbox,
    ) -> Result<(), StackError> {
        for trigger in triggers() {
            let handler = open(trigger, services)?;
            match trigger.started_by {
                StartedBy::Objects(_) => self.deliver(objects, handler),
                StartedBy::Messages(name) => {
                    if let Some(queue) = outbox.queue(name) {
                        self.deliver(queue, handler);
                    }
                }
                StartedBy::Schedule(every) => {
                    let job = Job {
                        name: trigger.name,
                        handler,
                        every: local_period(options, trigger.name, every),
                    };
                    self.tasks
                        .push(tokio::spawn(clock::run(job, self.stop.clone())));
                }
                StartedBy::Events => {}
            }
        }
        Ok(())
    }

    fn deliver(&mut self, queue: &Queue, handler: Arc<dyn Handler>) {
        let consumer = ingestion::consumer(handler);
        self.tasks.extend(queue.deliver(&consumer, &self.stop));
    }

    fn announce(&mut self, s3: aws_sdk_s3::Client, notify: s3::OnCreated) {
        let stop = self.stop.clone();
        self.tasks.push(tokio::spawn(async move {
            if let Some(Err(error)) = stop
                .run_until_cancelled(ingestion::announce_existing(s3, notify))
                .await
            {
                tracing::error!(error.chain = %crate::chain(&error), "log bucket cannot be listed");
            }
        }));
    }

    async fn finish(self, limit: Duration) {
        self.stop.cancel();
        if timeout(limit, futures::future::join_all(self.tasks))
            .await
            .is_err()
        {
            tracing::warn!("something still runs");
        }
    }
}

fn lock(data: &Path) -> Result<File, StackError> {
    let path = data.join("lock");
    let folder = |source| StackError::Folder {
        path: data.to_owned(),
        source,
    };
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StackError::InUse(data.to_owned())),
        Err(TryLockError::Error(source)) => Err(folder(source)),
    }
}

async fn listen(options: &Options) -> Result<[TcpListener; 3], StackError> {
    let listener = async |service, port| {
        let address = SocketAddr::new(options.address, port);
        TcpListener::bind(address)
            .await
            .map_err(|source| StackError::Listen {
                service,
                address,
                source,
            })
    };
    Ok([
        listener("the API", options.api_port).await?,
        listener("S3", options.s3_port).await?,
        listener("DynamoDB", options.dynamodb_port).await?,
    ])
}

fn endpoints(options: &Options, [api, s3, dynamodb]: [&TcpListener; 3]) -> io::Result<Endpoints> {
    Ok(Endpoints {
        api: api.local_addr()?,
        s3: s3.local_addr()?,
        dynamodb: dynamodb.local_addr()?,
        region: options.region.clone(),
        account: options.account,
        // The functions' own binaries may run in another folder.
        geolocation: options
            .geolocation
            .iter()
            .map(std::path::absolute)
            .collect::<io::Result<_>>()?,
    })
}

fn services(options: &Options, clients: &Clients) -> Services {
    let settings = Settings {
        region: options.region.clone(),
        table: TABLE.to_owned(),
        segment_bucket: SEGMENT_BUCKET.to_owned(),
        geolocation: options.geolocation.clone(),
        max_object_bytes: Settings::MAX_OBJECT_BYTES,
        max_inflated_bytes: Settings::MAX_INFLATED_BYTES,
        quotas: Quotas::default(),
        audit_bucket: None,
        event_bus: None,
        invitation_sender: None,
        // The gateway authorises, as API Gateway does.
        trust_access_key: false,
    };
    Services::new(settings, clients.dynamodb.clone(), clients.s3.clone())
}

fn open(trigger: &'static Trigger, services: &Services) -> Result<Arc<dyn Handler>, StackError> {
    (trigger.open)(services).map_err(|source| StackError::Function {
        function: trigger.name,
        source,
    })
}

/// On a laptop somebody waits for what may take minutes in an account.
fn local_period(options: &Options, job: &str, deployed: Duration) -> Duration {
    match job {
        "delete-graph-data" => Duration::from_secs(1),
        "compact-segments" => options.compact_every,
        _ => deployed,
    }
}
