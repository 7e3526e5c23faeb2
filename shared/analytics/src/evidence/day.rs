//! A day that is over, and what of it was there before.

use std::collections::{BTreeSet, HashMap, HashSet};

use gumshoe_activity::{Call, EntityType, Origin, Place};
use gumshoe_domain::{Day as Date, Timestamp};

use super::program::program;
use crate::novelty::{Candidates, NoveltyKind, Sighted};

/// What is looked at of a principal.
pub(super) const KINDS: &[NoveltyKind] = &[
    NoveltyKind::ApiCall,
    NoveltyKind::Geolocation,
    NoveltyKind::Aso,
    NoveltyKind::UserAgent,
];

/// Addresses of a principal that are told: the first ones in order.
const MOST_ADDRESSES: usize = 16;

/// Most principals of a day. Our choice, as of the model of peers.
const MOST_PRINCIPALS: usize = 20_000;

/// Most values of one principal in a day; one that has more is automation or an attack on memory.
const MOST_VALUES: usize = 2_000;

/// The calls of a day, by who made them.
#[derive(Debug, Default)]
pub struct Day {
    pub(super) principals: HashMap<EntityType, HashMap<String, Principal>>,
    count: usize,
    left_out: u64,
}

/// What a principal did in the day.
#[derive(Debug)]
pub(super) struct Principal {
    pub(super) account: String,
    pub(super) name: Option<String>,
    pub(super) values: Candidates,
    /// The addresses that it called from, by country (none where that is not known).
    pub(super) addresses: HashMap<Option<String>, BTreeSet<String>>,
    pub(super) calls: u64,
    pub(super) first_seen: Timestamp,
    pub(super) last_seen: Timestamp,
}

impl Day {
    /// Adds a call of the day. Calls of services on their own behalf are nobody's.
    pub fn add(&mut self, call: &Call<'_>) {
        let Some((kind, id)) = who(call) else {
            return;
        };
        let of_kind = self.principals.entry(kind).or_default();
        if !of_kind.contains_key(id) {
            if self.count == MOST_PRINCIPALS {
                self.left_out = self.left_out.saturating_add(call.calls);
                return;
            }
            self.count += 1;
            of_kind.insert(id.to_owned(), Principal::new(call));
        }
        if let Some(principal) = of_kind.get_mut(id) {
            principal.add(call);
        }
    }

    /// Whether nobody called.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Calls that were left out because there are too many principals.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    fn of<'a>(&'a self, call: &'a Call<'_>) -> Option<(EntityType, &'a str, &'a Principal)> {
        let (kind, id) = who(call)?;
        Some((kind, id, self.principals.get(&kind)?.get(id)?))
    }
}

impl Principal {
    fn new(call: &Call<'_>) -> Self {
        Self {
            account: call.caller.account.to_owned(),
            name: None,
            values: Candidates::of(KINDS),
            addresses: HashMap::new(),
            calls: 0,
            first_seen: Timestamp::MAX,
            last_seen: Timestamp::MIN,
        }
    }

    fn add(&mut self, call: &Call<'_>) {
        self.calls = self.calls.saturating_add(call.calls);
        self.first_seen = self.first_seen.min(call.first_seen);
        self.last_seen = self.last_seen.max(call.last_seen);
        let name = call.caller.principal_arn.or(call.caller.principal_name);
        if self.name.as_deref() < name {
            self.name = name.map(str::to_owned);
        }
        if self.values.iter().len() < MOST_VALUES {
            self.values.add(&coarse(call));
        }
        if let Some(address) = call.origin.address.filter(|_| call.origin.is_ip) {
            let country = call.origin.place.country.map(str::to_owned);
            let addresses = self.addresses.entry(country).or_default();
            addresses.insert(address.to_owned());
            if addresses.len() > MOST_ADDRESSES {
                addresses.pop_last();
            }
        }
    }
}

/// Who made a call: an IAM user, a role, or a user of an identity provider.
fn who<'a>(call: &Call<'a>) -> Option<(EntityType, &'a str)> {
    let (kind, id) = call.caller.principal_type.zip(call.caller.principal_id)?;
    match kind {
        EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => Some((kind, id)),
        // Another account's principals are its own graph's business.
        EntityType::AwsAccount
        | EntityType::AwsRoleSession
        | EntityType::Ec2Instance
        | EntityType::IpAddress
        | EntityType::UserAgent
        | EntityType::S3Bucket
        | EntityType::ContainerCluster
        | EntityType::ContainerPod
        | EntityType::ContainerImage
        | EntityType::KubernetesSubject => None,
    }
}

/// The call as evidence sees it: places are countries, user agents programs.
fn coarse<'a>(call: &Call<'a>) -> Call<'a> {
    Call {
        origin: Origin {
            user_agent: call.origin.user_agent.map(program),
            place: Place {
                city: None,
                coordinates: None,
                ..call.origin.place
            },
            ..call.origin
        },
        ..*call
    }
}

/// What of a day was there in the time before it.
#[derive(Debug, Default)]
pub struct Before {
    principals: HashMap<EntityType, HashMap<String, Known>>,
    countries: HashSet<String>,
    dates: BTreeSet<Date>,
}

/// What is known of a principal from before the day.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) sighted: Sighted,
    pub(super) dates: BTreeSet<Date>,
}

impl Before {
    /// Adds a call from before `day`.
    pub fn add(&mut self, day: &Day, call: &Call<'_>) {
        self.dates.insert(call.hour.day());
        if let Some(country) = call.origin.place.country
            && !self.countries.contains(country)
        {
            self.countries.insert(country.to_owned());
        }
        let Some((kind, id, principal)) = day.of(call) else {
            return;
        };
        let of_kind = self.principals.entry(kind).or_default();
        if !of_kind.contains_key(id) {
            let sighted = Sighted::none_of(&principal.values);
            let dates = BTreeSet::new();
            of_kind.insert(id.to_owned(), Known { sighted, dates });
        }
        if let Some(known) = of_kind.get_mut(id) {
            known.dates.insert(call.hour.day());
            known.sighted.see(&principal.values, &coarse(call));
        }
    }

    /// UTC days with calls.
    pub fn days(&self) -> usize {
        self.dates.len()
    }

    pub(super) fn of(&self, kind: EntityType, id: &str) -> Option<&Known> {
        self.principals.get(&kind)?.get(id)
    }

    pub(super) fn has_country(&self, country: &str) -> bool {
        self.countries.contains(country)
    }
}
