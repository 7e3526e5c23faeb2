//! The Rust SDK's setting of `docs/clients.md`, with which it signs for API Gateway, seen in what it sends.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};

use aws_sdk_detective::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_detective::config::{
    BehaviorVersion, ConfigBag, Credentials, Intercept, Region, RuntimeComponents,
};
use aws_sdk_detective::error::BoxError;
use aws_types::SigningName;

#[derive(Debug)]
struct SignForApiGateway;

impl Intercept for SignForApiGateway {
    fn name(&self) -> &'static str {
        "SignForApiGateway"
    }

    fn modify_before_signing(
        &self,
        _context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config
            .interceptor_state()
            .store_put(SigningName::from_static("execute-api"));
        Ok(())
    }
}

/// Answers one request with an empty object; gives back what was sent before the body.
fn serve_once(listener: &TcpListener) -> String {
    let (mut connection, _) = listener.accept().unwrap();
    let mut head = Vec::new();
    let mut buffer = [0; 1_024];
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        let count = connection.read(&mut buffer).unwrap();
        assert_ne!(count, 0, "the client sends a request");
        head.extend(&buffer[..count]);
    }
    connection
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        .unwrap();
    String::from_utf8_lossy(&head).to_lowercase()
}

fn client(address: SocketAddr) -> aws_sdk_detective::Client {
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(format!("http://{address}"))
        .credentials_provider(Credentials::new(
            "111122223333",
            "secret",
            None,
            None,
            "tests",
        ))
        .interceptor(SignForApiGateway);
    aws_sdk_detective::Client::from_conf(config.build())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_interceptor_of_the_document_signs_for_api_gateway() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(listener.local_addr().unwrap());
    let served = tokio::task::spawn_blocking(move || serve_once(&listener));

    client.list_graphs().send().await.unwrap();

    let sent = served.await.unwrap();
    assert!(
        sent.contains("/us-east-1/execute-api/aws4_request"),
        "{sent}"
    );
}
