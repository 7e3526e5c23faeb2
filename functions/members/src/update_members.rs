//! `update-members`: does what a membership waits for, as soon as it waits.

use gumshoe_api::{StartedBy, Trigger};
use gumshoe_messages::{MemberWaits, QueueName};
use gumshoe_runtime::worker;

use crate::settle::{ACCESS, Settler};

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: "update-members",
    started_by: StartedBy::Messages(QueueName::Members),
    access: ACCESS,
    open: |services| {
        Ok(worker::open(
            services,
            "update-members",
            |services, message: MemberWaits, now| {
                Box::pin(async move {
                    let (graph, account) = (message.graph.parse()?, message.account.parse()?);
                    Settler::new(&services, now)?
                        .settle(&graph, account)
                        .await?;
                    Ok(())
                })
            },
        ))
    },
};
