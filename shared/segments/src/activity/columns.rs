//! The columns of a segment of activity.

use crate::columns::{Field, Kind, optional, required, scattered, searched};

/// A column of a segment of activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each variant is documented by its entry in `ACTIVITY`"
)]
pub enum Column {
    Hour,
    AccountId,
    PrincipalType,
    PrincipalId,
    PrincipalName,
    PrincipalArn,
    CallerArn,
    SessionId,
    AccessKeyId,
    InvokedBy,
    SourceAddress,
    SourceIsIp,
    UserAgent,
    Country,
    City,
    Latitude,
    Longitude,
    Aso,
    Service,
    Api,
    Region,
    ErrorCode,
    ResourceType,
    ResourceId,
    Calls,
    FirstSeen,
    LastSeen,
    InstanceId,
}

impl Column {
    /// Every column, in the order of the file.
    pub const ALL: &[Self] = &[
        Self::Hour,
        Self::AccountId,
        Self::PrincipalType,
        Self::PrincipalId,
        Self::PrincipalName,
        Self::PrincipalArn,
        Self::CallerArn,
        Self::SessionId,
        Self::AccessKeyId,
        Self::InvokedBy,
        Self::SourceAddress,
        Self::SourceIsIp,
        Self::UserAgent,
        Self::Country,
        Self::City,
        Self::Latitude,
        Self::Longitude,
        Self::Aso,
        Self::Service,
        Self::Api,
        Self::Region,
        Self::ErrorCode,
        Self::ResourceType,
        Self::ResourceId,
        Self::Calls,
        Self::FirstSeen,
        Self::LastSeen,
        Self::InstanceId,
    ];

    /// Its entry in [`ACTIVITY`].
    pub fn field(self) -> &'static Field {
        &ACTIVITY[self as usize]
    }
}

/// The columns of a segment of activity, in the order of [`Column`].
pub const ACTIVITY: &[Field; 28] = &[
    required(
        "hour",
        Kind::Time,
        "The hour in which all of the row's calls were made: its first moment.",
        "2026-03-01 10:00:00Z",
    ),
    required(
        "account_id",
        Kind::Text,
        "The account whose trail recorded the calls (`recipientAccountId`).",
        "111122223333",
    ),
    optional(
        "principal_type",
        Kind::Text,
        "Kind of the principal: `AwsUser`, `AwsRole`, `FederatedUser` or, for a foreign account, `AwsAccount`.",
        "AwsRole",
    ),
    searched(
        "principal_id",
        "The principal's identifier within its kind. Present exactly when the kind is.",
        "AROAEXAMPLEROLEID0001",
    ),
    optional(
        "principal_name",
        Kind::Text,
        "The principal's short name.",
        "deploy",
    ),
    optional(
        "principal_arn",
        Kind::Text,
        "ARN of the user or of the assumed role.",
        "arn:aws:iam::111122223333:role/deploy",
    ),
    optional(
        "caller_arn",
        Kind::Text,
        "`userIdentity.arn` as recorded; for an assumed role, the ARN of its session.",
        "arn:aws:sts::111122223333:assumed-role/deploy/ci",
    ),
    searched(
        "session_id",
        "The `AwsRoleSession`, where the caller is one.",
        "AROAEXAMPLEROLEID0001:ci",
    ),
    searched(
        "access_key_id",
        "The access key that signed the calls.",
        "ASIAEXAMPLEKEYID0001",
    ),
    optional(
        "invoked_by",
        Kind::Text,
        "The AWS service that made the calls for the principal, or on its own behalf.",
        "cloudformation.amazonaws.com",
    ),
    searched(
        "source_address",
        "`sourceIPAddress`: an address, a service's host name, or `AWS Internal`.",
        "198.51.100.7",
    ),
    required(
        "source_is_ip",
        Kind::Flag,
        "Whether `source_address` is an IP address, and so an entity.",
        "true",
    ),
    searched("user_agent", "`userAgent`, whole.", "aws-cli/2.15.0"),
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
    required(
        "service",
        Kind::Text,
        "`eventSource` without `.amazonaws.com`.",
        "s3",
    ),
    required("api", Kind::Text, "`eventName`.", "PutObject"),
    optional("region", Kind::Text, "`awsRegion`.", "eu-central-1"),
    optional(
        "error_code",
        Kind::Text,
        "`errorCode`. No value is success; any value, also an empty text, is failure.",
        "AccessDenied",
    ),
    optional(
        "resource_type",
        Kind::Text,
        "Kind of the entity that the calls were about.",
        "S3Bucket",
    ),
    searched(
        "resource_id",
        "Its identifier within its kind. Present exactly when the kind is.",
        "releases",
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
    searched(
        "instance_id",
        "The `Ec2Instance` whose credentials the caller has: the name of its session. From format 2 on.",
        "i-0123456789abcdef0",
    ),
];
