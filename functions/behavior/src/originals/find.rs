//! Which log objects can have the records of an hour.
//!
//! The ledger knows each object that counts by the digest of its name, so that it cannot be asked for
//! those of an hour. But trails name their objects by account, Region and the time of delivery: AWS
//! CloudTrail User Guide, "CloudTrail log file name format". Where trails deliver to is told by some of
//! the objects in the ledger; what is there is listed, and the ledger says which of it counts.

use std::collections::BTreeSet;

use gumshoe_domain::{AccountId, GraphId, Hour, LogSourceName};
use gumshoe_store::{Fate, LedgerScope, ObjectName, Store, StoreError};

/// Objects of each part of the ledger that tell where trails deliver to.
const SAMPLES: i32 = 25;

/// Regions that are looked into, at most.
const MOST_REGIONS: usize = 40;

/// Objects of one place, Region and hour of delivery, at most.
const MOST_LISTED: i32 = 200;

/// Hours of delivery: that of the calls, and the next. CloudTrail delivers within 5 minutes on average,
/// and seldom later than an hour.
const HOURS: i32 = 2;

/// A log object that counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) name: ObjectName,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of their names.
    pub(crate) objects: Vec<Candidate>,
    /// Places that may not be listed.
    pub(crate) forbidden: BTreeSet<String>,
    /// Whether there are more than were listed.
    pub(crate) is_cut: bool,
}

/// Where objects are looked for.
pub(crate) struct Finder<'a> {
    pub(crate) store: &'a Store,
    pub(crate) graph: GraphId,
    pub(crate) account: AccountId,
    pub(crate) hour: Hour,
    /// The Region of the calls, where it is known.
    pub(crate) region: Option<&'a str>,
}

/// A bucket, and the prefix below which a trail has a folder for each account.
type Root = (String, String);

impl Finder<'_> {
    pub(crate) async fn find(&self) -> Result<Found, StoreError> {
        let scope = LedgerScope::Graph(self.graph);
        let source = LogSourceName::CloudTrail;
        let samples = self.store.counted_samples(scope, source, SAMPLES).await?;
        let roots: BTreeSet<Root> = samples.iter().filter_map(root).collect();
        let mut found = Found::default();
        let mut names = Vec::new();
        for (bucket, prefix) in &roots {
            match self.of_root(bucket, prefix, &mut found.is_cut).await {
                Ok(keys) => names.extend(keys.into_iter().map(|key| ObjectName {
                    bucket: bucket.clone(),
                    key,
                })),
                Err(StoreError::AccessDenied { .. } | StoreError::NoSuchObject { .. }) => {
                    found.forbidden.insert(format!("s3://{bucket}/{prefix}"));
                }
                Err(error) => return Err(error),
            }
        }
        let fates = self.store.fates(scope, source, &names).await?;
        let counted = names.into_iter().zip(fates);
        let counted = counted.filter(|(_, fate)| *fate == Some(Fate::Counted));
        found.objects = counted.map(|(name, _)| Candidate { name }).collect();
        found.objects.sort();
        Ok(found)
    }

    async fn of_root(
        &self,
        bucket: &str,
        prefix: &str,
        is_cut: &mut bool,
    ) -> Result<Vec<String>, StoreError> {
        let objects = self.store.logs(bucket)?;
        let folder = format!("{prefix}{}/CloudTrail/", self.account);
        let regions = match self.region {
            Some(region) => vec![region.to_owned()],
            None => {
                let folders = objects.folders(&folder).await?;
                *is_cut |= folders.len() > MOST_REGIONS;
                folders.into_iter().take(MOST_REGIONS).collect()
            }
        };
        let mut keys = Vec::new();
        for region in &regions {
            for hour in (0..HOURS).map(|it| self.hour.plus(it)) {
                let delivered = self.delivered(&folder, region, hour);
                let listed = objects.first(&delivered, MOST_LISTED).await?;
                *is_cut |= listed.has_more;
                keys.extend(listed.keys);
            }
        }
        Ok(keys)
    }

    /// How the keys of objects begin that were delivered in an hour.
    fn delivered(&self, folder: &str, region: &str, hour: Hour) -> String {
        let start = hour.start().to_string();
        let text = |range| start.get(range).unwrap_or_default();
        let (year, month, day, hour) = (text(0..4), text(5..7), text(8..10), text(11..13));
        let account = self.account;
        format!(
            "{folder}{region}/{year}/{month}/{day}/{account}_CloudTrail_{region}_{year}{month}{day}T{hour}"
        )
    }
}

/// Where the trail that delivered an object has its folders of accounts.
fn root(name: &ObjectName) -> Option<Root> {
    let (above, _) = name.key.rsplit_once("/CloudTrail/")?;
    let (root, account) = above.rsplit_once('/')?;
    account.parse::<AccountId>().ok()?;
    Some((name.bucket.clone(), format!("{root}/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trails_root_is_what_is_before_the_account() {
        let of = |key: &str| {
            let name = ObjectName {
                bucket: "logs".to_owned(),
                key: key.to_owned(),
            };
            root(&name).map(|(_, prefix)| prefix)
        };
        let file = "CloudTrail/us-east-1/2026/03/01/x.json.gz";
        for (key, prefix) in [
            (format!("AWSLogs/111122223333/{file}"), Some("AWSLogs/")),
            (
                format!("a/AWSLogs/o-1/111122223333/{file}"),
                Some("a/AWSLogs/o-1/"),
            ),
            (format!("copies/{file}"), None),
            ("x.json.gz".to_owned(), None),
        ] {
            assert_eq!(of(&key).as_deref(), prefix, "{key}");
        }
    }
}
