//! Who called what.

use std::collections::{BTreeMap, HashMap};

use gumshoe_activity::{Call, Entity, EntityType};

/// Which principal called which API method, how often.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    /// The place of a method, by service and then by name.
    places: HashMap<String, HashMap<String, usize>>,
    methods: Vec<(String, String)>,
    principals: HashMap<EntityType, HashMap<String, Calls>>,
    principal_count: usize,
    left_out: u64,
}

/// The calls of a principal.
#[derive(Debug, Clone, Default)]
struct Calls {
    name: Option<String>,
    counts: HashMap<usize, u64>,
}

/// The calls of a principal, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observed {
    pub(super) principal: Entity,
    pub(super) name: Option<String>,
    /// By the place of the method among [`Sorted::methods`].
    pub(super) counts: BTreeMap<usize, u64>,
}

/// Observations in an order that does not depend on that of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sorted {
    pub(super) methods: Vec<(String, String)>,
    pub(super) principals: Vec<Observed>,
}

impl Observations {
    /// Most principals, and most methods. Our choice: more do not fit into a function's memory, and
    /// names in logs are made up by whoever calls.
    pub const MOST: usize = 20_000;

    /// Adds a row. Calls of services on their own behalf are nobody's.
    pub fn add(&mut self, call: &Call<'_>) {
        let caller = &call.caller;
        let Some((kind, id)) = caller.principal_type.zip(caller.principal_id) else {
            return;
        };
        let name = caller.principal_arn.or(caller.principal_name);
        let method = (call.action.service, call.action.api);
        self.observe((kind, id), name, method, call.calls);
    }

    fn observe(
        &mut self,
        (kind, id): (EntityType, &str),
        name: Option<&str>,
        (service, api): (&str, &str),
        calls: u64,
    ) {
        let Some(place) = self.place(service, api) else {
            self.left_out = self.left_out.saturating_add(calls);
            return;
        };
        let of_kind = self.principals.entry(kind).or_default();
        if !of_kind.contains_key(id) {
            if self.principal_count == Self::MOST {
                self.left_out = self.left_out.saturating_add(calls);
                return;
            }
            self.principal_count += 1;
            of_kind.insert(id.to_owned(), Calls::default());
        }
        if let Some(known) = of_kind.get_mut(id) {
            if known.name.as_deref() < name {
                known.name = name.map(str::to_owned);
            }
            let count = known.counts.entry(place).or_default();
            *count = count.saturating_add(calls);
        }
    }

    fn place(&mut self, service: &str, api: &str) -> Option<usize> {
        if let Some(place) = self.places.get(service).and_then(|it| it.get(api)) {
            return Some(*place);
        }
        if self.methods.len() == Self::MOST {
            return None;
        }
        let of_service = self.places.entry(service.to_owned()).or_default();
        of_service.insert(api.to_owned(), self.methods.len());
        self.methods.push((service.to_owned(), api.to_owned()));
        Some(self.methods.len() - 1)
    }

    /// Adds what others observed.
    pub fn merge(&mut self, other: &Self) {
        for (kind, of_kind) in &other.principals {
            for (id, calls) in of_kind {
                for (place, count) in &calls.counts {
                    let Some((service, api)) = other.methods.get(*place) else {
                        continue;
                    };
                    let (who, name) = ((*kind, id.as_str()), calls.name.as_deref());
                    self.observe(who, name, (service, api), *count);
                }
            }
        }
        self.left_out = self.left_out.saturating_add(other.left_out);
    }

    /// Calls that were left out because there are too many principals or methods.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    pub(super) fn sorted(&self) -> Sorted {
        let mut methods = self.methods.clone();
        methods.sort_unstable();
        let place = |method: &(String, String)| methods.binary_search(method).unwrap_or_default();
        let places: Vec<usize> = self.methods.iter().map(place).collect();
        let of_kind = |(kind, calls): (&EntityType, &HashMap<String, Calls>)| {
            let kind = *kind;
            let observed = calls.iter().map(|(id, calls)| Observed {
                principal: Entity {
                    kind,
                    id: id.clone(),
                },
                name: calls.name.clone(),
                counts: calls
                    .counts
                    .iter()
                    .filter_map(|(place, count)| Some((*places.get(*place)?, *count)))
                    .collect(),
            });
            observed.collect::<Vec<_>>()
        };
        let mut principals: Vec<Observed> = self.principals.iter().flat_map(of_kind).collect();
        principals.sort_unstable_by(|a, b| a.principal.cmp(&b.principal));
        Sorted {
            methods,
            principals,
        }
    }
}
