//! Which keys are flow logs'.

use gumshoe_sources::{KeyVerdict, LogSource, ObjectKey, SOURCES, VpcFlow};

const FILE: &str = "111122223333_vpcflowlogs_eu-west-1_fl-1234abcd_20260301T1205Z_fe123456";

fn ours(account: Option<&str>) -> KeyVerdict {
    KeyVerdict::Ours(ObjectKey {
        account: account.map(|it| it.parse().unwrap()),
        ..ObjectKey::default()
    })
}

#[test]
fn a_flow_logs_file_is_ours_with_its_account_whatever_its_folders() {
    for folder in [
        "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/01",
        "a/b/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/01/12",
        "AWSLogs/o-a1b2c3d4e5/111122223333/vpcflowlogs/eu-west-1/2026/03/01",
        "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=01/hour=12",
        "vpcflowlogs/AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/01",
        "copies/vpcflowlogs",
    ] {
        for extension in ["log.gz", "log", "parquet", "log.parquet"] {
            let key = format!("{folder}/{FILE}.{extension}");
            assert_eq!(VpcFlow.owns(&key), ours(Some("111122223333")), "{key}");
        }
    }
    assert_eq!(VpcFlow.owns("vpcflowlogs/april.log"), ours(None));
}

#[test]
fn anything_else_is_not_ours_and_nothing_is_two_sources() {
    for key in [
        "",
        "x.log.gz",
        "vpcflowlogs",
        "vpcflowlogs/",
        "vpcflowlogs/notes.txt",
        "AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2026/03/01/x.log.gz",
        "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/x.json.gz",
        "my-vpcflowlogs/x.log.gz",
    ] {
        assert_eq!(VpcFlow.owns(key), KeyVerdict::NotOurs, "{key}");
    }
    for key in [
        format!("CloudTrail/AWSLogs/111122223333/vpcflowlogs/eu-west-1/{FILE}.log.gz"),
        "vpcflowlogs/AWSLogs/111122223333/CloudTrail/eu-west-1/x.json.gz".to_owned(),
    ] {
        let owners = SOURCES
            .iter()
            .filter(|it| it.owns(&key) != KeyVerdict::NotOurs);
        assert_eq!(owners.count(), 1, "{key}");
    }
}
