//! Records added up to rows: each distinct call of an hour once, with its count.
//!
//! A record is looked up by the parts it is made of (caller, origin, action, resource), each of
//! which is kept once. The parts repeat far more often than their combinations, so that adding a
//! record costs one look-up in a table of small integers.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash};

use gumshoe_domain::{Day, Hour, Timestamp};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::call::{Action, Call, Caller, Origin, Resource};
use crate::entity::EntityType;
use crate::place::Place;
use crate::texts::{TextId, Texts};

/// A caller's place in an [`Aggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallerId(u32);

/// An origin's place in an [`Aggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OriginId(u32);

/// An action's place in an [`Aggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionId(u32);

/// A resource's place in an [`Aggregate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(u32);

/// How often, and from when to when. Adding is associative and commutative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Number of calls, at least one.
    pub calls: u64,
    /// The first.
    pub first_seen: Timestamp,
    /// The last.
    pub last_seen: Timestamp,
}

impl Tally {
    /// One call at `time`.
    pub fn once(time: Timestamp) -> Self {
        Self {
            calls: 1,
            first_seen: time,
            last_seen: time,
        }
    }

    /// Adds what `other` counted.
    pub fn absorb(&mut self, other: Self) {
        self.calls += other.calls;
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
    }
}

/// Rows of activity, unique by everything but their tally.
#[derive(Debug, Default)]
pub struct Aggregate {
    texts: Texts,
    callers: Distinct<CallerParts>,
    origins: Distinct<OriginParts>,
    actions: Distinct<ActionParts>,
    resources: Distinct<(EntityType, TextId)>,
    rows: HashTable<u32>,
    keys: Vec<RowKey>,
    tallies: Vec<Tally>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RowKey {
    hour: Hour,
    caller: CallerId,
    origin: OriginId,
    action: ActionId,
    resource: Option<ResourceId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct CallerParts {
    account: TextId,
    principal_type: Option<EntityType>,
    principal_id: Option<TextId>,
    principal_name: Option<TextId>,
    principal_arn: Option<TextId>,
    caller_arn: Option<TextId>,
    session_id: Option<TextId>,
    access_key_id: Option<TextId>,
    invoked_by: Option<TextId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct OriginParts {
    address: Option<TextId>,
    is_ip: bool,
    user_agent: Option<TextId>,
    country: Option<TextId>,
    city: Option<TextId>,
    /// Tenths of a degree.
    coordinates: Option<(i16, i16)>,
    aso: Option<TextId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ActionParts {
    service: TextId,
    api: TextId,
    region: Option<TextId>,
    error_code: Option<TextId>,
}

impl Aggregate {
    /// The place of `caller`, which is added unless it is there.
    pub fn caller(&mut self, caller: &Caller<'_>) -> CallerId {
        let texts = &mut self.texts;
        let parts = CallerParts {
            account: texts.intern(caller.account),
            principal_type: caller.principal_type,
            principal_id: caller.principal_id.map(|it| texts.intern(it)),
            principal_name: caller.principal_name.map(|it| texts.intern(it)),
            principal_arn: caller.principal_arn.map(|it| texts.intern(it)),
            caller_arn: caller.caller_arn.map(|it| texts.intern(it)),
            session_id: caller.session_id.map(|it| texts.intern(it)),
            access_key_id: caller.access_key_id.map(|it| texts.intern(it)),
            invoked_by: caller.invoked_by.map(|it| texts.intern(it)),
        };
        CallerId(self.callers.intern(parts))
    }

    /// The place of `origin`, which is added unless it is there.
    pub fn origin(&mut self, origin: &Origin<'_>) -> OriginId {
        let texts = &mut self.texts;
        let parts = OriginParts {
            address: origin.address.map(|it| texts.intern(it)),
            is_ip: origin.is_ip,
            user_agent: origin.user_agent.map(|it| texts.intern(it)),
            country: origin.place.country.map(|it| texts.intern(it)),
            city: origin.place.city.map(|it| texts.intern(it)),
            coordinates: origin
                .place
                .coordinates
                .map(|(latitude, longitude)| (tenths(latitude), tenths(longitude))),
            aso: origin.place.aso.map(|it| texts.intern(it)),
        };
        OriginId(self.origins.intern(parts))
    }

    /// The place of `action`, which is added unless it is there.
    pub fn action(&mut self, action: &Action<'_>) -> ActionId {
        let texts = &mut self.texts;
        let parts = ActionParts {
            service: texts.intern(action.service),
            api: texts.intern(action.api),
            region: action.region.map(|it| texts.intern(it)),
            error_code: action.error_code.map(|it| texts.intern(it)),
        };
        ActionId(self.actions.intern(parts))
    }

    /// The place of `resource`, which is added unless it is there.
    pub fn resource(&mut self, resource: &Resource<'_>) -> ResourceId {
        let id = self.texts.intern(resource.id);
        ResourceId(self.resources.intern((resource.kind, id)))
    }

    /// Makes room for `rows` more rows at once.
    pub fn reserve(&mut self, rows: usize) {
        self.keys.reserve(rows);
        self.tallies.reserve(rows);
        let keys = &self.keys;
        self.rows
            .reserve(rows, |&at| FxBuildHasher.hash_one(keys[at as usize]));
    }

    /// Adds `tally` to the row of these parts, whose calls were all made in `hour`.
    pub fn add(
        &mut self,
        hour: Hour,
        caller: CallerId,
        origin: OriginId,
        action: ActionId,
        resource: Option<ResourceId>,
        tally: Tally,
    ) {
        let key = RowKey {
            hour,
            caller,
            origin,
            action,
            resource,
        };
        let hash = FxBuildHasher.hash_one(key);
        if let Some(&at) = self.rows.find(hash, |&at| self.keys[at as usize] == key) {
            self.tallies[at as usize].absorb(tally);
            return;
        }
        let at = position(self.keys.len());
        self.keys.push(key);
        self.tallies.push(tally);
        let keys = &self.keys;
        self.rows
            .insert_unique(hash, at, |&at| FxBuildHasher.hash_one(keys[at as usize]));
    }

    /// Adds a whole row.
    pub fn add_call(&mut self, call: &Call<'_>) {
        let caller = self.caller(&call.caller);
        let origin = self.origin(&call.origin);
        let action = self.action(&call.action);
        let resource = call.resource.as_ref().map(|it| self.resource(it));
        let tally = Tally {
            calls: call.calls,
            first_seen: call.first_seen,
            last_seen: call.last_seen,
        };
        self.add(call.hour, caller, origin, action, resource, tally);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of memory held, about. What bounds a batch looks at this.
    pub fn memory(&self) -> usize {
        self.texts.memory()
            + self.keys.capacity() * (size_of::<RowKey>() + size_of::<Tally>())
            + self.rows.capacity() * 5
            + self.callers.memory()
            + self.origins.memory()
            + self.actions.memory()
            + self.resources.memory()
    }

    /// Every row, in the order in which segments hold them: by account, principal, session, hour,
    /// and then by what else tells two rows apart. Two aggregates of the same calls give the same
    /// rows in the same order, however the calls were added.
    pub fn sorted(&self) -> impl Iterator<Item = Call<'_>> {
        self.sorted_where(|_| true)
    }

    /// The rows of one UTC day, in the order of [`Self::sorted`].
    pub fn sorted_of_day(&self, day: Day) -> impl Iterator<Item = Call<'_>> {
        self.sorted_where(move |hour| hour.day() == day)
    }

    /// The UTC days of the rows.
    pub fn days(&self) -> BTreeSet<Day> {
        self.keys.iter().map(|key| key.hour.day()).collect()
    }

    fn sorted_where(&self, wanted: impl Fn(Hour) -> bool) -> impl Iterator<Item = Call<'_>> {
        let callers = ranks(
            &self.callers.parts,
            |it| self.resolve_caller(it),
            compare_callers,
        );
        let origins = ranks(
            &self.origins.parts,
            |it| self.resolve_origin(it),
            compare_origins,
        );
        let actions = ranks(
            &self.actions.parts,
            |it| self.resolve_action(it),
            |a, b| action_key(a).cmp(&action_key(b)),
        );
        let resources = ranks(
            &self.resources.parts,
            |it| (it.0, self.texts.get(it.1)),
            Ord::cmp,
        );
        let mut order: Vec<(u32, i32, u32, u32, u32, u32)> = (0_u32..)
            .zip(&self.keys)
            .filter(|(_, key)| wanted(key.hour))
            .map(|(at, key)| {
                let resource = key.resource.map_or(0, |it| resources[it.0 as usize] + 1);
                let (caller, origin) = (
                    callers[key.caller.0 as usize],
                    origins[key.origin.0 as usize],
                );
                (
                    caller,
                    key.hour.index(),
                    actions[key.action.0 as usize],
                    origin,
                    resource,
                    at,
                )
            })
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(.., at)| self.call(at as usize))
    }

    /// Every row, in no particular order.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        (0..self.keys.len()).map(|at| self.call(at))
    }

    fn call(&self, at: usize) -> Call<'_> {
        let (key, tally) = (&self.keys[at], &self.tallies[at]);
        Call {
            hour: key.hour,
            caller: self.resolve_caller(&self.callers.parts[key.caller.0 as usize]),
            origin: self.resolve_origin(&self.origins.parts[key.origin.0 as usize]),
            action: self.resolve_action(&self.actions.parts[key.action.0 as usize]),
            resource: key.resource.map(|it| {
                let (kind, id) = self.resources.parts[it.0 as usize];
                Resource {
                    kind,
                    id: self.texts.get(id),
                }
            }),
            calls: tally.calls,
            first_seen: tally.first_seen,
            last_seen: tally.last_seen,
        }
    }

    fn text(&self, id: Option<TextId>) -> Option<&str> {
        id.map(|it| self.texts.get(it))
    }

    fn resolve_caller(&self, parts: &CallerParts) -> Caller<'_> {
        Caller {
            account: self.texts.get(parts.account),
            principal_type: parts.principal_type,
            principal_id: self.text(parts.principal_id),
            principal_name: self.text(parts.principal_name),
            principal_arn: self.text(parts.principal_arn),
            caller_arn: self.text(parts.caller_arn),
            session_id: self.text(parts.session_id),
            access_key_id: self.text(parts.access_key_id),
            invoked_by: self.text(parts.invoked_by),
        }
    }

    fn resolve_origin(&self, parts: &OriginParts) -> Origin<'_> {
        Origin {
            address: self.text(parts.address),
            is_ip: parts.is_ip,
            user_agent: self.text(parts.user_agent),
            place: Place {
                country: self.text(parts.country),
                city: self.text(parts.city),
                coordinates: parts
                    .coordinates
                    .map(|(latitude, longitude)| (degrees(latitude), degrees(longitude))),
                aso: self.text(parts.aso),
            },
        }
    }

    fn resolve_action(&self, parts: &ActionParts) -> Action<'_> {
        Action {
            service: self.texts.get(parts.service),
            api: self.texts.get(parts.api),
            region: self.text(parts.region),
            error_code: self.text(parts.error_code),
        }
    }
}

/// The rank of each part among its like, by what it says rather than by when it came.
fn ranks<'a, P, R>(
    parts: &'a [P],
    resolve: impl Fn(&'a P) -> R,
    compare: impl Fn(&R, &R) -> std::cmp::Ordering,
) -> Vec<u32> {
    let resolved: Vec<R> = parts.iter().map(resolve).collect();
    let mut order: Vec<u32> = (0..position(parts.len())).collect();
    order.sort_unstable_by(|a, b| compare(&resolved[*a as usize], &resolved[*b as usize]));
    let mut ranks = vec![0; parts.len()];
    for (rank, at) in (0_u32..).zip(order) {
        ranks[at as usize] = rank;
    }
    ranks
}

fn compare_callers(a: &Caller<'_>, b: &Caller<'_>) -> std::cmp::Ordering {
    // The first three are what readers skip by; see `docs/data-format.md`.
    (a.account, a.principal_id, a.session_id)
        .cmp(&(b.account, b.principal_id, b.session_id))
        .then_with(|| {
            (a.principal_type, a.principal_name, a.principal_arn).cmp(&(
                b.principal_type,
                b.principal_name,
                b.principal_arn,
            ))
        })
        .then_with(|| {
            (a.caller_arn, a.access_key_id, a.invoked_by).cmp(&(
                b.caller_arn,
                b.access_key_id,
                b.invoked_by,
            ))
        })
}

fn compare_origins(a: &Origin<'_>, b: &Origin<'_>) -> std::cmp::Ordering {
    let point = |it: &Origin<'_>| {
        it.place
            .coordinates
            .map(|(latitude, longitude)| (tenths(latitude), tenths(longitude)))
    };
    (
        a.address,
        a.user_agent,
        a.place.country,
        a.place.city,
        a.place.aso,
    )
        .cmp(&(
            b.address,
            b.user_agent,
            b.place.country,
            b.place.city,
            b.place.aso,
        ))
        .then_with(|| (a.is_ip, point(a)).cmp(&(b.is_ip, point(b))))
}

fn action_key<'a>(it: &Action<'a>) -> (&'a str, &'a str, Option<&'a str>, Option<&'a str>) {
    (it.service, it.api, it.region, it.error_code)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees are within ±180, tenths of them within ±1800"
)]
fn tenths(degrees: f32) -> i16 {
    (degrees.clamp(-180.0, 180.0) * 10.0).round() as i16
}

fn degrees(tenths: i16) -> f32 {
    f32::from(tenths) / 10.0
}

/// A row's or a part's position. Four billion of them would need more memory than a batch may use.
fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Distinct values by position.
#[derive(Debug)]
struct Distinct<P> {
    parts: Vec<P>,
    table: HashTable<u32>,
}

impl<P> Default for Distinct<P> {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            table: HashTable::new(),
        }
    }
}

impl<P: Copy + Eq + Hash> Distinct<P> {
    fn intern(&mut self, value: P) -> u32 {
        let hash = FxBuildHasher.hash_one(value);
        if let Some(&at) = self
            .table
            .find(hash, |&at| self.parts[at as usize] == value)
        {
            return at;
        }
        let at = position(self.parts.len());
        self.parts.push(value);
        let parts = &self.parts;
        self.table
            .insert_unique(hash, at, |&at| FxBuildHasher.hash_one(parts[at as usize]));
        at
    }

    fn memory(&self) -> usize {
        self.parts.capacity() * size_of::<P>() + self.table.capacity() * 5
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn call(hour: i32, user: &'static str, api: &'static str, failed: bool) -> Call<'static> {
        let hour = Hour::from_index(hour);
        Call {
            hour,
            caller: Caller {
                account: "111122223333",
                principal_type: Some(EntityType::AwsUser),
                principal_id: Some(user),
                ..Caller::default()
            },
            origin: Origin {
                address: Some("198.51.100.7"),
                is_ip: true,
                ..Origin::default()
            },
            action: Action {
                service: "s3",
                api,
                region: None,
                error_code: failed.then_some("AccessDenied"),
            },
            resource: failed.then_some(Resource {
                kind: EntityType::S3Bucket,
                id: "payroll",
            }),
            calls: 1,
            first_seen: hour.start(),
            last_seen: hour.start().plus_seconds(60),
        }
    }

    fn any_call() -> impl Strategy<Value = Call<'static>> {
        let texts = (
            prop::sample::select(vec!["AIDA1", "AIDA2", ""]),
            prop::sample::select(vec!["ListBuckets", "GetObject"]),
        );
        (490_000..490_060, texts, any::<bool>())
            .prop_map(|(hour, (user, api), failed)| call(hour, user, api, failed))
    }

    proptest! {
        #[test]
        fn rows_are_the_same_in_whatever_order_calls_are_added(
            (calls, shuffled) in prop::collection::vec(any_call(), 1..60)
                .prop_flat_map(|calls| (Just(calls.clone()), Just(calls).prop_shuffle()))
        ) {
            let (mut one, mut other) = (Aggregate::default(), Aggregate::default());
            calls.iter().for_each(|call| one.add_call(call));
            shuffled.iter().for_each(|call| other.add_call(call));
            prop_assert_eq!(one.sorted().collect::<Vec<_>>(), other.sorted().collect::<Vec<_>>());
            prop_assert_eq!(one.calls().map(|row| row.calls).sum::<u64>(), calls.len() as u64);
        }

        #[test]
        fn the_days_together_hold_every_row_once(calls in prop::collection::vec(any_call(), 1..60)) {
            let mut rows = Aggregate::default();
            calls.iter().for_each(|call| rows.add_call(call));
            let by_day: usize = rows.days().into_iter().map(|day| rows.sorted_of_day(day).count()).sum();
            prop_assert_eq!(by_day, rows.len());
        }
    }
}
