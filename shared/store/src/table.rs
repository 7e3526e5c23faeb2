//! Every key of the one table; `docs/data-model.md` is its picture.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use gumshoe_domain::{AccountId, Day, GraphId};

use crate::error::StoreError;
use crate::ledger::{LedgerScope, ObjectName};

/// The partition key.
pub const PK: &str = "PK";
/// The sort key.
pub const SK: &str = "SK";

/// In how many items each graph's counters are kept, so that concurrent commits seldom meet. The
/// items are also the graph's gate: they exist exactly while the graph takes data.
pub(crate) const STATUS_SHARDS: u8 = 8;

/// In how many partitions each graph's ledger is kept.
pub(crate) const LEDGER_PARTITIONS: u8 = 16;

/// The key of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    /// An account's own graph.
    pub(crate) fn graph(account: AccountId) -> Self {
        Self {
            pk: format!("ACCOUNT#{account}"),
            sk: "GRAPH".to_owned(),
        }
    }

    /// A graph in the directory of all graphs.
    pub(crate) fn directory(id: GraphId) -> Self {
        Self {
            pk: DIRECTORY.to_owned(),
            sk: id.to_string(),
        }
    }

    /// A part of a graph's counters.
    pub(crate) fn status(scope: LedgerScope, shard: u8) -> Self {
        Self {
            pk: scope_partition(scope),
            sk: format!("{STATUS}{shard}"),
        }
    }

    /// How often segments of a graph were replaced.
    pub(crate) fn manifest_version(graph: GraphId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: "MANIFEST".to_owned(),
        }
    }

    /// A segment of a graph.
    pub(crate) fn segment(graph: GraphId, day: Day, name: &str) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{SEGMENT}{day}#{name}"),
        }
    }

    /// What became of a log object.
    pub(crate) fn object(scope: LedgerScope, object: &ObjectName) -> Self {
        let digest = object.digest();
        let partition = digest
            .as_bytes()
            .first()
            .map_or(0, |digit| digit % LEDGER_PARTITIONS);
        Self {
            pk: ledger_partition(scope, partition),
            sk: digest,
        }
    }

    /// The key with which page tokens are authenticated.
    pub(crate) fn page_token_key() -> Self {
        Self {
            pk: "DEPLOYMENT".to_owned(),
            sk: "PAGE_TOKEN_KEY".to_owned(),
        }
    }
}

/// The partition of the directory of all graphs.
pub(crate) const DIRECTORY: &str = "GRAPHS";
/// How the sort keys of counters begin.
pub(crate) const STATUS: &str = "STATUS#";
/// How the sort keys of segments begin.
pub(crate) const SEGMENT: &str = "SEGMENT#";

pub(crate) fn graph_partition(graph: GraphId) -> String {
    format!("GRAPH#{graph}")
}

pub(crate) fn scope_partition(scope: LedgerScope) -> String {
    match scope {
        LedgerScope::Graph(graph) => graph_partition(graph),
        LedgerScope::Unattributed => "UNATTRIBUTED".to_owned(),
    }
}

pub(crate) fn ledger_partition(scope: LedgerScope, partition: u8) -> String {
    format!("{}#OBJECTS#{partition:x}", scope_partition(scope))
}

/// The request that creates the table as `template.yaml` declares it.
///
/// # Errors
/// Never in practice: every required member is given.
pub fn create(client: &Client, name: &str) -> Result<CreateTableFluentBuilder, StoreError> {
    let mut request = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest);
    for (attribute, role) in [(PK, KeyType::Hash), (SK, KeyType::Range)] {
        let definition = AttributeDefinition::builder()
            .attribute_name(attribute)
            .attribute_type(ScalarAttributeType::S)
            .build();
        let element = KeySchemaElement::builder()
            .attribute_name(attribute)
            .key_type(role)
            .build();
        request = request
            .attribute_definitions(definition.map_err(StoreError::service("CreateTable"))?)
            .key_schema(element.map_err(StoreError::service("CreateTable"))?);
    }
    Ok(request)
}
