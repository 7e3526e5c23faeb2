//! Every key of the one table; `docs/data-model.md` is its picture.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use gumshoe_activity::Entity;
use gumshoe_domain::{
    AccountId, Day, FindingGroupId, GraphId, InvestigationId, LogSourceName, Timestamp,
};

use crate::error::StoreError;
use crate::finding_groups::sort_key;
use crate::findings::digest;
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
            pk: account_partition(account),
            sk: OWN_GRAPH.to_owned(),
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

    /// The last day of a graph that was closed.
    pub(crate) fn closed_day(graph: GraphId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: "CLOSED".to_owned(),
        }
    }

    /// The index of a graph's entities.
    pub(crate) fn entity_index(graph: GraphId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: "ENTITY_INDEX".to_owned(),
        }
    }

    /// A segment of a graph.
    pub(crate) fn segment(graph: GraphId, day: Day, name: &str) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{SEGMENT}{day}#{name}"),
        }
    }

    /// A membership, as its graph's administrator sees it.
    pub(crate) fn member(graph: GraphId, account: AccountId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{MEMBER}{account}"),
        }
    }

    /// The same membership, as the member sees it.
    pub(crate) fn membership(account: AccountId, graph: GraphId) -> Self {
        Self {
            pk: account_partition(account),
            sk: format!("{MEMBERSHIP}{graph}"),
        }
    }

    /// How many memberships a graph has.
    pub(crate) fn member_count(graph: GraphId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: "MEMBERS".to_owned(),
        }
    }

    /// What an account gave a graph on a day.
    pub(crate) fn volume(graph: GraphId, day: Day, account: AccountId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{VOLUME}{day}#{account}"),
        }
    }

    /// The trail that delivered one of the events that are remembered.
    pub(crate) fn event(graph: GraphId, account: AccountId, event: u128) -> Self {
        Self {
            pk: events_partition(graph),
            sk: format!("{account}#{event:032x}"),
        }
    }

    /// That several trails deliver an account's events.
    pub(crate) fn duplicate_trail(graph: GraphId, account: AccountId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{DUPLICATES}{account}"),
        }
    }

    /// A request to erase what an account gave a graph.
    pub(crate) fn erasure(graph: GraphId, account: AccountId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{ERASURE}{account}"),
        }
    }

    /// An investigation of a graph.
    pub(crate) fn investigation(graph: GraphId, id: InvestigationId) -> Self {
        Self {
            pk: investigations_partition(graph),
            sk: id.to_string(),
        }
    }

    /// How many investigations of a graph run.
    pub(crate) fn running_investigations(graph: GraphId) -> Self {
        Self {
            pk: investigations_partition(graph),
            sk: "RUNNING".to_owned(),
        }
    }

    /// An indicator, by its place among those that one run of its investigation found.
    pub(crate) fn indicator(graph: GraphId, id: InvestigationId, run: &str, place: u64) -> Self {
        Self {
            pk: indicators_partition(graph),
            sk: format!("{id}#{run}#{place:04}"),
        }
    }

    /// An investigation that is removed, but whose indicators may still be there.
    pub(crate) fn removed_investigation(graph: GraphId, id: InvestigationId) -> Self {
        Self {
            pk: indicators_partition(graph),
            sk: format!("{REMOVED}{id}"),
        }
    }

    /// A finding. Ids are hostile input and may be long, so their digests are in keys.
    pub(crate) fn finding(graph: GraphId, id: &str) -> Self {
        Self {
            pk: findings_partition(graph),
            sk: digest(id),
        }
    }

    /// The provider's own record of a finding.
    pub(crate) fn finding_record(graph: GraphId, id: &str) -> Self {
        Self {
            pk: finding_records(graph),
            sk: digest(id),
        }
    }

    /// What finds a finding by the time at which it was seen last.
    pub(crate) fn finding_time(graph: GraphId, last_seen: Timestamp, id: &str) -> Self {
        Self {
            pk: finding_times(graph),
            sk: format!("{last_seen}#{}", digest(id)),
        }
    }

    /// What finds a finding by an entity in it.
    pub(crate) fn finding_entity(graph: GraphId, entity: &Entity, id: &str) -> Self {
        Self {
            pk: finding_entities(graph),
            sk: format!("{}{}", entity_prefix(entity), digest(id)),
        }
    }

    /// A group of findings.
    pub(crate) fn finding_group(graph: GraphId, id: FindingGroupId) -> Self {
        Self {
            pk: finding_groups(graph),
            sk: id.to_string(),
        }
    }

    /// What a group of findings is made of.
    pub(crate) fn finding_group_members(graph: GraphId, id: FindingGroupId) -> Self {
        Self {
            pk: group_members(graph),
            sk: id.to_string(),
        }
    }

    /// Which group a finding is in, by the finding's key.
    pub(crate) fn group_of(graph: GraphId, key: &str) -> Self {
        Self {
            pk: groups_of_findings(graph),
            sk: key.to_owned(),
        }
    }

    /// What was measured of an entity's everyday life.
    pub(crate) fn usage(graph: GraphId, entity: &Entity) -> Self {
        Self {
            pk: usages(graph),
            sk: sort_key(entity),
        }
    }

    /// Of which findings a graph's groups were made.
    pub(crate) fn finding_groups_state(graph: GraphId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: "FINDING_GROUPS".to_owned(),
        }
    }

    /// What became of a log object of a source.
    pub(crate) fn object(scope: LedgerScope, source: LogSourceName, object: &ObjectName) -> Self {
        let digest = object.digest(source);
        let partition = digest
            .as_bytes()
            .first()
            .map_or(0, |digit| digit % LEDGER_PARTITIONS);
        Self {
            pk: ledger_partition(scope, partition),
            sk: digest,
        }
    }

    /// The Detective administrator of the deployment's organization.
    pub(crate) fn organization() -> Self {
        Self {
            pk: "DEPLOYMENT".to_owned(),
            sk: "ORGANIZATION".to_owned(),
        }
    }

    /// That an account of the organization became a member of a graph by itself.
    pub(crate) fn auto_enabled(graph: GraphId, account: AccountId) -> Self {
        Self {
            pk: graph_partition(graph),
            sk: format!("{AUTO_ENABLED}{account}"),
        }
    }

    /// An account in the directory of suspended ones.
    pub(crate) fn suspension(account: AccountId) -> Self {
        Self {
            pk: SUSPENSIONS.to_owned(),
            sk: account.to_string(),
        }
    }

    /// That an account is suspended. It stands among the account's own items where whoever asks for
    /// the graphs that the account feeds finds it.
    pub(crate) fn suspended(account: AccountId) -> Self {
        Self {
            pk: account_partition(account),
            sk: SUSPENDED.to_owned(),
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
/// The sort key of an account's own graph.
pub(crate) const OWN_GRAPH: &str = "GRAPH";
/// How the sort keys of members begin in their graph's partition.
pub(crate) const MEMBER: &str = "MEMBER#";
/// How the sort keys of memberships begin in their account's partition.
pub(crate) const MEMBERSHIP: &str = "MEMBERSHIP#";
/// How the sort keys of accounts begin that became members by themselves.
pub(crate) const AUTO_ENABLED: &str = "AUTO_ENABLED#";
/// The partition of the directory of suspended accounts.
pub(crate) const SUSPENSIONS: &str = "SUSPENDED";
/// The sort key of an account's suspension: between [`OWN_GRAPH`] and [`MEMBERSHIP`].
pub(crate) const SUSPENDED: &str = "HALTED";
/// How the sort keys of requests to erase begin.
pub(crate) const ERASURE: &str = "ERASURE#";
/// How the sort keys begin of warnings of trails that deliver the same events.
pub(crate) const DUPLICATES: &str = "DUPLICATE_TRAIL#";
/// How the sort keys of volumes begin.
pub(crate) const VOLUME: &str = "VOLUME#";

pub(crate) fn account_partition(account: AccountId) -> String {
    format!("ACCOUNT#{account}")
}

/// How the sort keys of removed investigations begin.
pub(crate) const REMOVED: &str = "REMOVED#";

pub(crate) fn graph_partition(graph: GraphId) -> String {
    format!("GRAPH#{graph}")
}

pub(crate) fn events_partition(graph: GraphId) -> String {
    format!("{}#EVENTS", graph_partition(graph))
}

pub(crate) fn investigations_partition(graph: GraphId) -> String {
    format!("{}#INVESTIGATIONS", graph_partition(graph))
}

pub(crate) fn indicators_partition(graph: GraphId) -> String {
    format!("{}#INDICATORS", graph_partition(graph))
}

pub(crate) fn findings_partition(graph: GraphId) -> String {
    format!("{}#FINDINGS", graph_partition(graph))
}

pub(crate) fn finding_records(graph: GraphId) -> String {
    format!("{}#RECORDS", findings_partition(graph))
}

pub(crate) fn finding_times(graph: GraphId) -> String {
    format!("{}#TIMES", findings_partition(graph))
}

pub(crate) fn finding_entities(graph: GraphId) -> String {
    format!("{}#ENTITIES", findings_partition(graph))
}

pub(crate) fn finding_groups(graph: GraphId) -> String {
    format!("{}#FINDING_GROUPS", graph_partition(graph))
}

pub(crate) fn group_members(graph: GraphId) -> String {
    format!("{}#MEMBERS", finding_groups(graph))
}

pub(crate) fn groups_of_findings(graph: GraphId) -> String {
    format!("{}#FINDINGS", finding_groups(graph))
}

pub(crate) fn usages(graph: GraphId) -> String {
    format!("{}#USAGES", finding_groups(graph))
}

/// How the sort keys begin of what finds the findings of an entity.
pub(crate) fn entity_prefix(entity: &Entity) -> String {
    format!("{}#{}#", entity.kind, digest(&entity.id))
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
