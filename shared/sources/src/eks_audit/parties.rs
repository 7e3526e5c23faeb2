//! Who took part in a request: identifiers of the cluster and of who called.

use gumshoe_activity::{Entity, KubernetesCaller, SubjectKind};
use gumshoe_domain::AccountId;

use super::batch::PodName;
use super::event::User;
use super::identity::IamIdentity;
use crate::cluster_name::ClusterName;

/// The cluster, the subject and whoever is behind it.
pub(super) struct Parties<'a> {
    pub(super) cluster: Cluster<'a>,
    subject: Option<String>,
    subject_kind: Option<SubjectKind>,
    impersonated: Option<String>,
    identity: IamIdentity<'a>,
}

impl<'a> Parties<'a> {
    /// Who took part in a request of `user`, who acted as `impersonated`.
    pub(super) fn new(
        user: &'a User<'_>,
        impersonated: &User<'_>,
        account: AccountId,
        cluster: &'a ClusterName,
    ) -> Self {
        let cluster = Cluster::new(account, cluster);
        Self {
            subject: user.username.get().map(|it| cluster.subject(it)),
            subject_kind: user.username.get().map(SubjectKind::of_name),
            impersonated: impersonated.username.get().map(|it| cluster.subject(it)),
            identity: IamIdentity::of(user),
            cluster,
        }
    }

    /// The caller of a row.
    pub(super) fn caller(&self) -> KubernetesCaller<'_> {
        let identity = &self.identity;
        let principal = identity.principal.as_ref();
        KubernetesCaller {
            account: self.cluster.account.as_str(),
            cluster_id: &self.cluster.id,
            subject_id: self.subject.as_deref(),
            subject_kind: self.subject_kind,
            impersonated_id: self.impersonated.as_deref(),
            principal_type: principal.map(|it| it.0),
            principal_id: principal.map(|it| it.1.as_str()),
            principal_arn: identity.principal_arn,
            caller_arn: identity.caller_arn,
            session_id: identity.session.as_deref(),
            access_key_id: identity.access_key_id,
        }
    }
}

/// A cluster, as it is part of identifiers.
pub(super) struct Cluster<'a> {
    /// `<name>~<account>~EKS`.
    id: String,
    name: &'a ClusterName,
    account: AccountId,
}

impl<'a> Cluster<'a> {
    fn new(account: AccountId, name: &'a ClusterName) -> Self {
        Self {
            id: format!("{name}~{account}~EKS"),
            name,
            account,
        }
    }

    /// `<name>~<cluster>~<account>`.
    pub(super) fn subject(&self, name: &str) -> String {
        let rest = format!("~{}~{}", self.name, self.account);
        let most = Entity::MAX_ID_BYTES - rest.len();
        let name = name.get(..name.floor_char_boundary(most)).unwrap_or(name);
        format!("{name}{rest}")
    }

    /// `<uid>~<name>~<account>~EKS`.
    pub(super) fn pod(&self, uid: &str) -> String {
        let most = Entity::MAX_ID_BYTES - self.id.len() - 1;
        let uid = uid.get(..uid.floor_char_boundary(most)).unwrap_or(uid);
        format!("{uid}~{}", self.id)
    }

    /// What a pod is looked up by.
    pub(super) fn pod_name(&self, namespace: &str, name: &str) -> PodName {
        (self.id.clone(), namespace.to_owned(), name.to_owned())
    }
}
