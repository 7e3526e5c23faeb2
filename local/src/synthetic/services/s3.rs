//! Amazon S3: the calls about buckets, which CloudTrail records as management events.

use serde_json::{Value, json};

use super::{Api, Exchange, Scene};

const SERVICE: &str = "s3";

pub(in crate::synthetic) static LIST_BUCKETS: Api = Api::read(SERVICE, "ListBuckets", |scene| {
    let host = format!("s3.{}.amazonaws.com", scene.region);
    Exchange {
        request: json!({"Host": host}),
        additional: Some(transfer(scene)),
        ..Exchange::default()
    }
});

pub(in crate::synthetic) static GET_BUCKET_ACL: Api = Api::read(SERVICE, "GetBucketAcl", |scene| {
    bucket_call(scene, "acl", &Value::Null)
});

pub(in crate::synthetic) static GET_BUCKET_POLICY: Api =
    Api::read(SERVICE, "GetBucketPolicy", |scene| {
        bucket_call(scene, "policy", &Value::Null)
    })
    .fails(
        "NoSuchBucketPolicy",
        "The bucket policy does not exist",
        350,
    );

pub(in crate::synthetic) static GET_BUCKET_LOCATION: Api =
    Api::read(SERVICE, "GetBucketLocation", |scene| {
        bucket_call(scene, "location", &Value::Null)
    });

pub(in crate::synthetic) static GET_BUCKET_VERSIONING: Api =
    Api::read(SERVICE, "GetBucketVersioning", |scene| {
        bucket_call(scene, "versioning", &Value::Null)
    });

pub(in crate::synthetic) static GET_BUCKET_ENCRYPTION: Api =
    Api::read(SERVICE, "GetBucketEncryption", |scene| {
        bucket_call(scene, "encryption", &Value::Null)
    });

pub(in crate::synthetic) static GET_BUCKET_LOGGING: Api =
    Api::read(SERVICE, "GetBucketLogging", |scene| {
        bucket_call(scene, "logging", &Value::Null)
    });

pub(in crate::synthetic) static GET_BUCKET_PUBLIC_ACCESS_BLOCK: Api =
    Api::read(SERVICE, "GetBucketPublicAccessBlock", |scene| {
        bucket_call(scene, "publicAccessBlock", &Value::Null)
    })
    .fails(
        "NoSuchPublicAccessBlockConfiguration",
        "The public access block configuration was not found",
        120,
    );

pub(in crate::synthetic) static GET_BUCKET_TAGGING: Api =
    Api::read(SERVICE, "GetBucketTagging", |scene| {
        bucket_call(scene, "tagging", &Value::Null)
    })
    .fails("NoSuchTagSet", "The TagSet does not exist", 150);

pub(in crate::synthetic) static PUT_BUCKET_TAGGING: Api =
    Api::write(SERVICE, "PutBucketTagging", |scene| {
        let tagging = json!({"Tagging": {
            "xmlns": "http://s3.amazonaws.com/doc/2006-03-01/",
            "TagSet": {"Tag": {"Key": "team", "Value": scene.estate.purpose}},
        }});
        bucket_call(scene, "tagging", &tagging)
    });

pub(in crate::synthetic) static PUT_BUCKET_POLICY: Api =
    Api::write(SERVICE, "PutBucketPolicy", |scene| {
        let account = scene.estate.account.clone();
        shared_bucket(scene, &account)
    });

/// `PutBucketPolicy` that lets `account` read a bucket of the scene.
pub(in crate::synthetic) fn shared_bucket(scene: &mut Scene<'_>, account: &str) -> Exchange {
    let bucket = scene.one_of(|it| &it.buckets);
    let policy = json!({"bucketPolicy": {
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "replication",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:aws:iam::{account}:root")},
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")],
        }],
    }});
    about_bucket(scene, &bucket, "policy", &policy)
}

fn bucket_call(scene: &mut Scene<'_>, subresource: &str, sent: &Value) -> Exchange {
    let bucket = scene.one_of(|it| &it.buckets);
    about_bucket(scene, &bucket, subresource, sent)
}

fn about_bucket(scene: &mut Scene<'_>, bucket: &str, subresource: &str, sent: &Value) -> Exchange {
    let mut request = json!({
        "bucketName": bucket,
        "Host": format!("{bucket}.s3.{}.amazonaws.com", scene.region),
    });
    if let Some(members) = request.as_object_mut() {
        members.insert(subresource.to_owned(), json!(""));
        members.extend(sent.as_object().cloned().unwrap_or_default());
    }
    let exchange = Exchange {
        request,
        additional: Some(transfer(scene)),
        ..Exchange::default()
    };
    exchange.about("AWS::S3::Bucket", format!("arn:aws:s3:::{bucket}"))
}

fn transfer(scene: &mut Scene<'_>) -> Value {
    json!({
        "SignatureVersion": "SigV4",
        "CipherSuite": "TLS_AES_128_GCM_SHA256",
        "bytesTransferredIn": 0,
        "AuthenticationMethod": "AuthHeader",
        "x-amz-id-2": format!("{}=", scene.chance.alphanumeric(75)),
        "bytesTransferredOut": scene.chance.between(180, 2_400),
    })
}
