//! The columns of a segment of relations.

use crate::columns::{Field, Kind, optional, required, scattered, searched};

/// A column of a segment of relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each variant is documented by its entry in `RELATIONS`"
)]
pub enum RelationColumn {
    Hour,
    AccountId,
    FromType,
    FromId,
    Relation,
    ToType,
    ToId,
    FromAccountId,
    FromArn,
    ToArn,
    Detail,
    Count,
    FirstSeen,
    LastSeen,
}

impl RelationColumn {
    /// Every column, in the order of the file.
    pub const ALL: &[Self] = &[
        Self::Hour,
        Self::AccountId,
        Self::FromType,
        Self::FromId,
        Self::Relation,
        Self::ToType,
        Self::ToId,
        Self::FromAccountId,
        Self::FromArn,
        Self::ToArn,
        Self::Detail,
        Self::Count,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    /// Its entry in [`RELATIONS`].
    pub fn field(self) -> &'static Field {
        &RELATIONS[self as usize]
    }
}

/// The columns of a segment of relations, in the order of [`RelationColumn`].
pub const RELATIONS: &[Field; 14] = &[
    required(
        "hour",
        Kind::Time,
        "The hour of all of the row's records: its first moment.",
        "2026-03-01 10:00:00Z",
    ),
    required(
        "account_id",
        Kind::Text,
        "The account whose log showed the relation.",
        "111122223333",
    ),
    required(
        "from_type",
        Kind::Text,
        "Kind of the entity that is, did or has something.",
        "AwsUser",
    ),
    Field {
        is_nullable: false,
        ..searched(
            "from_id",
            "Its identifier within its kind.",
            "AIDAEXAMPLEUSERID0001",
        )
    },
    required(
        "relation",
        Kind::Text,
        "What it is to the other; see `docs/semantics.md`, \"Relations\".",
        "ASSUMED",
    ),
    required(
        "to_type",
        Kind::Text,
        "Kind of the other entity.",
        "AwsRole",
    ),
    Field {
        is_nullable: false,
        ..searched(
            "to_id",
            "The other's identifier within its kind.",
            "AROAEXAMPLEROLEID0001",
        )
    },
    optional(
        "from_account_id",
        Kind::Text,
        "The account of `from_id`, where that is not the account of the log.",
        "444455556666",
    ),
    optional(
        "from_arn",
        Kind::Text,
        "ARN of `from_id`, where the log tells it.",
        "arn:aws:iam::111122223333:user/alice",
    ),
    optional(
        "to_arn",
        Kind::Text,
        "ARN of `to_id`, where the log tells it.",
        "arn:aws:iam::111122223333:role/deploy",
    ),
    searched(
        "detail",
        "What the relation has to add: a network interface, an instance profile, a service.",
        "eni-0123456789abcdef0",
    ),
    required(
        "count",
        Kind::Count,
        "How many records showed the relation, at least one.",
        "2",
    ),
    scattered(
        "first_seen",
        Kind::Time,
        "The first of them.",
        "2026-03-01 10:02:11.000Z",
    ),
    scattered(
        "last_seen",
        Kind::Time,
        "The last of them.",
        "2026-03-01 10:58:40.000Z",
    ),
];
