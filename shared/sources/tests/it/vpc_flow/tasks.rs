//! The ECS tasks that interfaces belong to.

use gumshoe_activity::RelationType;
use gumshoe_sources::Batch;

use super::logs::{read, text};

const HEADER: &str = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes \
                      start end action log-status flow-direction ecs-cluster-name ecs-task-id \
                      ecs-service-name ecs-container-id";

/// An inbound connection to an interface of a task.
fn record(interface: &str, address: &str, second: u16, task: &str) -> String {
    format!(
        "7 111122223333 {interface} 203.0.113.9 {address} 50318 443 6 3 40 1772366{second:03} 1772366{second:03} \
         ACCEPT OK ingress {task}"
    )
}

/// What tells relations: the task, what it has, the detail and the count.
fn relations(lines: &[&str]) -> Vec<String> {
    let mut batch = Batch::default();
    read(&text(lines), &mut batch).unwrap();
    let rows = batch.relations().flat_map(|(_, rows)| rows.sorted());
    rows.map(|it| {
        let detail = it.detail.unwrap_or("-");
        format!(
            "{} {} {} {detail} {}",
            it.from.id, it.relation, it.to.id, it.count
        )
    })
    .collect()
}

#[test]
fn a_task_is_told_with_its_address_and_its_cluster_once_an_hour() {
    let task = "shop 0123abcd web c1";
    let lines = [
        HEADER,
        &record("eni-0a", "10.0.0.5", 400, task),
        &record("eni-0a", "10.0.0.5", 460, task),
    ];
    assert_eq!(
        relations(&lines),
        [
            "0123abcd~shop~111122223333~ECS ASSIGNED_ADDRESS 10.0.0.5 eni-0a 2",
            "0123abcd~shop~111122223333~ECS RUNS_IN shop~111122223333~ECS service/web,container/c1 2",
        ]
    );
}

#[test]
fn an_interface_without_a_task_tells_none_and_its_traffic_counts_all_the_same() {
    let lines = [
        HEADER,
        &record("eni-0a", "10.0.0.5", 400, "- - - -"),
        &record("eni-0b", "10.0.0.6", 400, "shop - web -"),
    ];
    assert_eq!(relations(&lines), [""; 0]);
    let mut batch = Batch::default();
    let tally = read(&text(&lines), &mut batch).unwrap();
    assert_eq!((tally.records, batch.rows()), (2, 2));
}

#[test]
fn one_interface_after_another_task_is_the_others() {
    let lines = [
        HEADER,
        &record("eni-0a", "10.0.0.5", 400, "shop 0001 - -"),
        &record("eni-0a", "10.0.0.5", 460, "shop 0002 - -"),
    ];
    let mut batch = Batch::default();
    read(&text(&lines), &mut batch).unwrap();
    let (_, rows) = batch.relations().next().unwrap();
    let tasks = rows
        .sorted()
        .filter(|it| it.relation == RelationType::AssignedAddress);
    let tasks: Vec<(&str, i64)> = tasks
        .map(|it| (it.from.id, it.first_seen.as_seconds()))
        .collect();
    assert_eq!(
        tasks,
        [
            ("0001~shop~111122223333~ECS", 1_772_366_400),
            ("0002~shop~111122223333~ECS", 1_772_366_460),
        ]
    );
}
