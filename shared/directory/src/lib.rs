//! Accounts and organizations, as far as somebody tells about them.

mod given;
mod organizations;

use std::error::Error;
use std::fmt;

use async_trait::async_trait;
use gumshoe_domain::{AccountId, OrganizationId, Timestamp};

pub use given::AcceptedAsGiven;
pub use organizations::AwsOrganizations;

/// The service principal of Amazon Detective in AWS Organizations.
pub const SERVICE_PRINCIPAL: &str = "detective.amazonaws.com";

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id, `o-…`.
    pub id: OrganizationId,
    /// Its management account.
    pub management_account: AccountId,
}

/// An account of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// The e-mail address of its root user.
    pub email: String,
    /// Whether it can be used.
    pub state: AccountState,
    /// When it became part of the organization.
    pub joined: Option<Timestamp>,
}

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// It can.
    Active,
    /// It cannot now.
    Suspended,
    /// It is about to be closed, or is.
    Closing,
}

/// What a directory says of an account and an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They belong together.
    Match,
    /// They do not, or the account cannot be used.
    Mismatch,
    /// The directory does not know the account: it is taken as it was given.
    Unknown,
}

/// The directory could not be asked.
#[derive(Debug, thiserror::Error)]
#[error("{operation} failed")]
pub struct DirectoryError {
    /// The operation of AWS Organizations.
    pub operation: &'static str,
    /// Whether it was understood and refused, so that trying it again changes nothing.
    pub refused: bool,
    /// Why.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

/// Who knows accounts: AWS Organizations where the deployment may read it.
#[async_trait]
pub trait AccountDirectory: fmt::Debug + Send + Sync {
    /// The organization that the deployment can see, if any.
    ///
    /// # Errors
    /// When it cannot be asked.
    async fn organization(&self) -> Result<Option<Organization>, DirectoryError>;

    /// An account of the organization; `None` when it has no such account.
    ///
    /// # Errors
    /// When the organization cannot be asked.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, DirectoryError>;

    /// Every account of the organization, however many.
    ///
    /// # Errors
    /// When the organization cannot be asked for all of them: never a part.
    async fn accounts(&self) -> Result<Vec<Account>, DirectoryError>;

    /// The delegated administrator for Detective, if the organization has one.
    ///
    /// # Errors
    /// When the organization cannot be asked.
    async fn delegated_administrator(&self) -> Result<Option<AccountId>, DirectoryError>;

    /// Enables trusted access for Detective and registers `account` as its delegated administrator.
    /// Does nothing when it is that already.
    ///
    /// # Errors
    /// When it is refused, for one because another account is the administrator; or when the
    /// organization cannot be asked.
    async fn delegate_to(&self, account: AccountId) -> Result<(), DirectoryError>;

    /// Whether `email` is the address of `account`'s root user.
    ///
    /// # Errors
    /// When the organization cannot be asked.
    async fn verify(&self, account: AccountId, email: &str) -> Result<Verdict, DirectoryError> {
        Ok(match self.account(account).await? {
            Some(known)
                if known.state == AccountState::Active
                    && known.email.eq_ignore_ascii_case(email) =>
            {
                Verdict::Match
            }
            Some(_) => Verdict::Mismatch,
            None => Verdict::Unknown,
        })
    }
}
