//! Real log files, delivered again and again, against an independent count of them.
//!
//! `tests/sdk/test_oracle.py` compares every table once; here the tables must stay what they are. The
//! files are optional test data: `GUMSHOE_TEST_DATA` names their folder, `../shared/data` beside the
//! workspace is tried otherwise, and where neither is there the test says so and checks nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gumshoe_tests::{Account, Gumshoe, gzip};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// The account of the records; the files' names have another one.
const ACCOUNT: &str = "123837392027";
const SCOPE: (&str, &str) = ("2023-07-10T00:00:00Z", "2023-07-11T00:00:00Z");

/// Tables of the count, and how `ListActivity` groups for them.
const TABLES: [(&str, &[&str]); 5] = [
    ("calls", &["Service", "Api"]),
    ("ips", &["IpAddress"]),
    ("principals", &["Principal"]),
    ("regions", &["Region"]),
    ("user_agents", &["UserAgent"]),
];

/// Calls that succeeded and that failed, by what a row is of.
type Rows = BTreeMap<String, (u64, u64)>;

#[expect(
    clippy::disallowed_methods,
    reason = "where the data is concerns this test alone"
)]
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("GUMSHOE_TEST_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = named.unwrap_or_else(beside);
    folder
        .join("invictus-facts.json")
        .is_file()
        .then_some(folder)
}

/// The log files as CloudTrail delivers them: keys and compressed contents.
fn objects(data: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(data.join("cloudtrail/invictus")).unwrap();
    let mut objects: Vec<_> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let [account, _, region, time, _] = name.split('_').collect::<Vec<_>>()[..] else {
                panic!("{name} is no log file's name");
            };
            let (year, month, day) = (&time[..4], &time[4..6], &time[6..8]);
            let folder = format!("AWSLogs/{account}/CloudTrail/{region}/{year}/{month}/{day}");
            let text = std::fs::read(&path).unwrap();
            (format!("{folder}/{name}.gz"), gzip(&text))
        })
        .collect();
    objects.sort();
    objects
}

/// What was counted, in the words of the behavior API.
fn expected(facts: &Value) -> Vec<Rows> {
    let rows = |table: &str| {
        let rows = facts[table].as_object().unwrap().iter();
        let count = |row: &Value, name: &str| row[name].as_u64().unwrap();
        rows.map(|(key, row)| {
            // Who has no ARN is named after a kind in parentheses.
            let name = key.split_once(") ").filter(|_| table == "principals");
            let name = name.map_or(key.as_str(), |(_, name)| name);
            (
                name.to_owned(),
                (count(row, "success"), count(row, "failed")),
            )
        })
        .collect()
    };
    TABLES.iter().map(|(table, _)| rows(table)).collect()
}

/// What the graph says.
async fn told(account: &Account, graph: &str) -> Vec<Rows> {
    let mut tables = Vec::new();
    for (_, group_by) in TABLES {
        let groups = account.activity(graph, group_by, SCOPE).await;
        let rows = groups.iter().map(|group| {
            let key = |name: &str| group["Keys"][name].as_str().unwrap_or("(none)");
            let name = match group_by {
                ["Service", "Api"] => format!("{}.amazonaws.com:{}", key("Service"), key("Api")),
                other => key(other[0]).to_owned(),
            };
            let count = |name: &str| group[name].as_u64().unwrap();
            (name, (count("SuccessCount"), count("FailureCount")))
        });
        tables.push(rows.collect());
    }
    tables
}

#[tokio::test(flavor = "multi_thread")]
async fn real_logs_that_are_delivered_three_times_and_compacted_are_counted_as_by_the_oracle() {
    let Some(data) = data() else {
        println!("skipped: there is no test data; set GUMSHOE_TEST_DATA");
        return;
    };
    let facts = std::fs::read(data.join("invictus-facts.json")).unwrap();
    let expected = expected(&serde_json::from_slice(&facts).unwrap());
    let gumshoe = Gumshoe::start().await;
    let account = gumshoe.account(ACCOUNT);
    let graph = account.create_graph().await;
    let objects = objects(&data);
    assert_eq!(objects.len(), 55);

    let mut random = ChaCha8Rng::seed_from_u64(1);
    for pass in 0..3 {
        let mut shuffled = objects.clone();
        shuffled.shuffle(&mut random);
        for (key, bytes) in shuffled {
            gumshoe.upload(&key, bytes).await;
            // Twice in a batch.
            gumshoe.announce(&key);
        }
        if pass == 1 {
            tokio::join!(
                gumshoe.run("compact-segments"),
                gumshoe.run("compact-segments")
            );
        }
    }
    gumshoe.settled().await;

    assert_eq!(told(&account, &graph).await, expected);
    gumshoe.run("compact-segments").await;
    assert_eq!(told(&account, &graph).await, expected, "after compaction");
    let status = account.cloudtrail_status(&graph).await;
    assert_eq!(status["Objects"]["Ingested"], json!(55), "{status}");
    assert_eq!(status["Records"]["Ingested"], json!(2_900), "{status}");
}
