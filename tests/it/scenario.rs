//! The life of a behavior graph, through the official Rust SDK. `tests/sdk/scenario.py` is the same
//! through the other clients.

use aws_sdk_detective::Client;
use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::primitives::DateTime;
use aws_sdk_detective::types::{
    Account as Invited, DatasourcePackage, DatasourcePackageIngestState, FilterCriteria,
    InvitationType, MemberDetail, MemberStatus, SortCriteria, SortOrder, State, Status,
    StringFilter,
};
use gumshoe_tests::{ADMINISTRATOR, Gumshoe, Record, eventually, log_file, log_key};

use crate::world::{DELEGATED, MANAGEMENT, ORGANIZATION_MEMBER, STRANGER, invite, until};

const MEMBERS: usize = 50;
const PAGE: i32 = 7;

/// A graph of the administrator, with its client.
struct Scenario {
    gumshoe: Gumshoe,
    administrator: Client,
    graph: String,
    /// The accounts that are invited.
    members: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_graph_lives_from_its_creation_to_its_deletion() {
    let scenario = create().await;
    scenario.tag().await;
    scenario.invite().await;
    scenario.list_in_pages().await;
    scenario.accept().await;
    scenario.choose_packages().await;
    scenario.leave().await;
    scenario.investigate().await;
    scenario.delete().await;
    scenario.organize().await;
}

async fn create() -> Scenario {
    let gumshoe =
        Gumshoe::start_with_organization(&[MANAGEMENT, DELEGATED, ORGANIZATION_MEMBER]).await;
    let administrator = gumshoe.account(ADMINISTRATOR).detective;
    let create = administrator.create_graph().tags("team", "security");
    let graph = create.send().await.unwrap().graph_arn.unwrap();
    let again = administrator.create_graph().send().await.unwrap();
    assert_eq!(again.graph_arn(), Some(&*graph));
    let listed = administrator.list_graphs().send().await.unwrap();
    assert_eq!(listed.graph_list()[0].arn(), Some(&*graph));
    let members = (0..MEMBERS).map(|n| format!("{}", 600_000_000_000 + n));
    Scenario {
        gumshoe,
        administrator,
        graph,
        members: members.collect(),
    }
}

impl Scenario {
    fn member(&self, index: usize) -> Client {
        self.gumshoe.account(&self.members[index]).detective
    }

    async fn tag(&self) {
        let tag = self.administrator.tag_resource().resource_arn(&self.graph);
        let tag = tag.tags("cost:center/7", "a b+c").tags("team", "blue");
        tag.send().await.unwrap();
        let untag = self
            .administrator
            .untag_resource()
            .resource_arn(&self.graph);
        let untag = untag.tag_keys("team").tag_keys("never:there");
        untag.send().await.unwrap();
        let list = self.administrator.list_tags_for_resource();
        let listed = list.resource_arn(&self.graph).send().await.unwrap();
        let tags = listed.tags().unwrap();
        assert_eq!(tags.len(), 1);
        assert_eq!(tags["cost:center/7"], "a b+c");
    }

    async fn invite(&self) {
        let administrator = self.gumshoe.account(ADMINISTRATOR);
        let members: Vec<&str> = self.members.iter().map(String::as_str).collect();
        invite(&administrator, &self.graph, &members).await;

        let again = Invited::builder().account_id(members[0]);
        let again = again.email_address("root@example.com").build().unwrap();
        let again = self.administrator.create_members().accounts(again);
        let again = again.graph_arn(&self.graph).send().await.unwrap();
        assert_eq!(again.members().len(), 0);
        assert_eq!(
            again.unprocessed_accounts()[0].account_id(),
            Some(members[0])
        );
        until(
            &administrator,
            &self.graph,
            &members,
            &MemberStatus::Invited,
        )
        .await;
    }

    async fn list_in_pages(&self) {
        let list = self.administrator.list_members().graph_arn(&self.graph);
        let mut pages = list.max_results(PAGE).into_paginator().send();
        let mut listed: Vec<MemberDetail> = Vec::new();
        let mut sizes = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap().member_details.unwrap_or_default();
            sizes.push(page.len());
            listed.extend(page);
        }
        assert_eq!(sizes, [7, 7, 7, 7, 7, 7, 7, 1]);
        let mut accounts: Vec<&str> = listed.iter().filter_map(MemberDetail::account_id).collect();
        accounts.sort_unstable();
        assert_eq!(accounts, self.members);
        for member in &listed {
            assert_eq!(member.invitation_type(), Some(&InvitationType::Invitation));
            assert_eq!(member.administrator_id(), Some(ADMINISTRATOR));
        }
    }

    /// Three accounts accept, a fourth declines.
    async fn accept(&self) {
        for index in 0..3 {
            let invitations = self.member(index).list_invitations().send().await.unwrap();
            assert_eq!(invitations.invitations()[0].graph_arn(), Some(&*self.graph));
            let accept = self.member(index).accept_invitation();
            accept.graph_arn(&self.graph).send().await.unwrap();
        }
        let accepting: Vec<&str> = self.members[..3].iter().map(String::as_str).collect();
        let administrator = self.gumshoe.account(ADMINISTRATOR);
        until(
            &administrator,
            &self.graph,
            &accepting,
            &MemberStatus::Enabled,
        )
        .await;
        let twice = self.member(0).accept_invitation().graph_arn(&self.graph);
        let twice = twice.send().await.unwrap_err();
        assert!(
            twice
                .as_service_error()
                .is_some_and(|it| it.is_conflict_exception())
        );
        let start = self.administrator.start_monitoring_member();
        let start = start.graph_arn(&self.graph).account_id(&self.members[0]);
        let start = start.send().await.unwrap_err();
        assert!(
            start
                .as_service_error()
                .is_some_and(|it| it.is_conflict_exception())
        );

        let reject = self.member(3).reject_invitation();
        reject.graph_arn(&self.graph).send().await.unwrap();
        let invitations = self.member(3).list_invitations().send().await.unwrap();
        assert_eq!(invitations.invitations(), []);
    }

    async fn choose_packages(&self) {
        let update = self.administrator.update_datasource_packages();
        let update = update
            .graph_arn(&self.graph)
            .datasource_packages(DatasourcePackage::DetectiveCore)
            .datasource_packages(DatasourcePackage::EksAudit);
        update.send().await.unwrap();
        let list = self.administrator.list_datasource_packages();
        let listed = list.graph_arn(&self.graph).send().await.unwrap();
        let packages = listed.datasource_packages.unwrap();
        let stopped = &packages[&DatasourcePackage::AsffSecurityhubFinding];
        let state = stopped.datasource_package_ingest_state();
        assert_eq!(state, Some(&DatasourcePackageIngestState::Stopped));

        let get = self.administrator.batch_get_graph_member_datasources();
        let get = get.graph_arn(&self.graph).account_ids(&self.members[0]);
        let got = get.account_ids(STRANGER).send().await.unwrap();
        assert_eq!(
            got.member_datasources()[0].account_id(),
            Some(&*self.members[0])
        );
        assert_eq!(got.unprocessed_accounts()[0].account_id(), Some(STRANGER));
        let get = self.member(0).batch_get_membership_datasources();
        let got = get.graph_arns(&self.graph).send().await.unwrap();
        assert_eq!(
            got.membership_datasources()[0].graph_arn(),
            Some(&*self.graph)
        );
    }

    /// One member resigns, another one is removed.
    async fn leave(&self) {
        let resign = self.member(1).disassociate_membership();
        resign.graph_arn(&self.graph).send().await.unwrap();
        let delete = self.administrator.delete_members().graph_arn(&self.graph);
        let delete = delete.account_ids(&self.members[2]).account_ids(STRANGER);
        let deleted = delete.send().await.unwrap();
        assert_eq!(deleted.account_ids(), [self.members[2].clone()]);
        assert_eq!(
            deleted.unprocessed_accounts()[0].account_id(),
            Some(STRANGER)
        );
        let list = self.administrator.list_members().graph_arn(&self.graph);
        let left = list.send().await.unwrap();
        assert_eq!(left.member_details().len(), MEMBERS - 3);
    }

    async fn investigate(&self) {
        let record = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
        let key = log_key(ADMINISTRATOR, "a");
        self.gumshoe.upload(&key, log_file([&record])).await;
        self.gumshoe.settled().await;
        let start = self.administrator.start_investigation();
        let started = start
            .graph_arn(&self.graph)
            .entity_arn(format!("arn:aws:iam::{ADMINISTRATOR}:user/alice"))
            .scope_start_time(DateTime::from_secs(1_772_323_200))
            .scope_end_time(DateTime::from_secs(1_772_409_600));
        let id = started.send().await.unwrap().investigation_id.unwrap();
        eventually("the end of the investigation", async || {
            let get = self.administrator.get_investigation();
            let get = get.graph_arn(&self.graph).investigation_id(&id);
            let got = get.send().await.unwrap();
            assert_ne!(got.status(), Some(&Status::Failed));
            (got.status() == Some(&Status::Successful)).then_some(())
        })
        .await;
        let list = self.administrator.list_indicators();
        let list = list.graph_arn(&self.graph).investigation_id(&id);
        let listed = list.send().await.unwrap();
        assert_eq!(listed.investigation_id(), Some(&*id));

        let archive = self.administrator.update_investigation_state();
        let archive = archive.graph_arn(&self.graph).investigation_id(&id);
        archive.state(State::Archived).send().await.unwrap();
        assert_eq!(self.investigations(None).await, Vec::<String>::new());
        assert_eq!(self.investigations(Some("ARCHIVED")).await, [id]);
    }

    async fn investigations(&self, state: Option<&str>) -> Vec<String> {
        let filter = state.map(|it| StringFilter::builder().value(it).build().unwrap());
        let sort = SortCriteria::builder().sort_order(SortOrder::Desc).build();
        let list = self.administrator.list_investigations();
        let list = list
            .graph_arn(&self.graph)
            .filter_criteria(FilterCriteria::builder().set_state(filter).build())
            .sort_criteria(sort);
        let listed = list.send().await.unwrap();
        let details = listed.investigation_details().iter();
        details
            .map(|it| it.investigation_id().unwrap().to_owned())
            .collect()
    }

    async fn delete(&self) {
        let delete = self.administrator.delete_graph();
        delete.graph_arn(&self.graph).send().await.unwrap();
        let graphs = self.administrator.list_graphs().send().await.unwrap();
        assert_eq!(graphs.graph_list(), []);
        let invitations = self.member(0).list_invitations().send().await.unwrap();
        assert_eq!(invitations.invitations(), []);
        let list = self.administrator.list_members().graph_arn(&self.graph);
        let refused = list.send().await.unwrap_err();
        assert_eq!(refused.code(), Some("ResourceNotFoundException"));
    }

    async fn organize(&self) {
        let management = self.gumshoe.account(MANAGEMENT).detective;
        let delegated = self.gumshoe.account(DELEGATED);
        let enable = management.enable_organization_admin_account();
        enable.account_id(DELEGATED).send().await.unwrap();
        let list = management.list_organization_admin_accounts();
        let listed = list.clone().send().await.unwrap();
        let graph = listed.administrators()[0].graph_arn().unwrap();
        let update = delegated.detective.update_organization_configuration();
        let update = update.graph_arn(graph).auto_enable(true);
        update.send().await.unwrap();
        let describe = delegated.detective.describe_organization_configuration();
        let described = describe.graph_arn(graph).send().await.unwrap();
        assert!(described.auto_enable());

        invite(&delegated, graph, &[ORGANIZATION_MEMBER]).await;
        let enabled = until(
            &delegated,
            graph,
            &[ORGANIZATION_MEMBER],
            &MemberStatus::Enabled,
        );
        let enabled = enabled.await;
        assert_eq!(
            enabled[0].invitation_type(),
            Some(&InvitationType::Organization)
        );

        let disable = management.disable_organization_admin_account();
        disable.send().await.unwrap();
        let listed = list.send().await.unwrap();
        assert_eq!(listed.administrators(), []);
    }
}
