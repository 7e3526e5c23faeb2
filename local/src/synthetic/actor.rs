//! Somebody or something that calls AWS: when, from where, with what, and what it does.

use gumshoe_domain::Timestamp;

use super::chance::Chance;
use super::delivery::{Delivery, GenerationError};
use super::estate::Estate;
use super::identity::UserIdentity;
use super::login::Login;
use super::places::{City, compute_address, runner_address};
use super::record::{Call, Channel, Failure, Origin};
use super::services::{Api, Exchange, Scene};
use super::turn::{DEPLOY_INTENSITY, INCIDENT, ON_CALL_INTENSITY, Turn, TurnKind};
use super::workday::Rhythm;

/// How often ordinary calls are one too many, in a thousand.
const THROTTLED_PERMILLE: u32 = 4;

/// Calls with their weights.
pub(super) type Work = &'static [(u32, &'static Api)];

/// A person or a machine.
pub(super) struct Actor {
    pub(super) rhythm: Rhythm,
    /// How busy it is compared with others of its rhythm.
    pub(super) share: u64,
    pub(super) regions: Vec<(u32, &'static str)>,
    pub(super) work: Work,
    /// Fewest and most calls in one go.
    pub(super) burst: (u32, u32),
    /// Most seconds from one call to the next.
    pub(super) pause: u32,
    /// How often it may not do what it tries, in a thousand.
    pub(super) denied_permille: u32,
    pub(super) seat: Seat,
    pub(super) agent: String,
    pub(super) login: Login,
    /// What is otherwise for a while; no two turns are on at the same time.
    pub(super) turns: Vec<Turn>,
    pub(super) session: Option<Session>,
}

/// Where an actor sits.
#[derive(Clone, Copy)]
pub(super) enum Seat {
    /// In an office or at home, with a browser.
    Browser(&'static City),
    /// In an office or at home, with a terminal.
    Terminal(&'static City),
    /// On AWS's own compute in this Region.
    Compute(&'static str),
    /// On a hosted pipeline runner.
    Runner,
    /// Inside AWS: the service's host name stands for the address and the user agent.
    Service(&'static str),
}

/// How an actor is known at the moment.
pub(super) struct Session {
    /// The account that it works in, by its position.
    pub(super) estate: usize,
    pub(super) identity: UserIdentity,
    pub(super) address: String,
    pub(super) agent: String,
    pub(super) channel: Channel,
    /// It ends when the actor's period is another.
    pub(super) period: i64,
}

impl Session {
    /// Where its calls come from.
    pub(super) fn origin(&self) -> Origin<'_> {
        Origin {
            address: &self.address,
            agent: &self.agent,
            channel: self.channel,
        }
    }
}

impl Seat {
    /// An address to call from, for a while.
    pub(super) fn address(self, chance: &mut Chance) -> String {
        match self {
            Self::Browser(city) | Self::Terminal(city) => {
                let at_home = chance.happens(400);
                city.address(chance, at_home)
            }
            Self::Compute(region) => compute_address(chance, region),
            Self::Runner => runner_address(chance),
            Self::Service(host) => host.to_owned(),
        }
    }

    /// The door that calls come through.
    pub(super) fn channel(self) -> Channel {
        match self {
            Self::Browser(_) => Channel::Console,
            Self::Terminal(_) | Self::Compute(_) | Self::Runner => Channel::Api,
            Self::Service(_) => Channel::Service,
        }
    }
}

/// What actors act on.
pub(super) struct Stage<'a> {
    pub(super) estates: &'a [Estate],
    pub(super) chance: &'a mut Chance,
    pub(super) delivery: &'a mut Delivery,
    /// The end of the period of delivery: nothing is recorded at or after it.
    pub(super) end: Timestamp,
}

/// A call of a session, before it is known how it ends.
pub(super) struct Attempt<'a> {
    pub(super) at: Timestamp,
    pub(super) region: &'static str,
    pub(super) api: &'static Api,
    pub(super) exchange: Exchange,
    pub(super) failure: Option<Failure>,
    pub(super) shared_event_id: Option<&'a str>,
}

impl Stage<'_> {
    /// The account at this position; positions come from the same list.
    pub(super) fn estate(&self, position: usize) -> &Estate {
        &self.estates[position]
    }

    /// `at`, or the last second of the period.
    pub(super) fn within(&self, at: Timestamp) -> Timestamp {
        at.min(self.end.plus_seconds(-1))
    }

    /// Records a call of `identity` in the trail of the account at `estate`.
    pub(super) fn record(
        &mut self,
        estate: usize,
        identity: &UserIdentity,
        origin: Origin<'_>,
        attempt: Attempt<'_>,
    ) -> Result<(), GenerationError> {
        self.delivery.record(Call {
            at: self.within(attempt.at),
            account: &self.estates[estate].account,
            region: attempt.api.recorded_in(attempt.region),
            identity,
            origin,
            api: attempt.api,
            exchange: attempt.exchange,
            failure: attempt.failure,
            shared_event_id: attempt.shared_event_id,
        })
    }
}

impl Actor {
    /// How much of the hour of `at` is this actor's.
    pub(super) fn intensity(&self, at: Timestamp) -> u64 {
        let usual = self.rhythm.intensity(at);
        let intensity = match self.turn_at(at) {
            None => usual,
            Some(TurnKind::Away) => 0,
            Some(TurnKind::Travel(city)) => city.rhythm.intensity(at),
            Some(TurnKind::OnCall) => usual.max(ON_CALL_INTENSITY),
            Some(TurnKind::Deploy) => usual.max(DEPLOY_INTENSITY),
        };
        intensity * self.share
    }

    fn turn_at(&self, at: Timestamp) -> Option<TurnKind> {
        let turn = self.turns.iter().find(|it| it.covers(at));
        turn.map(|it| it.kind)
    }

    /// The clock by which it works.
    fn rhythm_at(&self, at: Timestamp) -> Rhythm {
        match self.turn_at(at) {
            Some(TurnKind::Travel(city)) => city.rhythm,
            None | Some(TurnKind::Away | TurnKind::OnCall | TurnKind::Deploy) => self.rhythm,
        }
    }

    /// Where it sits.
    pub(super) fn seat_at(&self, at: Timestamp) -> Seat {
        match (self.turn_at(at), self.seat) {
            (Some(TurnKind::Travel(city)), Seat::Browser(_)) => Seat::Browser(city),
            (Some(TurnKind::Travel(city)), Seat::Terminal(_)) => Seat::Terminal(city),
            (_, seat) => seat,
        }
    }

    /// What it does.
    fn work_at(&self, at: Timestamp) -> Work {
        let turn = self.turn_at(at);
        let at_night = self.rhythm.intensity(at) < ON_CALL_INTENSITY;
        match turn {
            Some(TurnKind::OnCall) if at_night => &INCIDENT,
            Some(kind) => kind.work().unwrap_or(self.work),
            None => self.work,
        }
    }

    /// Signs in if it must, and makes a few calls from `at` on.
    pub(super) fn act(
        &mut self,
        stage: &mut Stage<'_>,
        at: Timestamp,
    ) -> Result<(), GenerationError> {
        let region = *stage.chance.weighted(&self.regions);
        let period = self.login.period(self.rhythm_at(at), at);
        let mut at = at;
        let session = match self.session.take().filter(|it| it.period == period) {
            Some(session) => session,
            None => {
                let new = self.sign_in(stage, region, at, period)?;
                at = at.plus_seconds(2);
                new
            }
        };
        for _ in 0..stage.chance.between(self.burst.0, self.burst.1) {
            self.call(stage, &session, region, at)?;
            at = at.plus_seconds(i64::from(stage.chance.between(0, self.pause)));
        }
        self.session = Some(session);
        Ok(())
    }

    fn call(
        &self,
        stage: &mut Stage<'_>,
        session: &Session,
        region: &'static str,
        at: Timestamp,
    ) -> Result<(), GenerationError> {
        let api = *stage.chance.weighted(self.work_at(at));
        let estate = &stage.estates[session.estate];
        let exchange = (api.exchange)(&mut Scene {
            chance: stage.chance,
            estate,
            region,
        });
        let failure = self.failure(stage.chance, api, &session.identity);
        let attempt = Attempt {
            at,
            region,
            api,
            exchange,
            failure,
            shared_event_id: None,
        };
        stage.record(session.estate, &session.identity, session.origin(), attempt)
    }

    fn failure(&self, chance: &mut Chance, api: &Api, identity: &UserIdentity) -> Option<Failure> {
        if let Some((code, message, permille)) = api.typical_failure
            && chance.happens(permille)
        {
            return Some(Failure {
                code: Some(code),
                message: message.to_owned(),
            });
        }
        if chance.happens(self.denied_permille) {
            return Some(denial(api, identity));
        }
        chance.happens(THROTTLED_PERMILLE).then(|| Failure {
            code: Some(api.throttled_code()),
            message: "Rate exceeded".to_owned(),
        })
    }
}

/// The refusal of a call that `identity` may not make.
pub(super) fn denial(api: &Api, identity: &UserIdentity) -> Failure {
    let caller = identity.arn.as_deref().unwrap_or(identity.kind);
    let action = api.name.split("2015").next().unwrap_or(api.name);
    Failure {
        code: Some(api.denied_code()),
        message: format!(
            "User: {caller} is not authorized to perform: {service}:{action} because no identity-based policy allows the {service}:{action} action",
            service = api.service,
        ),
    }
}
