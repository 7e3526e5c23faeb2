//! A graph with many members, and whatever is asked of it.

use aws_sdk_dynamodb::Client;
use gumshoe::clock;
use gumshoe_api::{Entry, Services};
use gumshoe_domain::investigation::InvestigationScope;
use gumshoe_domain::{GraphArn, Investigation, InvestigationId, Timestamp};
use lambda_http::Request;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Measured;
use super::bare::Attributes;
use super::counter::Counter;
use crate::front::{entry, request, respond};
use crate::stack::Remote;

/// Who administers the graph.
const ADMINISTRATOR: &str = "111122223333";
/// Its members before anything is measured: more than a page.
const MEMBERS: u64 = 250;

/// A stack and its clients.
pub(super) struct World {
    pub(super) plain: Side,
    pub(super) counted: Side,
    graph: GraphArn,
    investigation: InvestigationId,
    graphs: usize,
    calls: u64,
    /// They end with the value.
    _remote: Remote,
    _data: TempDir,
}

/// Operations and bare calls with the same client.
pub(super) struct Side {
    services: Services,
    pub(super) dynamodb: Client,
    pub(super) counter: Counter,
    /// Both sides of a membership that `CreateMembers` made.
    pub(super) sample: [Attributes; 2],
}

/// One call.
pub(super) struct Call {
    pub(super) measured: Measured,
    entry: &'static Entry,
    pub(super) graph: GraphArn,
    /// Which account becomes a member, or which value the tag gets.
    pub(super) number: u64,
    pub(super) investigation: InvestigationId,
}

impl World {
    pub(super) async fn start() -> Self {
        let data = TempDir::new().expect("a folder");
        let remote = Remote::start(data.path());
        let plain = Side::new(&remote, remote.dynamodb.clone(), Counter::default());
        let counter = Counter::default();
        let counted = Side::new(&remote, counter.count(&remote.dynamodb), counter);
        let graph = plain.create_graph(ADMINISTRATOR).await;
        let investigation = investigate(&remote, &graph).await;
        let mut world = Self {
            plain,
            counted,
            graph,
            investigation,
            graphs: 1,
            // The accounts behind the first members are those that become members in a call.
            calls: MEMBERS,
            _remote: remote,
            _data: data,
        };
        world.fill().await;
        world
    }

    /// How many graphs there are.
    pub(super) fn graphs(&self) -> usize {
        self.graphs
    }

    /// Creates graphs until there are as many.
    pub(super) async fn create_graphs(&mut self, wanted: usize) {
        for number in self.graphs..wanted {
            let account = (500_000_000_000 + number).to_string();
            self.plain.create_graph(&account).await;
            self.graphs += 1;
        }
    }

    /// The next call of an operation, unlike every one before.
    pub(super) fn next(&mut self, measured: Measured) -> Call {
        self.calls += 1;
        Call {
            measured,
            entry: entry(measured.operation()),
            graph: self.graph.clone(),
            number: self.calls,
            investigation: self.investigation,
        }
    }

    /// Invites the members, the last of them as it is measured.
    async fn fill(&mut self) {
        let ids: Vec<u64> = (0..MEMBERS).map(|at| member(at).0).collect();
        for ids in ids.chunks(50) {
            let accounts: Vec<Value> = ids.iter().map(|&id| account(id)).collect();
            let body = json!({ "GraphArn": self.graph.to_string(), "Accounts": accounts });
            self.plain.ask("CreateMembers", ADMINISTRATOR, body).await;
        }
        let call = self.next(Measured::CreateMembers);
        self.plain.answer(&call, call.request()).await;
        let sample = super::bare::sides(&self.plain.dynamodb, &call).await;
        self.plain.sample.clone_from(&sample);
        self.counted.sample = sample;
    }
}

impl Side {
    fn new(remote: &Remote, dynamodb: Client, counter: Counter) -> Self {
        Self {
            services: remote.services(dynamodb.clone()),
            dynamodb,
            counter,
            sample: Default::default(),
        }
    }

    /// Has the operation answer; panics unless it succeeds.
    pub(super) async fn answer(&self, call: &Call, request: Request) {
        respond(&self.services, call.entry, request).await;
    }

    async fn ask(&self, operation: &str, account: &str, body: Value) -> Value {
        let entry = entry(operation);
        let request = request(entry, account, None, &body);
        respond(&self.services, entry, request).await
    }

    async fn create_graph(&self, account: &str) -> GraphArn {
        let created = self.ask("CreateGraph", account, json!({})).await;
        let arn = created["GraphArn"].as_str().expect("an ARN");
        arn.parse().expect("an ARN")
    }
}

impl Call {
    /// The request, as the Lambda runtime gives it to the function.
    pub(super) fn request(&self) -> Request {
        let graph = self.graph.to_string();
        let body = match self.measured {
            Measured::CreateMembers => json!({
                "GraphArn": graph, "DisableEmailNotification": true, "Accounts": [account(member(self.number).0)],
            }),
            Measured::GetMembers => {
                json!({ "GraphArn": graph, "AccountIds": asked_for() })
            }
            Measured::ListMembers => json!({ "GraphArn": graph, "MaxResults": 200 }),
            Measured::ListGraphs => json!({}),
            Measured::TagResource => json!({ "Tags": { "number": self.number.to_string() } }),
            Measured::GetInvestigation => {
                json!({ "GraphArn": graph, "InvestigationId": self.investigation.to_string() })
            }
        };
        let resource = (self.measured == Measured::TagResource).then_some(graph.as_str());
        request(self.entry, self.graph.account().as_str(), resource, &body)
    }
}

/// The accounts that `GetMembers` is asked for.
pub(super) fn asked_for() -> Vec<String> {
    (0..50).map(|at| member(at).1).collect()
}

/// The account of a number, and its text.
pub(super) fn member(number: u64) -> (u64, String) {
    let id = 300_000_000_000 + number;
    (id, id.to_string())
}

fn account(id: u64) -> Value {
    json!({ "AccountId": id.to_string(), "EmailAddress": "root@example.com" })
}

/// An investigation that runs; what it is about is the same in every answer.
async fn investigate(remote: &Remote, graph: &GraphArn) -> InvestigationId {
    let now = clock::now();
    let id = InvestigationId::new(now, 1);
    let principal = format!("arn:aws:iam::{ADMINISTRATOR}:user/alice");
    let scope = InvestigationScope::new(
        Timestamp::from_millis(0),
        Timestamp::from_millis(86_400_000),
    );
    let investigation = Investigation::start(
        id,
        principal.parse().expect("a principal"),
        scope.expect("a scope"),
        now,
    );
    let store = remote.store();
    let started = store.start_investigation(graph.id(), &investigation);
    started.await.expect("it is started");
    id
}
