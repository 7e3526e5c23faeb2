//! Members of a graph, seen by its administrator and by themselves.

mod administrator;
mod concurrency;
mod erasure;
mod hourly;
mod ingestion;
mod member;
mod paging;
mod quotas;
mod volumes;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use aws_sdk_detective::operation::create_members::CreateMembersOutput;
use aws_sdk_detective::types::{Account as Invited, MemberDetail, MemberStatus};
use gumshoe::stack::Options;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, eventually};

const MEMBER: &str = "444455556666";
const OTHER: &str = "777788889999";

/// A graph whose administrator invites others.
struct Team {
    gumshoe: Gumshoe,
    administrator: Account,
    graph: String,
}

impl Team {
    async fn start() -> Self {
        Self::start_with(|_, _| {}).await
    }

    async fn start_with(change: impl FnOnce(&mut Options, &Path)) -> Self {
        Self::of(Gumshoe::start_with(change).await).await
    }

    async fn of(gumshoe: Gumshoe) -> Self {
        let administrator = gumshoe.account(ADMINISTRATOR);
        let graph = administrator.create_graph().await;
        Self {
            gumshoe,
            administrator,
            graph,
        }
    }

    /// Invites accounts, each with the address that it has in an organization of the tests.
    async fn invite(&self, accounts: &[&str]) -> CreateMembersOutput {
        let mut create = self.administrator.detective.create_members();
        for id in accounts {
            create = create.accounts(invited(id, &format!("root+{id}@example.com")));
        }
        let created = create.graph_arn(&self.graph).send().await;
        created.expect("the accounts are invited")
    }

    /// What the administrator is told of an account; `None` when it is no member.
    async fn member(&self, account: &str) -> Option<MemberDetail> {
        let get = self.administrator.detective.get_members();
        let got = get.graph_arn(&self.graph).account_ids(account).send().await;
        got.expect("members are told")
            .member_details()
            .first()
            .cloned()
    }

    /// Waits until a membership stands there.
    async fn until(&self, account: &str, status: MemberStatus) -> MemberDetail {
        eventually(&format!("{account} being {status}"), async || {
            let member = self.member(account).await?;
            (member.status() == Some(&status)).then_some(member)
        })
        .await
    }

    /// Invites accounts and has them accept, until they stand there.
    async fn join(&self, accounts: &[&str], status: MemberStatus) {
        self.invite(accounts).await;
        for account in accounts {
            self.until(account, MemberStatus::Invited).await;
            let accept = self.gumshoe.account(account).detective.accept_invitation();
            accept.graph_arn(&self.graph).send().await.unwrap();
        }
        for account in accounts {
            self.until(account, status.clone()).await;
        }
    }

    async fn remove(&self, account: &str) {
        let delete = self.administrator.detective.delete_members();
        let delete = delete.graph_arn(&self.graph).account_ids(account);
        let deleted = delete.send().await.unwrap();
        assert_eq!(deleted.account_ids(), [account]);
    }

    /// The graphs that an account is told it is invited to or a member of, with where it stands.
    async fn invitations(&self, account: &str) -> Vec<(String, MemberStatus)> {
        let list = self.gumshoe.account(account).detective.list_invitations();
        let listed = list.send().await.unwrap();
        let invitations = listed.invitations().iter();
        invitations
            .map(|it| (it.graph_arn().unwrap().into(), it.status().unwrap().clone()))
            .collect()
    }

    /// Every item of the table.
    async fn items(&self) -> Vec<BTreeMap<String, String>> {
        let scan = self.gumshoe.stack().clients().dynamodb.scan();
        let mut pages = scan
            .table_name(gumshoe::endpoints::TABLE)
            .into_paginator()
            .items()
            .send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            let item: HashMap<_, _> = item.unwrap();
            let texts = item.into_iter().map(|(name, value)| {
                let text = match (value.as_s(), value.as_n()) {
                    (Ok(text), _) | (_, Ok(text)) => text.clone(),
                    (Err(_), Err(_)) => format!("{value:?}"),
                };
                (name, text)
            });
            items.push(texts.collect());
        }
        items
    }

    /// Whether both sides of every membership are the same, and the count is right. Says the count.
    async fn consistent(&self) -> usize {
        let (mut members, mut twins, mut count) = (Vec::new(), Vec::new(), 0);
        for mut item in self.items().await {
            let partition = item.remove("PK").unwrap();
            let sort = item.remove("SK").unwrap();
            let account = item.get("Account").cloned().unwrap_or_default();
            if let Some(member) = sort.strip_prefix("MEMBER#") {
                assert!(self.graph.ends_with(&partition["GRAPH#".len()..]));
                assert_eq!(member, account);
                members.push(item);
            } else if let Some(graph) = sort.strip_prefix("MEMBERSHIP#") {
                assert!(self.graph.ends_with(graph));
                assert_eq!(partition, format!("ACCOUNT#{account}"));
                twins.push(item);
            } else if sort == "MEMBERS" {
                count = item["MemberCount"].parse().unwrap();
            }
        }
        members.sort();
        twins.sort();
        assert_eq!(members, twins);
        assert_eq!(members.len(), count);
        count
    }
}

fn invited(id: &str, email: &str) -> Invited {
    let account = Invited::builder().account_id(id).email_address(email);
    account.build().unwrap()
}

/// Distinct account ids.
fn accounts(count: u64) -> Vec<String> {
    (0..count)
        .map(|at| (300_000_000_000 + at).to_string())
        .collect()
}
