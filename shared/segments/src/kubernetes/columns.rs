//! The columns of a segment of calls to Kubernetes.

use crate::columns::{Field, Kind, optional, required, scattered, searched};

/// A column of a segment of calls to Kubernetes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each variant is documented by its entry in `KUBERNETES`"
)]
pub enum KubernetesColumn {
    Hour,
    AccountId,
    ClusterId,
    SubjectId,
    SubjectKind,
    ImpersonatedId,
    PrincipalType,
    PrincipalId,
    PrincipalArn,
    CallerArn,
    SessionId,
    AccessKeyId,
    SourceAddress,
    SourceIsIp,
    UserAgent,
    Country,
    City,
    Latitude,
    Longitude,
    Aso,
    Verb,
    RequestUri,
    ApiGroup,
    Resource,
    Subresource,
    Namespace,
    Name,
    PodId,
    Status,
    Calls,
    FirstSeen,
    LastSeen,
}

impl KubernetesColumn {
    /// Every column, in the order of the file.
    pub const ALL: &[Self] = &[
        Self::Hour,
        Self::AccountId,
        Self::ClusterId,
        Self::SubjectId,
        Self::SubjectKind,
        Self::ImpersonatedId,
        Self::PrincipalType,
        Self::PrincipalId,
        Self::PrincipalArn,
        Self::CallerArn,
        Self::SessionId,
        Self::AccessKeyId,
        Self::SourceAddress,
        Self::SourceIsIp,
        Self::UserAgent,
        Self::Country,
        Self::City,
        Self::Latitude,
        Self::Longitude,
        Self::Aso,
        Self::Verb,
        Self::RequestUri,
        Self::ApiGroup,
        Self::Resource,
        Self::Subresource,
        Self::Namespace,
        Self::Name,
        Self::PodId,
        Self::Status,
        Self::Calls,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    /// Its entry in [`KUBERNETES`].
    pub fn field(self) -> &'static Field {
        &KUBERNETES[self as usize]
    }
}

/// The columns of a segment of calls to Kubernetes, in the order of [`KubernetesColumn`].
pub const KUBERNETES: &[Field; 32] = &[
    required(
        "hour",
        Kind::Time,
        "The hour in which all of the row's calls were made: its first moment.",
        "2026-03-01 10:00:00Z",
    ),
    required(
        "account_id",
        Kind::Text,
        "The account of the cluster.",
        "111122223333",
    ),
    Field {
        is_nullable: false,
        ..searched(
            "cluster_id",
            "The `ContainerCluster`: `<name>~<account>~EKS`.",
            "shop~111122223333~EKS",
        )
    },
    searched(
        "subject_id",
        "The `KubernetesSubject` that was authenticated: `<name>~<cluster>~<account>`. No value where authentication failed.",
        "bob~shop~111122223333",
    ),
    optional(
        "subject_kind",
        Kind::Text,
        "`User` or `ServiceAccount`. Present exactly when the subject is.",
        "User",
    ),
    searched(
        "impersonated_id",
        "The `KubernetesSubject` as which the subject acted.",
        "system:serviceaccount:web:shop~shop~111122223333",
    ),
    optional(
        "principal_type",
        Kind::Text,
        "Kind of the IAM principal behind the subject: `AwsUser`, `AwsRole` or `FederatedUser`.",
        "AwsRole",
    ),
    searched(
        "principal_id",
        "The principal's identifier within its kind. Present exactly when the kind is.",
        "AROAEXAMPLEROLEID0001",
    ),
    optional(
        "principal_arn",
        Kind::Text,
        "ARN of the user or of the role (`canonicalArn`).",
        "arn:aws:iam::111122223333:role/deploy",
    ),
    optional(
        "caller_arn",
        Kind::Text,
        "The ARN that was authenticated (`arn`); for an assumed role, the ARN of its session.",
        "arn:aws:sts::111122223333:assumed-role/deploy/ci",
    ),
    searched(
        "session_id",
        "The `AwsRoleSession`, where the caller is one.",
        "AROAEXAMPLEROLEID0001:ci",
    ),
    searched(
        "access_key_id",
        "The access key that signed the token.",
        "ASIAEXAMPLEKEYID0001",
    ),
    searched("source_address", "The last of `sourceIPs`.", "198.51.100.7"),
    required(
        "source_is_ip",
        Kind::Flag,
        "Whether `source_address` is an IP address, and so an entity.",
        "true",
    ),
    searched("user_agent", "`userAgent`, whole.", "kubectl/v1.30.0"),
    optional(
        "country",
        Kind::Text,
        "ISO 3166-1 alpha-2 code of the country of the address on that day.",
        "DE",
    ),
    optional(
        "city",
        Kind::Text,
        "English name of the city of the address.",
        "Berlin",
    ),
    optional(
        "latitude",
        Kind::Degrees,
        "Latitude of the address in degrees, rounded to one decimal.",
        "52.5",
    ),
    optional(
        "longitude",
        Kind::Degrees,
        "Longitude of the address in degrees, rounded to one decimal. Present exactly when the latitude is.",
        "13.4",
    ),
    optional(
        "aso",
        Kind::Text,
        "Organisation of the address's autonomous system.",
        "Example Networks",
    ),
    required("verb", Kind::Text, "`verb`.", "create"),
    optional(
        "request_uri",
        Kind::Text,
        "The path of `requestURI`.",
        "/api/v1/namespaces/web/pods",
    ),
    optional(
        "api_group",
        Kind::Text,
        "`objectRef.apiGroup`. No value for the core group.",
        "apps",
    ),
    optional("resource", Kind::Text, "`objectRef.resource`.", "pods"),
    optional(
        "subresource",
        Kind::Text,
        "`objectRef.subresource`.",
        "exec",
    ),
    optional("namespace", Kind::Text, "`objectRef.namespace`.", "web"),
    optional("name", Kind::Text, "`objectRef.name`.", "shop-0"),
    searched(
        "pod_id",
        "The `ContainerPod` that the request was about: `<uid>~<cluster>~<account>~EKS`.",
        "0f4d5a3e-1c2b-4d5e-8f90-a1b2c3d4e5f6~shop~111122223333~EKS",
    ),
    optional(
        "status",
        Kind::Count,
        "`responseStatus.code`. 401 is unauthorized, 403 forbidden, any other from 400 on a failure, and everything else success.",
        "201",
    ),
    required(
        "calls",
        Kind::Count,
        "How many calls the row stands for, at least one.",
        "17",
    ),
    scattered(
        "first_seen",
        Kind::Time,
        "The first of them.",
        "2026-03-01 10:02:11.000Z",
    ),
    scattered(
        "last_seen",
        Kind::Time,
        "The last of them.",
        "2026-03-01 10:58:40.000Z",
    ),
];
