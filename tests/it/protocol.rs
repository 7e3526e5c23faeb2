//! What the API answers to requests that are not as they should be.

use gumshoe_tests::{ADMINISTRATOR, Answer, Gumshoe};
use serde_json::json;

fn invalid(message: &str, code: &str) -> Answer {
    Answer {
        status: 400,
        error: "ValidationException".to_owned(),
        body: json!({ "Message": message, "ErrorCode": code }),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_json_object_is_refused() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let deep = "[".repeat(100_000);
    for body in ["{", "[]", "null", "\"x\"", "\u{0}", "{} {}", deep.as_str()] {
        let answer = administrator
            .post("/graph/removal", body.as_bytes().to_vec())
            .await;
        let shown: String = body.chars().take(20).collect();
        assert_eq!(
            answer,
            invalid("Invalid request body", "INVALID_REQUEST_BODY"),
            "{shown:?}"
        );
    }
    let answer = administrator
        .post("/graph/removal", b"{\"GraphArn\": \"\xff\"}".to_vec())
        .await;
    assert_eq!(
        answer,
        invalid("Invalid request body", "INVALID_REQUEST_BODY")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_without_required_members_take_an_empty_body() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    for path in ["/graph", "/graphs/list"] {
        let answer = administrator.post(path, Vec::new()).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validation_error_names_the_member_and_what_to_change() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let missing = administrator.post("/graph/removal", b"{}".to_vec()).await;
    assert_eq!(
        missing,
        invalid(
            "DeleteGraphRequest.GraphArn is required",
            "INVALID_GRAPH_ARN"
        )
    );
    let number = administrator
        .post("/graph/removal", b"{\"GraphArn\": 5}".to_vec())
        .await;
    assert_eq!(
        number,
        invalid(
            "DeleteGraphRequest.GraphArn must be a string",
            "INVALID_GRAPH_ARN"
        )
    );
    let too_many = administrator
        .post(
            "/graphs/list",
            json!({ "MaxResults": 201 }).to_string().into_bytes(),
        )
        .await;
    assert_eq!(
        too_many,
        invalid(
            "ListGraphsRequest.MaxResults must be between 1 and 200. Found 201.",
            "INVALID_REQUEST_BODY"
        )
    );
    let unknown = administrator
        .post(
            "/graphs/list",
            json!({ "Unknown": true }).to_string().into_bytes(),
        )
        .await;
    assert_eq!(unknown.status, 200, "unknown members are ignored");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_path_or_method_is_refused_as_api_gateway_does() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    for (method, path) in [
        ("POST", "/nothing"),
        ("PUT", "/graph"),
        ("POST", "/graph/"),
        ("POST", "/"),
    ] {
        let answer = administrator.send(method, path, b"{}".to_vec()).await;
        assert_eq!(
            (answer.status, answer.error.as_str()),
            (403, "MissingAuthenticationTokenException"),
            "{method} {path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_a_megabyte_is_too_large() {
    let gumshoe = Gumshoe::start().await;
    let body = json!({ "Unknown": "x".repeat(1 << 20) })
        .to_string()
        .into_bytes();
    let answer = gumshoe
        .account(ADMINISTRATOR)
        .post("/graphs/list", body)
        .await;
    assert_eq!(
        (answer.status, answer.error.as_str()),
        (413, "RequestEntityTooLargeException")
    );
}
