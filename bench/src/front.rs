//! Operations of the API, from the event that API Gateway hands over to the response.

use gumshoe::clock;
use gumshoe::families::operations;
use gumshoe_api::{Entry, Services};
use lambda_http::{Body, Request};
use serde_json::Value;

/// An event of a REST API; what it says of the call is replaced.
const EVENT: &str = include_str!("../../events/list-members.json");

/// An operation of any family.
pub(crate) fn entry(operation: &str) -> &'static Entry {
    let mut all = operations();
    all.find(|it| it.name == operation).expect("an operation")
}

/// The request, as the Lambda runtime gives it to the function.
pub(crate) fn request(
    entry: &Entry,
    account: &str,
    resource: Option<&str>,
    body: &Value,
) -> Request {
    let mut event: Value = serde_json::from_str(EVENT).expect("an event");
    let route = entry.route;
    let path = match resource {
        Some(arn) => route
            .path
            .replace("{ResourceArn}", &arn.replace(':', "%3A")),
        None => route.path.to_owned(),
    };
    event["resource"] = route.path.into();
    event["requestContext"]["resourcePath"] = route.path.into();
    event["path"] = path.into();
    event["httpMethod"] = route.method.as_str().into();
    event["requestContext"]["httpMethod"] = route.method.as_str().into();
    let identity = &mut event["requestContext"]["identity"];
    identity["accountId"] = account.into();
    identity["userArn"] = format!("arn:aws:iam::{account}:user/analyst").into();
    event["body"] = body.to_string().into();
    lambda_http::request::from_str(&event.to_string()).expect("an event")
}

/// Has the operation answer; panics unless it succeeds.
pub(crate) async fn respond(services: &Services, entry: &'static Entry, request: Request) -> Value {
    let response = gumshoe_api::answer(entry, services, request, clock::now()).await;
    let status = response.status();
    let body = match response.into_body() {
        Body::Text(text) => serde_json::from_str(&text).expect("JSON"),
        _ => Value::Null,
    };
    assert!(status.is_success(), "{}: {status} {body}", entry.name);
    body
}
