//! What happens on a few occasions only: the root user, and callers of the rarer kinds.

use gumshoe_domain::Timestamp;

use super::actor::{Attempt, Stage};
use super::delivery::GenerationError;
use super::identity::UserIdentity;
use super::record::{Channel, Failure, Origin};
use super::services::{self as api, Api, CONSOLE_LOGIN, Exchange, Scene, console_login};

const SECONDS_PER_DAY: i64 = 86_400;

/// The first and then every so many days, something happens again.
const DAYS_BETWEEN: i64 = 3;

/// The root user's address: the office of the largest city.
const ROOT_ADDRESS: &str = "87.128.24.8";
const ROOT_AGENT: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

/// A kind of occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The root user signs in and looks at the bill.
    Root,
    /// AWS turns a key over.
    KeyRotation,
    /// A user of a directory signs in to a service.
    Directory,
    /// A caller that CloudTrail cannot tell.
    Unknown,
    /// A caller that is named by its role alone.
    Role,
}

const KINDS: [Kind; 5] = [
    Kind::Root,
    Kind::KeyRotation,
    Kind::Directory,
    Kind::Unknown,
    Kind::Role,
];

/// An occasion of the first account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occasion {
    pub(super) at: Timestamp,
    kind: Kind,
}

/// Every occasion from `start` on, before `end`, by time.
pub(super) fn occasions(start: Timestamp, end: Timestamp) -> Vec<Occasion> {
    let days = (end.as_seconds() - start.as_seconds()) / SECONDS_PER_DAY;
    let mut all = Vec::new();
    for day in (0..days).step_by(usize::try_from(DAYS_BETWEEN).unwrap_or(1)) {
        for (hour, kind) in (9..).zip(KINDS) {
            let at = start.plus_seconds(day * SECONDS_PER_DAY + hour * 3_600 + 17 * 60);
            all.push(Occasion { at, kind });
        }
    }
    all
}

impl Occasion {
    /// Records what happens.
    pub(super) fn record(self, stage: &mut Stage<'_>) -> Result<(), GenerationError> {
        match self.kind {
            Kind::Root => self.root(stage),
            Kind::KeyRotation => {
                let origin = service("AWS Internal");
                let aws = UserIdentity::service("AWS Internal");
                self.usual(stage, &aws, origin, &api::ROTATE_KEY)
            }
            Kind::Directory => {
                let identity = UserIdentity {
                    kind: "Directory",
                    user_name: Some("ana.almeida".to_owned()),
                    account_id: Some(stage.estate(0).account.clone()),
                    ..UserIdentity::default()
                };
                let origin = service("workspaces.amazonaws.com");
                self.usual(stage, &identity, origin, &api::DESCRIBE_VPCS)
            }
            Kind::Unknown => {
                let identity = UserIdentity {
                    kind: "Unknown",
                    ..UserIdentity::default()
                };
                let origin = service("AWS Internal");
                self.usual(stage, &identity, origin, &api::DESCRIBE_KEY)
            }
            Kind::Role => {
                let account = stage.estate(0).account.clone();
                let identity = UserIdentity {
                    kind: "Role",
                    arn: Some(stage.estate(0).iam_arn("role/scheduled-reports")),
                    account_id: Some(account),
                    ..UserIdentity::default()
                };
                let origin = service("quicksight.amazonaws.com");
                self.usual(stage, &identity, origin, &api::LIST_BUCKETS)
            }
        }
    }

    fn root(self, stage: &mut Stage<'_>) -> Result<(), GenerationError> {
        let origin = Origin {
            address: ROOT_ADDRESS,
            agent: ROOT_AGENT,
            channel: Channel::Console,
        };
        let visitor = UserIdentity::root(stage.estate(0), None);
        for (result, failure) in [("Failure", Some(wrong_password())), ("Success", None)] {
            let exchange = console_login("us-east-1", true, result);
            self.call(stage, &visitor, origin, &CONSOLE_LOGIN, exchange, failure)?;
        }
        let key = stage.chance.access_key_id("ASIA");
        let root = UserIdentity::root(stage.estate(0), Some(key));
        for it in [&api::GET_COST_AND_USAGE, &api::GET_ACCOUNT_SUMMARY] {
            self.usual(stage, &root, origin, it)?;
        }
        Ok(())
    }

    /// A call with the details that it usually has.
    fn usual(
        self,
        stage: &mut Stage<'_>,
        identity: &UserIdentity,
        origin: Origin<'_>,
        api: &'static Api,
    ) -> Result<(), GenerationError> {
        let exchange = (api.exchange)(&mut Scene {
            chance: stage.chance,
            estate: &stage.estates[0],
            region: "us-east-1",
        });
        self.call(stage, identity, origin, api, exchange, None)
    }

    fn call(
        self,
        stage: &mut Stage<'_>,
        identity: &UserIdentity,
        origin: Origin<'_>,
        api: &'static Api,
        exchange: Exchange,
        failure: Option<Failure>,
    ) -> Result<(), GenerationError> {
        let attempt = Attempt {
            at: self.at,
            region: "us-east-1",
            api,
            exchange,
            failure,
            shared_event_id: None,
        };
        stage.record(0, identity, origin, attempt)
    }
}

fn service(name: &'static str) -> Origin<'static> {
    Origin {
        address: name,
        agent: name,
        channel: Channel::Service,
    }
}

fn wrong_password() -> Failure {
    Failure {
        code: None,
        message: "Failed authentication".to_owned(),
    }
}
