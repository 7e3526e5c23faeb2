//! What an operation may touch, said once and checked twice: by the store when it runs, and against
//! the function's policy in the template by a test.

/// A kind of access to what the deployment stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// Reads items of the table.
    ReadTable,
    /// Writes and deletes items of the table.
    WriteTable,
    /// Reads segments.
    ReadSegments,
    /// Writes segments.
    WriteSegments,
    /// Lists and deletes segments.
    DeleteSegments,
    /// Reads log objects.
    ReadLogs,
    /// Sends to the queue of waiting memberships.
    SendToMembers,
    /// Sends to the queue of waiting investigations.
    SendToInvestigations,
    /// Sends to the queue of notices.
    SendToNotices,
    /// Reads the organization's accounts.
    ReadOrganization,
    /// Registers the organization's delegated administrator.
    DelegateAdministrator,
    /// Writes records of calls.
    WriteAudit,
    /// Puts events on the deployment's event bus.
    PutEvents,
    /// Sends e-mail.
    SendEmail,
    /// Asks the language model of the deployment.
    InvokeModel,
}

impl Access {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::ReadTable,
        Self::WriteTable,
        Self::ReadSegments,
        Self::WriteSegments,
        Self::DeleteSegments,
        Self::ReadLogs,
        Self::SendToMembers,
        Self::SendToInvestigations,
        Self::SendToNotices,
        Self::ReadOrganization,
        Self::DelegateAdministrator,
        Self::WriteAudit,
        Self::PutEvents,
        Self::SendEmail,
        Self::InvokeModel,
    ];

    /// The access's name, which the statement of a policy has that grants it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadTable => "ReadTable",
            Self::WriteTable => "WriteTable",
            Self::ReadSegments => "ReadSegments",
            Self::WriteSegments => "WriteSegments",
            Self::DeleteSegments => "DeleteSegments",
            Self::ReadLogs => "ReadLogs",
            Self::SendToMembers => "SendToMembers",
            Self::SendToInvestigations => "SendToInvestigations",
            Self::SendToNotices => "SendToNotices",
            Self::ReadOrganization => "ReadOrganization",
            Self::DelegateAdministrator => "DelegateAdministrator",
            Self::WriteAudit => "WriteAudit",
            Self::PutEvents => "PutEvents",
            Self::SendEmail => "SendEmail",
            Self::InvokeModel => "InvokeModel",
        }
    }

    /// The IAM actions that the access stands for.
    ///
    /// A transaction needs the permissions of the writes in it: "Amazon DynamoDB Transactions: IAM"
    /// in the DynamoDB Developer Guide.
    pub fn iam_actions(self) -> &'static [&'static str] {
        match self {
            Self::ReadTable => &[
                "dynamodb:BatchGetItem",
                "dynamodb:GetItem",
                "dynamodb:Query",
            ],
            Self::WriteTable => &[
                "dynamodb:BatchWriteItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:DeleteItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
            ],
            // Without s3:ListBucket S3 answers 403 instead of 404 for an object that is not there
            // ("GetObject", Amazon S3 API Reference), and a missing object would look like a
            // forbidden one.
            Self::ReadSegments | Self::ReadLogs => &["s3:GetObject", "s3:ListBucket"],
            Self::WriteSegments | Self::WriteAudit => &["s3:PutObject"],
            Self::PutEvents => &["events:PutEvents"],
            Self::SendEmail => &["ses:SendEmail"],
            // Converse needs no permission of its own: Amazon Bedrock API Reference, "Converse".
            Self::InvokeModel => &["bedrock:InvokeModel"],
            Self::DeleteSegments => &["s3:DeleteObject", "s3:ListBucket"],
            Self::SendToMembers | Self::SendToInvestigations | Self::SendToNotices => {
                &["sqs:SendMessage"]
            }
            Self::ReadOrganization => &[
                "organizations:DescribeAccount",
                "organizations:DescribeOrganization",
                "organizations:ListAccounts",
                "organizations:ListDelegatedAdministrators",
            ],
            // Detective's own policy for this: AmazonDetectiveOrganizationsAccess, User Guide.
            Self::DelegateAdministrator => &[
                "iam:CreateServiceLinkedRole",
                "organizations:EnableAWSServiceAccess",
                "organizations:RegisterDelegatedAdministrator",
            ],
        }
    }
}
