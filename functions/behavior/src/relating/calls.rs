//! The relations that calls show.

use gumshoe_activity::{Call, EntityType, Party, RelationType};
use gumshoe_segments::Column;

/// From, its ARN, the relation, to, its ARN.
pub(super) type Pair<'a> = (
    Party<'a>,
    Option<&'a str>,
    RelationType,
    Party<'a>,
    Option<&'a str>,
);

/// The relations that a row of activity shows by having both entities.
pub(super) fn derived<'a>(call: &Call<'a>) -> Vec<Pair<'a>> {
    let party = |kind| move |id| Party { kind, id };
    let caller = call.caller;
    let principal = caller.principal_type.zip(caller.principal_id);
    let principal = principal.map(|(kind, id)| Party { kind, id });
    let session = caller.session_id.map(party(EntityType::AwsRoleSession));
    let instance = caller.instance().map(party(EntityType::Ec2Instance));
    let address = call.origin.address.filter(|_| call.origin.is_ip);
    let address = address.map(party(EntityType::IpAddress));
    let agent = call.origin.user_agent.map(party(EntityType::UserAgent));
    let about = call.resource.map(|it| Party {
        kind: it.kind,
        id: it.id,
    });
    let actors = [
        (principal, caller.principal_arn),
        (session, caller.caller_arn),
        (instance, None),
    ];
    let objects = [
        (RelationType::UsedAddress, address),
        (RelationType::UsedUserAgent, agent),
        (RelationType::CalledApiOn, about),
    ];
    let mut pairs = Vec::new();
    for (actor, arn) in actors {
        let each = objects.iter().filter_map(|(relation, object)| {
            let (from, to) = actor.zip(*object)?;
            Some((from, arn, *relation, to, None))
        });
        pairs.extend(each);
    }
    let by_address = address.zip(agent);
    pairs.extend(by_address.map(|(from, to)| (from, None, RelationType::UsedUserAgent, to, None)));
    let role = principal.filter(|it| it.kind == EntityType::AwsRole);
    pairs.extend(role.zip(session).map(|(from, to)| {
        let (arn, to_arn) = (caller.principal_arn, caller.caller_arn);
        (from, arn, RelationType::HasSession, to, to_arn)
    }));
    pairs
}

/// What [`derived`] looks at.
pub(crate) const CALLS: &[Column] = &[
    Column::PrincipalType,
    Column::PrincipalId,
    Column::PrincipalArn,
    Column::CallerArn,
    Column::SessionId,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::ResourceType,
    Column::ResourceId,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];
