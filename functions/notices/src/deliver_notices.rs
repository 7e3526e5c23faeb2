//! `deliver-notices`: takes what the functions want others to know to where they learn it: records of
//! calls to the audit bucket, state changes to the event bus, invitations to the post.

use std::error::Error;
use std::sync::Arc;

use aws_config::BehaviorVersion;
use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, StartedBy, Trigger};
use gumshoe_domain::{AccountId, GraphArn};
use gumshoe_messages::{Notice, Outlets, QueueName, StateChange};
use gumshoe_runtime::chain;
use gumshoe_runtime::worker::{self, Message};
use gumshoe_store::{Access, Objects, Store};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::event_bridge::EventBridge;
use crate::invitation;
use crate::log_files::{LogFile, Record, log_files};
use crate::ses::Ses;

const NAME: &str = "deliver-notices";

const ACCESS: &[Access] = &[
    Access::ReadTable,
    Access::WriteAudit,
    Access::PutEvents,
    Access::SendEmail,
];

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: NAME,
    started_by: StartedBy::Messages(QueueName::Notices),
    access: ACCESS,
    open: |services| Ok(Arc::new(Delivery::new(services))),
};

struct Delivery {
    services: Services,
    store: Store,
    /// Made at the first event: making AWS's own waits for credentials.
    outlets: OnceCell<Outlets>,
}

/// Messages by where their notices go. Each notice is beside the id of its message.
#[derive(Default)]
struct Sorted {
    records: Vec<Record>,
    changes: Vec<(String, StateChange)>,
    invitations: Vec<(String, GraphArn, AccountId)>,
    /// Messages that are no notices.
    unreadable: Vec<String>,
}

impl Handler for Delivery {
    fn handle(&self, event: Value) -> Handling<'_> {
        Box::pin(async {
            let messages = worker::messages(NAME, event)?;
            Ok(self.deliver(messages).await)
        })
    }
}

impl Delivery {
    fn new(services: &Services) -> Self {
        Self {
            services: services.clone(),
            store: services.store(ACCESS),
            outlets: OnceCell::new(),
        }
    }

    /// The answer names the messages that are to be delivered again: the others are done, whatever
    /// becomes of these.
    async fn deliver(&self, messages: Vec<Message>) -> Value {
        let sorted = Sorted::of(messages);
        let failed = tokio::join!(
            self.keep(sorted.records),
            self.publish(sorted.changes),
            self.invite(sorted.invitations),
        );
        let failed = [sorted.unreadable, failed.0, failed.1, failed.2].concat();
        worker::failures(failed.iter().map(String::as_str))
    }

    async fn outlets(&self) -> &Outlets {
        let outlets = async || match self.services.outlets() {
            Some(outlets) => outlets.clone(),
            None => amazon().await,
        };
        self.outlets.get_or_init(outlets).await
    }

    /// Writes the records into the audit bucket, and tells the messages of those that are not there.
    async fn keep(&self, records: Vec<Record>) -> Vec<String> {
        let Some(bucket) = &self.services.settings.audit_bucket else {
            return Vec::new();
        };
        let mut failed = Vec::new();
        for file in log_files(records) {
            if let Err(error) = self.keep_file(bucket, &file).await {
                tracing::error!(object.key = file.key, error.cause = %chain(&*error), "records not kept");
                failed.extend(file.messages);
            }
        }
        failed
    }

    async fn keep_file(&self, bucket: &str, file: &LogFile) -> Result<(), Failure> {
        let objects: Objects = self.store.audit(bucket)?;
        objects.put(&file.key, file.compressed()?).await?;
        tracing::info!(
            object.key = file.key,
            records = file.records.len(),
            "records kept"
        );
        Ok(())
    }

    /// Puts the changes on the event bus, and tells the messages of those that it did not take.
    async fn publish(&self, changes: Vec<(String, StateChange)>) -> Vec<String> {
        let Some(bus) = &self.services.settings.event_bus else {
            return Vec::new();
        };
        if changes.is_empty() {
            return Vec::new();
        }
        let (ids, changes): (Vec<String>, Vec<StateChange>) = changes.into_iter().unzip();
        match self.outlets().await.bus.put(bus, &changes).await {
            Ok(refused) => {
                if !refused.is_empty() {
                    tracing::error!(events = refused.len(), "events refused");
                }
                let of = |at: usize| ids.get(at).cloned();
                refused.into_iter().filter_map(of).collect()
            }
            Err(error) => {
                tracing::error!(events = ids.len(), error.cause = %chain(&error), "events not put");
                ids
            }
        }
    }

    /// Sends the invitations, and tells the messages of those that were not sent.
    async fn invite(&self, invitations: Vec<(String, GraphArn, AccountId)>) -> Vec<String> {
        let Some(sender) = &self.services.settings.invitation_sender else {
            return Vec::new();
        };
        let mut failed = Vec::new();
        for (id, graph, account) in invitations {
            if let Err(error) = self.invite_one(sender, &graph, account).await {
                tracing::error!(graph.arn = %graph, member.account = %account, error.cause = %chain(&*error), "invitation not sent");
                failed.push(id);
            }
        }
        failed
    }

    async fn invite_one(
        &self,
        sender: &str,
        graph: &GraphArn,
        account: AccountId,
    ) -> Result<(), Failure> {
        let member = self.store.member(graph.id(), account).await?;
        // Meanwhile the account may have answered, or the administrator withdrawn the invitation.
        let mail = member.and_then(|member| invitation::mail(sender, &member));
        let Some(mail) = mail else {
            tracing::info!(graph.arn = %graph, member.account = %account, "invitation no longer wanted");
            return Ok(());
        };
        self.outlets().await.mailer.send(&mail).await?;
        tracing::info!(graph.arn = %graph, member.account = %account, "invitation sent");
        Ok(())
    }
}

type Failure = Box<dyn Error + Send + Sync>;

async fn amazon() -> Outlets {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    Outlets {
        mailer: Arc::new(Ses::new(aws_sdk_sesv2::Client::new(&config))),
        bus: Arc::new(EventBridge::new(aws_sdk_eventbridge::Client::new(&config))),
    }
}

impl Sorted {
    fn of(messages: Vec<Message>) -> Self {
        let mut sorted = Self::default();
        for message in messages {
            let id = message.message_id.clone();
            if let Err(error) = sorted.add(message) {
                tracing::error!(message.id = id, error.cause = %chain(&*error), "message is no notice");
                sorted.unreadable.push(id);
            }
        }
        sorted
    }

    fn add(&mut self, message: Message) -> Result<(), Failure> {
        match serde_json::from_str(&message.body)? {
            Notice::Call(record) => {
                let record = Record::read(message.message_id, record)?;
                self.records.push(record);
            }
            Notice::Event(change) => self.changes.push((message.message_id, change)),
            Notice::Invitation { graph, account } => {
                let (graph, account) = (graph.parse()?, account.parse()?);
                self.invitations.push((message.message_id, graph, account));
            }
        }
        Ok(())
    }
}
