//! How actors come to be who they are: the sign-ins and role sessions that precede their calls.

mod sign_in;

use gumshoe_domain::Timestamp;

use super::identity::{OnBehalfOf, Role, UserIdentity};
use super::workday::Rhythm;

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
    /// Somebody of another account assumes a role of this one.
    ByVendor {
        estate: usize,
        role: Role,
        principal_id: String,
        account: &'static str,
    },
}

impl Login {
    /// The number of the period that `at` is in: with another begins another session.
    pub(super) fn period(&self, rhythm: Rhythm, at: Timestamp) -> i64 {
        match self {
            Self::Standing { .. }
            | Self::Console { .. }
            | Self::IdentityCenter { .. }
            | Self::Saml { .. }
            | Self::FederationToken { .. } => rhythm.local_day(at),
            // Every run of a pipeline is a session of its own.
            Self::WebIdentity { .. } => at.as_seconds(),
            Self::ByService { .. } | Self::ByVendor { .. } => {
                at.as_seconds().div_euclid(MACHINE_SESSION_SECONDS)
            }
        }
    }
}
