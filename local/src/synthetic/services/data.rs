//! Services that keep data and secrets: their management calls.

use serde_json::json;

use super::{Api, Exchange, Scene};

pub(in crate::synthetic) static DECRYPT: Api = Api::read("kms", "Decrypt", |scene| {
    let (key, secret) = key_and_secret(scene);
    Exchange::request(json!({
        "encryptionContext": {
            "SecretARN": secret,
            "SecretVersionId": scene.chance.uuid(),
        },
        "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
    }))
    .about("AWS::KMS::Key", key)
});

pub(in crate::synthetic) static GENERATE_DATA_KEY: Api =
    Api::read("kms", "GenerateDataKey", |scene| {
        let bucket = scene.one_of(|it| &it.buckets);
        let (key, _) = key_and_secret(scene);
        Exchange::request(json!({
            "keyId": key,
            "encryptionContext": {"aws:s3:arn": format!("arn:aws:s3:::{bucket}")},
            "keySpec": "AES_256",
        }))
        .about("AWS::KMS::Key", key)
    });

pub(in crate::synthetic) static DESCRIBE_KEY: Api = Api::read("kms", "DescribeKey", |scene| {
    let (key, _) = key_and_secret(scene);
    Exchange::request(json!({"keyId": key})).about("AWS::KMS::Key", key)
});

pub(in crate::synthetic) static LIST_ALIASES: Api = Api::read("kms", "ListAliases", |_| {
    Exchange::request(json!({"limit": 100}))
});

/// AWS itself turns a key over once a year.
pub(in crate::synthetic) static ROTATE_KEY: Api = Api::write("kms", "RotateKey", |scene| {
    let (key, _) = key_and_secret(scene);
    let key_id = key.rsplit('/').next().unwrap_or_default().to_owned();
    Exchange {
        service_event: Some(json!({"keyId": key_id, "rotationType": "AUTOMATIC"})),
        ..Exchange::default()
    }
    .about("AWS::KMS::Key", key)
});

pub(in crate::synthetic) static GET_SECRET_VALUE: Api =
    Api::read("secretsmanager", "GetSecretValue", |scene| {
        let (_, secret) = key_and_secret(scene);
        Exchange::request(json!({"secretId": secret, "versionStage": "AWSCURRENT"}))
    });

pub(in crate::synthetic) static LIST_SECRETS: Api =
    Api::read("secretsmanager", "ListSecrets", |_| {
        Exchange::request(json!({"maxResults": 100, "includePlannedDeletion": false}))
    });

pub(in crate::synthetic) static DESCRIBE_TABLE: Api =
    Api::read("dynamodb", "DescribeTable", |scene| {
        let table = scene.one_of(|it| &it.tables);
        let arn = scene
            .estate
            .arn("dynamodb", scene.region, &format!("table/{table}"));
        Exchange::request(json!({"tableName": table})).about("AWS::DynamoDB::Table", arn)
    });

pub(in crate::synthetic) static LIST_TABLES: Api = Api::read("dynamodb", "ListTables", |_| {
    Exchange::request(json!({"limit": 100}))
});

pub(in crate::synthetic) static GET_PARAMETER: Api = Api::read("ssm", "GetParameter", |scene| {
    let function = scene.one_of(|it| &it.functions);
    let name = format!("/{}/{function}/settings", scene.estate.purpose);
    let arn = scene
        .estate
        .arn("ssm", scene.region, &format!("parameter{name}"));
    Exchange::request(json!({"name": name, "withDecryption": true}))
        .about("AWS::SSM::Parameter", arn)
})
.fails("ParameterNotFound", "", 30);

pub(in crate::synthetic) static UPDATE_INSTANCE_INFORMATION: Api = Api::write(
    "ssm",
    "UpdateInstanceInformation",
    |scene| {
        let instance = scene.one_here(|it| &it.instances);
        Exchange::request(json!({
            "instanceId": instance,
            "agentVersion": "3.3.987.0",
            "agentStatus": "Active",
            "platformType": "Linux",
            "platformName": "Amazon Linux",
            "platformVersion": "2023",
            "iPAddress": format!("10.0.{}.{}", scene.chance.between(1, 9), scene.chance.between(4, 250)),
            "computerName": format!("{instance}.internal"),
            "agentName": "amazon-ssm-agent",
        }))
    },
);

/// A KMS key's ARN and a secret's, in the scene's Region.
fn key_and_secret(scene: &mut Scene<'_>) -> (String, String) {
    let key = scene.one_here(|it| &it.keys);
    let secret = scene.one_of(|it| &it.secrets);
    (
        scene.estate.arn("kms", scene.region, &format!("key/{key}")),
        scene.estate.arn(
            "secretsmanager",
            scene.region,
            &format!("secret:{secret}-Ex4mpL"),
        ),
    )
}
