//! A graph with some activity in it, and what a test does with its investigations.

use std::path::PathBuf;

use aws_sdk_detective::Client;
use aws_sdk_detective::operation::get_investigation::GetInvestigationOutput;
use aws_sdk_detective::primitives::{DateTime, DateTimeFormat};
use aws_sdk_detective::types::{Indicator, IndicatorType, Status};
use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, Record, eventually, log_file, log_key};
use serde_json::{Value, json};

use super::mmdb::{self, Value as Mmdb};

/// The day that most tests look at.
pub(crate) const DAY: (&str, &str) = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");

/// The ARN of the user of [`Record::new`].
pub(crate) fn alice() -> String {
    format!("arn:aws:iam::{ADMINISTRATOR}:user/alice")
}

/// The ARN of the role of [`carol`].
pub(crate) fn admin() -> String {
    format!("arn:aws:iam::{ADMINISTRATOR}:role/Admin")
}

/// `userIdentity` of somebody in a role.
pub(crate) fn carol() -> Value {
    json!({
        "type": "AssumedRole", "principalId": "AROAEXAMPLEADMIN:carol", "accountId": ADMINISTRATOR,
        "arn": format!("arn:aws:sts::{ADMINISTRATOR}:assumed-role/Admin/carol"),
        "sessionContext": { "sessionIssuer": {
            "type": "Role", "principalId": "AROAEXAMPLEADMIN", "userName": "Admin", "arn": admin(),
        } },
    })
}

pub(crate) fn moment(text: &str) -> DateTime {
    DateTime::from_str(text, DateTimeFormat::DateTime).unwrap()
}

/// A network, the place of its addresses, and whose they are.
pub(crate) struct Network {
    pub(crate) first: &'static str,
    pub(crate) city: &'static str,
    pub(crate) country: &'static str,
    pub(crate) aso: &'static str,
}

pub(crate) struct Case {
    pub(crate) gumshoe: Gumshoe,
    pub(crate) account: Account,
    pub(crate) client: Client,
    pub(crate) graph: String,
    data: PathBuf,
}

impl Case {
    /// One call of the user alice and one of the role Admin, on [`DAY`].
    pub(crate) async fn new() -> Self {
        let alice = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 1);
        let carol = Record::new(ADMINISTRATOR, "2026-03-01T12:00:00Z", 2)
            .with("userIdentity", carol())
            .with("userAgent", json!("console"));
        Self::with(&[], &[alice, carol]).await
    }

    /// These records, with addresses of these networks (a /24 each) located.
    pub(crate) async fn with(networks: &[Network], records: &[Record]) -> Self {
        let case = Self::located(networks).await;
        let key = log_key(ADMINISTRATOR, "a");
        case.gumshoe.upload(&key, log_file(records)).await;
        case.gumshoe.settled().await;
        case
    }

    /// An empty graph.
    pub(crate) async fn located(networks: &[Network]) -> Self {
        let mut folder = PathBuf::new();
        let gumshoe = Gumshoe::start_with(|options, data| {
            folder = data.to_owned();
            for (at, network) in networks.iter().enumerate() {
                for (name, content) in network.files() {
                    let file = data.join(format!("{name}-{at}.mmdb"));
                    std::fs::write(&file, content).unwrap();
                    options.geolocation.push(file);
                }
            }
        })
        .await;
        let account = gumshoe.account(ADMINISTRATOR);
        let graph = account.create_graph().await;
        Self {
            client: account.detective.clone(),
            account,
            gumshoe,
            graph,
            data: folder,
        }
    }

    /// What the events of a type say, as far as they are delivered.
    pub(crate) fn events(&self, detail_type: &str) -> Vec<Value> {
        let lines = std::fs::read_to_string(self.data.join("events.jsonl")).unwrap_or_default();
        let events = lines
            .lines()
            .filter_map(|it| serde_json::from_str::<Value>(it).ok());
        events
            .filter(|it| it["detail-type"] == detail_type)
            .map(|it| it["detail"].clone())
            .collect()
    }

    /// Starts an investigation of [`DAY`].
    pub(crate) async fn start(&self, arn: &str) -> String {
        let start = self.client.start_investigation().graph_arn(&self.graph);
        let started = start
            .entity_arn(arn)
            .scope_start_time(moment(DAY.0))
            .scope_end_time(moment(DAY.1));
        started.send().await.unwrap().investigation_id.unwrap()
    }

    pub(crate) async fn get(&self, id: &str) -> GetInvestigationOutput {
        let get = self.client.get_investigation().graph_arn(&self.graph);
        get.investigation_id(id).send().await.unwrap()
    }

    /// What an investigation is when it does not run any more.
    pub(crate) async fn end_of(&self, id: &str) -> GetInvestigationOutput {
        eventually("the end of the investigation", async || {
            let got = self.get(id).await;
            (got.status() != Some(&Status::Running)).then_some(got)
        })
        .await
    }

    /// Runs an investigation of [`DAY`] to its end.
    pub(crate) async fn investigate(&self, arn: &str) -> String {
        let id = self.start(arn).await;
        let end = self.end_of(&id).await;
        assert_eq!(end.status(), Some(&Status::Successful));
        id
    }

    /// The indicators of an investigation, in pages of `size`.
    pub(crate) async fn indicators(
        &self,
        id: &str,
        kind: Option<&IndicatorType>,
        size: Option<i32>,
    ) -> Vec<Indicator> {
        let list = self.client.list_indicators().graph_arn(&self.graph);
        let list = list.investigation_id(id).set_max_results(size);
        let list = list.set_indicator_type(kind.cloned());
        let (mut all, mut token) = (Vec::new(), None);
        loop {
            let page = list.clone().set_next_token(token).send().await.unwrap();
            assert_eq!(page.investigation_id(), Some(id));
            if let Some(size) = size {
                assert!(page.indicators().len() <= usize::try_from(size).unwrap());
            }
            all.extend(page.indicators.unwrap_or_default());
            token = page.next_token;
            if token.is_none() {
                return all;
            }
        }
    }

    /// Gives `run-investigation` the message of an investigation once more; says whether it was taken.
    pub(crate) async fn deliver(&self, id: &str) -> bool {
        let mut triggers = gumshoe::families::triggers();
        let trigger = triggers.find(|it| it.name == "run-investigation").unwrap();
        let handler = (trigger.open)(self.gumshoe.stack().services()).unwrap();
        let body = json!({ "Graph": self.graph, "Investigation": id }).to_string();
        let event = json!({ "Records": [{
            "messageId": "m", "receiptHandle": "r", "body": body, "attributes": { "ApproximateReceiveCount": "1" },
            "messageAttributes": {}, "eventSource": "aws:sqs", "awsRegion": "us-east-1",
            "eventSourceARN": "arn:aws:sqs:us-east-1:111122223333:gumshoe-investigations",
        }] });
        let answer = handler.handle(event).await.unwrap();
        answer["batchItemFailures"] == json!([])
    }

    /// Changes an investigation in the table, as time or another process would have.
    pub(crate) async fn alter(&self, id: &str, expression: &str, values: &[(&str, &str)]) {
        let dynamodb = &self.gumshoe.stack().clients().dynamodb;
        let mut update = dynamodb
            .update_item()
            .table_name(gumshoe::endpoints::TABLE)
            .key("PK", AttributeValue::S(self.partition("INVESTIGATIONS")))
            .key("SK", AttributeValue::S(id.to_owned()))
            .update_expression(expression);
        for (name, value) in values {
            let value = match value.parse::<i64>() {
                Ok(_) => AttributeValue::N((*value).to_owned()),
                Err(_) => AttributeValue::S((*value).to_owned()),
            };
            update = update.expression_attribute_values(*name, value);
        }
        update.send().await.unwrap();
    }

    /// Puts an investigation that nothing is known of into a graph.
    pub(crate) async fn spoil(&self, graph: &str) {
        let graph = graph.rsplit(':').next().unwrap();
        let dynamodb = &self.gumshoe.stack().clients().dynamodb;
        let put = dynamodb.put_item().table_name(gumshoe::endpoints::TABLE);
        put.item(
            "PK",
            AttributeValue::S(format!("GRAPH#{graph}#INVESTIGATIONS")),
        )
        .item("SK", AttributeValue::S("0".repeat(21)))
        .send()
        .await
        .unwrap();
    }

    /// Lets a finished investigation run again, since `created`.
    pub(crate) async fn unfinish(&self, id: &str, created: &str) {
        let expression = "SET InvestigationStatus = :running, Created = :created, LastAttempt = :created, Attempts = :none REMOVE Severity, Run";
        let values = [
            (":running", "RUNNING"),
            (":created", created),
            (":none", "0"),
        ];
        self.alter(id, expression, &values).await;
        self.alter("RUNNING", "ADD Running :one", &[(":one", "1")])
            .await;
    }

    /// The items of the graph's investigations or indicators.
    pub(crate) async fn items(&self, of: &str) -> Vec<String> {
        let query = self.gumshoe.stack().clients().dynamodb.query();
        let query = query
            .table_name(gumshoe::endpoints::TABLE)
            .consistent_read(true)
            .key_condition_expression("PK = :pk")
            .expression_attribute_values(":pk", AttributeValue::S(self.partition(of)));
        let items = query.send().await.unwrap().items.unwrap_or_default();
        let keys = items.iter().map(|it| it["SK"].as_s().unwrap().clone());
        keys.collect()
    }

    fn partition(&self, of: &str) -> String {
        format!("GRAPH#{}#{of}", self.graph.rsplit(':').next().unwrap())
    }
}

impl Network {
    /// A file of cities and one of autonomous systems.
    fn files(&self) -> [(&'static str, Vec<u8>); 2] {
        let text = |text: &str| Mmdb::Text(text.to_owned());
        let city = Mmdb::map([
            ("city", text(self.city)),
            ("country_code", text(self.country)),
        ]);
        let asn = Mmdb::map([("autonomous_system_organization", text(self.aso))]);
        let file =
            |name: &str, record| mmdb::database(name, 4, self.first.parse().unwrap(), 24, &record);
        [("city", file("city", city)), ("asn", file("asn", asn))]
    }
}
