//! The order of rows, which readers skip by.

use std::cmp::Ordering;

use gumshoe_domain::Hour;

use super::origin::compare_origins;
use super::{Aggregate, position};
use crate::call::{Action, Call, Caller, Resource};
use crate::entity::EntityType;

impl Call<'_> {
    /// The order in which segments hold rows. Only rows that differ in nothing but their tally are
    /// equal in it.
    pub fn order(&self, other: &Call<'_>) -> Ordering {
        compare_callers(&self.caller, &other.caller)
            .then_with(|| self.hour.cmp(&other.hour))
            .then_with(|| action_key(&self.action).cmp(&action_key(&other.action)))
            .then_with(|| compare_origins(&self.origin, &other.origin))
            .then_with(|| resource_key(self.resource).cmp(&resource_key(other.resource)))
    }
}

impl Aggregate {
    /// The rows of the wanted hours, in order.
    pub(super) fn sorted_where(
        &self,
        wanted: impl Fn(Hour) -> bool,
    ) -> impl Iterator<Item = Call<'_>> {
        let callers = ranks(
            &self.callers.parts,
            |it| self.resolve_caller(it),
            compare_callers,
        );
        let origins = ranks(
            &self.origins.parts,
            |it| it.resolve(&self.texts),
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
}

/// The rank of each part among its like, by what it says rather than by when it came.
pub(crate) fn ranks<'a, P, R>(
    parts: &'a [P],
    resolve: impl Fn(&'a P) -> R,
    compare: impl Fn(&R, &R) -> Ordering,
) -> Vec<u32> {
    let resolved: Vec<R> = parts.iter().map(resolve).collect();
    let mut order: Vec<u32> = (0..position(parts.len())).collect();
    order.sort_unstable_by(|a, b| compare(&resolved[*a as usize], &resolved[*b as usize]));
    in_places(order.into_iter())
}

/// As [`ranks`], of parts that `compare` compares by their `text` first. Its beginning decides nearly
/// always, and is at hand where the part is not.
pub(crate) fn ranks_by_text<'a, P>(
    parts: &'a [P],
    text: impl Fn(&'a P) -> Option<&'a str>,
    compare: impl Fn(&'a P, &'a P) -> Ordering,
) -> Vec<u32> {
    let beginnings = parts
        .iter()
        .map(|it| beginning(text(it).unwrap_or_default()));
    let mut order: Vec<(u128, u32)> = beginnings.zip(0..).collect();
    order.sort_unstable_by(|a, b| {
        let all = || compare(&parts[a.1 as usize], &parts[b.1 as usize]);
        a.0.cmp(&b.0).then_with(all)
    });
    in_places(order.into_iter().map(|it| it.1))
}

/// The first 16 bytes of a text as a number: of two texts with different numbers, the one with the lower
/// number is the lower one.
fn beginning(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(bytes.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// The rank of each place, of places in the order of their ranks.
fn in_places(order: impl ExactSizeIterator<Item = u32>) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, at) in (0_u32..).zip(order) {
        ranks[at as usize] = rank;
    }
    ranks
}

fn compare_callers(a: &Caller<'_>, b: &Caller<'_>) -> Ordering {
    // The first three are what readers skip by; see `docs/data-format.md`.
    (a.principal_id, a.account, a.session_id)
        .cmp(&(b.principal_id, b.account, b.session_id))
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

fn action_key<'a>(it: &Action<'a>) -> (&'a str, &'a str, Option<&'a str>, Option<&'a str>) {
    (it.service, it.api, it.region, it.error_code)
}

fn resource_key(it: Option<Resource<'_>>) -> Option<(EntityType, &str)> {
    it.map(|it| (it.kind, it.id))
}
