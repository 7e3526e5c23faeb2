//! Records added up to rows: each distinct call of an hour once, with its count.
//!
//! A record is looked up by the parts it is made of (caller, origin, action, resource), each of
//! which is kept once. The parts repeat far more often than their combinations, so that adding a
//! record costs one look-up in a table of small integers.

pub(crate) mod distinct;
pub(crate) mod order;
pub(crate) mod origin;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash};

use gumshoe_domain::{Day, Hour, Timestamp};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

pub(crate) use self::distinct::{Distinct, position};
pub(crate) use self::order::{ranks, ranks_by_text};
use self::origin::OriginParts;
pub(crate) use self::origin::{degrees, tenths};
use crate::call::{Action, Call, Caller, Origin, Resource};
use crate::entity::EntityType;
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
        let parts = OriginParts::new(origin, &mut self.texts);
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

    /// Every row, in the order in which segments hold them: by principal, account, session, hour,
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

    /// Every row, in no particular order.
    pub fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        (0..self.keys.len()).map(|at| self.call(at))
    }

    fn call(&self, at: usize) -> Call<'_> {
        let (key, tally) = (&self.keys[at], &self.tallies[at]);
        Call {
            hour: key.hour,
            caller: self.resolve_caller(&self.callers.parts[key.caller.0 as usize]),
            origin: self.origins.parts[key.origin.0 as usize].resolve(&self.texts),
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

    fn resolve_action(&self, parts: &ActionParts) -> Action<'_> {
        Action {
            service: self.texts.get(parts.service),
            api: self.texts.get(parts.api),
            region: self.text(parts.region),
            error_code: self.text(parts.error_code),
        }
    }
}
