//! What records show of who is what to whom.
//!
//! `docs/semantics.md` states the rules for users. Only calls that succeeded create, assume or attach
//! anything; which API shows what is a table.

mod rules;

use std::net::IpAddr;

use gumshoe_activity::{Caller, EntityType, Party, Relation, RelationAggregate, RelationType};
use gumshoe_domain::Timestamp;

use super::actors::{Actor, actors};
use super::record::Record;

/// What a successful call of an API shows.
pub(crate) type Rule = fn(&Told<'_>, &mut Relating<'_>);

/// The rule of an API, if its calls show a relation.
pub(super) fn rule_of(event_source: &str, event_name: &str) -> Option<Rule> {
    rules::RULES
        .iter()
        .find(|(source, name, _)| *source == event_source && *name == event_name)
        .map(|(.., rule)| *rule)
}

/// What a record tells, for its rule.
pub(crate) struct Told<'a> {
    pub(super) record: &'a Record<'a>,
    pub(super) caller: &'a Caller<'a>,
}

impl<'a> Told<'a> {
    /// The entities that called.
    fn actors(&self) -> impl Iterator<Item = Actor<'a>> + Clone {
        actors(&self.record.user_identity, self.caller)
    }

    /// The same, or the account where an AWS service called on its own behalf.
    fn actors_or_account(&self) -> impl Iterator<Item = Actor<'a>> + Clone {
        let account = Actor {
            party: Party {
                kind: EntityType::AwsAccount,
                id: self.caller.account,
            },
            account: None,
            arn: None,
        };
        let is_nobody = self.actors().next().is_none();
        self.actors().chain(is_nobody.then_some(account))
    }

    /// The account in an ARN, where it is not the record's.
    fn other_account(&self, arn: Option<&'a str>) -> Option<&'a str> {
        arn?.split(':')
            .nth(4)
            .filter(|it| it.len() == 12 && *it != self.caller.account)
    }
}

/// Takes what one record shows.
pub(crate) struct Relating<'r> {
    pub(super) rows: &'r mut RelationAggregate,
    pub(super) account: &'r str,
    pub(super) time: Timestamp,
}

/// What a relation has beside its entities.
#[derive(Debug, Clone, Copy, Default)]
struct With<'a> {
    to_arn: Option<&'a str>,
    detail: Option<&'a str>,
}

impl<'a> With<'a> {
    fn arn(to_arn: Option<&'a str>) -> Self {
        Self {
            to_arn,
            detail: None,
        }
    }

    fn detail(detail: Option<&'a str>) -> Self {
        Self {
            to_arn: None,
            detail,
        }
    }
}

impl Relating<'_> {
    fn add(&mut self, from: &Actor<'_>, relation: RelationType, to: Party<'_>, with: With<'_>) {
        self.rows.add(&Relation {
            hour: self.time.hour(),
            account: self.account,
            from: from.party,
            relation,
            to,
            from_account: from.account,
            from_arn: from.arn,
            to_arn: with.to_arn,
            detail: with.detail,
            count: 1,
            first_seen: self.time,
            last_seen: self.time,
        });
    }
}

/// Adds that a call was made with an instance's credentials: the instance has the role's session,
/// whether the call succeeded or not.
pub(super) fn add_instance(told: &Told<'_>, relating: &mut Relating<'_>) {
    let caller = told.caller;
    let Some((role, session)) = caller.principal_id.zip(caller.session_id) else {
        return;
    };
    let is_instance = |it: &Actor<'_>| it.party.kind == EntityType::Ec2Instance;
    for instance in told.actors().filter(is_instance) {
        let role = party(EntityType::AwsRole, role);
        let session = party(EntityType::AwsRoleSession, session);
        let role_arn = With::arn(caller.principal_arn);
        relating.add(&instance, RelationType::Assumed, role, role_arn);
        let session_arn = With::arn(caller.caller_arn);
        relating.add(&instance, RelationType::HasSession, session, session_arn);
    }
}

/// Whether a caller's calls are an instance's.
pub(super) fn is_of_instance(caller: &Caller<'_>) -> bool {
    caller.instance().is_some()
}

fn party(kind: EntityType, id: &str) -> Party<'_> {
    Party { kind, id }
}

/// An address in its canonical form; nothing for what is none.
fn address(text: &str) -> Option<String> {
    text.parse::<IpAddr>().ok().map(|it| it.to_string())
}
