//! Two graphs and everybody who has to do with them.

use aws_sdk_detective::primitives::DateTime;
use aws_sdk_detective::primitives::DateTimeFormat::DateTime as Iso8601;
use aws_sdk_detective::types::{Account as Invited, MemberDetail, MemberStatus};
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, log_file, log_key};
use serde_json::json;

/// A member of the administrator's graph.
pub(crate) const ENABLED: &str = "200000000001";
/// A former member of the administrator's graph.
pub(crate) const REMOVED: &str = "200000000002";
/// Invited to the administrator's graph; none of them answers.
pub(crate) const INVITED: [&str; 3] = ["300000000001", "300000000002", "300000000003"];
/// The management account of the organization.
pub(crate) const MANAGEMENT: &str = "500000000001";
/// The Detective administrator of the organization.
pub(crate) const DELEGATED: &str = "500000000002";
/// A member of the organization's graph.
pub(crate) const ORGANIZATION_MEMBER: &str = "500000000003";
/// The administrator of another graph.
pub(crate) const STRANGER: &str = "999988887777";

/// Two graphs, in each of which there is one investigation.
pub(crate) struct World {
    pub(crate) gumshoe: Gumshoe,
    /// The graph and the investigation of the administrator.
    administrators: (String, String),
    /// The graph and the investigation of the delegated administrator.
    organizations: (String, String),
}

impl World {
    pub(crate) async fn new() -> Self {
        let accounts = [MANAGEMENT, DELEGATED, ORGANIZATION_MEMBER];
        let gumshoe = Gumshoe::start_with_organization(&accounts).await;
        gumshoe.account(STRANGER).create_graph().await;
        let graph = with_members(&gumshoe).await;
        let organizations = of_organization(&gumshoe).await;
        for account in [ADMINISTRATOR, DELEGATED] {
            gumshoe
                .upload(&log_key(account, "a"), log_file(&noteworthy(account)))
                .await;
        }
        gumshoe.settled().await;
        let report = investigate(&gumshoe.account(ADMINISTRATOR), &graph).await;
        let organizations_report = investigate(&gumshoe.account(DELEGATED), &organizations).await;
        Self {
            gumshoe,
            administrators: (graph, report),
            organizations: (organizations, organizations_report),
        }
    }

    /// Starts another investigation in each graph.
    pub(crate) async fn investigate_again(&self) {
        for (account, of_organization) in [(ADMINISTRATOR, false), (DELEGATED, true)] {
            investigate(
                &self.gumshoe.account(account),
                self.graph(of_organization).0,
            )
            .await;
        }
    }

    /// A graph and an investigation in it.
    pub(crate) fn graph(&self, of_organization: bool) -> (&str, &str) {
        let (graph, report) = if of_organization {
            &self.organizations
        } else {
            &self.administrators
        };
        (graph, report)
    }
}

/// The administrator's graph, its members enabled, invited and removed.
async fn with_members(gumshoe: &Gumshoe) -> String {
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let accounts: Vec<&str> = [ENABLED, REMOVED].into_iter().chain(INVITED).collect();
    invite(&administrator, &graph, &accounts).await;
    until(&administrator, &graph, &accounts, &MemberStatus::Invited).await;
    for member in [ENABLED, REMOVED] {
        let accept = gumshoe.account(member).detective.accept_invitation();
        accept.graph_arn(&graph).send().await.unwrap();
    }
    until(
        &administrator,
        &graph,
        &[ENABLED, REMOVED],
        &MemberStatus::Enabled,
    )
    .await;
    let delete = administrator.detective.delete_members().graph_arn(&graph);
    delete.account_ids(REMOVED).send().await.unwrap();
    graph
}

/// The graph of the organization, and its member.
async fn of_organization(gumshoe: &Gumshoe) -> String {
    let management = gumshoe.account(MANAGEMENT).detective;
    let enable = management.enable_organization_admin_account();
    enable.account_id(DELEGATED).send().await.unwrap();
    let list = management.list_organization_admin_accounts();
    let listed = list.send().await.unwrap();
    let graph = listed.administrators()[0].graph_arn().unwrap().to_owned();
    let delegated = gumshoe.account(DELEGATED);
    invite(&delegated, &graph, &[ORGANIZATION_MEMBER]).await;
    until(
        &delegated,
        &graph,
        &[ORGANIZATION_MEMBER],
        &MemberStatus::Enabled,
    )
    .await;
    graph
}

/// Calls of one user, each with another program that an investigation finds new.
fn noteworthy(account: &str) -> Vec<Record> {
    let calls = [
        ("ListBuckets", "curl/8.5.0"),
        ("GetBucketAcl", "aws-cli/2.15.0"),
        ("DeleteBucket", "Boto3/1.40.0"),
    ];
    // An id that comes again in a batch counts once, whichever account it is of.
    let first: u128 = account.parse().unwrap();
    let records = (first..).zip(calls).map(|(event, (name, user_agent))| {
        Record::new(account, "2026-03-01T12:00:00Z", event)
            .with("eventName", json!(name))
            .with("userAgent", json!(user_agent))
    });
    records.collect()
}

/// Starts an investigation of the user of [`Record::new`].
async fn investigate(administrator: &Account, graph: &str) -> String {
    let account = graph.split(':').nth(4).unwrap();
    let moment = |text| DateTime::from_str(text, Iso8601).unwrap();
    let start = administrator.detective.start_investigation();
    let started = start
        .graph_arn(graph)
        .entity_arn(format!("arn:aws:iam::{account}:user/alice"))
        .scope_start_time(moment("2026-03-01T00:00:00Z"))
        .scope_end_time(moment("2026-03-02T00:00:00Z"));
    let started = started.send().await.unwrap();
    started.investigation_id.unwrap()
}

/// Invites accounts without telling them.
pub(crate) async fn invite(administrator: &Account, graph: &str, accounts: &[&str]) {
    let invited = accounts.iter().map(|id| {
        let email = format!("root+{id}@example.com");
        let account = Invited::builder().account_id(*id).email_address(email);
        account.build().unwrap()
    });
    let create = administrator.detective.create_members();
    let created = create
        .graph_arn(graph)
        .disable_email_notification(true)
        .set_accounts(Some(invited.collect()));
    let created = created.send().await.unwrap();
    assert_eq!(created.unprocessed_accounts(), []);
}

/// Waits until all of these members have a status.
pub(crate) async fn until(
    administrator: &Account,
    graph: &str,
    accounts: &[&str],
    status: &MemberStatus,
) -> Vec<MemberDetail> {
    eventually("the status", async || {
        let get = administrator.detective.get_members().graph_arn(graph);
        let ids = accounts.iter().map(|id| (*id).to_owned()).collect();
        let found = get.set_account_ids(Some(ids)).send().await.unwrap();
        let details = found.member_details.unwrap_or_default();
        let all = details.len() == accounts.len()
            && details.iter().all(|it| it.status.as_ref() == Some(status));
        all.then_some(details)
    })
    .await
}
