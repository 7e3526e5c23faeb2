//! The local stack: DynamoDB, S3, the API gateway, ingestion and the clock in one process.
//!
//! The functions run as they do in Lambda and reach DynamoDB and S3 through the AWS SDK; only what
//! is at the other end of the connection is ours. State is in one folder and survives the process.

mod error;
mod group;
mod options;

use std::fs::{File, TryLockError};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gumshoe_api::{Services, Settings, StartedBy, TriggerError};
use gumshoe_domain::LogSourceName;
use gumshoe_messages::QueueName;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::timeout;

pub use self::error::StackError;
use self::group::Group;
pub(crate) use self::group::open;
pub use self::options::Options;
use crate::clients::Clients;
use crate::clock;
use crate::console;
use crate::endpoints::{AUDIT_BUCKET, Endpoints, SECRET_ACCESS_KEY, SEGMENT_BUCKET, TABLE};
use crate::families::{operations, triggers};
use crate::gateway;
use crate::ingestion::{self, IngestQueues};
use crate::notify::Origin;
use crate::organization;
use crate::outbox::Outbox;
use crate::outlets::outlets;
use crate::put_events;
use crate::queue::Queue;
use crate::s3;
use crate::sqs;

/// How long a stack that stops waits for what runs: as long as Lambda would let it run at most.
const FINISHING_TIME: Duration = Duration::from_secs(900);
/// How long it waits then for connections that are still open.
const CLOSING_TIME: Duration = Duration::from_secs(5);

/// A running stack. When it is dropped it stops without waiting for anything.
#[derive(Debug)]
pub struct Stack {
    endpoints: Endpoints,
    clients: Clients,
    services: Services,
    queues: IngestQueues,
    outbox: Arc<Outbox>,
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
        let [api, s3, dynamodb, sqs] = listen(&options).await?;
        let endpoints = endpoints(&options, [&api, &s3, &dynamodb, &sqs]).map_err(folder)?;
        let origin = Origin {
            account: options.account,
            region: options.region.clone(),
        };
        let queues = IngestQueues::new(&origin, options.ingest_workers);
        let outbox = Arc::new(Outbox::new(&origin));
        let notify = ingestion::notifier(queues.clone(), origin.clone());

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

        let services = services(&options, &clients)
            .with_queues(outbox.clone())
            .with_outlets(outlets(&options))
            .with_directory(organization::directory(&options).await?);
        let mut users = Group::new();
        users.serve(
            api,
            gateway::service(operations(), services.clone(), options.account)?
                .merge(put_events::service(&services, origin)?)
                .merge(console::local(&endpoints, services.store(console::ACCESS))),
        );
        users.serve(
            sqs,
            sqs::service(queues.iter().cloned(), &endpoints.sqs_url()),
        );
        users.start_triggers(&options, &services, &queues, &outbox)?;
        users.announce(clients.s3.clone(), notify);
        Ok(Self {
            endpoints,
            clients,
            services,
            queues,
            outbox,
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

    /// What the functions are given, for whoever calls one without the gateway.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Objects of a source on their way from the log bucket to its ingest function.
    pub fn ingest_queue(&self, source: LogSourceName) -> Option<&Queue> {
        self.queues.of(source)
    }

    /// Messages about objects that ingestion gave up.
    pub fn dead_letters(&self) -> Vec<String> {
        let dead = self.queues.iter().map(Queue::dead_letters);
        dead.flatten().collect()
    }

    /// Waits until every object that was announced is decided about, or its message is given up.
    pub async fn ingested(&self) {
        for queue in self.queues.iter() {
            queue.settled().await;
        }
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

    /// Gives an event of another AWS service to the function that listens for it, and waits for its
    /// end; `None` when there is no such listener.
    ///
    /// # Errors
    /// When the function fails.
    pub async fn send_event(
        &self,
        name: &str,
        event: Value,
    ) -> Result<Option<Value>, TriggerError> {
        let Some(trigger) =
            triggers().find(|it| it.name == name && it.started_by == StartedBy::Events)
        else {
            return Ok(None);
        };
        let handler = (trigger.open)(&self.services)?;
        handler.handle(event).await.map(Some)
    }

    /// Waits until everything that functions sent to this queue is taken or given up.
    pub async fn settled(&self, queue: QueueName) {
        if let Some(queue) = self.outbox.queue(queue) {
            queue.settled().await;
        }
    }

    /// Stops the stack: what runs is finished, then the services close.
    pub async fn shutdown(self) {
        // Nobody would find these again.
        let notices = timeout(CLOSING_TIME, self.settled(QueueName::Notices)).await;
        if notices.is_err() {
            tracing::warn!("some notices are not delivered");
        }
        self.users.finish(FINISHING_TIME).await;
        self.stores.finish(CLOSING_TIME).await;
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

async fn listen(options: &Options) -> Result<[TcpListener; 4], StackError> {
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
        listener("SQS", options.sqs_port).await?,
    ])
}

fn endpoints(
    options: &Options,
    [api, s3, dynamodb, sqs]: [&TcpListener; 4],
) -> io::Result<Endpoints> {
    Ok(Endpoints {
        api: api.local_addr()?,
        s3: s3.local_addr()?,
        dynamodb: dynamodb.local_addr()?,
        sqs: sqs.local_addr()?,
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
        quotas: options.quotas,
        retention: options.retention,
        trails: options.trails.clone(),
        audit_bucket: Some(AUDIT_BUCKET.to_owned()),
        event_bus: Some("default".to_owned()),
        invitation_sender: Some(options.invitation_sender.clone()),
        summary_model: options.summary_model.clone(),
        // The gateway authorises, as API Gateway does.
        trust_access_key: false,
        automatic_investigations: options.automatic_investigations,
    };
    Services::new(settings, clients.dynamodb.clone(), clients.s3.clone())
}
