//! Volumes: how many bytes of logs each account gave a graph on each UTC day.
//!
//! The numbers are added up by the commits that make the bytes count, so an object that counts once
//! is in them once.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{AccountId, DatasourcePackage, Day, GraphArn, GraphId, Timestamp};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Stored, VERSION};
use crate::reading::every;
use crate::table::{Key, SK, VOLUME, graph_partition};
use crate::transaction::{Condition, Transaction};

/// How long a day's volumes are kept. Our choice: the year for which a graph keeps data, and a month
/// in which to look at it.
const KEPT_DAYS: i32 = 400;

/// The name that DynamoDB's time to live looks at: `template.yaml`, `TimeToLiveSpecification`.
pub(crate) const EXPIRES_AT: &str = "ExpiresAt";

/// Bytes a day by package.
pub type BytesPerDay = BTreeMap<DatasourcePackage, u64>;

/// Days and what was counted on them.
pub type Volumes = BTreeMap<Day, BytesPerDay>;

impl Store {
    /// The bytes a day that a graph takes in: the sum of its accounts' volumes. `None` when nothing
    /// was counted yesterday or today.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn bytes_per_day(
        &self,
        graph: GraphId,
        now: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        let accounts = self.volumes(graph, now).await?;
        Ok((!accounts.is_empty()).then(|| total(&accounts)))
    }

    /// The bytes a day that the accounts which feed a graph give it, if they are more than `limit`.
    /// What a former member gave on the last day is no reason to refuse another.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn bytes_per_day_above(
        &self,
        graph: &GraphArn,
        limit: u64,
        now: Timestamp,
    ) -> Result<Option<u64>, StoreError> {
        let mut volumes = self.volumes(graph.id(), now).await?;
        // Hardly any graph is near its limit, and of the others the members need not be read.
        if total(&volumes) <= limit {
            return Ok(None);
        }
        let members = self.every_member(graph.id()).await?;
        let enabled = members.iter().filter(|member| member.life.is_enabled());
        let mut feeding: BTreeSet<AccountId> = enabled.map(|member| member.account).collect();
        feeding.insert(graph.account());
        volumes.retain(|account, _| feeding.contains(account));
        let bytes = total(&volumes);
        Ok((bytes > limit).then_some(bytes))
    }

    /// The bytes a day that `account` gives a graph, by package; empty when nothing was counted.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn account_bytes_per_day(
        &self,
        graph: GraphId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<BytesPerDay, StoreError> {
        let today = now.hour().day();
        for day in [today.plus(-1), today] {
            if let Some(item) = self.item(&Key::volume(graph, day, account)).await? {
                return read(Stored(&item));
            }
        }
        Ok(BytesPerDay::new())
    }

    /// The bytes a day that each account gives a graph, by package: those of the last full UTC day,
    /// or of the present day so far for an account that gave nothing then.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn volumes(
        &self,
        graph: GraphId,
        now: Timestamp,
    ) -> Result<BTreeMap<AccountId, BytesPerDay>, StoreError> {
        let today = now.hour().day();
        let mut accounts = self.volumes_of_day(graph, today).await?;
        accounts.extend(self.volumes_of_day(graph, today.plus(-1)).await?);
        Ok(accounts)
    }

    /// The bytes that each account gave a graph on `day`, by package.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn volumes_of_day(
        &self,
        graph: GraphId,
        day: Day,
    ) -> Result<BTreeMap<AccountId, BytesPerDay>, StoreError> {
        let prefix = format!("{VOLUME}{day}#");
        let items = every(self.beginning_with(&graph_partition(graph), &prefix)?).await?;
        let volume = |item| Ok((Stored(item).parsed("Account")?, read(Stored(item))?));
        items.iter().map(volume).collect()
    }

    /// The bytes that each account gave a graph on the days from `first` to `last`, by package.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn volumes_of_days(
        &self,
        graph: GraphId,
        first: Day,
        last: Day,
    ) -> Result<BTreeMap<AccountId, Volumes>, StoreError> {
        let (from, to) = (format!("{VOLUME}{first}#"), format!("{VOLUME}{last}#~"));
        let items = every(self.between(&graph_partition(graph), &from, &to)?).await?;
        let mut accounts: BTreeMap<AccountId, Volumes> = BTreeMap::new();
        for item in &items {
            let (account, day, bytes) = of_day(Stored(item))?;
            accounts.entry(account).or_default().insert(day, bytes);
        }
        Ok(accounts)
    }

    /// The bytes that `account` gave a graph on the days from `first` to `last`, by package.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn account_volumes_of_days(
        &self,
        graph: GraphId,
        account: AccountId,
        first: Day,
        last: Day,
    ) -> Result<Volumes, StoreError> {
        let days = std::iter::successors(Some(first), |day| Some(day.plus(1)));
        let keys = days
            .take_while(|day| *day <= last)
            .map(|day| Key::volume(graph, day, account));
        let mut volumes = Volumes::new();
        for item in &self.items(&keys.collect::<Vec<_>>()).await? {
            let (_, day, bytes) = of_day(Stored(item))?;
            volumes.insert(day, bytes);
        }
        Ok(volumes)
    }
}

/// Whose volume an item is, and of which day.
fn of_day(item: Stored<'_>) -> Result<(AccountId, Day, BytesPerDay), StoreError> {
    let day = item.text(SK)?.strip_prefix(VOLUME);
    let day = day.and_then(|rest| rest.split('#').next()?.parse().ok());
    let day = day.ok_or_else(|| item.malformed(SK))?;
    Ok((item.parsed("Account")?, day, read(item)?))
}

fn total(accounts: &BTreeMap<AccountId, BytesPerDay>) -> u64 {
    let volumes = accounts.values().flat_map(BTreeMap::values);
    volumes.fold(0, |total, bytes| total.saturating_add(*bytes))
}

/// Adds to the volumes of `day`: one action for each account.
pub(crate) fn add(
    transaction: &mut Transaction<'_>,
    graph: GraphId,
    day: Day,
    package: DatasourcePackage,
    volumes: &BTreeMap<AccountId, u64>,
) {
    let expires = day.plus(KEPT_DAYS).first_hour().start().as_seconds();
    for (account, bytes) in volumes {
        let mut values = Condition::default().with(":account", account.as_str());
        for (name, number) in [
            (":bytes", bytes.to_string()),
            (":expires", expires.to_string()),
            (":version", VERSION.to_owned()),
        ] {
            values
                .values
                .insert(name.to_owned(), AttributeValue::N(number));
        }
        transaction.update(
            &Key::volume(graph, day, *account),
            "SET #0 = :version, #1 = :account, #2 = :expires ADD #3 :bytes",
            vec![
                "Version".to_owned(),
                "Account".to_owned(),
                EXPIRES_AT.to_owned(),
                package.as_str().to_owned(),
            ],
            values,
        );
    }
}

fn read(item: Stored<'_>) -> Result<BytesPerDay, StoreError> {
    let mut packages = BytesPerDay::new();
    for &package in DatasourcePackage::ALL {
        if item.0.contains_key(package.as_str()) {
            packages.insert(package, item.number(package.as_str())?);
        }
    }
    Ok(packages)
}
