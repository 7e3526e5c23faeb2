//! Which objects hold audit logs, and what their keys say.
//!
//! Whoever sends the logs to S3 chooses their keys. Two layouts are known: a folder `eks-audit` (our
//! choice), best as `AWSLogs/<account>/eks-audit/<region>/<cluster>/…`, and the name of the log group
//! itself, `…/aws/eks/<cluster>/cluster/…`.

use crate::key::{KeyLeftOut, KeyVerdict, ObjectKey, account_folder};

/// The folder of audit logs.
const FOLDER: &str = "eks-audit";

/// What an export of CloudWatch Logs writes first: Amazon CloudWatch Logs User Guide, "Exporting log
/// data to Amazon S3".
const WRITE_TEST: &str = "aws-logs-write-test";

/// What the source says to a key.
pub(super) fn verdict(key: &str) -> KeyVerdict {
    let Some((folders, file)) = key.rsplit_once('/') else {
        return KeyVerdict::NotOurs;
    };
    let Some(object) = folder(folders).or_else(|| log_group(folders)) else {
        return KeyVerdict::NotOurs;
    };
    match file {
        "" => KeyVerdict::NotOurs,
        WRITE_TEST => KeyVerdict::LeftOut(KeyLeftOut::WriteTest, object),
        _ => KeyVerdict::Ours(object),
    }
}

/// What the folders say, where one is called [`FOLDER`]; the last of them decides.
fn folder(folders: &str) -> Option<ObjectKey> {
    let parts: Vec<&str> = folders.split('/').collect();
    let at = parts.iter().rposition(|it| *it == FOLDER)?;
    let below = parts.get(at + 1..)?;
    let cluster = match below {
        [region, cluster, ..] if is_region(region) => cluster.parse().ok(),
        _ => None,
    };
    Some(ObjectKey {
        account: account_folder(&parts.get(..at)?.join("/")),
        cluster,
    })
}

/// What the folders say, where they end in or hold the name of an EKS cluster's log group.
fn log_group(folders: &str) -> Option<ObjectKey> {
    let parts: Vec<&str> = folders.split('/').collect();
    let at = parts
        .windows(4)
        .rposition(|it| matches!(it, ["aws", "eks", _, "cluster"]))?;
    Some(ObjectKey {
        account: account_folder(&parts.get(..at)?.join("/")),
        cluster: Some(parts.get(at + 2)?.parse().ok()?),
    })
}

/// Whether the folder is named like an AWS Region: `eu-west-1`, `us-gov-east-1`.
fn is_region(folder: &str) -> bool {
    let mut parts = folder.split('-');
    let is_word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    let number = parts.next_back();
    number.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
        && parts.clone().count() >= 2
        && parts.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(account: Option<&str>, cluster: Option<&str>) -> ObjectKey {
        ObjectKey {
            account: account.map(|it| it.parse().unwrap()),
            cluster: cluster.map(|it| it.parse().unwrap()),
        }
    }

    #[test]
    fn a_file_below_the_folder_is_ours_with_what_the_folders_say() {
        let account = Some("111122223333");
        for (key, expected) in [
            (
                "AWSLogs/111122223333/eks-audit/eu-west-1/shop/2026/03/01/10/x.gz",
                object(account, Some("shop")),
            ),
            (
                "a/AWSLogs/o-a1b2c3/111122223333/eks-audit/us-gov-east-1/shop/x",
                object(account, Some("shop")),
            ),
            (
                "AWSLogs/111122223333/eks-audit/2026/03/01/10/x",
                object(account, None),
            ),
            ("eks-audit/2026/03/01/10/x", object(None, None)),
            ("eks-audit/x.json", object(None, None)),
            ("eks-audit/eu-west-1/a~b/x.json", object(None, None)),
            (
                "eks-audit/eks-audit/eu-west-1/shop/x",
                object(None, Some("shop")),
            ),
            (
                "exports/aws/eks/shop/cluster/x.gz",
                object(None, Some("shop")),
            ),
            (
                "AWSLogs/111122223333/aws/eks/shop/cluster/task/stream/000000.gz",
                object(account, Some("shop")),
            ),
        ] {
            assert_eq!(verdict(key), KeyVerdict::Ours(expected), "{key}");
        }
    }

    #[test]
    fn the_file_that_tests_an_export_is_left_out() {
        assert_eq!(
            verdict("aws/eks/shop/cluster/aws-logs-write-test"),
            KeyVerdict::LeftOut(KeyLeftOut::WriteTest, object(None, Some("shop")))
        );
    }

    #[test]
    fn anything_else_is_not_ours() {
        for key in [
            "",
            "/",
            "eks-audit",
            "eks-audit/",
            "my-eks-audit/x.gz",
            "aws/eks/shop/x.gz",
            "aws/eks/a~b/cluster/x.gz",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/x.json.gz",
        ] {
            assert_eq!(verdict(key), KeyVerdict::NotOurs, "{key}");
        }
    }
}
