//! The organization that a local stack belongs to: one in a file, one behind an endpoint, or none.

mod file;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_organizations::config::{BehaviorVersion, Builder, Credentials, Region};
use gumshoe_directory::{
    AcceptedAsGiven, Account, AccountDirectory, AwsOrganizations, DirectoryError, Organization,
};
use gumshoe_domain::AccountId;
use tokio::sync::Mutex;

use crate::endpoints::SECRET_ACCESS_KEY;
use crate::stack::Options;
use file::Contents;

/// The Region that the global service signs for. AWS General Reference, "AWS Organizations endpoints
/// and quotas".
const SIGNING_REGION: &str = "us-east-1";

/// The organization cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OrganizationError {
    /// The file cannot be read, or the delegated administrator not be kept.
    #[error("cannot use {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is not TOML of the form that `gumshoe up --help` shows.
    #[error("{path} does not describe an organization")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The file contradicts itself.
    #[error("{path} does not describe an organization: {problem}")]
    Contradictory {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

/// Who knows accounts, in a stack with these options.
///
/// # Errors
/// When the organization's file cannot be read.
pub(crate) async fn directory(
    options: &Options,
) -> Result<Arc<dyn AccountDirectory>, OrganizationError> {
    if let Some(path) = &options.organization {
        let built_in = BuiltIn::new(path, &options.data);
        // A mistake is told at once and not at the first call.
        built_in.read().await?;
        return Ok(Arc::new(built_in));
    }
    Ok(match &options.organizations_endpoint {
        Some(endpoint) => Arc::new(behind(endpoint, options.account)),
        None => Arc::new(AcceptedAsGiven),
    })
}

/// AWS Organizations as a program at `endpoint` plays it, called by `account`.
fn behind(endpoint: &str, account: AccountId) -> AwsOrganizations {
    let credentials = Credentials::new(
        account.to_string(),
        SECRET_ACCESS_KEY,
        None,
        None,
        "gumshoe",
    );
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(SIGNING_REGION))
        .endpoint_url(endpoint)
        .credentials_provider(credentials);
    AwsOrganizations::new(config)
}

/// An organization in a file, which is read for every question, so that an edit counts at once. Its
/// delegated administrator is kept in the stack's folder.
struct BuiltIn {
    file: PathBuf,
    data: PathBuf,
    /// Held while the delegated administrator is registered, of whom there is one at most.
    registering: Mutex<()>,
}

impl fmt::Debug for BuiltIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BuiltIn").field(&self.file).finish()
    }
}

/// An account may not become delegated administrator.
#[derive(Debug, thiserror::Error)]
enum MayNotAdminister {
    #[error("the management account needs no delegation")]
    ManagementAccount,
    #[error("the organization has no active account of this id")]
    NoAccount,
    #[error("{0} is the delegated administrator")]
    Another(AccountId),
}

impl BuiltIn {
    fn new(file: &Path, data: &Path) -> Self {
        Self {
            file: file.to_owned(),
            data: data.to_owned(),
            registering: Mutex::new(()),
        }
    }

    async fn read(&self) -> Result<Contents, OrganizationError> {
        let text = tokio::fs::read_to_string(&self.file).await;
        let text = text.map_err(|source| self.io(&self.file, source))?;
        Contents::parse(&text, &self.file)
    }

    async fn contents(&self, operation: &'static str) -> Result<Contents, DirectoryError> {
        self.read().await.map_err(failed(operation))
    }

    /// Where the delegated administrator of an organization is kept.
    fn delegation(&self, contents: &Contents) -> PathBuf {
        let organization = &contents.organization.id;
        self.data
            .join(format!("delegated-administrator-of-{organization}"))
    }

    async fn delegated(&self, contents: &Contents) -> Result<Option<AccountId>, OrganizationError> {
        let path = self.delegation(contents);
        match tokio::fs::read_to_string(&path).await {
            Ok(text) => Ok(text.trim().parse().ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.io(&path, source)),
        }
    }

    async fn keep(&self, contents: &Contents, account: AccountId) -> Result<(), OrganizationError> {
        let path = self.delegation(contents);
        // Nobody reads half a file.
        let new = path.with_extension("new");
        let written = async {
            tokio::fs::write(&new, format!("{account}\n")).await?;
            tokio::fs::rename(&new, &path).await
        };
        written.await.map_err(|source| self.io(&path, source))
    }

    fn io(&self, path: &Path, source: io::Error) -> OrganizationError {
        OrganizationError::Io {
            path: path.to_owned(),
            source,
        }
    }
}

#[async_trait]
impl AccountDirectory for BuiltIn {
    async fn organization(&self) -> Result<Option<Organization>, DirectoryError> {
        let contents = self.contents("DescribeOrganization").await?;
        Ok(Some(contents.organization))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, DirectoryError> {
        let mut contents = self.contents("DescribeAccount").await?;
        Ok(contents.accounts.remove(&id))
    }

    async fn accounts(&self) -> Result<Vec<Account>, DirectoryError> {
        let contents = self.contents("ListAccounts").await?;
        Ok(contents.accounts.into_values().collect())
    }

    async fn delegated_administrator(&self) -> Result<Option<AccountId>, DirectoryError> {
        const OPERATION: &str = "ListDelegatedAdministrators";
        let contents = self.contents(OPERATION).await?;
        self.delegated(&contents).await.map_err(failed(OPERATION))
    }

    async fn delegate_to(&self, account: AccountId) -> Result<(), DirectoryError> {
        const OPERATION: &str = "RegisterDelegatedAdministrator";
        let refused = |source: MayNotAdminister| DirectoryError {
            operation: OPERATION,
            refused: true,
            source: source.into(),
        };
        let contents = self.contents(OPERATION).await?;
        if contents.organization.management_account == account {
            return Err(refused(MayNotAdminister::ManagementAccount));
        }
        if !contents.is_active(account) {
            return Err(refused(MayNotAdminister::NoAccount));
        }
        let _registering = self.registering.lock().await;
        match self.delegated(&contents).await.map_err(failed(OPERATION))? {
            Some(known) if known == account => Ok(()),
            Some(known) => Err(refused(MayNotAdminister::Another(known))),
            None => self
                .keep(&contents, account)
                .await
                .map_err(failed(OPERATION)),
        }
    }
}

fn failed(operation: &'static str) -> impl FnOnce(OrganizationError) -> DirectoryError {
    move |error| DirectoryError {
        operation,
        refused: false,
        source: error.into(),
    }
}
