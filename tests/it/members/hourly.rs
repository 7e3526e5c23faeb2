//! The job `enable-members`.

use std::collections::HashMap;

use aws_sdk_detective::primitives::DateTimeFormat::DateTime;
use aws_sdk_detective::types::{MemberDetail, MemberDisabledReason, MemberStatus};
use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use gumshoe_domain::quota::Quotas;
use gumshoe_tests::{ADMINISTRATOR, eventually};

use super::{MEMBER, OTHER, Team};

impl Team {
    fn partition(&self) -> String {
        format!("GRAPH#{}", self.graph.rsplit(':').next().unwrap())
    }

    /// Writes that an account gave the graph so many bytes on the day of a membership's last change.
    async fn give(&self, account: &str, day: &MemberDetail, bytes: u64) {
        let day = day.updated_time().unwrap().fmt(DateTime).unwrap();
        let key = format!("VOLUME#{}#{account}", &day[..10]);
        let item = HashMap::from([
            ("PK".to_owned(), S(self.partition())),
            ("SK".to_owned(), S(key)),
            ("Version".to_owned(), N("1".to_owned())),
            ("Account".to_owned(), S(account.to_owned())),
            ("DETECTIVE_CORE".to_owned(), N(bytes.to_string())),
        ]);
        let put = self.gumshoe.stack().clients().dynamodb.put_item();
        let put = put.table_name(gumshoe::endpoints::TABLE);
        put.set_item(Some(item)).send().await.unwrap();
    }

    /// Turns both sides of a membership back to a moment long ago, at which it waits.
    async fn leave_waiting(&self, account: &str, attributes: &[(&str, &str)]) {
        let id = self.graph.rsplit(':').next().unwrap();
        let keys = [
            (self.partition(), format!("MEMBER#{account}")),
            (format!("ACCOUNT#{account}"), format!("MEMBERSHIP#{id}")),
        ];
        for (partition, sort) in keys {
            let dynamodb = &self.gumshoe.stack().clients().dynamodb;
            let key: HashMap<String, AttributeValue> =
                HashMap::from([("PK".to_owned(), S(partition)), ("SK".to_owned(), S(sort))]);
            let get = dynamodb.get_item().table_name(gumshoe::endpoints::TABLE);
            let found = get.set_key(Some(key)).send().await.unwrap();
            let mut item = found.item.unwrap();
            for (name, text) in attributes {
                item.insert((*name).to_owned(), S((*text).to_owned()));
            }
            // What is still being done to the membership as it was fails.
            item.insert("Revision".to_owned(), N("1".to_owned()));
            let put = dynamodb.put_item().table_name(gumshoe::endpoints::TABLE);
            put.set_item(Some(item)).send().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_that_wait_are_enabled_in_the_order_of_their_invitation() {
    // In the order of their ids the other would be first.
    let (first, second) = (OTHER, MEMBER);
    let team = Team::start_with(|options, _| {
        options.quotas = Quotas {
            bytes_per_day: 100,
            ..Quotas::default()
        };
    })
    .await;
    for account in [first, second] {
        team.invite(&[account]).await;
        team.until(account, MemberStatus::Invited).await;
    }
    let day = team.member(second).await.unwrap();
    for (account, bytes) in [(ADMINISTRATOR, 200), (first, 60), (second, 60)] {
        team.give(account, &day, bytes).await;
    }
    for account in [first, second] {
        let accept = team.gumshoe.account(account).detective.accept_invitation();
        accept.graph_arn(&team.graph).send().await.unwrap();
    }
    // By `update-members`, which therefore looks at neither again.
    for account in [first, second] {
        eventually("lack of room", async || {
            let reason = team.member(account).await?.disabled_reason().cloned()?;
            (reason == MemberDisabledReason::VolumeTooHigh).then_some(())
        })
        .await;
    }
    team.give(ADMINISTRATOR, &day, 0).await;

    let done = team.gumshoe.run("enable-members").await;

    assert_eq!(done["enabled"], 1);
    let status = async |account| team.member(account).await.unwrap().status().cloned();
    assert_eq!(status(first).await, Some(MemberStatus::Enabled));
    assert_eq!(
        status(second).await,
        Some(MemberStatus::AcceptedButDisabled)
    );
    assert_eq!(team.consistent().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_that_was_left_is_done_by_the_hourly_job() {
    let team = Team::start().await;
    team.invite(&[MEMBER]).await;
    team.until(MEMBER, MemberStatus::Invited).await;
    let waiting = [
        ("MemberStatus", "VERIFICATION_IN_PROGRESS"),
        ("Updated", "2026-03-01T12:00:00.000Z"),
    ];
    team.leave_waiting(MEMBER, &waiting).await;

    let done = team.gumshoe.run("enable-members").await;

    assert_eq!(done["settled"], 1);
    let member = team.member(MEMBER).await.unwrap();
    assert_eq!(member.status(), Some(&MemberStatus::Invited));
    assert_eq!(team.consistent().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_was_not_sent_is_sent_by_the_hourly_job() {
    let mut data = None;
    let team = Team::start_with(|_, folder| data = Some(folder.to_owned())).await;
    team.invite(&[MEMBER]).await;
    let folder = data.unwrap().join("mail");
    let mails = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
    eventually("the first e-mail", async || (mails() == 1).then_some(())).await;
    eventually("the note of it", async || {
        let items = team.items().await;
        items
            .iter()
            .any(|item| item.get("Notice").is_some_and(|it| it == "SENT"))
            .then_some(())
    })
    .await;
    let unsent = [("Notice", "DUE"), ("Updated", "2026-03-01T12:00:00.000Z")];
    team.leave_waiting(MEMBER, &unsent).await;

    team.gumshoe.run("enable-members").await;

    eventually("the second e-mail", async || (mails() == 2).then_some(())).await;
    // What was sent is not sent again.
    team.gumshoe.run("enable-members").await;
    team.invite(&[OTHER]).await;
    eventually("another e-mail", async || (mails() == 3).then_some(())).await;
}
