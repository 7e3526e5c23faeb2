//! Every kind of entity, with the name it has in the API and in Detective's console URLs.

use std::fmt;
use std::str::FromStr;

/// A kind of entity. The text is the namespace of Detective's console URLs.
///
/// Amazon Detective User Guide, "Navigating directly to an entity profile or finding overview".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// An AWS account, by its 12 digits.
    AwsAccount,
    /// An IAM user, by its principal id (`AIDA…`); an account's root user, by the account's id.
    AwsUser,
    /// An IAM role, by its principal id (`AROA…`).
    AwsRole,
    /// A session of a role: `<role principal id>:<session name>`.
    AwsRoleSession,
    /// A user of an identity provider: `<provider>:<user>` or `<provider>:<audience>:<user>`.
    FederatedUser,
    /// An EC2 instance, by its id (`i-…`); a network interface whose instance is unknown, by its own
    /// (`eni-…`).
    Ec2Instance,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A user agent, by its whole text.
    UserAgent,
    /// An S3 bucket, by its name.
    S3Bucket,
    /// A cluster: `<cluster>~<account>~EKS`, or `~ECS`.
    ContainerCluster,
    /// A pod: `<pod UID>~<cluster>~<account>~EKS`; an ECS task: `<task id>~<cluster>~<account>~ECS`.
    ContainerPod,
    /// A container image: `<registry>/<repository>:<tag>@<digest>`, as far as it is told.
    ContainerImage,
    /// A user or service account of a cluster: `<subject>~<cluster>~<account>`.
    KubernetesSubject,
}

/// The text names no kind of entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown entity type")]
pub struct NotAnEntityType;

impl EntityType {
    /// Every kind. The order is the order of the search menu.
    pub const ALL: &[Self] = &[
        Self::AwsAccount,
        Self::AwsRole,
        Self::AwsUser,
        Self::FederatedUser,
        Self::AwsRoleSession,
        Self::Ec2Instance,
        Self::IpAddress,
        Self::S3Bucket,
        Self::UserAgent,
        Self::ContainerCluster,
        Self::ContainerImage,
        Self::ContainerPod,
        Self::KubernetesSubject,
    ];

    /// The name on the wire, in URLs and in segments.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwsAccount => "AwsAccount",
            Self::AwsUser => "AwsUser",
            Self::AwsRole => "AwsRole",
            Self::AwsRoleSession => "AwsRoleSession",
            Self::Ec2Instance => "Ec2Instance",
            Self::FederatedUser => "FederatedUser",
            Self::IpAddress => "IpAddress",
            Self::UserAgent => "UserAgent",
            Self::S3Bucket => "S3Bucket",
            Self::ContainerCluster => "ContainerCluster",
            Self::ContainerPod => "ContainerPod",
            Self::ContainerImage => "ContainerImage",
            Self::KubernetesSubject => "KubernetesSubject",
        }
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EntityType {
    type Err = NotAnEntityType;

    fn from_str(text: &str) -> Result<Self, NotAnEntityType> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == text)
            .ok_or(NotAnEntityType)
    }
}

/// One entity of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity {
    /// Its kind.
    pub kind: EntityType,
    /// Its identifier within the kind, 1 to [`Entity::MAX_ID_BYTES`] bytes.
    pub id: String,
}

impl Entity {
    /// The longest identifier: longer texts in logs are cut to this before they are counted.
    pub const MAX_ID_BYTES: usize = 1_024;
}
