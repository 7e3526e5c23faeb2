//! The event of a REST API with Lambda proxy integration and IAM authorisation.
//!
//! API Gateway Developer Guide, "Input format of a Lambda function for proxy integration".

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gumshoe_domain::{AccountId, Timestamp};
use http::header::{HOST, USER_AGENT};
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::notify::uuid;

const STAGE: &str = "local";
const API_ID: &str = "gumshoe000";

/// A request, and what the gateway found out about it.
pub(crate) struct Received<'a> {
    pub(crate) head: &'a Parts,
    pub(crate) body: &'a [u8],
    /// The path of the resource, with its parameters' names.
    pub(crate) route: &'static str,
    /// Parameters in the path, percent-encoded as they were sent.
    pub(crate) path_parameters: BTreeMap<&'a str, &'a str>,
    pub(crate) client: IpAddr,
    /// The account that owns the API.
    pub(crate) owner: AccountId,
    /// The caller's account.
    pub(crate) account: AccountId,
    /// The caller's ARN.
    pub(crate) arn: String,
    /// The caller's access key id.
    pub(crate) access_key: &'a str,
    pub(crate) now: Timestamp,
    /// 128 random bits.
    pub(crate) request_id: u128,
}

/// The event. What is not there is null, as API Gateway has it.
pub(crate) fn rest_proxy(received: &Received<'_>) -> Value {
    let (head, path) = (received.head, received.head.uri.path());
    let headers = multi(
        head.headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), lossy(value.as_bytes()))),
    );
    let query = multi(
        head.uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decoded(name), decoded(value))
            }),
    );
    let text = std::str::from_utf8(received.body).ok();
    json!({
        "resource": received.route,
        "path": path,
        "httpMethod": head.method.as_str(),
        "headers": last(&headers),
        "multiValueHeaders": headers,
        "queryStringParameters": some(last(&query)),
        "multiValueQueryStringParameters": some(query),
        "pathParameters": some(received.path_parameters.clone()),
        "stageVariables": null,
        "requestContext": context(received),
        "body": match text {
            Some("") => None,
            Some(text) => Some(text.to_owned()),
            None => Some(STANDARD.encode(received.body)),
        },
        "isBase64Encoded": text.is_none(),
    })
}

fn context(received: &Received<'_>) -> Value {
    let header = |name| {
        received
            .head
            .headers
            .get(name)
            .map(|value| lossy(http::HeaderValue::as_bytes(value)))
    };
    let (account, key) = (received.account.to_string(), received.access_key);
    let moment = jiff::Timestamp::from_millisecond(received.now.as_millis()).unwrap_or_default();
    json!({
        "accountId": received.owner.to_string(),
        "apiId": API_ID,
        "domainName": header(HOST),
        "domainPrefix": API_ID,
        "httpMethod": received.head.method.as_str(),
        "path": format!("/{STAGE}{}", received.head.uri.path()),
        "protocol": "HTTP/1.1",
        "requestId": uuid(received.request_id),
        "requestTime": moment.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "requestTimeEpoch": received.now.as_millis(),
        "resourceId": API_ID,
        "resourcePath": received.route,
        "stage": STAGE,
        "identity": {
            "accessKey": key,
            "accountId": account,
            // The unique id of a user, which a key does not tell: the key itself stands for it.
            "caller": key,
            "user": key,
            "userArn": received.arn,
            "userAgent": header(USER_AGENT),
            "sourceIp": received.client.to_string(),
            "cognitoAuthenticationProvider": null,
            "cognitoAuthenticationType": null,
            "cognitoIdentityId": null,
            "cognitoIdentityPoolId": null,
            "principalOrgId": null,
        },
    })
}

fn multi(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        map.entry(name).or_default().push(value);
    }
    map
}

/// The last value of each name, which is what the single-value members of the event hold.
fn last(map: &BTreeMap<String, Vec<String>>) -> BTreeMap<&str, &str> {
    map.iter()
        .filter_map(|(name, values)| Some((name.as_str(), values.last()?.as_str())))
        .collect()
}

fn some<K, V>(map: BTreeMap<K, V>) -> Option<BTreeMap<K, V>> {
    (!map.is_empty()).then_some(map)
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use lambda_http::request::RequestContext;
    use lambda_http::{Body, RequestExt};

    use super::*;

    fn event(uri: &str, body: &[u8]) -> Value {
        let request = http::Request::builder()
            .method("POST")
            .uri(uri)
            .header("host", "127.0.0.1:4570")
            .header("user-agent", "Boto3/1.0")
            .header("x-twice", "one")
            .header("x-twice", "two")
            .body(())
            .unwrap();
        let (head, ()) = request.into_parts();
        rest_proxy(&Received {
            head: &head,
            body,
            route: "/tags/{ResourceArn}",
            path_parameters: BTreeMap::from([("ResourceArn", "arn%3Aaws")]),
            client: [127, 0, 0, 1].into(),
            owner: "111122223333".parse().unwrap(),
            account: "444455556666".parse().unwrap(),
            arn: "arn:aws:iam::444455556666:root".to_owned(),
            access_key: "444455556666",
            now: Timestamp::from_millis(1_583_348_638_390),
            request_id: 0,
        })
    }

    #[test]
    fn an_event_has_the_form_that_api_gateway_sends() {
        assert_eq!(
            event("/tags/arn%3Aaws?tagKeys=a%20b&tagKeys=c", b"{}"),
            json!({
                "resource": "/tags/{ResourceArn}",
                "path": "/tags/arn%3Aaws",
                "httpMethod": "POST",
                "headers": { "host": "127.0.0.1:4570", "user-agent": "Boto3/1.0", "x-twice": "two" },
                "multiValueHeaders": { "host": ["127.0.0.1:4570"], "user-agent": ["Boto3/1.0"], "x-twice": ["one", "two"] },
                "queryStringParameters": { "tagKeys": "c" },
                "multiValueQueryStringParameters": { "tagKeys": ["a b", "c"] },
                "pathParameters": { "ResourceArn": "arn%3Aaws" },
                "stageVariables": null,
                "requestContext": {
                    "accountId": "111122223333",
                    "apiId": "gumshoe000",
                    "domainName": "127.0.0.1:4570",
                    "domainPrefix": "gumshoe000",
                    "httpMethod": "POST",
                    "path": "/local/tags/arn%3Aaws",
                    "protocol": "HTTP/1.1",
                    "requestId": "00000000-0000-4000-8000-000000000000",
                    "requestTime": "04/Mar/2020:19:03:58 +0000",
                    "requestTimeEpoch": 1_583_348_638_390_i64,
                    "resourceId": "gumshoe000",
                    "resourcePath": "/tags/{ResourceArn}",
                    "stage": "local",
                    "identity": {
                        "accessKey": "444455556666",
                        "accountId": "444455556666",
                        "caller": "444455556666",
                        "user": "444455556666",
                        "userArn": "arn:aws:iam::444455556666:root",
                        "userAgent": "Boto3/1.0",
                        "sourceIp": "127.0.0.1",
                        "cognitoAuthenticationProvider": null,
                        "cognitoAuthenticationType": null,
                        "cognitoIdentityId": null,
                        "cognitoIdentityPoolId": null,
                        "principalOrgId": null,
                    },
                },
                "body": "{}",
                "isBase64Encoded": false,
            })
        );
    }

    #[test]
    fn what_is_not_sent_is_null() {
        let event = event("/tags/arn%3Aaws", b"");
        assert_eq!(event["body"], Value::Null);
        assert_eq!(event["queryStringParameters"], Value::Null);
        assert_eq!(event["multiValueQueryStringParameters"], Value::Null);
    }

    #[test]
    fn a_lambda_function_reads_the_event_as_an_authorised_rest_request() {
        let text = event("/tags/arn%3Aaws?tagKeys=a%20b&tagKeys=c", &[0xff, 0]).to_string();
        let request = lambda_http::request::from_str(&text).unwrap();
        assert_eq!(request.raw_http_path(), "/tags/arn%3Aaws");
        assert_eq!(
            request.query_string_parameters().all("tagKeys"),
            Some(vec!["a b", "c"])
        );
        assert_eq!(request.body(), &Body::Binary(vec![0xff, 0]));
        let Some(RequestContext::ApiGatewayV1(context)) = request.request_context_ref() else {
            panic!("{request:?}")
        };
        assert_eq!(context.identity.account_id.as_deref(), Some("444455556666"));
        assert_eq!(
            context.identity.user_arn.as_deref(),
            Some("arn:aws:iam::444455556666:root")
        );
    }
}
