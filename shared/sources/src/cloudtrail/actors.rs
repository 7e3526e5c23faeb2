//! Whom a call's relations are of: the caller, as each of the entities that it is.

use gumshoe_activity::{Caller, EntityType, Party, instance_of_session};
use gumshoe_domain::AccountId;

use super::record::Identity;

/// An entity that called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Actor<'a> {
    pub(super) party: Party<'a>,
    /// Its account, where that is not the account of the record.
    pub(super) account: Option<&'a str>,
    pub(super) arn: Option<&'a str>,
}

/// The entities that a caller is: a user; a role, its session and the instance that has the session's
/// credentials; a federated user; the account of whom nothing else is known.
pub(super) fn actors<'a>(
    identity: &'a Identity<'_>,
    caller: &Caller<'a>,
) -> impl Iterator<Item = Actor<'a>> + Clone {
    let home = identity.account_id.get().filter(|it| is_account(it));
    let account = home.filter(|it| *it != caller.account);
    let caller = *caller;
    let principal = caller.principal_type.zip(caller.principal_id);
    let parties = match principal {
        Some((EntityType::AwsAccount, id)) => foreign(identity.principal_id.get(), id),
        Some((kind, id)) => with_session(Party { kind, id }, caller.session_id),
        None => [None; 3],
    };
    parties.into_iter().flatten().map(move |party| Actor {
        party,
        account,
        arn: arn_of(party.kind, &caller),
    })
}

/// The ARN of a caller, seen as an entity of this kind.
fn arn_of<'a>(kind: EntityType, caller: &Caller<'a>) -> Option<&'a str> {
    match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => {
            caller.principal_arn
        }
        EntityType::AwsRoleSession => caller.caller_arn,
        EntityType::AwsAccount
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::S3Bucket
        | EntityType::UserAgent
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => None,
    }
}

fn is_account(text: &str) -> bool {
    text.parse::<AccountId>().is_ok()
}

fn with_session<'a>(principal: Party<'a>, session: Option<&'a str>) -> [Option<Party<'a>>; 3] {
    let party = |kind| move |id| Party { kind, id };
    [
        Some(principal),
        session.map(party(EntityType::AwsRoleSession)),
        session
            .and_then(instance_of_session)
            .map(party(EntityType::Ec2Instance)),
    ]
}

/// Who called from another account. Of such a caller a record tells the principal's id alone, which
/// is the same in both accounts.
///
/// IAM User Guide, "IAM identifiers": what an id begins with says what it is of.
fn foreign<'a>(principal_id: Option<&'a str>, account: &'a str) -> [Option<Party<'a>>; 3] {
    let alone = |kind, id| [Some(Party { kind, id }), None, None];
    match principal_id {
        Some(id) if id.starts_with("AROA") => {
            let (role, session) = match id.split_once(':') {
                Some((role, _)) => (role, Some(id)),
                None => (id, None),
            };
            let role = Party {
                kind: EntityType::AwsRole,
                id: role,
            };
            with_session(role, session)
        }
        Some(id) if id.starts_with("AIDA") => alone(EntityType::AwsUser, id),
        Some(id) if id == account => alone(EntityType::AwsUser, id),
        Some(id)
            if id
                .strip_prefix(account)
                .is_some_and(|it| it.starts_with(':')) =>
        {
            alone(EntityType::FederatedUser, id)
        }
        Some(_) | None => alone(EntityType::AwsAccount, account),
    }
}
