//! `DescribeOrganizationConfiguration`: whether new accounts of the organization become members by
//! themselves.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_DescribeOrganizationConfiguration.html>

use gumshoe_api::field::GraphRequest;
use gumshoe_api::{ApiError, Context, Entry, Method, Operation, Route};
use gumshoe_domain::GraphArn;
use gumshoe_store::Access;
use serde::Serialize;

use crate::callers::own_designation;

/// The operation.
pub static ENTRY: Entry = Entry::of::<DescribeOrganizationConfiguration>();

enum DescribeOrganizationConfiguration {}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    auto_enable: bool,
}

impl Operation for DescribeOrganizationConfiguration {
    const NAME: &'static str = "DescribeOrganizationConfiguration";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/orgs/describeOrganizationConfiguration",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable];
    type Request = GraphRequest;
    type Command = GraphArn;
    type Response = Response;

    async fn run(cx: &Context<'_>, graph: GraphArn) -> Result<Response, ApiError> {
        let designation = own_designation(cx, &graph).await?;
        Ok(Response {
            auto_enable: designation.auto_enable.is_on(),
        })
    }
}
