//! What API Gateway itself answers, and what reaches an operation.

use std::net::SocketAddr;
use std::time::Duration;

use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_detective::error::ProvideErrorMetadata;
use gumshoe::stack::Stack;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{folder, start};

const SIGNED: &str = "authorization: AWS4-HMAC-SHA256 Credential=444455556666/20261122/us-east-1/detective/aws4_request\r\n";

/// Status line, error type and body of the answer to a request as it goes over the wire.
async fn send(api: SocketAddr, line: &str, headers: &str) -> (String, Option<String>, String) {
    let mut connection = TcpStream::connect(api).await.unwrap();
    let request = format!("{line} HTTP/1.1\r\nhost: {api}\r\nconnection: close\r\n{headers}\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().to_owned();
    let kind = lines.find_map(|line| line.strip_prefix("x-amzn-errortype: ").map(str::to_owned));
    (status, kind, body.to_owned())
}

fn detective(stack: &Stack, access_key: &str) -> aws_sdk_detective::Client {
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(stack.endpoints().api_url())
        .credentials_provider(Credentials::new(
            access_key,
            gumshoe::endpoints::SECRET_ACCESS_KEY,
            None,
            None,
            "test",
        ))
        .build();
    aws_sdk_detective::Client::from_conf(config)
}

#[tokio::test]
async fn what_is_no_operation_or_not_signed_misses_an_authentication_token() {
    let data = folder();
    let stack = start(data.path()).await;
    let api = stack.endpoints().api;
    let missing = (
        "HTTP/1.1 403 Forbidden".to_owned(),
        Some("MissingAuthenticationTokenException".to_owned()),
        r#"{"message":"Missing Authentication Token"}"#.to_owned(),
    );
    assert_eq!(send(api, "POST /nothing", SIGNED).await, missing);
    assert_eq!(send(api, "GET /graph", SIGNED).await, missing);
    assert_eq!(send(api, "POST /graph/", SIGNED).await, missing);
    assert_eq!(send(api, "POST /graph", "").await, missing);
}

#[tokio::test]
async fn a_key_that_tells_no_account_is_not_recognized() {
    let data = folder();
    let stack = start(data.path()).await;
    let headers = "authorization: AWS4-HMAC-SHA256 Credential=somebody/20261122/us-east-1/detective/aws4_request\r\n";
    let refused = (
        "HTTP/1.1 403 Forbidden".to_owned(),
        Some("UnrecognizedClientException".to_owned()),
        r#"{"message":"The security token included in the request is invalid."}"#.to_owned(),
    );
    assert_eq!(
        send(stack.endpoints().api, "POST /graph", headers).await,
        refused
    );
}

#[tokio::test]
async fn a_body_beyond_api_gateways_quota_is_refused_before_it_is_read() {
    let data = folder();
    let stack = start(data.path()).await;
    let headers = format!("{SIGNED}content-length: 10485761\r\n");
    let refused = (
        "HTTP/1.1 413 Payload Too Large".to_owned(),
        Some("RequestTooLargeException".to_owned()),
        r#"{"message":"HTTP content length exceeded 10485760 bytes."}"#.to_owned(),
    );
    assert_eq!(
        send(stack.endpoints().api, "POST /graph", &headers).await,
        refused
    );
}

#[tokio::test]
async fn a_refusal_closes_the_connection_and_says_so() {
    let data = folder();
    let stack = start(data.path()).await;
    let mut connection = TcpStream::connect(stack.endpoints().api).await.unwrap();
    let request = b"POST /graph HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}";
    connection.write_all(request).await.unwrap();
    let mut answer = String::new();
    let closed = connection.read_to_string(&mut answer);
    let closed = tokio::time::timeout(Duration::from_secs(10), closed).await;
    closed.unwrap().unwrap();
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn whether_it_is_up_can_be_asked_without_a_signature() {
    let data = folder();
    let stack = start(data.path()).await;
    let up = ("HTTP/1.1 200 OK".to_owned(), None, "ok".to_owned());
    assert_eq!(send(stack.endpoints().api, "GET /health", "").await, up);
}

#[tokio::test]
async fn the_caller_is_the_account_in_the_access_key() {
    let data = folder();
    let stack = start(data.path()).await;
    for (key, account) in [
        ("444455556666", "444455556666"),
        ("ASIAY34FZKBOKMUTVV7A", "609629065308"),
    ] {
        let arn = detective(&stack, key)
            .create_graph()
            .send()
            .await
            .unwrap()
            .graph_arn
            .unwrap();
        assert!(
            arn.starts_with(&format!("arn:aws:detective:us-east-1:{account}:graph:")),
            "{arn}"
        );
    }
    let unknown = detective(&stack, "somebody")
        .list_graphs()
        .send()
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), Some("UnrecognizedClientException"));
}
