//! Reading the activity of a principal, and what of its account is needed to judge it.

use std::collections::HashSet;

use gumshoe_activity::{Aggregate, Call, Entity, EntityType};
use gumshoe_analytics::attack::table::unversioned;
use gumshoe_analytics::attack::{AccountPeers, Habits, Table};
use gumshoe_analytics::travel::Together;
use gumshoe_domain::investigation::InvestigationScope;
use gumshoe_domain::{AccountId, Hour, InvalidScopeTime, ScopeTime};
use gumshoe_segments::{Column, Filter, SegmentError, graph_rows};
use gumshoe_store::Manifest;

use crate::rows::Rows;

use super::{ActivityError, PrincipalActivity, Trait, add_habit, is_of, is_own};

/// The hours before the scope that are the baseline: 45 days, Amazon Detective User Guide, "Types of
/// profile panel visualizations".
const BASELINE_HOURS: i32 = 45 * 24;

/// The columns of the principal's rows.
const COLUMNS: &[Column] = &[
    Column::Hour,
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::SessionId,
    Column::InvokedBy,
    Column::SourceAddress,
    Column::SourceIsIp,
    Column::UserAgent,
    Column::Country,
    Column::City,
    Column::Latitude,
    Column::Longitude,
    Column::Aso,
    Column::Service,
    Column::Api,
    Column::Region,
    Column::ErrorCode,
    Column::ResourceType,
    Column::ResourceId,
    Column::Calls,
    Column::FirstSeen,
    Column::LastSeen,
];

/// The columns of the account's rows.
const ACCOUNT_COLUMNS: &[Column] = &[
    Column::AccountId,
    Column::PrincipalType,
    Column::PrincipalId,
    Column::InvokedBy,
    Column::SourceAddress,
    Column::UserAgent,
    Column::Country,
    Column::City,
    Column::Aso,
    Column::Service,
    Column::Api,
    Column::Region,
];

impl PrincipalActivity {
    /// Reads the activity of `principals`, which are one by their ARN, of `account`.
    pub(crate) async fn read(
        manifest: &Manifest<'_>,
        principals: &[Entity],
        account: AccountId,
        scope: InvestigationScope,
        table: &Table,
    ) -> Result<Self, ActivityError> {
        let scope = ScopeTime::new(scope.start(), scope.end())?;
        let before = ScopeTime::before(scope, BASELINE_HOURS);
        let mut activity = Self::new(scope, before);
        for principal in principals {
            let own = std::slice::from_ref(principal);
            let found = rows(manifest, own, scope).await?;
            found.calls().for_each(|it| activity.add_to_scope(&it));
            activity.add_past(past(manifest, own, before).await?);
        }
        let wanted = activity.wanted(table);
        if !wanted.is_nothing() {
            let known = of_account(manifest, (account, principals), before, &wanted).await?;
            activity.add_known(known);
            let (store, graph, calls) = (manifest.store(), manifest.graph(), &wanted.calls);
            activity.peers.ask(store, graph, principals, calls).await?;
        }
        Ok(activity)
    }

    /// The activity that rows in memory tell.
    pub(crate) fn of_rows(
        rows: &Rows<'_>,
        principals: &[Entity],
        account: AccountId,
        scope: InvestigationScope,
        table: &Table,
    ) -> Result<Self, InvalidScopeTime> {
        let scope = ScopeTime::new(scope.start(), scope.end())?;
        let before = ScopeTime::before(scope, BASELINE_HOURS);
        let mut activity = Self::new(scope, before);
        let calls = |rows: &[&'_ Aggregate], add: &mut dyn FnMut(&Call<'_>)| {
            let calls = rows.iter().flat_map(|it| it.calls());
            calls
                .filter(|it| is_of(it, principals))
                .for_each(|it| add(&it));
        };
        calls(&rows.scope, &mut |it| activity.add_to_scope(it));
        let mut past = Past::default();
        calls(&rows.before, &mut |it| past.add(before.start(), it));
        activity.add_past(past);
        let wanted = activity.wanted(table);
        if !wanted.is_nothing() {
            let mut known = Known::default();
            for call in rows.account.calls() {
                known.add((account, principals), &wanted, &call);
            }
            activity.add_known(known);
            if let Some(model) = rows.model {
                activity.peers.ask_model(model, principals, &wanted.calls);
            }
        }
        Ok(activity)
    }

    fn add_past(&mut self, past: Past) {
        let found = past.rows.calls();
        found.for_each(|it| self.baseline.add_call(&it));
        self.past.absorb(past.habits);
        self.together.absorb(past.together);
    }

    fn add_known(&mut self, known: Known) {
        self.known_to_account = known.traits;
        self.peers.account = known.peers;
        self.has_account_past = known.is_active;
    }

    fn wanted(&self, table: &Table) -> Wanted {
        Wanted {
            traits: self.new_traits(),
            calls: self.surprising_calls(table),
        }
    }

    /// The calls of which peers must be asked.
    fn surprising_calls(&self, table: &Table) -> HashSet<(String, String)> {
        let seen = self.seen();
        let surprises = |service: &str, api: &str| {
            let uses = table.uses(service, api);
            uses.iter()
                .any(|it| seen.surprises((service, api), it, table))
        };
        let calls = self.present.every();
        let calls = calls.filter(|(service, api, _)| surprises(service, api));
        calls
            .map(|(service, api, _)| (service.to_owned(), api.to_owned()))
            .collect()
    }
}

/// What principals themselves did in `scope`.
async fn rows(
    manifest: &Manifest<'_>,
    principals: &[Entity],
    scope: ScopeTime,
) -> Result<Aggregate, SegmentError> {
    let add = |rows: &mut Aggregate, call: &Call<'_>| {
        // Others' calls about the principal concern it as well.
        if is_of(call, principals) {
            rows.add_call(call);
        }
    };
    let filter = of_first(principals);
    graph_rows::add_up(manifest, scope, filter, COLUMNS, Aggregate::default, add).await
}

/// What a principal did in the baseline.
#[derive(Default)]
struct Past {
    /// The rows of all its hours, as if they were of its first.
    rows: Aggregate,
    /// What was called on which day.
    habits: Habits,
    /// From where within an hour.
    together: Together,
}

impl Past {
    /// Adds a call of a baseline that begins at `start`.
    fn add(&mut self, start: Hour, call: &Call<'_>) {
        add_habit(&mut self.habits, start, call);
        if is_own(call) {
            self.together.add(call.hour, &call.origin.place);
        }
        self.rows.add_call(&Call {
            hour: start,
            ..*call
        });
    }
}

async fn past(
    manifest: &Manifest<'_>,
    principals: &[Entity],
    before: ScopeTime,
) -> Result<Past, SegmentError> {
    let hour = before.start();
    let add = |past: &mut Past, call: &Call<'_>| {
        if is_of(call, principals) {
            past.add(hour, call);
        }
    };
    let filter = of_first(principals);
    graph_rows::add_up(manifest, before, filter, COLUMNS, Past::default, add).await
}

fn of_first(principals: &[Entity]) -> Filter {
    Filter {
        entity: principals.first().cloned(),
        ..Filter::default()
    }
}

/// What is to be known of an account.
struct Wanted {
    traits: HashSet<(Trait, String)>,
    calls: HashSet<(String, String)>,
}

impl Wanted {
    /// Most investigations find nothing new, and the account has far more rows than the principal.
    fn is_nothing(&self) -> bool {
        self.traits.is_empty() && self.calls.is_empty()
    }
}

/// What is known of an account.
#[derive(Default)]
struct Known {
    traits: HashSet<(Trait, String)>,
    peers: AccountPeers,
    is_active: bool,
}

impl Known {
    /// Adds a call of the account's baseline.
    fn add(
        &mut self,
        (account, principals): (AccountId, &[Entity]),
        wanted: &Wanted,
        call: &Call<'_>,
    ) {
        if call.caller.account != account.as_str() {
            return;
        }
        self.is_active = true;
        for of in Trait::ALL {
            if let Some(value) = of.of(call) {
                let value = (*of, value.into_owned());
                if wanted.traits.contains(&value) {
                    self.traits.insert(value);
                }
            }
        }
        if let Some(principal) = call.caller.principal_id
            && is_own(call)
            && !is_of(call, principals)
        {
            self.peers.add(principal);
            let (service, api) = (call.action.service, call.action.api);
            let name = (service.to_owned(), unversioned(api).to_owned());
            if wanted.calls.contains(&name) {
                self.peers.add_call(principal, service, api);
            }
        }
    }
}

/// Those of `wanted` that anybody of the account did in `scope`, and who else did.
async fn of_account(
    manifest: &Manifest<'_>,
    (account, principals): (AccountId, &[Entity]),
    scope: ScopeTime,
    wanted: &Wanted,
) -> Result<Known, SegmentError> {
    let filter = Filter {
        entity: Some(Entity {
            kind: EntityType::AwsAccount,
            id: account.to_string(),
        }),
        ..Filter::default()
    };
    let add = |known: &mut Known, call: &Call<'_>| known.add((account, principals), wanted, call);
    let columns = ACCOUNT_COLUMNS;
    graph_rows::add_up(manifest, scope, filter, columns, Known::default, add).await
}
