//! The calls of DynamoDB that operations make, made with nothing around them.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue::{self, M, N, S},
    ConditionCheck, KeysAndAttributes, Put, TransactWriteItem, Update,
};
use gumshoe::clock;
use gumshoe::endpoints::TABLE;

use super::Measured;
use super::world::{Call, Side, asked_for, member};

pub(super) type Attributes = HashMap<String, AttributeValue>;

const ACTIVE: &str = "Arn = :arn AND GraphState = :active";

impl Side {
    /// Makes the calls of an operation, and looks at nothing that comes back.
    pub(super) async fn bare(&self, call: &Call) {
        let client = &self.dynamodb;
        let graph = get(client, graph_key(call)).await;
        match call.measured {
            Measured::ListGraphs => {}
            Measured::CreateMembers => self.create_members(call).await,
            Measured::GetMembers => {
                let accounts = asked_for().into_iter();
                batch_get(client, accounts.map(|it| member_key(call, &it)).collect()).await;
            }
            Measured::ListMembers => {
                let query = client.query().limit(201);
                let query = query
                    .key_condition_expression("PK = :pk AND SK BETWEEN :from AND :to")
                    .expression_attribute_values(":from", S("MEMBER#".to_owned()))
                    .expression_attribute_values(":to", S("MEMBER#~".to_owned()));
                run(query, call).await;
            }
            Measured::TagResource => tag(client, call, graph).await,
            Measured::GetInvestigation => {
                let partition = format!("{}#INVESTIGATIONS", partition(call));
                get(client, key(&partition, call.investigation.as_str())).await;
            }
        }
    }

    async fn create_members(&self, call: &Call) {
        let client = &self.dynamodb;
        let today = clock::now().hour().day();
        for day in [today, today.plus(-1)] {
            let query = client.query();
            let query = query
                .key_condition_expression("PK = :pk AND begins_with(SK, :day)")
                .expression_attribute_values(":day", S(format!("VOLUME#{day}#")));
            run(query, call).await;
        }
        let (_, account) = member(call.number);
        batch_get(client, vec![member_key(call, &account)]).await;
        get(client, key("DEPLOYMENT", "ORGANIZATION")).await;
        get(client, key(&partition(call), "MEMBERS")).await;
        let keys = [member_key(call, &account), membership_key(call, &account)];
        let mut actions = vec![is_active(call), one_more(call)];
        for (at, (sample, key)) in self.sample.iter().zip(keys).enumerate() {
            let mut item = sample.clone();
            item.extend(key);
            item.insert("Account".to_owned(), S(account.clone()));
            let put = Put::builder().table_name(TABLE).set_item(Some(item));
            let put = match at {
                0 => put.condition_expression("attribute_not_exists(PK)"),
                _ => put,
            };
            let put = put.build().expect("a put");
            actions.push(TransactWriteItem::builder().put(put).build());
        }
        transact(client, actions).await;
    }
}

/// Both sides of the membership that a call made.
pub(super) async fn sides(client: &Client, call: &Call) -> [Attributes; 2] {
    let (_, account) = member(call.number);
    [
        get(client, member_key(call, &account)).await,
        get(client, membership_key(call, &account)).await,
    ]
}

async fn tag(client: &Client, call: &Call, graph: Attributes) {
    let before = graph.get("Tags").cloned().expect("tags");
    let number = S(call.number.to_string());
    let update = Update::builder()
        .table_name(TABLE)
        .set_key(Some(graph_key(call)))
        .update_expression("SET Tags = :after")
        .condition_expression(format!("{ACTIVE} AND Tags = :before"))
        .set_expression_attribute_values(Some(active_values(call)))
        .expression_attribute_values(":before", before)
        .expression_attribute_values(":after", M(HashMap::from([("number".to_owned(), number)])));
    let update = update.build().expect("an update");
    transact(
        client,
        vec![TransactWriteItem::builder().update(update).build()],
    )
    .await;
}

fn is_active(call: &Call) -> TransactWriteItem {
    let check = ConditionCheck::builder()
        .table_name(TABLE)
        .set_key(Some(graph_key(call)))
        .condition_expression(ACTIVE)
        .set_expression_attribute_values(Some(active_values(call)));
    let check = check.build().expect("a check");
    TransactWriteItem::builder().condition_check(check).build()
}

fn one_more(call: &Call) -> TransactWriteItem {
    let update = Update::builder()
        .table_name(TABLE)
        .set_key(Some(key(&partition(call), "MEMBERS")))
        .update_expression("ADD MemberCount :added")
        .condition_expression("attribute_not_exists(MemberCount) OR MemberCount <= :room")
        .expression_attribute_values(":added", N("1".to_owned()))
        .expression_attribute_values(":room", N("1199".to_owned()));
    let update = update.build().expect("an update");
    TransactWriteItem::builder().update(update).build()
}

fn active_values(call: &Call) -> Attributes {
    HashMap::from([
        (":arn".to_owned(), S(call.graph.to_string())),
        (":active".to_owned(), S("ACTIVE".to_owned())),
    ])
}

async fn get(client: &Client, key: Attributes) -> Attributes {
    let get = client.get_item().table_name(TABLE).consistent_read(true);
    let got = get.set_key(Some(key)).send().await.expect("an answer");
    got.item.unwrap_or_default()
}

async fn batch_get(client: &Client, keys: Vec<Attributes>) {
    let keys = KeysAndAttributes::builder()
        .set_keys(Some(keys))
        .consistent_read(true)
        .build()
        .expect("keys");
    let get = client.batch_get_item().request_items(TABLE, keys);
    get.send().await.expect("an answer");
}

async fn run(query: QueryFluentBuilder, call: &Call) {
    let query = query
        .table_name(TABLE)
        .consistent_read(true)
        .expression_attribute_values(":pk", S(partition(call)));
    query.send().await.expect("an answer");
}

async fn transact(client: &Client, actions: Vec<TransactWriteItem>) {
    let write = client.transact_write_items();
    let written = write.set_transact_items(Some(actions)).send().await;
    written.expect("it is written");
}

fn partition(call: &Call) -> String {
    format!("GRAPH#{}", call.graph.id())
}

fn graph_key(call: &Call) -> Attributes {
    key(&format!("ACCOUNT#{}", call.graph.account()), "GRAPH")
}

fn member_key(call: &Call, account: &str) -> Attributes {
    key(&partition(call), &format!("MEMBER#{account}"))
}

fn membership_key(call: &Call, account: &str) -> Attributes {
    let graph = call.graph.id();
    key(
        &format!("ACCOUNT#{account}"),
        &format!("MEMBERSHIP#{graph}"),
    )
}

fn key(pk: &str, sk: &str) -> Attributes {
    HashMap::from([
        ("PK".to_owned(), S(pk.to_owned())),
        ("SK".to_owned(), S(sk.to_owned())),
    ])
}
