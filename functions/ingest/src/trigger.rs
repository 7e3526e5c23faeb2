//! The handler of every source: an event in, the failures that a retry can help out.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, Trigger, TriggerError};
use gumshoe_domain::LogSourceName;
use gumshoe_runtime::now;
use gumshoe_sources::{EventPattern, GeoKind, Geolocator, source_named};
use gumshoe_store::ObjectName;
use serde_json::{Value, json};

use crate::events::{self, Event, Message};
use crate::ingest::{IngestError, Ingester, Received};

pub(crate) fn open(
    services: &Services,
    trigger: &Trigger,
    source: LogSourceName,
) -> Result<Arc<dyn Handler>, TriggerError> {
    let function = trigger.name;
    let mut geolocator = Geolocator::none();
    for path in &services.settings.geolocation {
        geolocator
            .open(kind_of(path), path)
            .map_err(|error| TriggerError::Failed {
                function,
                source: Box::new(error),
            })?;
    }
    let ingester = Ingester::new(
        services.store(trigger.access),
        &services.settings,
        source,
        Arc::new(geolocator),
    );
    Ok(Arc::new(Ingest {
        function,
        own: source_named(source).events(),
        ingester,
    }))
}

/// A file with `asn` in its name tells whose an address is, any other where it is.
fn kind_of(path: &Path) -> GeoKind {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    if name.contains("asn") {
        GeoKind::Asn
    } else {
        GeoKind::City
    }
}

struct Ingest {
    function: &'static str,
    /// The events that carry records of the source themselves.
    own: Option<EventPattern>,
    ingester: Ingester,
}

impl Handler for Ingest {
    fn handle(&self, event: Value) -> Handling<'_> {
        Box::pin(self.take(event))
    }
}

impl Ingest {
    async fn take(&self, event: Value) -> Result<Value, TriggerError> {
        let event = events::read(event, self.own).map_err(|error| TriggerError::UnknownEvent {
            function: self.function,
            source: Some(Box::new(error)),
        })?;
        match event {
            Event::Objects(objects) => match self
                .ingester
                .ingest(&objects, now())
                .await
                .into_iter()
                .next()
            {
                None => Ok(Value::Null),
                Some((_, error)) => Err(TriggerError::Failed {
                    function: self.function,
                    source: Box::new(error),
                }),
            },
            Event::Messages(messages) => Ok(self.take_messages(&messages).await),
        }
    }

    /// The answer names the messages to be delivered again: "Reporting batch item failures for
    /// Lambda functions with an Amazon SQS trigger", Lambda Developer Guide.
    async fn take_messages(&self, messages: &[Message]) -> Value {
        let objects: Vec<Received> = messages
            .iter()
            .flat_map(|message| message.objects.iter().cloned())
            .collect();
        let failures: Vec<(ObjectName, IngestError)> = self.ingester.ingest(&objects, now()).await;
        let failed: BTreeSet<&ObjectName> = failures.iter().map(|(name, _)| name).collect();
        let failed_messages = messages
            .iter()
            .filter(|message| {
                message
                    .objects
                    .iter()
                    .any(|object| failed.contains(&object.name))
            })
            .map(|message| json!({ "itemIdentifier": message.id }));
        json!({ "batchItemFailures": failed_messages.collect::<Vec<_>>() })
    }
}
