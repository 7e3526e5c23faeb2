//! What can be new.

use std::fmt;
use std::str::FromStr;

use gumshoe_activity::EntityType;

/// Something that can be new in the activity of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoveltyKind {
    /// An API method of a service.
    ApiCall,
    /// A country, or a city in it.
    Geolocation,
    /// The organisation of an autonomous system.
    Aso,
    /// A user agent.
    UserAgent,
    /// A bucket that calls were about.
    Resource,
    /// An IAM user, role, federated user or foreign account that called.
    Principal,
    /// A verb and a resource of a Kubernetes API.
    KubernetesCall,
}

/// The text names nothing that can be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it must be one of API_CALL, GEOLOCATION, ASO, USER_AGENT, RESOURCE, PRINCIPAL, KUBERNETES_CALL"
)]
pub struct NotANoveltyKind;

impl NoveltyKind {
    /// Every kind, in the order of the answers.
    pub const ALL: &[Self] = &[
        Self::ApiCall,
        Self::Geolocation,
        Self::Aso,
        Self::UserAgent,
        Self::Resource,
        Self::Principal,
        Self::KubernetesCall,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApiCall => "API_CALL",
            Self::Geolocation => "GEOLOCATION",
            Self::Aso => "ASO",
            Self::UserAgent => "USER_AGENT",
            Self::Resource => "RESOURCE",
            Self::Principal => "PRINCIPAL",
            Self::KubernetesCall => "KUBERNETES_CALL",
        }
    }

    /// The dimensions that a value of the kind has values in.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::ApiCall => &["Service", "Api"],
            Self::Geolocation => &["Country", "City"],
            Self::Aso => &["Aso"],
            Self::UserAgent => &["UserAgent"],
            Self::Resource => &["ResourceType", "Resource"],
            Self::Principal => &["PrincipalType", "PrincipalId"],
            Self::KubernetesCall => &["Verb", "Resource"],
        }
    }

    /// What can be new for an entity of this type.
    ///
    /// Amazon Detective User Guide, the pages of the entity profiles: "newly observed" panels of each
    /// type. Detective asks them of accounts, users, roles, sessions, federated users, instances,
    /// addresses, buckets and clusters; user agents, pods and subjects are ours.
    pub fn of(entity: EntityType) -> &'static [Self] {
        match entity {
            EntityType::AwsAccount => &[
                Self::ApiCall,
                Self::Geolocation,
                Self::Aso,
                Self::UserAgent,
                Self::Resource,
                Self::Principal,
            ],
            EntityType::AwsUser
            | EntityType::AwsRole
            | EntityType::AwsRoleSession
            | EntityType::FederatedUser
            | EntityType::Ec2Instance => &[
                Self::ApiCall,
                Self::Geolocation,
                Self::Aso,
                Self::UserAgent,
                Self::Resource,
            ],
            EntityType::IpAddress => &[
                Self::ApiCall,
                Self::UserAgent,
                Self::Resource,
                Self::Principal,
            ],
            EntityType::UserAgent => {
                &[Self::ApiCall, Self::Geolocation, Self::Aso, Self::Principal]
            }
            EntityType::S3Bucket => &[
                Self::ApiCall,
                Self::Geolocation,
                Self::Aso,
                Self::UserAgent,
                Self::Principal,
            ],
            EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::KubernetesSubject => &[
                Self::KubernetesCall,
                Self::Geolocation,
                Self::Aso,
                Self::UserAgent,
                Self::Principal,
            ],
            // Nothing that is counted says what an image does.
            EntityType::ContainerImage => &[],
        }
    }
}

impl fmt::Display for NoveltyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for NoveltyKind {
    type Err = NotANoveltyKind;

    fn from_str(text: &str) -> Result<Self, NotANoveltyKind> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text).ok_or(NotANoveltyKind)
    }
}
