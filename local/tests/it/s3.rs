//! What clients of a bucket rely on.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, Credentials};
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier};

use crate::{folder, start};

const BUCKET: &str = "gumshoe-segments";

/// Keys that a folder of files could get wrong.
const KEYS: [&str; 9] = [
    "../x",
    "/leading",
    "AWSLogs/aws-account-id=111122223333/a long folder name that real deliveries have/aws-region=us-east-1/\
     year=2026/month=11/day=22/hour=06/111122223333_vpcflowlogs_us-east-1_fl-0123456789abcdef0_20261122T0600Z_0123abcd.log.gz",
    "a b+c&d=e",
    "a%2Fb",
    "a//b",
    "dots/./x",
    "folder/",
    "späti/\u{1F4A1}.json",
];

async fn put(s3: &Client, key: &str, body: &'static [u8]) {
    s3.put_object()
        .bucket(BUCKET)
        .key(key)
        .body(ByteStream::from_static(body))
        .send()
        .await
        .unwrap();
}

async fn read(s3: &Client, key: &str) -> Vec<u8> {
    let object = s3
        .get_object()
        .bucket(BUCKET)
        .key(key)
        .send()
        .await
        .unwrap();
    object.body.collect().await.unwrap().to_vec()
}

async fn keys(s3: &Client, page: i32) -> Vec<String> {
    let mut pages = s3
        .list_objects_v2()
        .bucket(BUCKET)
        .max_keys(page)
        .into_paginator()
        .send();
    let mut keys = Vec::new();
    while let Some(page) = pages.next().await {
        keys.extend(
            page.unwrap()
                .contents
                .unwrap_or_default()
                .into_iter()
                .filter_map(|object| object.key),
        );
    }
    keys
}

#[tokio::test]
async fn any_key_can_be_written_read_listed_and_deleted() {
    let data = folder();
    let stack = start(data.path()).await;
    let s3 = &stack.clients().s3;
    for key in KEYS {
        put(s3, key, key.as_bytes()).await;
    }
    for key in KEYS {
        assert_eq!(String::from_utf8(read(s3, key).await).unwrap(), key);
    }
    assert_eq!(keys(s3, 2).await, KEYS);

    let objects = KEYS.map(|key| ObjectIdentifier::builder().key(key).build().unwrap());
    let delete = Delete::builder()
        .set_objects(Some(objects.into()))
        .build()
        .unwrap();
    s3.delete_objects()
        .bucket(BUCKET)
        .delete(delete)
        .send()
        .await
        .unwrap();
    assert_eq!(keys(s3, 2).await, [""; 0]);
    let missing = s3
        .get_object()
        .bucket(BUCKET)
        .key(KEYS[0])
        .send()
        .await
        .unwrap_err();
    assert_eq!(missing.code(), Some("NoSuchKey"));
}

#[tokio::test]
async fn a_range_is_read_as_its_bytes() {
    let data = folder();
    let stack = start(data.path()).await;
    let s3 = &stack.clients().s3;
    put(s3, "digits", b"0123456789").await;
    for (range, expected, content_range) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=8-", "89", "bytes 8-9/10"),
        ("bytes=8-100", "89", "bytes 8-9/10"),
        ("bytes=-3", "789", "bytes 7-9/10"),
        ("bytes=-30", "0123456789", "bytes 0-9/10"),
    ] {
        let part = s3
            .get_object()
            .bucket(BUCKET)
            .key("digits")
            .range(range)
            .send()
            .await
            .unwrap();
        assert_eq!(part.content_range(), Some(content_range), "{range}");
        assert_eq!(
            part.body.collect().await.unwrap().to_vec(),
            expected.as_bytes(),
            "{range}"
        );
    }
    let beyond = s3
        .get_object()
        .bucket(BUCKET)
        .key("digits")
        .range("bytes=10-")
        .send()
        .await
        .unwrap_err();
    assert_eq!(beyond.code(), Some("InvalidRange"));
}

#[tokio::test]
async fn of_two_writers_that_want_to_be_first_one_is() {
    let data = folder();
    let stack = start(data.path()).await;
    let s3 = &stack.clients().s3;
    let create = |body: &'static [u8]| {
        s3.put_object()
            .bucket(BUCKET)
            .key("once")
            .if_none_match("*")
            .body(ByteStream::from_static(body))
            .send()
    };
    let (one, two) = tokio::join!(create(b"1"), create(b"2"));
    let (first, refused) = if one.is_ok() {
        (b"1", two)
    } else {
        (b"2", one)
    };
    assert_eq!(refused.unwrap_err().code(), Some("PreconditionFailed"));
    assert_eq!(read(s3, "once").await, first);
}

#[tokio::test]
async fn a_body_that_is_not_what_its_digest_says_replaces_nothing() {
    let data = folder();
    let stack = start(data.path()).await;
    let s3 = &stack.clients().s3;
    put(s3, "kept", b"old").await;
    let put = s3
        .put_object()
        .bucket(BUCKET)
        .key("kept")
        .content_md5("1B2M2Y8AsgTpgAmY7PhCfg==");
    let refused = put
        .body(ByteStream::from_static(b"new"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Some("BadDigest"));
    let put = s3
        .put_object()
        .bucket(BUCKET)
        .key("kept")
        .checksum_sha256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    let refused = put
        .body(ByteStream::from_static(b"new"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Some("BadDigest"));
    assert_eq!(read(s3, "kept").await, b"old");
}

#[tokio::test]
async fn parts_become_one_object_when_the_upload_is_completed() {
    let data = folder();
    let stack = start(data.path()).await;
    let s3 = &stack.clients().s3;
    let upload = s3
        .create_multipart_upload()
        .bucket(BUCKET)
        .key("big")
        .send()
        .await
        .unwrap();
    let id = upload.upload_id().unwrap();
    let bodies = [vec![b'a'; 5 << 20], vec![b'b'; 10]];
    let mut parts = Vec::new();
    for (number, body) in (1..).zip(&bodies) {
        let part = s3
            .upload_part()
            .bucket(BUCKET)
            .key("big")
            .upload_id(id)
            .part_number(number)
            .body(body.clone().into());
        let tag = part.send().await.unwrap().e_tag.unwrap();
        parts.push(
            CompletedPart::builder()
                .part_number(number)
                .e_tag(tag)
                .build(),
        );
    }
    assert_eq!(keys(s3, 1000).await, [""; 0]);
    let parts = CompletedMultipartUpload::builder()
        .set_parts(Some(parts))
        .build();
    let complete = s3
        .complete_multipart_upload()
        .bucket(BUCKET)
        .key("big")
        .upload_id(id)
        .multipart_upload(parts);
    complete.clone().send().await.unwrap();
    assert_eq!(read(s3, "big").await, bodies.concat());
    assert_eq!(
        complete.send().await.unwrap_err().code(),
        Some("NoSuchUpload")
    );
}

#[tokio::test]
async fn a_request_that_is_not_signed_with_the_secret_is_refused() {
    let data = folder();
    let stack = start(data.path()).await;
    let signed = |key: &str, secret: &str| {
        let config: Builder = stack.clients().s3.config().to_builder();
        Client::from_conf(
            config
                .credentials_provider(Credentials::new(key, secret, None, None, "test"))
                .build(),
        )
    };
    let list = async |s3: Client| match s3.list_buckets().send().await {
        Ok(found) => Ok(found
            .buckets()
            .iter()
            .filter_map(|bucket| bucket.name.clone())
            .collect::<Vec<_>>()),
        Err(error) => Err(error.code().unwrap_or_default().to_owned()),
    };
    let secret = gumshoe::endpoints::SECRET_ACCESS_KEY;
    let buckets = Ok(vec![
        "gumshoe-audit".to_owned(),
        "gumshoe-logs".to_owned(),
        "gumshoe-segments".to_owned(),
    ]);
    assert_eq!(list(signed("444455556666", secret)).await, buckets);
    assert_eq!(list(signed("ASIAY34FZKBOKMUTVV7A", secret)).await, buckets);
    assert_eq!(
        list(signed("444455556666", "wrong")).await,
        Err("SignatureDoesNotMatch".to_owned())
    );
    assert_eq!(
        list(signed("somebody", secret)).await,
        Err("InvalidAccessKeyId".to_owned())
    );
}
