//! A principal that is known from logs of elsewhere, and gets a history here.

use gumshoe_activity::{Entity, EntityType};

use super::actor::{Actor, Seat};
use super::chance::Chance;
use super::estate::Estate;
use super::identity::{Role, UserIdentity};
use super::login::Login;
use super::people;
use super::places::CITIES;

/// Times that somebody known is as busy as a colleague.
const SHARE: u64 = 8;

/// Whom a history is made for. [`KnownPrincipal::from_identity`] reads it from a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPrincipal {
    /// The account that it works in, 12 digits.
    pub account: String,
    /// What `userIdentity.arn` says: of an IAM user, or of a role's session.
    pub arn: String,
    /// What `userIdentity.principalId` says: of a session with the session's name after a colon.
    pub principal_id: String,
    /// What it does all day.
    pub job: Job,
}

/// What somebody does all day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Looks at and deploys applications.
    Developer,
    /// Looks after users, roles, trails and bills.
    Administrator,
}

impl KnownPrincipal {
    /// The principal with this `userIdentity.arn` and `.principalId`, if it is an IAM user or a
    /// session of a role.
    pub fn from_identity(arn: &str, principal_id: &str, job: Job) -> Option<Self> {
        let mut parts = arn.splitn(6, ':').skip(4);
        let (account, resource) = (parts.next()?, parts.next()?);
        let is_known = match resource.split_once('/')? {
            ("user", name) => !name.is_empty(),
            ("assumed-role", session) => session.contains('/') && principal_id.contains(':'),
            _ => false,
        };
        is_known.then(|| Self {
            account: account.to_owned(),
            arn: arn.to_owned(),
            principal_id: principal_id.to_owned(),
            job,
        })
    }

    /// The entity that its calls are counted for.
    pub fn entity(&self) -> Entity {
        match self.principal_id.split_once(':') {
            Some((role, _)) => Entity {
                kind: EntityType::AwsRole,
                id: role.to_owned(),
            },
            None => Entity {
                kind: EntityType::AwsUser,
                id: self.principal_id.clone(),
            },
        }
    }

    /// The principal at work in `estate`, the first of the company.
    pub(super) fn actor(&self, chance: &mut Chance, estate: &Estate) -> Actor {
        let city = &CITIES[0];
        let login = self.login(chance, estate);
        let seat = Seat::Terminal(city);
        Actor {
            share: SHARE,
            ..people::person(chance, city, people::work_of(self.job), seat, login)
        }
    }

    fn login(&self, chance: &mut Chance, estate: &Estate) -> Login {
        let key = chance.access_key_id("AKIA");
        let name = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
        let Some((role_id, session_name)) = self.principal_id.split_once(':') else {
            let mut user =
                UserIdentity::iam_user(estate, &name(&self.arn), &self.principal_id, Some(key));
            // A user may have a path.
            user.arn = Some(self.arn.clone());
            return Login::Standing {
                estate: 0,
                identity: Box::new(user),
            };
        };
        let id = chance.principal_id("AIDA");
        let session = self.arn.rsplit_once('/').map_or("", |(role, _)| role);
        let role_name = name(session);
        Login::ByUser {
            estate: 0,
            user: Box::new(UserIdentity::iam_user(estate, "operator", &id, Some(key))),
            role: Role {
                arn: estate.iam_arn(&format!("role/{role_name}")),
                name: role_name,
                id: role_id.to_owned(),
                account: estate.account.clone(),
            },
            session_name: session_name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_and_a_session_of_a_role_are_known_and_others_are_not() {
        let known = |arn: &str, id: &str| KnownPrincipal::from_identity(arn, id, Job::Developer);
        let user = known("arn:aws:iam::111122223333:user/team/alice", "AIDAEXAMPLE").unwrap();
        assert_eq!(user.account, "111122223333");
        assert_eq!(user.entity().kind, EntityType::AwsUser);
        let arn = "arn:aws:sts::111122223333:assumed-role/operations/cli";
        assert_eq!(
            known(arn, "AROAEXAMPLE:cli").unwrap().entity().id,
            "AROAEXAMPLE"
        );
        for (arn, id) in [
            ("arn:aws:iam::111122223333:root", "111122223333"),
            (
                "arn:aws:sts::111122223333:federated-user/bob",
                "111122223333:bob",
            ),
            ("", ""),
        ] {
            assert_eq!(known(arn, id), None, "{arn}");
        }
    }
}
