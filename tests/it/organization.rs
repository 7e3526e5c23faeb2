//! An organization: who is its Detective administrator, and what becomes of its accounts.

mod accounts;
mod designation;

use std::fmt::Write as _;
use std::path::PathBuf;

use aws_sdk_detective::types::{InvitationType, MemberStatus};
use gumshoe_domain::quota::Quotas;
use gumshoe_tests::{Account, Gumshoe};
use serde_json::{Value, json};

const MANAGEMENT: &str = "500000000001";
const SECURITY: &str = "500000000002";
const SHOP: &str = "500000000003";
/// An account of no organization.
const STRANGER: &str = "999988887777";

/// A stack with an organization that a test can change.
struct Organization {
    gumshoe: Gumshoe,
    file: PathBuf,
    data: PathBuf,
    accounts: Vec<(String, &'static str, Option<String>)>,
}

impl Organization {
    /// The management account, the account of the security team, and a shop, there for a long time.
    async fn start() -> Self {
        Self::start_with(Quotas::default()).await
    }

    async fn start_with(quotas: Quotas) -> Self {
        let accounts = [MANAGEMENT, SECURITY, SHOP];
        let long_ago = Some("2020-01-01T00:00:00Z".to_owned());
        let accounts: Vec<_> = accounts
            .into_iter()
            .map(|id| (id.to_owned(), "ACTIVE", long_ago.clone()))
            .collect();
        let mut folder = PathBuf::new();
        let gumshoe = Gumshoe::start_with(|options, data| {
            folder = data.to_owned();
            let file = data.join("organization.toml");
            std::fs::write(&file, described(&accounts)).expect("the organization is written");
            options.organization = Some(file);
            options.quotas = quotas;
        })
        .await;
        Self {
            gumshoe,
            file: folder.join("organization.toml"),
            data: folder,
            accounts,
        }
    }

    fn write(&self) {
        // Nobody reads half a file.
        let new = self.file.with_extension("new");
        std::fs::write(&new, described(&self.accounts)).unwrap();
        std::fs::rename(new, &self.file).unwrap();
    }

    /// An account joins now.
    fn joins(&mut self, id: &str) {
        let now = now();
        self.accounts.push((id.to_owned(), "ACTIVE", Some(now)));
        self.write();
    }

    fn leaves(&mut self, id: &str) {
        self.accounts.retain(|(known, ..)| known != id);
        self.write();
    }

    fn becomes(&mut self, id: &str, state: &'static str) {
        for account in &mut self.accounts {
            if account.0 == id {
                account.1 = state;
            }
        }
        self.write();
    }

    fn account(&self, id: &str) -> Account {
        self.gumshoe.account(id)
    }

    /// The management account designates `id`; its graph.
    async fn designate(&self, id: &str) -> String {
        let management = self.account(MANAGEMENT).detective;
        let enable = management.enable_organization_admin_account();
        enable.account_id(id).send().await.expect("is designated");
        let [(account, graph)] = &self.administrators().await[..] else {
            panic!("there is one administrator");
        };
        assert_eq!(account, id);
        graph.clone()
    }

    /// Accounts and graphs of the administrators.
    async fn administrators(&self) -> Vec<(String, String)> {
        let management = self.account(MANAGEMENT).detective;
        let listed = management.list_organization_admin_accounts().send().await;
        let listed = listed.expect("the administrators are listed");
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        listed
            .administrators()
            .iter()
            .map(|it| (text(it.account_id()), text(it.graph_arn())))
            .collect()
    }

    /// The members of the graph of `administrator`: account, type and status, in their order.
    async fn members(&self, administrator: &str, graph: &str) -> Vec<Member> {
        let client = self.account(administrator).detective;
        let listed = client.list_members().graph_arn(graph).send().await;
        let listed = listed.expect("the members are listed");
        listed
            .member_details()
            .iter()
            .map(|it| {
                (
                    it.account_id().unwrap_or_default().to_owned(),
                    it.invitation_type().cloned().expect("a type"),
                    it.status().cloned().expect("a status"),
                )
            })
            .collect()
    }

    /// Enables accounts of the organization, or invites others.
    async fn create_members(&self, administrator: &str, graph: &str, ids: &[&str]) {
        let client = self.account(administrator).detective;
        let mut create = client.create_members().graph_arn(graph);
        for id in ids {
            let account = aws_sdk_detective::types::Account::builder()
                .account_id(*id)
                .email_address(format!("root+{id}@example.com"))
                .build();
            create = create.accounts(account.expect("an account"));
        }
        let created = create.send().await.expect("the members are created");
        assert_eq!(created.unprocessed_accounts(), []);
    }

    async fn set_auto_enable(&self, administrator: &str, graph: &str, on: bool) {
        let client = self.account(administrator).detective;
        let update = client.update_organization_configuration().graph_arn(graph);
        update.auto_enable(on).send().await.expect("it is switched");
    }

    async fn auto_enable(&self, administrator: &str, graph: &str) -> bool {
        let client = self.account(administrator).detective;
        let describe = client.describe_organization_configuration();
        let described = describe.graph_arn(graph).send().await;
        described.expect("it is described").auto_enable()
    }

    async fn reconcile(&self) -> Value {
        self.gumshoe.run("reconcile-organization").await
    }

    /// CloudTrail tells of a call of AWS Organizations.
    async fn event(&self, name: &str, parameters: Value) -> Value {
        let event = json!({
            "version": "0", "id": "0", "detail-type": "AWS API Call via CloudTrail", "source": "aws.organizations",
            "account": MANAGEMENT, "time": now(), "region": "us-east-1", "resources": [],
            "detail": {
                "eventSource": "organizations.amazonaws.com", "eventName": name, "eventTime": now(),
                "userIdentity": { "type": "IAMUser", "accountId": MANAGEMENT }, "requestParameters": parameters,
            },
        });
        let sent = self
            .gumshoe
            .stack()
            .send_event("take-organization-events", event);
        sent.await
            .expect("the event is taken")
            .expect("there is a listener of this name")
    }
}

type Member = (String, InvitationType, MemberStatus);

fn member(id: &str, kind: InvitationType, status: MemberStatus) -> Member {
    (id.to_owned(), kind, status)
}

/// An enabled member through the organization.
fn enabled(id: &str) -> Member {
    member(id, InvitationType::Organization, MemberStatus::Enabled)
}

fn now() -> String {
    gumshoe::clock::now().to_string()
}

fn described(accounts: &[(String, &str, Option<String>)]) -> String {
    let mut file = format!("id = 'o-exampleorgid'\nmanagement_account = '{MANAGEMENT}'\n");
    for (id, state, joined) in accounts {
        let joined = joined
            .iter()
            .fold(String::new(), |_, it| format!("joined = {it}\n"));
        let account = format!(
            "[[accounts]]\nid = '{id}'\nname = 'account {id}'\nemail = 'root+{id}@example.com'\nstate = '{state}'\n{joined}"
        );
        file.write_str(&account).expect("writing to memory");
    }
    file
}
