//! From loaded objects to commits: whose each object is, what of it counts, and what the counters say.

use std::collections::{BTreeMap, BTreeSet};

use gumshoe_domain::{AccountId, Timestamp};
use gumshoe_sources::{Batch, ObjectTally};
use gumshoe_store::{Commit, Committed, Counters, Fate, LedgerScope, ObjectName, StoreError};

use crate::attribution::Attribution;
use crate::ingest::{Content, IngestError, Ingester, Loaded};
use crate::records::count_records;
use crate::{findings, measures, segments, trails, volumes};

/// How often a commit that was overtaken is put together anew.
const ATTEMPTS: usize = 10;

/// Memory that the rows of objects counted together may take before they are committed.
const BATCH_BYTES: usize = 80 << 20;

/// Into how many parts a batch is taken apart that cannot be committed as it is: read anew, a part
/// needs that much less memory beside the batch.
const PARTS: usize = 8;

/// What reading an object came to.
#[derive(Debug, Clone)]
enum Reading {
    Read(ObjectTally),
    Decided(Fate),
}

/// Objects that are read into one batch of rows.
struct Aggregated<'a> {
    objects: Vec<(&'a Loaded, Reading)>,
    batch: Batch,
}

impl Ingester {
    /// Counts loaded objects; returns those that could not be decided about.
    pub(crate) async fn count(
        &self,
        loaded: &[Loaded],
        attribution: &mut Attribution,
        now: Timestamp,
    ) -> Vec<(ObjectName, IngestError)> {
        let mut failures = Vec::new();
        let mut rest: Vec<&Loaded> = loaded.iter().collect();
        while !rest.is_empty() {
            let aggregated = self.aggregate(&mut rest);
            if let Err(error) = self.count_aggregated(&aggregated, attribution, now).await {
                failures.extend(
                    aggregated
                        .objects
                        .iter()
                        .map(|(object, _)| (object.name.clone(), error.clone())),
                );
            }
        }
        failures
    }

    /// Reads objects from the front of `rest` until the rows fill the memory that they may.
    fn aggregate<'a>(&self, rest: &mut Vec<&'a Loaded>) -> Aggregated<'a> {
        let mut aggregated = Aggregated {
            objects: Vec::new(),
            batch: Batch::default(),
        };
        let mut taken = 0;
        for &object in rest.iter() {
            taken += 1;
            let reading = self.read(object, &mut aggregated.batch);
            aggregated.objects.push((object, reading));
            if aggregated.batch.memory() > BATCH_BYTES {
                break;
            }
        }
        rest.drain(..taken);
        aggregated.batch.fold_tails(self.limits.peers);
        aggregated
    }

    fn read(&self, object: &Loaded, batch: &mut Batch) -> Reading {
        let bytes = match &object.content {
            Content::Decided(fate) => return Reading::Decided(fate.clone()),
            Content::Bytes(bytes) => bytes,
        };
        match self
            .source
            .read(bytes, &object.key, batch, &self.geolocator, &self.limits)
        {
            Ok(tally) => Reading::Read(tally),
            Err(rejected) => {
                tracing::warn!(object.bucket = %object.name.bucket, object.key = %object.name.key, reason = rejected.as_str(), error.cause = ?rejected, "object quarantined");
                Reading::Decided(Fate::Quarantined(rejected.as_str().to_owned()))
            }
        }
    }

    async fn count_aggregated(
        &self,
        aggregated: &Aggregated<'_>,
        attribution: &mut Attribution,
        now: Timestamp,
    ) -> Result<(), IngestError> {
        let mut others: BTreeMap<LedgerScope, Vec<usize>> = BTreeMap::new();
        let mut own: BTreeMap<LedgerScope, Vec<usize>> = BTreeMap::new();
        for (at, (object, reading)) in aggregated.objects.iter().enumerate() {
            let by_key = match object.key.account {
                Some(account) => attribution.scopes_of(&self.store, account).await?,
                None => Vec::new(),
            };
            for scope in self.owners(object, reading, attribution).await? {
                let is_own = by_key.contains(&scope);
                let scopes = if is_own { &mut own } else { &mut others };
                scopes.entry(scope).or_default().push(at);
            }
        }
        // What the graphs of the account in its key decided about an object is not read again, so
        // they come last: cut off before them, the object is still open for all.
        for (scopes, rest) in [(&others, &own), (&own, &others)] {
            for (&scope, members) in scopes {
                let all = !rest.contains_key(&scope);
                self.count_for(scope, aggregated, members, all, attribution, now)
                    .await?;
            }
        }
        Ok(())
    }

    /// The ledgers that decide about an object: those of the graphs that its records' accounts feed,
    /// or for one without records, the account in its key; else that of unattributed objects.
    async fn owners(
        &self,
        object: &Loaded,
        reading: &Reading,
        attribution: &mut Attribution,
    ) -> Result<BTreeSet<LedgerScope>, StoreError> {
        let mut accounts = Vec::new();
        if let Reading::Read(tally) = reading {
            accounts.extend(tally.accounts.keys().copied());
        }
        if accounts.is_empty() {
            accounts.extend(object.key.account);
        }
        let mut scopes = BTreeSet::new();
        for account in accounts {
            scopes.extend(attribution.scopes_of(&self.store, account).await?);
        }
        if scopes.is_empty() {
            scopes.insert(LedgerScope::Unattributed);
        }
        Ok(scopes)
    }

    /// Decides about the objects at `members`; whether they are `all` of the batch with rows for this
    /// ledger. Whoever else decides meanwhile, each object is decided about once.
    async fn count_for(
        &self,
        scope: LedgerScope,
        aggregated: &Aggregated<'_>,
        members: &[usize],
        all: bool,
        attribution: &Attribution,
        now: Timestamp,
    ) -> Result<(), IngestError> {
        for attempt in 0..ATTEMPTS {
            // New objects are the rule: the ledger is only asked when the commit says otherwise. But
            // findings count before the commit, so that those of an object that was left out must
            // not be among them.
            let open = if attempt == 0 && !aggregated.batch.has_findings() {
                members.iter().map(|&at| (at, None)).collect()
            } else {
                self.open(scope, aggregated, members).await?
            };
            if open.is_empty() {
                return Ok(());
            }
            let volumes = volumes_of(scope, aggregated, &open, attribution);
            let items = open.len() + volumes.len();
            if all
                && open.len() == members.len()
                && segments::fit_with(&aggregated.batch, attribution, scope, items)
            {
                match self
                    .commit(scope, aggregated, &open, attribution, now)
                    .await?
                {
                    Committed::Done | Committed::GraphGone => return Ok(()),
                    Committed::Overtaken => continue,
                }
            }
            // Rows of other objects are among those of the open ones, or the rows are of more days
            // or accounts than one commit can take. Overtaken is seen in the next round.
            let committed = self
                .commit_in_parts(scope, aggregated, open, attribution, now)
                .await?;
            if committed == Committed::GraphGone {
                return Ok(());
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Reads the objects of `open` anew, a few at a time, and commits those together that fit. Says
    /// whether the graph is gone; otherwise some may have been overtaken.
    async fn commit_in_parts(
        &self,
        scope: LedgerScope,
        aggregated: &Aggregated<'_>,
        open: Vec<(usize, Option<Fate>)>,
        attribution: &Attribution,
        now: Timestamp,
    ) -> Result<Committed, IngestError> {
        let size = open.len().div_ceil(PARTS);
        let mut parts: Vec<Vec<(usize, Option<Fate>)>> =
            open.chunks(size.max(1)).map(<[_]>::to_vec).collect();
        while let Some(mut part) = parts.pop() {
            let mut objects = part
                .iter()
                .map(|(at, _)| aggregated.objects[*at].0)
                .collect();
            let mut anew = self.aggregate(&mut objects);
            let rest = part.split_off(anew.objects.len());
            if !rest.is_empty() {
                parts.push(rest);
            }
            let members: Vec<_> = (0..)
                .zip(&part)
                .map(|(at, (_, before))| (at, before.clone()))
                .collect();
            // Of a single object that is of too many accounts, those that fit are counted.
            let accounts = match part.len() {
                1 => 0,
                _ => volumes_of(scope, &anew, &members, attribution).len(),
            };
            if !segments::fit_with(&anew.batch, attribution, scope, part.len() + accounts) {
                if part.len() > 1 {
                    let half = part.split_off(part.len() / 2);
                    parts.extend([part, half]);
                    continue;
                }
                let fate = Reading::Decided(Fate::Quarantined("TOO_MANY_DAYS".to_owned()));
                anew.batch = Batch::default();
                anew.objects.iter_mut().for_each(|it| it.1 = fate.clone());
            }
            let committed = self
                .commit(scope, &anew, &members, attribution, now)
                .await?;
            if committed == Committed::GraphGone {
                return Ok(committed);
            }
        }
        Ok(Committed::Done)
    }

    /// Of the objects at `members`, those that may still be decided about, with what is known of them.
    async fn open(
        &self,
        scope: LedgerScope,
        aggregated: &Aggregated<'_>,
        members: &[usize],
    ) -> Result<Vec<(usize, Option<Fate>)>, StoreError> {
        let names: Vec<ObjectName> = members
            .iter()
            .map(|&at| aggregated.objects[at].0.name.clone())
            .collect();
        let fates = self.store.fates(scope, self.source.name(), &names).await?;
        let known = members.iter().copied().zip(fates);
        Ok(known
            .filter(|(_, fate)| !matches!(fate, Some(Fate::Counted | Fate::LeftOut(_))))
            .collect())
    }

    async fn commit(
        &self,
        scope: LedgerScope,
        aggregated: &Aggregated<'_>,
        open: &[(usize, Option<Fate>)],
        attribution: &Attribution,
        now: Timestamp,
    ) -> Result<Committed, IngestError> {
        let mut counters = Counters::default();
        let mut objects = Vec::with_capacity(open.len());
        for (at, before) in open {
            let (object, reading) = &aggregated.objects[*at];
            let fate = count_object(scope, reading, before.as_ref(), attribution, &mut counters);
            objects.push((object.name.clone(), before.clone(), fate));
        }
        let segments = match (scope, attribution.refusal(scope)) {
            (LedgerScope::Graph(graph), None) => {
                findings::write(&self.store, graph, &aggregated.batch, attribution).await?;
                segments::write(&self.store, graph, &aggregated.batch, attribution).await?
            }
            (LedgerScope::Graph(_), Some(_)) | (LedgerScope::Unattributed, _) => Vec::new(),
        };
        let volumes = volumes::largest(
            volumes_of(scope, aggregated, open, attribution),
            Commit::MOST.saturating_sub(objects.len() + segments.len()),
        );
        let source = self.source.name();
        let commit = Commit {
            scope,
            source,
            objects: &objects,
            segments: &segments,
            counters: &counters,
            volumes: &volumes,
            geolocation: &self.geolocation,
            now,
        };
        let committed = self.store.commit(&commit).await?;
        measures::committed(&commit, &committed);
        if let (LedgerScope::Graph(graph), Committed::Done) = (scope, &committed) {
            let counted = open.iter().filter_map(|(at, _)| {
                let (object, reading) = &aggregated.objects[*at];
                match reading {
                    Reading::Read(tally) => Some((&object.name, tally)),
                    Reading::Decided(_) => None,
                }
            });
            let counted: Vec<_> = counted.collect();
            trails::watch(&self.store, graph, &counted, attribution, now).await;
        }
        Ok(committed)
    }
}

/// The bytes that the objects of `open` give to `scope` when they count, by account.
fn volumes_of(
    scope: LedgerScope,
    aggregated: &Aggregated<'_>,
    open: &[(usize, Option<Fate>)],
    attribution: &Attribution,
) -> BTreeMap<AccountId, u64> {
    let mut volumes = BTreeMap::new();
    if attribution.refusal(scope).is_some() {
        return volumes;
    }
    for (at, _) in open {
        let (object, reading) = &aggregated.objects[*at];
        let Reading::Read(tally) = reading else {
            continue;
        };
        for (account, bytes) in volumes::of_object(tally, object.key.account) {
            if attribution.feeds(account, scope) {
                *volumes.entry(account).or_default() += bytes;
            }
        }
    }
    volumes
}

/// What becomes of an object in one ledger, added to the counters.
fn count_object(
    scope: LedgerScope,
    reading: &Reading,
    before: Option<&Fate>,
    attribution: &Attribution,
    counters: &mut Counters,
) -> Fate {
    if let Some(Fate::Quarantined(reason)) = before {
        counters.add(format!("objects.quarantined.{reason}"), -1);
    }
    let fate = match reading {
        Reading::Decided(fate) => fate.clone(),
        Reading::Read(tally) => match (scope, attribution.refusal(scope)) {
            (LedgerScope::Unattributed, _) => Fate::Quarantined("NO_GRAPH".to_owned()),
            (LedgerScope::Graph(_), Some(refusal)) => Fate::LeftOut(refusal.as_str().to_owned()),
            (LedgerScope::Graph(_), None) => {
                count_records(scope, tally, attribution, counters);
                Fate::Counted
            }
        },
    };
    let counter = match &fate {
        Fate::Counted => "objects.ingested".to_owned(),
        Fate::LeftOut(reason) => format!("objects.left_out.{reason}"),
        Fate::Quarantined(reason) => format!("objects.quarantined.{reason}"),
    };
    counters.add(counter, 1);
    fate
}
