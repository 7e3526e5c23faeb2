//! `DescribeOrganizationConfiguration`: whether new accounts of the organization become members by
//! themselves.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DescribeOrganizationConfiguration.html>

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::{Deserialize, Serialize};

use crate::callers::own_designation;

/// The operation.
pub static ENTRY: Entry = Entry::of::<DescribeOrganizationConfiguration>();

enum DescribeOrganizationConfiguration {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
}

struct Command {
    graph: GraphArn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    auto_enable: bool,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
        })
    }
}

impl Operation for DescribeOrganizationConfiguration {
    const NAME: &'static str = "DescribeOrganizationConfiguration";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/describeOrganizationConfiguration",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = Request;
    type Command = Command;
    type Response = Response;

    async fn run(cx: &Context<'_>, command: Command) -> Result<Response, ApiError> {
        let designation = own_designation(cx, &command.graph).await?;
        Ok(Response {
            auto_enable: designation.auto_enable.is_on(),
        })
    }
}
