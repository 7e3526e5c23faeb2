//! Starting, stopping and starting again.

use aws_sdk_s3::primitives::ByteStream;
use gumshoe::endpoints::{LOG_BUCKET, TABLE};
use gumshoe::stack::{Stack, StackError};

use crate::{folder, options, start};

#[tokio::test]
async fn a_folder_belongs_to_one_stack_at_a_time() {
    let data = folder();
    let first = start(data.path()).await;
    let second = Stack::start(options(data.path())).await.unwrap_err();
    assert!(matches!(second, StackError::InUse(path) if path == data.path()));
    first.shutdown().await;
    start(data.path()).await.shutdown().await;
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let data = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut options = options(data.path());
    options.s3_port = taken.local_addr().unwrap().port();
    let error = Stack::start(options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("S3 cannot listen on {}", taken.local_addr().unwrap())
    );
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart_and_is_announced_to_ingestion_again() {
    let data = folder();
    let stack = start(data.path()).await;
    let put = stack
        .clients()
        .s3
        .put_object()
        .bucket(LOG_BUCKET)
        .key("not/a/log")
        .body(ByteStream::from_static(b"x"));
    put.send().await.unwrap();
    stack.ingested().await;
    stack.shutdown().await;

    let again = start(data.path()).await;
    let head = again
        .clients()
        .s3
        .head_object()
        .bucket(LOG_BUCKET)
        .key("not/a/log")
        .send()
        .await
        .unwrap();
    assert_eq!(head.content_length(), Some(1));
    let table = again
        .clients()
        .dynamodb
        .describe_table()
        .table_name(TABLE)
        .send()
        .await
        .unwrap();
    assert_eq!(
        table.table().and_then(|table| table.table_name()),
        Some(TABLE)
    );
    again.shutdown().await;
}

#[tokio::test]
async fn other_programs_find_the_stack_in_a_file() {
    let data = folder();
    let stack = start(data.path()).await;
    let endpoints = stack.endpoints();
    let file = std::fs::read_to_string(endpoints.write(data.path()).unwrap()).unwrap();
    let expected = format!(
        "AWS_ENDPOINT_URL_DETECTIVE=http://{}\nAWS_ENDPOINT_URL_EVENTBRIDGE=http://{}\nAWS_ENDPOINT_URL_S3=http://{}\nAWS_ENDPOINT_URL_DYNAMODB=http://{}\nAWS_ENDPOINT_URL_SQS=http://{}\n\
         AWS_REGION=us-east-1\nAWS_DEFAULT_REGION=us-east-1\nAWS_ACCESS_KEY_ID=111122223333\n\
         AWS_SECRET_ACCESS_KEY=gumshoe-local\nGUMSHOE_LOG_BUCKET=gumshoe-logs\nGUMSHOE_SEGMENT_BUCKET=gumshoe-segments\n\
         GUMSHOE_AUDIT_BUCKET=gumshoe-audit\nGUMSHOE_TABLE=gumshoe\nGUMSHOE_STACK=gumshoe\nGUMSHOE_TRUST_ACCESS_KEY=true\nGUMSHOE_S3_PATH_STYLE=true\n",
        endpoints.api, endpoints.api, endpoints.s3, endpoints.dynamodb, endpoints.sqs
    );
    assert_eq!(file, expected);
}
