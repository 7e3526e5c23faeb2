//! AWS Organizations.
//!
//! Whoever configures it says that the deployment may read the organization: in its management
//! account, or in an account that is a delegated administrator of some service. So a denied call is an
//! error everywhere and never an empty answer: an organization that looks empty would lose its
//! members, and an administrator that cannot be seen its graph.

use std::error::Error;
use std::fmt;

use async_trait::async_trait;
use aws_sdk_organizations::Client;
use aws_sdk_organizations::config::Builder;
use aws_sdk_organizations::config::retry::RetryConfig;
use aws_sdk_organizations::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_organizations::operation::describe_account::DescribeAccountError;
use aws_sdk_organizations::operation::describe_organization::DescribeOrganizationError;
use aws_sdk_organizations::operation::register_delegated_administrator::RegisterDelegatedAdministratorError;
use aws_sdk_organizations::types;
use gumshoe_domain::{AccountId, Timestamp};

use crate::{
    Account, AccountDirectory, AccountState, DirectoryError, Organization, SERVICE_PRINCIPAL,
};

/// Accounts of a page. AWS Organizations API Reference, `ListAccounts`: 20 at most.
const PAGE: i32 = 20;

/// How often a call is tried. `ListAccounts` allows few calls a second, so that a large organization
/// is throttled on the way.
const ATTEMPTS: u32 = 10;

/// Errors with which the service says no: trying again changes nothing.
const REFUSALS: &[&str] = &[
    "AccessDeniedException",
    "AccessDeniedForDependencyException",
    "AccountNotFoundException",
    "AWSOrganizationsNotInUseException",
    "ConstraintViolationException",
    "InvalidInputException",
    "UnsupportedAPIEndpointException",
];

/// The organization that the deployment's account belongs to.
#[derive(Debug, Clone)]
pub struct AwsOrganizations(Client);

/// An answer of the service lacks something that it always has.
#[derive(Debug, thiserror::Error)]
#[error("the answer has no valid {0}")]
struct Incomplete(&'static str);

impl AwsOrganizations {
    /// The organization as a client with this configuration sees it.
    pub fn new(config: Builder) -> Self {
        let config = config.retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
        Self(Client::from_conf(config.build()))
    }
}

#[async_trait]
impl AccountDirectory for AwsOrganizations {
    async fn organization(&self) -> Result<Option<Organization>, DirectoryError> {
        const OPERATION: &str = "DescribeOrganization";
        let answer = match self.0.describe_organization().send().await {
            Ok(answer) => answer,
            Err(error)
                if error.as_service_error().is_some_and(
                    DescribeOrganizationError::is_aws_organizations_not_in_use_exception,
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(failed(OPERATION)(error)),
        };
        let Some(organization) = answer.organization else {
            return Err(incomplete(OPERATION, "Organization"));
        };
        Ok(Some(Organization {
            id: organization
                .id
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| incomplete(OPERATION, "Id"))?,
            management_account: account_id(OPERATION, organization.master_account_id.as_deref())?,
        }))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, DirectoryError> {
        const OPERATION: &str = "DescribeAccount";
        match self
            .0
            .describe_account()
            .account_id(id.as_str())
            .send()
            .await
        {
            Ok(answer) => answer
                .account
                .map(|account| read_account(OPERATION, account))
                .transpose(),
            Err(error)
                if error.as_service_error().is_some_and(|error| {
                    DescribeAccountError::is_account_not_found_exception(error)
                        || DescribeAccountError::is_aws_organizations_not_in_use_exception(error)
                }) =>
            {
                Ok(None)
            }
            Err(error) => Err(failed(OPERATION)(error)),
        }
    }

    async fn accounts(&self) -> Result<Vec<Account>, DirectoryError> {
        const OPERATION: &str = "ListAccounts";
        let mut pages = self
            .0
            .list_accounts()
            .max_results(PAGE)
            .into_paginator()
            .send();
        let mut accounts = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed(OPERATION))?;
            for account in page.accounts.unwrap_or_default() {
                accounts.push(read_account(OPERATION, account)?);
            }
        }
        Ok(accounts)
    }

    async fn delegated_administrator(&self) -> Result<Option<AccountId>, DirectoryError> {
        const OPERATION: &str = "ListDelegatedAdministrators";
        let mut pages = self
            .0
            .list_delegated_administrators()
            .service_principal(SERVICE_PRINCIPAL)
            .into_paginator()
            .send();
        // Detective has one at most: Amazon Detective User Guide, "Designating the Detective
        // administrator for an organization". A page may be empty and yet not the last.
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed(OPERATION))?;
            if let Some(first) = page.delegated_administrators().first() {
                return account_id(OPERATION, first.id()).map(Some);
            }
        }
        Ok(None)
    }

    async fn delegate_to(&self, account: AccountId) -> Result<(), DirectoryError> {
        self.0
            .enable_aws_service_access()
            .service_principal(SERVICE_PRINCIPAL)
            .send()
            .await
            .map_err(failed("EnableAWSServiceAccess"))?;
        let registered = self
            .0
            .register_delegated_administrator()
            .account_id(account.as_str())
            .service_principal(SERVICE_PRINCIPAL)
            .send()
            .await;
        match registered {
            Err(error)
                if !error.as_service_error().is_some_and(
                    RegisterDelegatedAdministratorError::is_account_already_registered_exception,
                ) =>
            {
                Err(failed("RegisterDelegatedAdministrator")(error))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

fn read_account(
    operation: &'static str,
    account: types::Account,
) -> Result<Account, DirectoryError> {
    Ok(Account {
        id: account_id(operation, account.id())?,
        state: state(&account),
        joined: account
            .joined_timestamp()
            .and_then(|moment| moment.to_millis().ok())
            .map(Timestamp::from_millis),
        name: account.name.unwrap_or_default(),
        email: account.email.unwrap_or_default(),
    })
}

/// `State` is the newer member and tells a closed account from a suspended one; `Status` is what
/// older endpoints have. What is not known is taken for a suspension, which can be undone.
fn state(account: &types::Account) -> AccountState {
    match account.state() {
        Some(types::AccountState::Active) => AccountState::Active,
        Some(types::AccountState::Closed | types::AccountState::PendingClosure) => {
            AccountState::Closing
        }
        Some(_) => AccountState::Suspended,
        None => match account.status() {
            Some(types::AccountStatus::Active) => AccountState::Active,
            Some(types::AccountStatus::PendingClosure) => AccountState::Closing,
            Some(_) | None => AccountState::Suspended,
        },
    }
}

fn account_id(operation: &'static str, id: Option<&str>) -> Result<AccountId, DirectoryError> {
    id.and_then(|id| id.parse().ok())
        .ok_or_else(|| incomplete(operation, "account id"))
}

fn incomplete(operation: &'static str, what: &'static str) -> DirectoryError {
    DirectoryError {
        operation,
        refused: false,
        source: Incomplete(what).into(),
    }
}

fn failed<E, R>(operation: &'static str) -> impl FnOnce(SdkError<E, R>) -> DirectoryError
where
    E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: fmt::Debug + Send + Sync + 'static,
{
    move |error| DirectoryError {
        operation,
        refused: error.code().is_some_and(|code| REFUSALS.contains(&code)),
        source: error.into(),
    }
}
