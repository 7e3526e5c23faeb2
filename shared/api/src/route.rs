//! Whether a request is for a route, and what stands in the route's place holder.
//!
//! A function serves one route. How much of it an event tells depends on what invoked the function:
//!
//! * a REST API names the route that it matched, and passes the path as it was sent;
//! * an HTTP API names the route that it matched, and passes the path decoded and with its stage;
//! * a function URL and `cargo lambda watch` pass the path as it was sent, and name no route.
//!
//! A base path mapping leaves its own words in front of the path in all of them.

use std::collections::BTreeMap;

use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};
use percent_encoding::percent_decode_str;

use crate::error::{ApiError, Invalid};
use crate::operation::Route;

/// Checks that `request` is for `route`: whatever else is sent to its function is no operation.
///
/// # Errors
/// [`ApiError::UnknownOperation`].
pub(crate) fn check(route: Route, request: &Request) -> Result<(), ApiError> {
    let method = request.method().as_str();
    let path = matched_path(request);
    if method == route.method.as_str() && matches(route.path, path) {
        Ok(())
    } else {
        Err(ApiError::UnknownOperation {
            method: method.to_owned(),
            path: path.chars().take(200).collect(),
        })
    }
}

/// The route that was matched, as far as the event names it; else the path without its stage.
fn matched_path(request: &Request) -> &str {
    let path = request.raw_http_path();
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => {
            context.resource_path.as_deref().unwrap_or(path)
        }
        Some(RequestContext::ApiGatewayV2(context)) => {
            let route = context.route_key.as_deref().unwrap_or_default();
            let stage = context.stage.as_deref().unwrap_or_default();
            match route.split_once(' ') {
                Some((_, route)) => route,
                // `$default` takes whatever comes.
                None => without_stage(path, stage),
            }
        }
        Some(_) | None => path,
    }
}

fn without_stage<'a>(path: &'a str, stage: &str) -> &'a str {
    path.strip_prefix('/')
        .and_then(|path| path.strip_prefix(stage))
        .filter(|rest| rest.starts_with('/') && !stage.is_empty())
        .unwrap_or(path)
}

/// Whether `path` has the form `route`, in which `{Name}` at the end stands for anything but nothing.
fn matches(route: &'static str, path: &str) -> bool {
    match place_holder(route) {
        None => route == path,
        Some((before, _)) => path
            .strip_prefix(before)
            .is_some_and(|value| !value.is_empty()),
    }
}

/// What stands before the place holder of `route`, and its name.
fn place_holder(route: &'static str) -> Option<(&'static str, &'static str)> {
    let (at, _) = route.match_indices('{').next()?;
    let (before, holder) = route.split_at(at);
    Some((before, holder.strip_prefix('{')?.strip_suffix('}')?))
}

/// What stands in the place holder of `route`, percent-decoded, by its name. It is read from the path
/// itself: what is in an event's path parameters is not decoded alike everywhere.
///
/// # Errors
/// When it is no percent-encoded UTF-8.
pub(crate) fn parameters(
    route: Route,
    request: &Request,
) -> Result<BTreeMap<String, String>, ApiError> {
    let Some((before, name)) = place_holder(route.path) else {
        return Ok(BTreeMap::new());
    };
    let path = request.raw_http_path();
    // The path of a stage or a base path mapping may stand in front.
    let sent = path
        .rfind(before)
        .map_or("", |at| &path[at + before.len()..]);
    let decoded = percent_decode_str(sent)
        .decode_utf8()
        .map_err(|_| Invalid::new(name, "must be percent-encoded UTF-8."))?;
    Ok(BTreeMap::from([(name.to_owned(), decoded.into_owned())]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::operation::Method;

    const ARN: &str =
        "arn:aws:detective:us-east-1:111122223333:graph:027c7c4610ea4aacaf0b883093cab899";

    const TAGS: Route = Route {
        method: Method::Get,
        path: "/tags/{ResourceArn}",
    };
    const GRAPH: Route = Route {
        method: Method::Post,
        path: "/graph",
    };

    fn encoded() -> String {
        ARN.replace(':', "%3A")
    }

    fn request(event: &Value) -> Request {
        lambda_http::request::from_str(&event.to_string()).unwrap()
    }

    /// The event of a REST API, whose path may have words of a base path mapping in front.
    fn rest(method: &str, path: &str, resource: &str) -> Request {
        request(&json!({
            "resource": resource, "path": path, "httpMethod": method, "headers": {"host": "example.com"}, "multiValueHeaders": {},
            "queryStringParameters": null, "multiValueQueryStringParameters": null, "pathParameters": null,
            "stageVariables": null, "body": null, "isBase64Encoded": false,
            "requestContext": {
                "accountId": "111122223333", "apiId": "a", "stage": "prod", "httpMethod": method,
                "path": format!("/prod{path}"), "resourcePath": resource, "requestId": "r", "identity": {},
            },
        }))
    }

    /// The event of an HTTP API or, with the route `$default`, of a function URL.
    fn http(method: &str, path: &str, stage: &str, route: &str) -> Request {
        request(&json!({
            "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": "", "headers": {"host": "example.com"},
            "isBase64Encoded": false,
            "requestContext": {
                "accountId": "111122223333", "apiId": "a", "stage": stage, "requestId": "r", "routeKey": route,
                "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1_583_348_638_390_i64,
                "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "a" },
            },
        }))
    }

    #[test]
    fn a_request_is_for_its_route_whoever_passes_it() {
        let encoded = encoded();
        for (route, request) in [
            (GRAPH, rest("POST", "/graph", "/graph")),
            (GRAPH, rest("POST", "/detective/graph", "/graph")),
            (GRAPH, http("POST", "/graph", "$default", "$default")),
            (GRAPH, http("POST", "/prod/graph", "prod", "$default")),
            (GRAPH, http("POST", "/prod/graph", "prod", "POST /graph")),
            (TAGS, rest("GET", &format!("/tags/{ARN}"), TAGS.path)),
            (TAGS, rest("GET", &format!("/tags/{encoded}"), TAGS.path)),
            (
                TAGS,
                http("GET", &format!("/tags/{ARN}"), "$default", "$default"),
            ),
            (
                TAGS,
                http("GET", &format!("/prod/tags/{encoded}"), "prod", "$default"),
            ),
        ] {
            assert!(check(route, &request).is_ok(), "{request:?}");
        }
    }

    #[test]
    fn any_other_request_is_for_no_operation() {
        for (route, request) in [
            (GRAPH, rest("GET", "/graph", "/graph")),
            (GRAPH, rest("POST", "/graphs", "/graphs")),
            (GRAPH, http("POST", "/", "$default", "$default")),
            (GRAPH, http("POST", "/graph/", "$default", "$default")),
            (GRAPH, http("POST", "/graph/x", "$default", "$default")),
            (GRAPH, http("POST", "/prod/graph", "$default", "$default")),
            (GRAPH, http("POST", "/production/graph", "prod", "$default")),
            (TAGS, http("GET", "/tags/", "$default", "$default")),
            (TAGS, http("GET", "/tags", "$default", "$default")),
        ] {
            assert!(check(route, &request).is_err(), "{request:?}");
        }
    }

    #[test]
    fn an_arn_is_read_from_the_path_encoded_or_not_whatever_stands_in_front() {
        let encoded = encoded();
        for request in [
            rest("GET", &format!("/tags/{ARN}"), TAGS.path),
            rest("GET", &format!("/tags/{encoded}"), TAGS.path),
            rest("GET", &format!("/tags/tags/{encoded}"), TAGS.path),
            http("GET", &format!("/tags/{encoded}"), "$default", "$default"),
            http("GET", &format!("/prod/tags/{ARN}"), "prod", TAGS.path),
        ] {
            let read = parameters(TAGS, &request).unwrap();
            assert_eq!(read["ResourceArn"], ARN, "{request:?}");
        }
    }

    #[test]
    fn slashes_are_part_of_the_value_encoded_or_not() {
        for path in ["/tags/arn%3Aaws:a%2Fb", "/tags/arn:aws:a/b"] {
            let read = parameters(TAGS, &http("GET", path, "$default", "$default")).unwrap();
            assert_eq!(read["ResourceArn"], "arn:aws:a/b", "{path}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let request = rest("GET", "/tags/%ff", TAGS.path);
        assert!(matches!(
            parameters(TAGS, &request),
            Err(ApiError::Validation(_))
        ));
    }

    #[test]
    fn a_route_without_place_holder_has_no_parameters() {
        let request = rest("POST", "/graph", "/graph");
        assert_eq!(parameters(GRAPH, &request).unwrap(), BTreeMap::new());
    }
}
