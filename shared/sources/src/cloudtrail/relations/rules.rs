//! Which call shows which relation.

use std::collections::BTreeSet;

use gumshoe_activity::{EntityType, RelationType};
use gumshoe_domain::AccountId;

use super::{Relating, Rule, Told, With, address, party};
use crate::cloudtrail::actors::Actor;
use crate::cloudtrail::response::{Instance, Interface};
use crate::cluster_name::ClusterName;

const STS: &str = "sts.amazonaws.com";
const EC2: &str = "ec2.amazonaws.com";
const IAM: &str = "iam.amazonaws.com";
const S3: &str = "s3.amazonaws.com";
const EKS: &str = "eks.amazonaws.com";

/// Event source, event name, and what its successful calls show.
pub(super) static RULES: &[(&str, &str, Rule)] = &[
    (STS, "AssumeRole", assumed_role),
    (STS, "AssumeRoleWithSAML", assumed_role),
    (STS, "AssumeRoleWithWebIdentity", assumed_role),
    (STS, "AssumeRoot", assumed_root),
    (STS, "GetFederationToken", began_federated_session),
    ("signin.amazonaws.com", "SwitchRole", switched_role),
    (EC2, "RunInstances", launched_instances),
    (EC2, "TerminateInstances", terminated_instances),
    (EC2, "AttachNetworkInterface", attached_interface),
    (EC2, "AssociateIamInstanceProfile", associated_profile),
    (EC2, "AssociateAddress", associated_address),
    (IAM, "CreateUser", created_user),
    (IAM, "CreateRole", created_role),
    (S3, "CreateBucket", created_bucket),
    (S3, "DeleteBucket", deleted_bucket),
    (EKS, "CreateCluster", created_cluster),
    (EKS, "DeleteCluster", deleted_cluster),
];

/// `AssumeRole` and its siblings answer with the session that they began.
fn assumed_role(told: &Told<'_>, relating: &mut Relating<'_>) {
    let subject = &told.record.response_elements.subject;
    let Some(session_id) = subject.id.get() else {
        return;
    };
    let Some((role_id, _)) = session_id.split_once(':').filter(|it| !it.0.is_empty()) else {
        return;
    };
    let role = party(EntityType::AwsRole, role_id);
    let session = party(EntityType::AwsRoleSession, session_id);
    let role_arn = told.record.request_parameters.role_arn.get();
    let session_arn = With::arn(subject.arn.get());
    for actor in told.actors() {
        relating.add(&actor, RelationType::Assumed, role, With::arn(role_arn));
        relating.add(&actor, RelationType::StartedSession, session, session_arn);
    }
    let role = Actor {
        party: role,
        account: told.other_account(role_arn),
        arn: role_arn,
    };
    let is_nobody = told.actors().next().is_none();
    let by_service = told.caller.invoked_by.filter(|_| is_nobody);
    let with = With {
        detail: by_service,
        ..session_arn
    };
    relating.add(&role, RelationType::HasSession, session, with);
}

/// `AssumeRoot` names a member account or its root user, and begins no session that has a name.
fn assumed_root(told: &Told<'_>, relating: &mut Relating<'_>) {
    let target = told.record.request_parameters.target_principal.get();
    let account = target.and_then(|it| {
        let of_arn = || it.strip_suffix(":root")?.split(':').nth(4);
        let account = of_arn().unwrap_or(it);
        account.parse::<AccountId>().ok().map(|_| account)
    });
    let Some(account) = account else { return };
    let root = party(EntityType::AwsUser, account);
    for actor in told.actors() {
        relating.add(&actor, RelationType::Assumed, root, With::default());
    }
}

/// `GetFederationToken` answers with the federated user of its session.
fn began_federated_session(told: &Told<'_>, relating: &mut Relating<'_>) {
    let subject = &told.record.response_elements.subject;
    let Some(id) = subject.id.get() else { return };
    let user = party(EntityType::FederatedUser, id);
    let arn = With::arn(subject.arn.get());
    for actor in told.actors() {
        relating.add(&actor, RelationType::StartedSession, user, arn);
    }
}

/// The console's `SwitchRole` is a call of the session that was switched to, and names who switched.
///
/// AWS CloudTrail User Guide, "AWS Management Console sign-in events".
fn switched_role(told: &Told<'_>, relating: &mut Relating<'_>) {
    let caller = told.caller;
    let Some((role, session)) = caller.principal_id.zip(caller.session_id) else {
        return;
    };
    let role = Actor {
        party: party(EntityType::AwsRole, role),
        account: told.other_account(caller.caller_arn),
        arn: caller.principal_arn,
    };
    let with = With {
        to_arn: caller.caller_arn,
        detail: told.record.additional_event_data.switch_from.get(),
    };
    let session = party(EntityType::AwsRoleSession, session);
    relating.add(&role, RelationType::HasSession, session, with);
}

fn launched_instances(told: &Told<'_>, relating: &mut Relating<'_>) {
    for instance in &told.record.response_elements.instances {
        let Some(id) = instance.id.get() else {
            continue;
        };
        let to = party(EntityType::Ec2Instance, id);
        for actor in told.actors_or_account() {
            relating.add(&actor, RelationType::Created, to, With::default());
            for interface in &instance.interfaces {
                let Some(interface) = interface.id.get() else {
                    continue;
                };
                let with = With::detail(Some(interface));
                relating.add(&actor, RelationType::AttachedInterface, to, with);
            }
            if let Some(profile) = instance.profile.label() {
                let with = With::detail(Some(profile));
                relating.add(&actor, RelationType::AssociatedInstanceProfile, to, with);
            }
        }
        add_addresses(instance, id, relating);
    }
}

/// The addresses that an instance is launched with, each once for each interface that has it.
fn add_addresses(instance: &Instance<'_>, id: &str, relating: &mut Relating<'_>) {
    let mut addresses: BTreeSet<(String, Option<&str>)> = BTreeSet::new();
    for interface in &instance.interfaces {
        let texts = texts_of(interface).filter_map(address);
        addresses.extend(texts.map(|it| (it, interface.id.get())));
    }
    if addresses.is_empty() {
        let own = instance.private_address.get().and_then(address);
        addresses.extend(own.map(|it| (it, None)));
    }
    for (address, interface) in &addresses {
        add_address(id, address, *interface, relating);
    }
}

fn texts_of<'a>(interface: &'a Interface<'_>) -> impl Iterator<Item = &'a str> {
    let own = interface.private_address.get().into_iter();
    let sets = interface.private_addresses.iter();
    own.chain(
        sets.chain(&interface.ipv6_addresses)
            .filter_map(|it| it.address.get()),
    )
}

fn add_address(id: &str, address: &str, interface: Option<&str>, relating: &mut Relating<'_>) {
    let instance = Actor {
        party: party(EntityType::Ec2Instance, id),
        account: None,
        arn: None,
    };
    let to = party(EntityType::IpAddress, address);
    let with = With::detail(interface);
    relating.add(&instance, RelationType::AssignedAddress, to, with);
}

fn terminated_instances(told: &Told<'_>, relating: &mut Relating<'_>) {
    let instances = told.record.response_elements.instances.iter();
    for id in instances.filter_map(|it| it.id.get()) {
        add_by_actors(
            told,
            RelationType::Deleted,
            (EntityType::Ec2Instance, id),
            With::default(),
            relating,
        );
    }
}

fn attached_interface(told: &Told<'_>, relating: &mut Relating<'_>) {
    let asked = &told.record.request_parameters;
    if let Some((id, interface)) = asked
        .instance_id
        .get()
        .zip(asked.network_interface_id.get())
    {
        add_by_actors(
            told,
            RelationType::AttachedInterface,
            (EntityType::Ec2Instance, id),
            With::detail(Some(interface)),
            relating,
        );
    }
}

fn associated_profile(told: &Told<'_>, relating: &mut Relating<'_>) {
    let asked = &told.record.request_parameters.association;
    if let Some(id) = asked.instance_id.get() {
        add_by_actors(
            told,
            RelationType::AssociatedInstanceProfile,
            (EntityType::Ec2Instance, id),
            With::detail(asked.profile.label()),
            relating,
        );
    }
}

/// Only a call that names both the instance and the address shows anything by itself.
fn associated_address(told: &Told<'_>, relating: &mut Relating<'_>) {
    let asked = &told.record.request_parameters;
    let address = asked.public_ip.get().and_then(address);
    if let Some((id, address)) = asked.instance_id.get().zip(address) {
        add_address(id, &address, asked.network_interface_id.get(), relating);
    }
}

fn created_user(told: &Told<'_>, relating: &mut Relating<'_>) {
    add_created(told, EntityType::AwsUser, relating);
}

fn created_role(told: &Told<'_>, relating: &mut Relating<'_>) {
    add_created(told, EntityType::AwsRole, relating);
}

fn add_created(told: &Told<'_>, kind: EntityType, relating: &mut Relating<'_>) {
    let subject = &told.record.response_elements.subject;
    if let Some(id) = subject.id.get() {
        let with = With::arn(subject.arn.get());
        add_by_actors(told, RelationType::Created, (kind, id), with, relating);
    }
}

fn created_bucket(told: &Told<'_>, relating: &mut Relating<'_>) {
    add_bucket(told, RelationType::Created, relating);
}

fn deleted_bucket(told: &Told<'_>, relating: &mut Relating<'_>) {
    add_bucket(told, RelationType::Deleted, relating);
}

fn add_bucket(told: &Told<'_>, relation: RelationType, relating: &mut Relating<'_>) {
    if let Some(id) = told.record.bucket() {
        let to = (EntityType::S3Bucket, id);
        add_by_actors(told, relation, to, With::default(), relating);
    }
}

/// `CreateCluster` names the cluster and the role that EKS assumes to run it.
fn created_cluster(told: &Told<'_>, relating: &mut Relating<'_>) {
    let role = With::detail(told.record.request_parameters.role_arn.get());
    add_cluster(told, RelationType::Created, role, relating);
}

fn deleted_cluster(told: &Told<'_>, relating: &mut Relating<'_>) {
    add_cluster(told, RelationType::Deleted, With::default(), relating);
}

fn add_cluster(
    told: &Told<'_>,
    relation: RelationType,
    with: With<'_>,
    relating: &mut Relating<'_>,
) {
    let name = told.record.request_parameters.name.get();
    let Some(name) = name.and_then(|it| it.parse::<ClusterName>().ok()) else {
        return;
    };
    let id = format!("{name}~{}~EKS", told.caller.account);
    let to = (EntityType::ContainerCluster, id.as_str());
    add_by_actors(told, relation, to, with, relating);
}

fn add_by_actors(
    told: &Told<'_>,
    relation: RelationType,
    (kind, id): (EntityType, &str),
    with: With<'_>,
    relating: &mut Relating<'_>,
) {
    for actor in told.actors_or_account() {
        relating.add(&actor, relation, party(kind, id), with);
    }
}
