//! One row of Kubernetes activity, as borrowed texts.
//!
//! The names are those of Kubernetes' audit events (`audit.k8s.io/v1`), with the IAM identity that
//! EKS's authenticator adds to them.

mod aggregate;
mod dimension;
mod order;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use gumshoe_domain::{Hour, Timestamp};

use crate::call::Origin;
use crate::entities::Sighting;
use crate::entity::EntityType;

pub use aggregate::KubernetesAggregate;
pub use dimension::KubernetesDimension;

/// What kind of subject made a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// A user: a person, a node, or anything else that is no service account.
    User,
    /// A service account, `system:serviceaccount:<namespace>:<name>`.
    ServiceAccount,
}

/// The text names no kind of subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of subject")]
pub struct NotASubjectKind;

/// Who called, in which cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KubernetesCaller<'a> {
    /// The account of the cluster, 12 digits.
    pub account: &'a str,
    /// The `ContainerCluster`: `<name>~<account>~EKS`.
    pub cluster_id: &'a str,
    /// The `KubernetesSubject` that was authenticated; absent where authentication failed.
    pub subject_id: Option<&'a str>,
    /// The subject's kind. Present exactly when the subject is.
    pub subject_kind: Option<SubjectKind>,
    /// The `KubernetesSubject` as which the subject acted, where it impersonated one.
    pub impersonated_id: Option<&'a str>,
    /// The kind of the IAM principal behind the subject.
    pub principal_type: Option<EntityType>,
    /// The principal's identifier within its kind. Present exactly when the kind is.
    pub principal_id: Option<&'a str>,
    /// The ARN of the IAM user or role (`canonicalArn`).
    pub principal_arn: Option<&'a str>,
    /// The ARN that was authenticated (`arn`); for an assumed role, the ARN of its session.
    pub caller_arn: Option<&'a str>,
    /// The `AwsRoleSession`, where the caller is one.
    pub session_id: Option<&'a str>,
    /// The access key that signed the token.
    pub access_key_id: Option<&'a str>,
}

/// What was asked for, and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct KubernetesRequest<'a> {
    /// `verb`.
    pub verb: &'a str,
    /// The path of `requestURI`.
    pub uri: Option<&'a str>,
    /// `objectRef.apiGroup`; absent for the core group.
    pub api_group: Option<&'a str>,
    /// `objectRef.resource`.
    pub resource: Option<&'a str>,
    /// `objectRef.subresource`.
    pub subresource: Option<&'a str>,
    /// `objectRef.namespace`.
    pub namespace: Option<&'a str>,
    /// `objectRef.name`.
    pub name: Option<&'a str>,
    /// The `ContainerPod` that the request was about, where it is known.
    pub pod_id: Option<&'a str>,
    /// `responseStatus.code`.
    pub status: Option<u16>,
}

/// How a call ended: Amazon Detective User Guide, "Overall Kubernetes API activity".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KubernetesOutcome {
    /// A status below 400, or none.
    Success,
    /// 401: nobody was authenticated.
    Unauthorized,
    /// 403: the subject may not.
    Forbidden,
    /// Any other status from 400 on.
    Failure,
}

/// One row of Kubernetes activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KubernetesCall<'a> {
    /// The hour in which all of the row's calls were made.
    pub hour: Hour,
    /// Who.
    pub caller: KubernetesCaller<'a>,
    /// From where, and with what.
    pub origin: Origin<'a>,
    /// What.
    pub request: KubernetesRequest<'a>,
    /// How often, at least once.
    pub calls: u64,
    /// The first of them.
    pub first_seen: Timestamp,
    /// The last of them.
    pub last_seen: Timestamp,
}

impl SubjectKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::User, Self::ServiceAccount];

    /// The prefix of a service account's name: Kubernetes documentation, "Managing Service Accounts".
    pub const SERVICE_ACCOUNT_PREFIX: &str = "system:serviceaccount:";

    /// The name in segments, as `kind` in Kubernetes' role bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::ServiceAccount => "ServiceAccount",
        }
    }

    /// The kind of the subject of this name.
    pub fn of_name(name: &str) -> Self {
        if name.starts_with(Self::SERVICE_ACCOUNT_PREFIX) {
            Self::ServiceAccount
        } else {
            Self::User
        }
    }
}

impl fmt::Display for SubjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SubjectKind {
    type Err = NotASubjectKind;

    fn from_str(text: &str) -> Result<Self, NotASubjectKind> {
        let is_it = |kind: &&Self| kind.as_str() == text;
        Self::ALL.iter().find(is_it).copied().ok_or(NotASubjectKind)
    }
}

impl KubernetesOutcome {
    /// What a status says.
    pub fn of_status(status: Option<u16>) -> Self {
        match status {
            None | Some(..=399) => Self::Success,
            Some(401) => Self::Unauthorized,
            Some(403) => Self::Forbidden,
            Some(_) => Self::Failure,
        }
    }
}

impl<'a> KubernetesCall<'a> {
    /// Every entity that the row concerns, each once.
    pub fn entities(&self) -> impl Iterator<Item = (EntityType, &'a str)> {
        let (caller, origin) = (&self.caller, &self.origin);
        let of = |kind| move |id| (kind, id);
        let account = (EntityType::AwsAccount, caller.account);
        let subject = caller.subject_id;
        let impersonated = caller.impersonated_id.filter(|it| Some(*it) != subject);
        let principal = caller.principal_type.zip(caller.principal_id);
        [
            Some(account),
            Some((EntityType::ContainerCluster, caller.cluster_id)),
            subject.map(of(EntityType::KubernetesSubject)),
            impersonated.map(of(EntityType::KubernetesSubject)),
            principal.filter(|it| *it != account),
            caller.session_id.map(of(EntityType::AwsRoleSession)),
            origin
                .address
                .filter(|_| origin.is_ip)
                .map(of(EntityType::IpAddress)),
            origin.user_agent.map(of(EntityType::UserAgent)),
            self.request.pod_id.map(of(EntityType::ContainerPod)),
        ]
        .into_iter()
        .flatten()
    }

    /// How the calls ended.
    pub fn outcome(&self) -> KubernetesOutcome {
        KubernetesOutcome::of_status(self.request.status)
    }

    /// What the row tells of an entity that it concerns.
    pub(crate) fn sighting(&self, kind: EntityType, id: &'a str) -> Sighting<'a> {
        let caller = &self.caller;
        let own = Some(caller.account);
        let (name, arn, account) = match kind {
            EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => {
                let arn = caller.principal_arn;
                (arn.and_then(name_in_arn), arn, arn.and_then(owner))
            }
            EntityType::AwsRoleSession => {
                let arn = caller.caller_arn;
                let name = id.split_once(':').map(|(_, name)| name);
                (name, arn, arn.and_then(owner))
            }
            EntityType::ContainerCluster | EntityType::KubernetesSubject => {
                (name_in_id(id), None, own)
            }
            EntityType::ContainerPod => (self.request.name, None, own),
            EntityType::AwsAccount
            | EntityType::Ec2Instance
            | EntityType::IpAddress
            | EntityType::UserAgent
            | EntityType::S3Bucket
            | EntityType::ContainerImage => (None, None, None),
        };
        Sighting {
            kind,
            id,
            name,
            arn: arn.map(Cow::Borrowed),
            account,
            first_seen: self.first_seen,
            last_seen: self.last_seen,
        }
    }
}

/// The name of a cluster, `<name>~<account>~EKS`, or of a subject, `<name>~<cluster>~<account>`. A
/// subject's name may have a `~` in it, what follows has none.
fn name_in_id(id: &str) -> Option<&str> {
    id.rsplitn(3, '~').nth(2)
}

/// The last part of an IAM ARN's path.
fn name_in_arn(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    resource.rsplit('/').next()
}

/// The account in an ARN.
fn owner(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| account.len() == 12)
}
