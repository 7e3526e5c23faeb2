//! One row of activity, as borrowed texts.

use gumshoe_domain::{Hour, Timestamp};

use crate::entity::EntityType;
use crate::instance::instance_of_session;
use crate::place::Place;

/// Who called: everything a record says of its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Caller<'a> {
    /// The account whose trail recorded the call (`recipientAccountId`), 12 digits.
    pub account: &'a str,
    /// The kind of the principal, where there is one: user, role, federated user or foreign account.
    pub principal_type: Option<EntityType>,
    /// The principal's identifier within its kind. Present exactly when the kind is.
    pub principal_id: Option<&'a str>,
    /// The principal's short name.
    pub principal_name: Option<&'a str>,
    /// The ARN of the user or of the assumed role.
    pub principal_arn: Option<&'a str>,
    /// `userIdentity.arn` as the record has it; for an assumed role, the ARN of its session.
    pub caller_arn: Option<&'a str>,
    /// The `AwsRoleSession`, where the caller is one.
    pub session_id: Option<&'a str>,
    /// The access key that signed the call.
    pub access_key_id: Option<&'a str>,
    /// The AWS service that made the call for the principal, or on its own behalf.
    pub invoked_by: Option<&'a str>,
}

/// From where, and with what.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Origin<'a> {
    /// `sourceIPAddress`: an address, a service's host name, or `AWS Internal`.
    pub address: Option<&'a str>,
    /// Whether `address` is an IP address, and so an entity.
    pub is_ip: bool,
    /// `userAgent`.
    pub user_agent: Option<&'a str>,
    /// Where the address is.
    pub place: Place<'a>,
}

/// What was called, where, and how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Action<'a> {
    /// `eventSource` without `.amazonaws.com`.
    pub service: &'a str,
    /// `eventName`.
    pub api: &'a str,
    /// `awsRegion`.
    pub region: Option<&'a str>,
    /// `errorCode`. The call failed exactly when this is present, even if it is empty.
    pub error_code: Option<&'a str>,
}

/// What the call was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Resource<'a> {
    /// The kind of the entity.
    pub kind: EntityType,
    /// Its identifier within the kind.
    pub id: &'a str,
}

/// One row of activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call<'a> {
    /// The hour in which all of the row's calls were made.
    pub hour: Hour,
    /// Who.
    pub caller: Caller<'a>,
    /// From where, and with what.
    pub origin: Origin<'a>,
    /// What.
    pub action: Action<'a>,
    /// About what.
    pub resource: Option<Resource<'a>>,
    /// How often, at least once.
    pub calls: u64,
    /// The first of them.
    pub first_seen: Timestamp,
    /// The last of them.
    pub last_seen: Timestamp,
}

impl<'a> Caller<'a> {
    /// The caller in one text: its ARN, else the service, else the principal's name or id.
    pub fn label(&self) -> Option<&'a str> {
        self.caller_arn
            .or(self.invoked_by)
            .or(self.principal_name)
            .or(self.principal_id)
    }

    /// The EC2 instance whose credentials the caller has.
    pub fn instance(&self) -> Option<&'a str> {
        self.session_id.and_then(instance_of_session)
    }
}

impl<'a> Call<'a> {
    /// Every entity that the row concerns, each once.
    pub fn entities(&self) -> impl Iterator<Item = (EntityType, &'a str)> {
        let account = Some((EntityType::AwsAccount, self.caller.account));
        let principal = self
            .caller
            .principal_type
            .zip(self.caller.principal_id)
            .filter(|it| Some(*it) != account);
        let session = self
            .caller
            .session_id
            .map(|id| (EntityType::AwsRoleSession, id));
        let address = self
            .origin
            .address
            .filter(|_| self.origin.is_ip)
            .map(|id| (EntityType::IpAddress, id));
        let instance = self
            .caller
            .instance()
            .map(|id| (EntityType::Ec2Instance, id));
        let agent = self.origin.user_agent.map(|id| (EntityType::UserAgent, id));
        let resource = self.resource.map(|it| (it.kind, it.id));
        [
            account, principal, session, instance, address, agent, resource,
        ]
        .into_iter()
        .flatten()
    }

    /// Whether the calls failed.
    pub fn failed(&self) -> bool {
        self.action.error_code.is_some()
    }
}
