//! What an object's key says.
//!
//! AWS CloudTrail User Guide, "Finding your CloudTrail log files": log files are at
//! `[prefix/]AWSLogs/[o-organisation/]account/CloudTrail/region/YYYY/MM/DD/`, and are named
//! `account_CloudTrail_region_YYYYMMDDTHHMMZ_unique.json.gz`. Digests and Insights events have
//! folders of their own, `CloudTrail-Digest` and `CloudTrail-Insight`. "Download your CloudTrail Lake saved
//! query results": results are at
//! `[prefix/]AWSLogs/account/CloudTrail-Lake/Query/YYYY/MM/DD/query/result_number.csv.gz`, with their
//! signature in `result_sign.json`.

use gumshoe_domain::AccountId;

use crate::cluster_name::ClusterName;

/// What a source says to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The object is a log file of this source.
    Ours(ObjectKey),
    /// The object is this source's, but holds no activity.
    LeftOut(KeyLeftOut, ObjectKey),
    /// The object is none of this source's.
    NotOurs,
}

/// What the key of a log file says of its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObjectKey {
    /// The account whose trail wrote the file, where the key names one.
    pub account: Option<AccountId>,
    /// The EKS cluster whose log the file holds, where the key names one.
    pub cluster: Option<ClusterName>,
}

/// Why an object is left out by its key alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyLeftOut {
    /// It is below `CloudTrail-Digest/`.
    Digest,
    /// It is below `CloudTrail-Insight/`.
    Insight,
    /// It is the file by which CloudWatch Logs tests a bucket before an export.
    WriteTest,
    /// It is below `CloudTrail-Lake/`, and is no query result.
    Lake,
}

impl KeyLeftOut {
    /// The reason's name in counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "DIGEST_KEY",
            Self::Insight => "INSIGHT_KEY",
            Self::WriteTest => "WRITE_TEST_KEY",
            Self::Lake => "LAKE_KEY",
        }
    }
}

/// What the CloudTrail source says to a key.
///
/// The folder `CloudTrail` is enough: files that were copied to another place keep it more often
/// than the rest of their path.
pub(crate) fn cloudtrail(key: &str) -> KeyVerdict {
    let Some((folders, file)) = key.rsplit_once('/') else {
        return KeyVerdict::NotOurs;
    };
    let is_csv = file.ends_with(".csv") || file.ends_with(".csv.gz");
    if !(is_csv || file.ends_with(".json") || file.ends_with(".json.gz")) {
        return KeyVerdict::NotOurs;
    }
    // The last such folder decides: what is before it is the owner's prefix, which may say anything.
    let mut before = folders;
    loop {
        let (rest, folder) = before.rsplit_once('/').unwrap_or(("", before));
        match folder {
            // The folder's account is that of who asked; the events may be of others.
            "CloudTrail-Lake" if is_csv => return KeyVerdict::Ours(ObjectKey::default()),
            "CloudTrail-Lake" => {
                return KeyVerdict::LeftOut(KeyLeftOut::Lake, object_key(rest, file));
            }
            _ if is_csv && rest.is_empty() => return KeyVerdict::NotOurs,
            _ if is_csv => before = rest,
            "CloudTrail" => return KeyVerdict::Ours(object_key(rest, file)),
            "CloudTrail-Digest" => {
                return KeyVerdict::LeftOut(KeyLeftOut::Digest, object_key(rest, file));
            }
            "CloudTrail-Insight" => {
                return KeyVerdict::LeftOut(KeyLeftOut::Insight, object_key(rest, file));
            }
            _ if rest.is_empty() => return KeyVerdict::NotOurs,
            _ => before = rest,
        }
    }
}

/// What the flow log source says to a key.
///
/// Amazon VPC User Guide, "Flow log files": `[prefix/]AWSLogs/account/vpcflowlogs/region/YYYY/MM/DD/`
/// or, compatible with Hive, `aws-account-id=account/aws-service=vpcflowlogs/aws-region=region/...`,
/// with or without a folder for the hour, and files named `account_vpcflowlogs_...` with `.log.gz` or
/// `.parquet`. As for CloudTrail, the folder is enough.
pub(crate) fn vpc_flow(key: &str) -> KeyVerdict {
    let folders = ["vpcflowlogs", "aws-service=vpcflowlogs"];
    let Some((above, file)) = below(key, &folders, &[".log.gz", ".log", ".parquet"]) else {
        return KeyVerdict::NotOurs;
    };
    KeyVerdict::Ours(ObjectKey {
        account: account_folder(above).or_else(|| account_of_file(file, "vpcflowlogs_")),
        cluster: None,
    })
}

/// What a source says to a key whose objects are below a folder called `folder` and whose names end
/// with one of `endings`.
pub(crate) fn in_folder(key: &str, folder: &str, endings: &[&str]) -> KeyVerdict {
    let Some((above, _)) = below(key, &[folder], endings) else {
        return KeyVerdict::NotOurs;
    };
    KeyVerdict::Ours(ObjectKey {
        account: account_folder(above),
        cluster: None,
    })
}

/// What is above the folder with one of these names, and the file, whose name ends with one of
/// `endings`. The last such folder decides, as with CloudTrail: what is before it is the owner's prefix.
fn below<'k>(key: &'k str, folders: &[&str], endings: &[&str]) -> Option<(&'k str, &'k str)> {
    let (mut before, file) = key.rsplit_once('/')?;
    if !endings.iter().any(|ending| file.ends_with(ending)) {
        return None;
    }
    loop {
        let (above, folder) = before.rsplit_once('/').unwrap_or(("", before));
        if folders.contains(&folder) {
            return Some((above, file));
        }
        if above.is_empty() {
            return None;
        }
        before = above;
    }
}

fn object_key(folders: &str, file: &str) -> ObjectKey {
    ObjectKey {
        account: account_folder(folders).or_else(|| account_of_file(file, "CloudTrail_")),
        cluster: None,
    }
}

/// The account of `.../AWSLogs/[o-organisation/][aws-account-id=]account`.
pub(crate) fn account_folder(path: &str) -> Option<AccountId> {
    let (parents, account) = path.rsplit_once('/')?;
    let mut above = parents.rsplit('/');
    let parent = above.next()?;
    let logs = if parent.starts_with("o-") {
        above.next()?
    } else {
        parent
    };
    let account = account.strip_prefix("aws-account-id=").unwrap_or(account);
    (logs == "AWSLogs").then(|| account.parse().ok()).flatten()
}

/// The account of `account_CloudTrail_...`, or of another service's name.
fn account_of_file(file: &str, service: &str) -> Option<AccountId> {
    let (account, rest) = file.split_once('_')?;
    rest.starts_with(service)
        .then(|| account.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "111122223333_CloudTrail_eu-west-1_20260301T1205Z_0123456789abcdef.json.gz";

    fn ours(account: Option<&str>) -> KeyVerdict {
        KeyVerdict::Ours(ObjectKey {
            account: account.map(|it| it.parse().unwrap()),
            cluster: None,
        })
    }

    #[test]
    fn a_trails_log_file_is_ours_with_its_account_below_any_prefix_and_organisation() {
        for folder in [
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01",
            "a/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01",
            "AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/03/01",
            "CloudTrail/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01",
            "CloudTrail-Digest/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01",
            "/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01",
        ] {
            let key = format!("{folder}/{FILE}");
            assert_eq!(cloudtrail(&key), ours(Some("111122223333")), "{key}");
        }
    }

    #[test]
    fn a_copied_file_is_ours_where_a_folder_is_called_cloudtrail() {
        assert_eq!(
            cloudtrail(&format!("copies/CloudTrail/{FILE}")),
            ours(Some("111122223333"))
        );
        assert_eq!(cloudtrail("CloudTrail/april.json"), ours(None));
        assert_eq!(cloudtrail("x/CloudTrail/1_CloudTrail_.json"), ours(None));
    }

    #[test]
    fn digests_and_insights_are_left_out() {
        let account = "111122223333";
        let key = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/01/d.json.gz";
        assert_eq!(
            cloudtrail(key),
            KeyVerdict::LeftOut(
                KeyLeftOut::Digest,
                ObjectKey {
                    account: account.parse().ok(),
                    cluster: None,
                }
            )
        );
        let key = "AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/03/01/i.json.gz";
        assert_eq!(
            cloudtrail(key),
            KeyVerdict::LeftOut(
                KeyLeftOut::Insight,
                ObjectKey {
                    account: account.parse().ok(),
                    cluster: None,
                }
            )
        );
    }

    #[test]
    fn an_object_below_a_folder_is_ours_with_its_account() {
        let verdict = |key: &str| in_folder(key, "GuardDuty", &[".jsonl.gz", ".json"]);
        let file = "3f1e0a9c-0d7f-3c9b-8e7e-0123456789ab.jsonl.gz";
        for folder in [
            "AWSLogs/111122223333/GuardDuty/eu-west-1/2026/03/01",
            "a/GuardDuty/AWSLogs/111122223333/GuardDuty/eu-west-1/2026/03/01",
        ] {
            let key = format!("{folder}/{file}");
            assert_eq!(verdict(&key), ours(Some("111122223333")), "{key}");
        }
        assert_eq!(verdict("GuardDuty/sample.json"), ours(None));
        for key in [
            "",
            "GuardDuty",
            "GuardDuty/sample.txt",
            "MyGuardDuty/x.json",
            "sample.json",
        ] {
            assert_eq!(verdict(key), KeyVerdict::NotOurs, "{key}");
        }
    }

    #[test]
    fn a_query_result_of_cloudtrail_lake_is_ours_and_its_signature_is_left_out() {
        let folder = "exports/AWSLogs/111122223333/CloudTrail-Lake/Query/2026/03/01/0a1b";
        for file in ["result_1.csv.gz", "result_2.csv"] {
            let key = format!("{folder}/{file}");
            assert_eq!(cloudtrail(&key), ours(None), "{key}");
        }
        let KeyVerdict::LeftOut(reason, _) = cloudtrail(&format!("{folder}/result_sign.json"))
        else {
            panic!("a signature is left out")
        };
        assert_eq!(reason.as_str(), "LAKE_KEY");
    }

    #[test]
    fn anything_else_is_not_ours() {
        for key in [
            "",
            "/",
            "x.json",
            "CloudTrail.json",
            "CloudTrail",
            "AWSLogs/111122223333/CloudTrail/",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/notes.txt",
            "AWSLogs/111122223333/Config/eu-west-1/2026/3/1/ConfigHistory/c.json.gz",
            "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/03/01/f.log.gz",
            "MyCloudTrail/x.json",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/f.csv.gz",
        ] {
            assert_eq!(cloudtrail(key), KeyVerdict::NotOurs, "{key}");
        }
    }
}
