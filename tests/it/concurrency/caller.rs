//! A client that calls at random.

use std::collections::BTreeMap;

use aws_sdk_detective::types::{Account as Invited, DatasourcePackage};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{ADMINISTRATORS, MANAGEMENT, MEMBERS, SECURITY, World, address, owner};

/// An operation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Call {
    CreateGraph,
    DeleteGraph,
    CreateMembers,
    DeleteMembers,
    AcceptInvitation,
    RejectInvitation,
    DisassociateMembership,
    StartMonitoringMember,
    EnableOrganizationAdminAccount,
    DisableOrganizationAdminAccount,
    UpdateOrganizationConfiguration,
    UpdateDatasourcePackages,
    TagResource,
    UntagResource,
    ListMembers,
    ListInvitations,
}

/// The calls with how often they are made, compared with each other.
const CALLS: [(Call, usize); 16] = [
    (Call::CreateGraph, 10),
    (Call::DeleteGraph, 1),
    (Call::CreateMembers, 20),
    (Call::DeleteMembers, 6),
    (Call::AcceptInvitation, 28),
    (Call::RejectInvitation, 4),
    (Call::DisassociateMembership, 12),
    (Call::StartMonitoringMember, 6),
    (Call::EnableOrganizationAdminAccount, 6),
    (Call::DisableOrganizationAdminAccount, 1),
    (Call::UpdateOrganizationConfiguration, 6),
    (Call::UpdateDatasourcePackages, 4),
    (Call::TagResource, 4),
    (Call::UntagResource, 4),
    (Call::ListMembers, 2),
    (Call::ListInvitations, 2),
];

/// One client: another account with every call.
pub(super) struct Caller<'a> {
    world: &'a World,
    random: ChaCha8Rng,
}

impl<'a> Caller<'a> {
    /// One whose choices follow from `seed`.
    pub(super) fn new(world: &'a World, seed: u64) -> Self {
        Self {
            world,
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Makes a call, and waits for its answer.
    pub(super) async fn call(&mut self) {
        let call = self.any_call();
        let (graph, member) = self.any_membership();
        let member = member.as_str();
        let world = self.world;
        // Once in a while somebody else tries.
        let caller = if self.random.random_range(0..20) == 0 {
            self.any(&ADMINISTRATORS)
        } else {
            owner(&graph)
        };
        let administrator = world.client(caller);
        let account = world.client(member);
        match call {
            Call::CreateGraph => world.create_graph(self.any(&ADMINISTRATORS)).await,
            Call::DeleteGraph => {
                let delete = administrator.delete_graph().graph_arn(&graph);
                if world.answered(call, delete.send().await).is_some() {
                    world.answers.lock().unwrap().deleted.insert(graph);
                }
            }
            Call::CreateMembers => {
                let graph = self.any_graph();
                let administrator = world.client(owner(&graph));
                let create = administrator.create_members().graph_arn(&graph);
                let create = create
                    .message("Come in")
                    .disable_email_notification(self.random.random())
                    .set_accounts(Some(self.some_invited()));
                if let Some(created) = world.answered(call, create.send().await) {
                    let ids = created.members().iter().map(|it| it.account_id().unwrap());
                    let invited = ids.map(|id| (graph.clone(), id.to_owned()));
                    world.answers.lock().unwrap().invited.extend(invited);
                }
            }
            Call::DeleteMembers => {
                let delete = administrator.delete_members().graph_arn(&graph);
                let delete = delete.account_ids(member).account_ids(self.any(&MEMBERS));
                world.answered(call, delete.send().await);
            }
            Call::AcceptInvitation => {
                let accept = account.accept_invitation().graph_arn(&graph);
                let accepted = world.answered(call, accept.send().await);
                if accepted.is_some() && self.random.random() {
                    // Before the graph has found room, or at the same time.
                    let start = administrator.start_monitoring_member().graph_arn(&graph);
                    let started = start.account_id(member).send().await;
                    world.answered(Call::StartMonitoringMember, started);
                }
            }
            Call::RejectInvitation => {
                let reject = account.reject_invitation().graph_arn(&graph);
                world.answered(call, reject.send().await);
            }
            Call::DisassociateMembership => {
                let leave = account.disassociate_membership().graph_arn(&graph);
                world.answered(call, leave.send().await);
            }
            Call::StartMonitoringMember => {
                let start = administrator.start_monitoring_member().graph_arn(&graph);
                world.answered(call, start.account_id(member).send().await);
            }
            Call::EnableOrganizationAdminAccount => {
                let chosen = self.any(&[SECURITY, SECURITY, MANAGEMENT]);
                let enable = world.client(MANAGEMENT).enable_organization_admin_account();
                world.answered(call, enable.account_id(chosen).send().await);
                // Its graph may be new.
                world.create_graph(chosen).await;
            }
            Call::DisableOrganizationAdminAccount => {
                let management = world.client(MANAGEMENT);
                let disable = management.disable_organization_admin_account();
                world.answered(call, disable.send().await);
            }
            Call::UpdateOrganizationConfiguration => {
                let update = administrator.update_organization_configuration();
                let update = update.graph_arn(&graph).auto_enable(self.random.random());
                world.answered(call, update.send().await);
            }
            Call::UpdateDatasourcePackages => {
                let optional = [
                    DatasourcePackage::EksAudit,
                    DatasourcePackage::AsffSecurityhubFinding,
                ];
                let update = administrator.update_datasource_packages();
                let update = update
                    .graph_arn(&graph)
                    .datasource_packages(DatasourcePackage::DetectiveCore)
                    .datasource_packages(self.any(&optional));
                world.answered(call, update.send().await);
            }
            Call::TagResource => {
                let value = self.random.random_range(0..1000).to_string();
                let tag = administrator.tag_resource().resource_arn(&graph);
                world.answered(call, tag.tags(self.any_tag(), value).send().await);
            }
            Call::UntagResource => {
                let untag = administrator.untag_resource().resource_arn(&graph);
                world.answered(call, untag.tag_keys(self.any_tag()).send().await);
            }
            Call::ListMembers => {
                let list = administrator.list_members().graph_arn(&graph);
                world.answered(call, list.send().await);
            }
            Call::ListInvitations => {
                world.answered(call, account.list_invitations().send().await);
            }
        }
    }

    fn any<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    fn any_call(&mut self) -> Call {
        let all: usize = CALLS.iter().map(|(_, share)| share).sum();
        let mut place = self.random.random_range(0..all);
        for (call, share) in CALLS {
            if place < share {
                return call;
            }
            place -= share;
        }
        unreachable!("the place is among the shares")
    }

    /// A graph and one of its members, or who was, or somebody.
    fn any_membership(&mut self) -> (String, String) {
        if self.random.random_range(0..4) == 0 {
            return (self.any_graph(), self.any(&MEMBERS).to_owned());
        }
        let latest = {
            let invited = &self.world.answers.lock().unwrap().invited;
            invited[invited.len().saturating_sub(10)..].to_vec()
        };
        if latest.is_empty() {
            (self.any_graph(), self.any(&MEMBERS).to_owned())
        } else {
            self.any(&latest)
        }
    }

    /// A graph, in general the last of its account. It may be deleted by now.
    fn any_graph(&mut self) -> String {
        let answers = self.world.answers.lock().unwrap();
        let all = &answers.created;
        let latest: BTreeMap<&str, &String> = all.iter().map(|it| (owner(it), it)).collect();
        let latest: Vec<&String> = latest.into_values().collect();
        if self.random.random_range(0..20) == 0 {
            all[self.random.random_range(0..all.len())].clone()
        } else {
            latest[self.random.random_range(0..latest.len())].clone()
        }
    }

    fn any_tag(&mut self) -> String {
        format!("tag-{}", self.random.random_range(0..4))
    }

    /// Up to three accounts, some with an address that is not theirs, some twice.
    fn some_invited(&mut self) -> Vec<Invited> {
        let count = self.random.random_range(1..=3);
        let invited = (0..count).map(|_| {
            let id = self.any(&MEMBERS);
            let address = if self.random.random_range(0..4) == 0 {
                "somebody@example.com".to_owned()
            } else {
                address(id)
            };
            let account = Invited::builder().account_id(id).email_address(address);
            account.build().unwrap()
        });
        invited.collect()
    }
}
