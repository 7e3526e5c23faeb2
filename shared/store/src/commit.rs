//! The commit: the one moment at which a batch of log objects begins to count.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{AccountId, LogSourceName, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::Item;
use crate::ledger::{Fate, LedgerScope, ObjectName};
use crate::manifest::Segment;
use crate::status::{Counters, any_shard, geolocation, last_ingest};
use crate::table::Key;
use crate::transaction::{Condition, MAX_ACTIONS, Outcome, Transaction};
use crate::volumes;

/// What is to begin to count, all of it or nothing.
#[derive(Debug)]
pub struct Commit<'a> {
    /// Whose ledger.
    pub scope: LedgerScope,
    /// The source of the objects.
    pub source: LogSourceName,
    /// The objects, with what was known of each before and what becomes of it.
    pub objects: &'a [(ObjectName, Option<Fate>, Fate)],
    /// The segments that hold the rows of the counted objects.
    pub segments: &'a [Segment],
    /// What is added to the counters.
    pub counters: &'a Counters,
    /// The inflated bytes of the counted objects, by the account that gave them.
    pub volumes: &'a BTreeMap<AccountId, u64>,
    /// The geolocation files that told the places in the segments.
    pub geolocation: &'a [String],
    /// The present.
    pub now: Timestamp,
}

/// How a commit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// All of it counts.
    Done,
    /// Nothing of it counts: somebody else decided about one of the objects meanwhile.
    Overtaken,
    /// Nothing of it counts: the graph is deleted.
    GraphGone,
}

impl Commit<'_> {
    /// Most objects, segments and accounts with volumes of one commit together.
    pub const MOST: usize = MAX_ACTIONS - 1;
}

impl Store {
    /// Commits.
    ///
    /// # Errors
    /// When the table cannot be written; then it is not known whether the commit happened, and
    /// trying it again does no harm.
    pub async fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        let mut transaction = Transaction::new(&self.table);
        count(&mut transaction, commit);
        for (object, before, fate) in commit.objects {
            transaction.put(
                ledger_item(commit, object, fate),
                Some(unchanged(before.as_ref())),
            );
        }
        if let LedgerScope::Graph(graph) = commit.scope {
            for segment in commit.segments {
                transaction.put(segment.item(graph), Some(Condition::absent()));
            }
            let (day, package) = (commit.now.hour().day(), commit.source.package());
            volumes::add(&mut transaction, graph, day, package, commit.volumes);
        }
        Ok(match transaction.run(self).await? {
            Outcome::Done => Committed::Done,
            // The first action's condition is that the graph takes data.
            Outcome::Refused(positions) if positions.contains(&0) => Committed::GraphGone,
            Outcome::Refused(_) => Committed::Overtaken,
        })
    }
}

fn count(transaction: &mut Transaction<'_>, commit: &Commit<'_>) {
    let mut condition = match commit.scope {
        LedgerScope::Graph(_) => Condition::present(),
        LedgerScope::Unattributed => Condition::default(),
    };
    let mut names = vec![last_ingest(commit.source), geolocation(commit.source)];
    let mut additions = Vec::new();
    condition
        .values
        .insert(":now".to_owned(), AttributeValue::S(commit.now.to_string()));
    condition.values.insert(
        ":files".to_owned(),
        AttributeValue::S(commit.geolocation.join("\n")),
    );
    for (name, count) in commit.counters.iter() {
        let at = names.len();
        names.push(format!("{}.{name}", commit.source));
        additions.push(format!("#{at} :v{at}"));
        condition
            .values
            .insert(format!(":v{at}"), AttributeValue::N(count.to_string()));
    }
    let additions = if additions.is_empty() {
        String::new()
    } else {
        format!(" ADD {}", additions.join(", "))
    };
    let key = Key::status(commit.scope, any_shard());
    transaction.update(
        &key,
        &format!("SET #0 = :now, #1 = :files{additions}"),
        names,
        condition,
    );
}

/// The condition that nobody decided about the object since it was looked up.
fn unchanged(before: Option<&Fate>) -> Condition {
    match before {
        None => Condition::absent(),
        Some(fate) => Condition::new("Fate = :fate").with(":fate", fate.state()),
    }
}

fn ledger_item(commit: &Commit<'_>, object: &ObjectName, fate: &Fate) -> crate::item::Attributes {
    let item = Item::new(&Key::object(commit.scope, commit.source, object))
        .text("Fate", fate.state())
        .text("Source", commit.source.as_str())
        .text("Bucket", &object.bucket)
        .text("Key", &object.key)
        .text("Decided", commit.now.to_string());
    match fate.reason() {
        Some(reason) => item.text("Reason", reason).build(),
        None => item.build(),
    }
}
