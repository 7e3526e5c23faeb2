//! The data source packages of a graph: an attribute of the graph's item.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::{
    DatasourcePackage, Gap, Graph, GraphState, IngestState, PackageHistory, Packages, Timestamp,
};

use crate::Store;
use crate::error::StoreError;
use crate::item::Stored;
use crate::transaction::Condition;

const ATTRIBUTE: &str = "Packages";

impl Store {
    /// Gives an active graph other packages, unless it has others by now than `graph` says.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the graph's packages were changed meanwhile or it is not active
    /// (any more): look again. Or when the table cannot be written.
    pub async fn replace_packages(
        &self,
        graph: &Graph,
        packages: &Packages,
    ) -> Result<(), StoreError> {
        let mut unchanged = Condition::new(
            "Arn = :arn AND GraphState = :active AND (Packages = :before OR attribute_not_exists(Packages))",
        )
        .with(":arn", graph.arn.to_string())
        .with(":active", GraphState::Active.to_string());
        for (name, packages) in [(":before", &graph.packages), (":after", packages)] {
            unchanged.values.insert(name.to_owned(), value(packages));
        }
        self.update_graph(&graph.arn, "SET Packages = :after", unchanged)
            .await
    }
}

pub(crate) fn value(packages: &Packages) -> AttributeValue {
    let histories = packages
        .iter()
        .map(|(package, history)| (package.to_string(), history_value(history)));
    AttributeValue::M(histories.collect())
}

fn history_value(history: &PackageHistory) -> AttributeValue {
    let entered = history
        .entered
        .iter()
        .map(|(state, at)| (state.to_string(), text(at)));
    let gaps = history.ended_gaps.iter().filter_map(|gap| {
        let to = gap.to?;
        Some(AttributeValue::M(HashMap::from([
            ("From".to_owned(), text(gap.from)),
            ("To".to_owned(), text(to)),
        ])))
    });
    AttributeValue::M(HashMap::from([
        ("State".to_owned(), text(history.state)),
        ("Entered".to_owned(), AttributeValue::M(entered.collect())),
        ("Gaps".to_owned(), AttributeValue::L(gaps.collect())),
    ]))
}

fn text(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

/// The packages of a graph. One that was written before there were packages runs all of them since
/// it was created.
pub(crate) fn read(item: Stored<'_>, created: Timestamp) -> Result<Packages, StoreError> {
    let Some(value) = item.0.get(ATTRIBUTE) else {
        return Ok(Packages::started(created));
    };
    read_value(value).ok_or_else(|| item.malformed(ATTRIBUTE))
}

fn read_value(value: &AttributeValue) -> Option<Packages> {
    let mut histories = BTreeMap::new();
    for (package, history) in value.as_m().ok()? {
        let package: DatasourcePackage = package.parse().ok()?;
        histories.insert(package, read_history(history)?);
    }
    Some(Packages::kept(histories))
}

fn read_history(value: &AttributeValue) -> Option<PackageHistory> {
    let history = value.as_m().ok()?;
    let mut entered = BTreeMap::new();
    for (state, at) in history.get("Entered")?.as_m().ok()? {
        entered.insert(state.parse::<IngestState>().ok()?, parsed(Some(at))?);
    }
    let mut ended_gaps = Vec::new();
    for gap in history.get("Gaps")?.as_l().ok()? {
        let gap = gap.as_m().ok()?;
        ended_gaps.push(Gap {
            from: parsed(gap.get("From"))?,
            to: Some(parsed(gap.get("To"))?),
        });
    }
    Some(PackageHistory {
        state: parsed(history.get("State"))?,
        entered,
        ended_gaps,
    })
}

fn parsed<T: FromStr>(value: Option<&AttributeValue>) -> Option<T> {
    value?.as_s().ok()?.parse().ok()
}
