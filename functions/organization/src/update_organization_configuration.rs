//! `UpdateOrganizationConfiguration`: switches the automatic enabling of new accounts.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_UpdateOrganizationConfiguration.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::{Access, StoreError};
use serde::Deserialize;

use crate::callers::own_designation;

/// The operation.
pub static ENTRY: Entry = Entry::of::<UpdateOrganizationConfiguration>();

enum UpdateOrganizationConfiguration {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    auto_enable: Option<bool>,
}

struct Command {
    graph: GraphArn,
    /// Nothing changes without it.
    auto_enable: Option<bool>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            auto_enable: sent.auto_enable,
        })
    }
}

impl Operation for UpdateOrganizationConfiguration {
    const NAME: &'static str = "UpdateOrganizationConfiguration";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/updateOrganizationConfiguration",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        loop {
            let designation = own_designation(cx, &command.graph).await?;
            let Some(on) = command.auto_enable else {
                return Ok(());
            };
            let switched = designation.auto_enable.switched(on, cx.now);
            if switched == designation.auto_enable {
                return Ok(());
            }
            match cx.store.set_auto_enable(&designation, switched).await {
                Ok(()) => return Ok(()),
                // Somebody else switched it meanwhile, or the designation was withdrawn.
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
