//! An investigation of every user and role for every day on which it was active.

use std::collections::HashMap;

use gumshoe_activity::{Aggregate, Call, Entity, EntityType};
use gumshoe_analytics::peers::Model;
use gumshoe_domain::investigation::{Indicator, InvestigationScope, Severity, Working};
use gumshoe_domain::{AccountId, Hour};
use gumshoe_investigations::rows::{self, Rows};

use super::days::Days;

/// What an investigation came to.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) principal: Entity,
    pub(super) severity: Severity,
    /// Likelihood times impact.
    pub(super) score: u8,
    /// Why, in one line.
    pub(super) because: String,
}

/// The rows of the days before, as investigations want them.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Of each user and role, the rows of each of its days.
    own: HashMap<Entity, Vec<Aggregate>>,
    /// Of each account, the rows of everybody, added up over all hours.
    accounts: HashMap<String, Aggregate>,
}

/// The user or role that made a call, and the account that it is of.
fn caller(call: &Call<'_>) -> Option<(Entity, AccountId)> {
    let (kind, id) = call.caller.principal_type.zip(call.caller.principal_id)?;
    if !matches!(kind, EntityType::AwsUser | EntityType::AwsRole) {
        return None;
    }
    let arn = call.caller.principal_arn?;
    let account = arn.split(':').nth(4)?.parse().ok()?;
    let id = id.to_owned();
    Some((Entity { kind, id }, account))
}

impl Past {
    /// Investigates everybody who was active on a day, and adds the day.
    pub(super) fn investigate(
        &mut self,
        days: &Days,
        at: usize,
        model: Option<&Model>,
    ) -> Vec<Judged> {
        let mut today: HashMap<Entity, (AccountId, Aggregate)> = HashMap::new();
        for call in days.rows(at).calls() {
            if let Some((who, account)) = caller(&call) {
                let (_, rows) = today
                    .entry(who)
                    .or_insert_with(|| (account, Aggregate::default()));
                rows.add_call(&call);
            }
        }
        let (start, end) = days.bounds(at);
        let scope = InvestigationScope::new(start, end).expect("a day");
        let nothing = Aggregate::default();
        let judge = |(who, (account, rows)): (&Entity, &(AccountId, Aggregate))| {
            let known = Rows {
                scope: vec![rows],
                before: self.own.get(who).into_iter().flatten().collect(),
                account: self.accounts.get(account.as_str()).unwrap_or(&nothing),
                model,
            };
            let found = rows::investigate(who, *account, scope, &known);
            let found = found.expect("the tables are sound");
            let indicators: Vec<Indicator> = found.into_iter().map(|it| it.indicator).collect();
            judged(who, &indicators)
        };
        let mut judged: Vec<Judged> = today.iter().map(judge).collect();
        judged.sort_by(|a, b| a.principal.cmp(&b.principal));
        for (who, (_, rows)) in today {
            self.own.entry(who).or_default().push(rows);
        }
        for call in days.rows(at).calls() {
            let account = self
                .accounts
                .entry(call.caller.account.to_owned())
                .or_default();
            account.add_call(&Call {
                hour: Hour::from_index(0),
                ..call
            });
        }
        judged
    }
}

fn judged(who: &Entity, indicators: &[Indicator]) -> Judged {
    let working = Working::of(indicators);
    let named = |places: &[usize]| -> Vec<String> {
        let some = places.iter().filter_map(|it| indicators.get(*it)).take(3);
        some.map(told).collect()
    };
    Judged {
        principal: who.clone(),
        severity: working.severity,
        score: working.likelihood.value * working.impact.value,
        because: format!(
            "{} {:?}; {} {:?}",
            working.likelihood.because,
            named(&working.likelihood.indicators),
            working.impact.because,
            named(&working.impact.indicators),
        ),
    }
}

fn told(indicator: &Indicator) -> String {
    match indicator {
        Indicator::TtpObserved(it) => format!("{} by {}", it.technique, it.api_name),
        Indicator::ImpossibleTravel(it) => {
            format!("{} to {}", it.starting_location, it.ending_location)
        }
        Indicator::NewGeolocation(it) => it.location.clone(),
        Indicator::NewAso(it) => it.aso.clone(),
        Indicator::NewUserAgent(it) => it.user_agent.clone(),
        Indicator::FlaggedIpAddress(_)
        | Indicator::RelatedFinding(_)
        | Indicator::RelatedFindingGroup(_) => indicator.kind().as_str().to_owned(),
    }
}
