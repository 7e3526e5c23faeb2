//! Who can be investigated.

use std::fmt;
use std::str::FromStr;

use crate::AccountId;

/// `EntityType` of the API: the kinds of principal that can be investigated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalType {
    /// An IAM role.
    IamRole,
    /// An IAM user.
    IamUser,
}

impl PrincipalType {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IamRole => "IAM_ROLE",
            Self::IamUser => "IAM_USER",
        }
    }
}

/// The ARN of an IAM user or an IAM role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvestigatedPrincipal {
    arn: String,
    kind: PrincipalType,
    account: AccountId,
}

/// The text is no ARN of an IAM user or role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it must be the ARN of an IAM user or an IAM role, such as arn:aws:iam::111122223333:role/Admin"
)]
pub struct NotAnInvestigatedPrincipal;

impl InvestigatedPrincipal {
    /// Most characters of an ARN. IAM API Reference, `arnType`.
    const MAX_CHARS: usize = 2_048;

    /// The ARN.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// User or role.
    pub fn kind(&self) -> PrincipalType {
        self.kind
    }

    /// The account it belongs to.
    pub fn account(&self) -> AccountId {
        self.account
    }
}

impl fmt::Display for InvestigatedPrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

impl FromStr for InvestigatedPrincipal {
    type Err = NotAnInvestigatedPrincipal;

    /// IAM User Guide, "IAM identifiers": `arn:partition:iam::account:user/path/name`.
    fn from_str(text: &str) -> Result<Self, NotAnInvestigatedPrincipal> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, "iam", "", account, resource] = *parts.as_slice() else {
            return Err(NotAnInvestigatedPrincipal);
        };
        let (kind, path) = resource.split_once('/').ok_or(NotAnInvestigatedPrincipal)?;
        let kind = match kind {
            "role" => PrincipalType::IamRole,
            "user" => PrincipalType::IamUser,
            _ => return Err(NotAnInvestigatedPrincipal),
        };
        let partition_is_known = partition == "aws"
            || partition.strip_prefix("aws-").is_some_and(|rest| {
                rest.bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
            });
        let is_printable = path.bytes().all(|it| it.is_ascii_graphic());
        let has_name = !path.is_empty() && !path.ends_with('/');
        if !partition_is_known || !is_printable || !has_name || text.len() > Self::MAX_CHARS {
            return Err(NotAnInvestigatedPrincipal);
        }
        Ok(Self {
            arn: text.to_owned(),
            kind,
            account: account.parse().map_err(|_| NotAnInvestigatedPrincipal)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_roles_can_be_investigated() {
        for (arn, kind) in [
            (
                "arn:aws:iam::111122223333:user/alice",
                PrincipalType::IamUser,
            ),
            (
                "arn:aws:iam::111122223333:role/Admin",
                PrincipalType::IamRole,
            ),
            (
                "arn:aws-us-gov:iam::111122223333:role/a/b/Admin+=,.@-_",
                PrincipalType::IamRole,
            ),
        ] {
            let principal: InvestigatedPrincipal = arn.parse().unwrap();
            assert_eq!((principal.arn(), principal.kind()), (arn, kind));
            assert_eq!(principal.account().as_str(), "111122223333");
        }
    }

    #[test]
    fn nobody_else_can() {
        for arn in [
            "",
            "arn:",
            "alice",
            "arn:aws:iam::111122223333:root",
            "arn:aws:iam::111122223333:group/developers",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:iam::111122223333:user/path/",
            "arn:aws:iam::111122223333:user/a b",
            "arn:aws:iam:us-east-1:111122223333:user/alice",
            "arn:aws:iam::1111:user/alice",
            "arn:mine:iam::111122223333:user/alice",
            "arn:aws:sts::111122223333:assumed-role/Admin/carol",
            "arn:aws:s3:::payroll",
            &format!("arn:aws:iam::111122223333:user/{}", "a".repeat(2_048)),
        ] {
            assert_eq!(
                arn.parse::<InvestigatedPrincipal>(),
                Err(NotAnInvestigatedPrincipal),
                "{arn}"
            );
        }
    }
}
