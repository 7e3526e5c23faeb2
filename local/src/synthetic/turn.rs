//! Turns in somebody's work: for a while it is otherwise than usual.

use gumshoe_domain::Timestamp;

use super::actor::Work;
use super::places::City;
use super::services as api;

/// How busy somebody is who is called at night, on the scale of [`super::workday`]: a few times.
pub(super) const ON_CALL_INTENSITY: u64 = 200;

/// How busy somebody is who deploys, whatever the hour is for them.
pub(super) const DEPLOY_INTENSITY: u64 = 4_000;

/// Work while something is deployed.
pub(super) static DEPLOYING: [(u32, &api::Api); 9] = [
    (10, &api::DESCRIBE_STACKS),
    (8, &api::GET_FUNCTION),
    (6, &api::UPDATE_FUNCTION_CODE),
    (6, &api::DESCRIBE_TARGET_HEALTH),
    (4, &api::REGISTER_TARGETS),
    (4, &api::DESCRIBE_AUTO_SCALING_GROUPS),
    (3, &api::RUN_INSTANCES),
    (3, &api::TERMINATE_INSTANCES),
    (3, &api::CREATE_TAGS),
];

/// Work when something is broken at night.
pub(super) static INCIDENT: [(u32, &api::Api); 8] = [
    (12, &api::DESCRIBE_ALARMS),
    (10, &api::DESCRIBE_LOG_GROUPS),
    (8, &api::DESCRIBE_INSTANCES),
    (8, &api::DESCRIBE_INSTANCE_STATUS),
    (6, &api::DESCRIBE_TARGET_HEALTH),
    (4, &api::LOOKUP_EVENTS),
    (3, &api::GET_PARAMETER),
    (2, &api::TERMINATE_INSTANCES),
];

/// One turn.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) kind: TurnKind,
}

/// What is otherwise.
#[derive(Clone, Copy)]
pub(super) enum TurnKind {
    /// Does nothing: has not begun yet, is on holiday, or is on the way.
    Away,
    /// Works from this city, by its clock.
    Travel(&'static City),
    /// Is called at any hour.
    OnCall,
    /// Deploys.
    Deploy,
}

impl Turn {
    /// Whether it is on at `at`.
    pub(super) fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

impl TurnKind {
    /// What is done then, if it is other work.
    pub(super) fn work(self) -> Option<Work> {
        match self {
            Self::Deploy => Some(&DEPLOYING),
            Self::Away | Self::Travel(_) | Self::OnCall => None,
        }
    }
}
