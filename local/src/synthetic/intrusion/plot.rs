//! Writing a script of calls, and at the same time the facts about it.

use gumshoe_domain::Timestamp;

use crate::synthetic::actor::denial;
use crate::synthetic::chance::Chance;
use crate::synthetic::delivery::{Delivery, GenerationError};
use crate::synthetic::estate::Estate;
use crate::synthetic::identity::UserIdentity;
use crate::synthetic::record::{Call, Channel, Failure, Origin};
use crate::synthetic::services::{ASSUME_ROLE, Api, Exchange, NewSession, Scene};
use crate::synthetic::truth::{TruthCall, TruthStep, TruthTechnique};

/// The longest pause between two calls of a step, in seconds.
const PAUSE: u64 = 20;

/// Somebody that a script acts as.
#[derive(Clone)]
pub(in crate::synthetic) struct Caller {
    /// The account, by its position.
    pub(in crate::synthetic) estate: usize,
    pub(in crate::synthetic) identity: UserIdentity,
    pub(in crate::synthetic) address: &'static str,
    pub(in crate::synthetic) agent: &'static str,
    pub(in crate::synthetic) channel: Channel,
}

/// How a call is to end.
#[derive(Clone, Copy)]
pub(in crate::synthetic) enum Outcome {
    Success,
    Denied,
    /// A failed sign-in: it has no error code, and so is no failed call.
    WrongPassword,
    BeyondQuota,
}

/// A call that is certain to be made.
pub(in crate::synthetic) struct PlannedCall {
    pub(in crate::synthetic) at: Timestamp,
    account: String,
    region: &'static str,
    who: Caller,
    api: &'static Api,
    exchange: Exchange,
    failure: Option<Failure>,
    shared_event_id: Option<String>,
}

impl PlannedCall {
    /// Records the call.
    pub(in crate::synthetic) fn record(
        &self,
        delivery: &mut Delivery,
    ) -> Result<(), GenerationError> {
        delivery.record_faithfully(&Call {
            at: self.at,
            account: &self.account,
            region: self.api.recorded_in(self.region),
            identity: &self.who.identity,
            origin: Origin {
                address: self.who.address,
                agent: self.who.agent,
                channel: self.who.channel,
            },
            api: self.api,
            exchange: self.exchange.clone(),
            failure: self.failure.clone(),
            shared_event_id: self.shared_event_id.as_deref(),
        })
    }
}

/// A script under way.
pub(in crate::synthetic) struct Script<'a> {
    chance: &'a mut Chance,
    estates: &'a [Estate],
    now: Timestamp,
    calls: Vec<PlannedCall>,
    steps: Vec<TruthStep>,
}

impl<'a> Script<'a> {
    /// A script without calls that begins at `start`.
    pub(in crate::synthetic) fn new(
        chance: &'a mut Chance,
        estates: &'a [Estate],
        start: Timestamp,
    ) -> Self {
        Self {
            chance,
            estates,
            now: start,
            calls: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Waits, and begins another step.
    pub(super) fn step(
        &mut self,
        wait_minutes: i64,
        title: &'static str,
        technique: TruthTechnique,
    ) {
        self.now = self.now.plus_seconds(wait_minutes * 60);
        self.steps.push(TruthStep {
            title,
            technique,
            first: self.now,
            last: self.now,
            calls: Vec::new(),
        });
    }

    /// Makes a call with the details that it usually has.
    pub(super) fn call(
        &mut self,
        who: &Caller,
        region: &'static str,
        api: &'static Api,
        outcome: Outcome,
    ) {
        let details = self.details(who, region, api.exchange);
        self.call_with(who, region, api, details, outcome);
    }

    /// Details of a call of `who`, made by `exchange`.
    pub(super) fn details(
        &mut self,
        who: &Caller,
        region: &'static str,
        exchange: impl Fn(&mut Scene<'_>) -> Exchange,
    ) -> Exchange {
        exchange(&mut Scene {
            chance: self.chance,
            estate: &self.estates[who.estate],
            region,
        })
    }

    /// Makes a call with these details.
    pub(in crate::synthetic) fn call_with(
        &mut self,
        who: &Caller,
        region: &'static str,
        api: &'static Api,
        exchange: Exchange,
        outcome: Outcome,
    ) {
        let failure = failure(who, api, outcome);
        self.push(PlannedCall {
            at: self.now,
            account: self.estates[who.estate].account.clone(),
            region,
            who: who.clone(),
            api,
            exchange,
            failure,
            shared_event_id: None,
        });
        let pause = self.chance.below(PAUSE) + 1;
        let pause = i64::try_from(pause).unwrap_or_default();
        self.now = self.now.plus_seconds(pause);
    }

    /// Assumes a role of the account at `target`; another account than the caller's records it too.
    pub(super) fn assume(&mut self, who: &Caller, target: usize, new: &NewSession<'_>) {
        let exchange = new.assume_role(self.chance);
        let across = target != who.estate;
        let shared = across.then(|| self.chance.uuid());
        let caller = &self.estates[who.estate].account;
        let caller_id = who.identity.principal_id.as_deref().unwrap_or_default();
        let foreign = Caller {
            estate: target,
            identity: UserIdentity::foreign(caller_id, caller),
            ..who.clone()
        };
        let sides = [Some(who.clone()), across.then_some(foreign)];
        for side in sides.into_iter().flatten() {
            self.push(PlannedCall {
                at: self.now,
                account: self.estates[side.estate].account.clone(),
                region: "us-east-1",
                who: side,
                api: &ASSUME_ROLE,
                exchange: exchange.clone(),
                failure: None,
                shared_event_id: shared.clone(),
            });
        }
        self.now = self.now.plus_seconds(5);
    }

    /// The calls and the steps, both in their order.
    pub(in crate::synthetic) fn finish(self) -> (Vec<PlannedCall>, Vec<TruthStep>) {
        (self.calls, self.steps)
    }

    fn push(&mut self, call: PlannedCall) {
        if let Some(step) = self.steps.last_mut() {
            step.last = call.at;
            note(&mut step.calls, &call);
        }
        self.calls.push(call);
    }
}

/// Counts `call` among those of its kind.
fn note(calls: &mut Vec<TruthCall>, call: &PlannedCall) {
    let identity = &call.who.identity;
    let caller = identity.arn.clone().or(identity.account_id.clone());
    let kind = TruthCall {
        account: call.account.clone(),
        caller: caller.unwrap_or_default(),
        address: call.who.address,
        service: call.api.service,
        api: call.api.name,
        succeeded: 0,
        failed: 0,
    };
    let same = calls.iter_mut().find(|it| {
        TruthCall {
            succeeded: 0,
            failed: 0,
            ..(**it).clone()
        } == kind
    });
    let failed = call.failure.as_ref().is_some_and(|it| it.code.is_some());
    let (succeeded, failed) = (u64::from(!failed), u64::from(failed));
    match same {
        Some(known) => {
            known.succeeded += succeeded;
            known.failed += failed;
        }
        None => calls.push(TruthCall {
            succeeded,
            failed,
            ..kind
        }),
    }
}

fn failure(who: &Caller, api: &Api, outcome: Outcome) -> Option<Failure> {
    match outcome {
        Outcome::Success => None,
        Outcome::Denied => Some(denial(api, &who.identity)),
        Outcome::WrongPassword => Some(Failure {
            code: None,
            message: "Failed authentication".to_owned(),
        }),
        Outcome::BeyondQuota => Some(Failure {
            code: Some("Client.VcpuLimitExceeded"),
            message: "You have requested more vCPU capacity than your current vCPU limit allows."
                .to_owned(),
        }),
    }
}
