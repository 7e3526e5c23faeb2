//! How actors come to be who they are: the sign-ins and role sessions that precede their calls.

mod sign_in;

use gumshoe_activity::{Entity, EntityType};
use gumshoe_domain::Timestamp;

use super::identity::{OnBehalfOf, Role, UserIdentity};
use super::workday::Rhythm;

/// Names of sessions that begin from another account.
const ONWARD_SESSION: &str = "terraform";
const VENDOR_SESSION: &str = "inventory";

/// A machine's session is renewed after so many seconds.
const MACHINE_SESSION_SECONDS: i64 = 6 * 3_600;

/// How an actor gets its identity. Accounts are positions in the company's list.
pub(super) enum Login {
    /// It has one that does not change: a user with a long-term key, or a service.
    Standing {
        estate: usize,
        identity: Box<UserIdentity>,
    },
    /// An IAM user signs in to the console.
    Console {
        estate: usize,
        identity: Box<UserIdentity>,
    },
    /// A person comes through IAM Identity Center, which the first account runs.
    IdentityCenter {
        estate: usize,
        role: Role,
        person: OnBehalfOf,
        name: String,
    },
    /// A person comes through the company's SAML provider.
    Saml {
        estate: usize,
        role: Role,
        name: String,
    },
    /// A pipeline trades its token for a role, and may go on into another account.
    WebIdentity {
        estate: usize,
        role: Role,
        /// The host of the provider that its tokens come from.
        provider: &'static str,
        /// The name of its sessions.
        session_name: &'static str,
        repository: &'static str,
        onward: Vec<(usize, Role)>,
    },
    /// An IAM user gets a token for somebody else.
    FederationToken {
        estate: usize,
        user: Box<UserIdentity>,
        name: String,
    },
    /// An AWS service assumes a role for a function, an instance or itself.
    ByService {
        estate: usize,
        role: Role,
        service: &'static str,
        session_name: String,
    },
    /// An IAM user assumes a role of the same account.
    ByUser {
        estate: usize,
        user: Box<UserIdentity>,
        role: Role,
        session_name: String,
    },
    /// Somebody of another account assumes a role of this one.
    ByVendor {
        estate: usize,
        role: Role,
        principal_id: String,
        account: &'static str,
    },
}

impl Login {
    /// Who acts in the end, with the ARN that its calls say. Services that act as themselves are no
    /// principals.
    pub(super) fn actors(&self) -> Vec<(Entity, String)> {
        let role = |role: &Role, session: &str| {
            let entity = Entity {
                kind: EntityType::AwsRole,
                id: role.id.clone(),
            };
            (entity, role.session_arn(session))
        };
        match self {
            Self::Standing { identity, .. } | Self::Console { identity, .. } => {
                let arn = identity.arn.clone().unwrap_or_default();
                identity
                    .principal()
                    .map(|it| (it, arn))
                    .into_iter()
                    .collect()
            }
            Self::IdentityCenter { role: it, name, .. } | Self::Saml { role: it, name, .. } => {
                vec![role(it, name)]
            }
            Self::WebIdentity {
                role: own,
                session_name,
                onward,
                ..
            } => std::iter::once(role(own, session_name))
                .chain(onward.iter().map(|(_, it)| role(it, ONWARD_SESSION)))
                .collect(),
            Self::FederationToken { user, name, .. } => {
                let account = user.account_id.clone().unwrap_or_default();
                let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
                let entity = Entity {
                    kind: EntityType::FederatedUser,
                    id: format!("{account}:{name}"),
                };
                vec![(entity, arn)]
            }
            Self::ByService {
                role: it,
                session_name,
                ..
            }
            | Self::ByUser {
                role: it,
                session_name,
                ..
            } => vec![role(it, session_name)],
            Self::ByVendor { role: it, .. } => vec![role(it, VENDOR_SESSION)],
        }
    }

    /// The number of the period that `at` is in: with another begins another session.
    pub(super) fn period(&self, rhythm: Rhythm, at: Timestamp) -> i64 {
        match self {
            Self::Standing { .. }
            | Self::Console { .. }
            | Self::IdentityCenter { .. }
            | Self::Saml { .. }
            | Self::FederationToken { .. }
            | Self::ByUser { .. } => rhythm.local_day(at),
            // Every run of a pipeline is a session of its own.
            Self::WebIdentity { .. } => at.as_seconds(),
            Self::ByService { .. } | Self::ByVendor { .. } => {
                at.as_seconds().div_euclid(MACHINE_SESSION_SECONDS)
            }
        }
    }
}
