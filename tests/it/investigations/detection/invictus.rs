//! An hour of an account in which many techniques were tried, by a user and by what he made.

use aws_sdk_detective::types::Severity;
use gumshoe::synthetic::Job;
use gumshoe_tests::{Account, Gumshoe};
use serde_json::Value;

use super::{data, files, id, investigate, principal, time, ttps, work};

const ACCOUNT: &str = "123837392027";

/// The user whose access key ran the attacks.
const ATTACKER: &str = "arn:aws:iam::123837392027:user/bert-jan";

/// A user that the attack made, and signed in as without MFA.
const MADE: &str = "arn:aws:iam::123837392027:user/stratus-red-team-nmfalu-gfjyeaypjt";

/// The owner of the account, who looked around in the console.
const OWNER: &str = "arn:aws:iam::123837392027:user/benjamin";

/// The role of an instance whose credentials were stolen, and from where they were used then.
const STOLEN: &str = "arn:aws:iam::123837392027:role/stratus-red-team-ec2-steal-credentials-role";
const THIEF: &str = "192.168.10.20";

/// The account after weeks in which its users worked, and the hour of the attack.
async fn attacked(gumshoe: &Gumshoe, files: &[(String, Value)]) -> (Account, String) {
    let account = gumshoe.account(ACCOUNT);
    let graph = account.create_graph().await;
    let records = || {
        files
            .iter()
            .flat_map(|(_, it)| it["Records"].as_array().unwrap())
    };
    let begin = records().map(time).min().unwrap();
    for (arn, job, seed) in [
        (ATTACKER, Job::Developer, 1),
        (OWNER, Job::Administrator, 2),
    ] {
        let identity = records().map(|it| &it["userIdentity"]);
        let mut own = identity.filter(|it| it["arn"].is_string() && principal(it) == arn);
        work(gumshoe, own.next().unwrap(), job, begin, seed).await;
    }
    for (name, file) in files {
        let key = format!("AWSLogs/{ACCOUNT}/CloudTrail/us-east-1/2023/07/10/{name}.json");
        gumshoe.upload(&key, file.to_string().into_bytes()).await;
    }
    gumshoe.settled().await;
    (account, graph)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; `make test-long` runs it"]
async fn the_attackers_user_is_found_and_so_is_the_thief_of_an_instances_credentials() {
    let Some(folder) = data("invictus") else {
        println!("skipped: there is no test data; set GUMSHOE_TEST_DATA");
        return;
    };
    let (gumshoe, files) = (Gumshoe::start().await, files(&folder));
    let (account, graph) = attacked(&gumshoe, &files).await;
    let end = "2023-07-10T13:00:00Z".parse().unwrap();

    let mut severities = Vec::new();
    for arn in [ATTACKER, MADE, OWNER] {
        let (done, found) = investigate(&account, &graph, arn, end).await;
        let severity = done.severity().unwrap().clone();
        let ttps = ttps(&found);
        println!(
            "{arn}: {severity}, {} indicators, {} of them TTPs",
            found.len(),
            ttps.len()
        );
        severities.push(severity);
    }
    assert!(
        matches!(severities[0], Severity::High | Severity::Critical),
        "{severities:?}"
    );
    // One sign-in from the same address as its maker: not more than that.
    assert_eq!(severities[1], Severity::Medium);
    // Nothing but a look around.
    assert!(
        matches!(severities[2], Severity::Informational | Severity::Low),
        "{severities:?}"
    );

    let (_, found) = investigate(&account, &graph, STOLEN, end).await;
    let stolen: Vec<_> = ttps(&found)
        .into_iter()
        .filter(|it| id(it) == "T1552.005")
        .map(|it| (it.ip_address().unwrap(), it.tactic().unwrap()))
        .collect();
    assert_eq!(stolen, [(THIEF, "Credential Access")]);
}
