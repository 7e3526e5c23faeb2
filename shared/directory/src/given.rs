//! A deployment that may not ask anybody.

use async_trait::async_trait;
use gumshoe_domain::AccountId;

use crate::{Account, AccountDirectory, DirectoryError, Organization};

/// Knows no organization and no account.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptedAsGiven;

/// There is no organization in which somebody could be registered.
#[derive(Debug, thiserror::Error)]
#[error("the deployment sees no organization")]
struct NoOrganization;

#[async_trait]
impl AccountDirectory for AcceptedAsGiven {
    async fn organization(&self) -> Result<Option<Organization>, DirectoryError> {
        Ok(None)
    }

    async fn account(&self, _id: AccountId) -> Result<Option<Account>, DirectoryError> {
        Ok(None)
    }

    async fn accounts(&self) -> Result<Vec<Account>, DirectoryError> {
        Ok(Vec::new())
    }

    async fn delegated_administrator(&self) -> Result<Option<AccountId>, DirectoryError> {
        Ok(None)
    }

    async fn delegate_to(&self, _account: AccountId) -> Result<(), DirectoryError> {
        Err(DirectoryError {
            operation: "RegisterDelegatedAdministrator",
            refused: true,
            source: NoOrganization.into(),
        })
    }
}
