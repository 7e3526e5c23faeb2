//! What activity can be grouped and filtered by.

use std::fmt;
use std::str::FromStr;

use crate::call::Call;
use crate::entity::EntityType;

/// A dimension of API activity, by its name in `ListActivity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// The address, service host name or `AWS Internal` that the call came from.
    IpAddress,
    /// The service called: `eventSource` without `.amazonaws.com`.
    Service,
    /// The API method called: `eventName`.
    Api,
    /// Who called, seen from the entity: users and roles for an account, sessions for a role, access
    /// keys for a user or a session, the principal for everything else.
    Caller,
    /// Who called, as the record has it: the caller's ARN, else the calling service.
    Principal,
    /// The user agent.
    UserAgent,
    /// ISO code of the country of the address.
    Country,
    /// City of the address.
    City,
    /// Organisation of the address's autonomous system.
    Aso,
    /// The Region called.
    Region,
    /// The account whose trail recorded the call.
    AccountId,
    /// The error code; absent for successful calls.
    ErrorCode,
    /// What the call was about.
    Resource,
}

/// The text names no dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown dimension")]
pub struct NotADimension;

impl Dimension {
    /// Every dimension.
    pub const ALL: &[Self] = &[
        Self::IpAddress,
        Self::Service,
        Self::Api,
        Self::Caller,
        Self::Principal,
        Self::UserAgent,
        Self::Country,
        Self::City,
        Self::Aso,
        Self::Region,
        Self::AccountId,
        Self::ErrorCode,
        Self::Resource,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IpAddress => "IpAddress",
            Self::Service => "Service",
            Self::Api => "Api",
            Self::Caller => "Caller",
            Self::Principal => "Principal",
            Self::UserAgent => "UserAgent",
            Self::Country => "Country",
            Self::City => "City",
            Self::Aso => "Aso",
            Self::Region => "Region",
            Self::AccountId => "AccountId",
            Self::ErrorCode => "ErrorCode",
            Self::Resource => "Resource",
        }
    }

    /// The value that `call` has in this dimension, seen from an entity of kind `from`.
    pub fn of<'a>(self, call: &Call<'a>, from: EntityType) -> Option<&'a str> {
        match self {
            Self::IpAddress => call.origin.address,
            Self::Service => Some(call.action.service),
            Self::Api => Some(call.action.api),
            Self::Caller => caller(call, from),
            Self::Principal => call.caller.label(),
            Self::UserAgent => call.origin.user_agent,
            Self::Country => call.origin.place.country,
            Self::City => call.origin.place.city,
            Self::Aso => call.origin.place.aso,
            Self::Region => call.action.region,
            Self::AccountId => Some(call.caller.account),
            Self::ErrorCode => call.action.error_code,
            Self::Resource => call.resource.map(|it| it.id),
        }
    }
}

fn caller<'a>(call: &Call<'a>, from: EntityType) -> Option<&'a str> {
    let principal = call
        .caller
        .principal_arn
        .or(call.caller.principal_id)
        .or(call.caller.invoked_by);
    match from {
        EntityType::AwsRole => call.caller.session_id,
        EntityType::AwsUser
        | EntityType::AwsRoleSession
        | EntityType::Ec2Instance
        | EntityType::FederatedUser => call.caller.access_key_id,
        EntityType::AwsAccount
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => principal,
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Dimension {
    type Err = NotADimension;

    fn from_str(text: &str) -> Result<Self, NotADimension> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.as_str() == text)
            .ok_or(NotADimension)
    }
}
