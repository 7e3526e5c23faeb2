//! The local stack in a process of its own, so that its work is not counted as ours.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use gumshoe::endpoints::{LOG_BUCKET, SEGMENT_BUCKET, TABLE};
use gumshoe::stack::{Options, Stack};
use gumshoe_api::{Services, Settings};
use gumshoe_domain::investigation::AutomaticInvestigations;
use gumshoe_domain::membership::{InvitationOrder, MemberEvent, Membership};
use gumshoe_domain::quota::Quotas;
use gumshoe_domain::{
    AccountId, Graph, GraphArn, GraphId, GraphState, LogSourceName, Packages, Region, Retention,
    Tags, Timestamp,
};
use gumshoe_ingest::{
    INGEST_CLOUDTRAIL, INGEST_EKS_AUDIT, INGEST_GUARDDUTY, INGEST_SECURITY_HUB, INGEST_VPC_FLOW,
    Ingester,
};
use gumshoe_sources::Geolocator;
use gumshoe_store::{Access, MemberChange, MembersChanged, ObjectName, Store};

/// Serves until the process is killed.
pub(crate) async fn run(data: &Path) {
    let administrator: AccountId = "111122223333".parse().expect("an account");
    let mut options = Options::new(data, region(), administrator);
    options.compact_every = Duration::from_secs(1_000_000);
    let stack = Stack::start(options).await.expect("the stack starts");
    stack
        .endpoints()
        .write(data)
        .expect("the endpoints are written");
    std::future::pending::<()>().await;
}

/// A stack in a child process; it ends with the value.
pub(crate) struct Remote {
    pub(crate) child: Child,
    pub(crate) dynamodb: aws_sdk_dynamodb::Client,
    pub(crate) s3: aws_sdk_s3::Client,
}

impl Remote {
    /// Starts a stack on `data` and waits until it answers.
    pub(crate) fn start(data: &Path) -> Self {
        let program = std::env::current_exe().expect("the benchmark's own path");
        let child = Command::new(program)
            .arg("stack")
            .arg(data)
            .stderr(Stdio::null())
            .spawn()
            .expect("the stack starts");
        let (dynamodb, s3) = clients(data);
        Self {
            child,
            dynamodb,
            s3,
        }
    }

    /// A graph for each of `accounts`.
    pub(crate) async fn create_graphs(&self, accounts: &[String]) {
        for (n, account) in (1_u128..).zip(accounts) {
            let account = account.parse().expect("an account");
            let arn = GraphArn::new(&region(), account, GraphId::from_bits(n));
            let graph = Graph {
                arn,
                created: Timestamp::from_millis(0),
                state: GraphState::Active,
                tags: Tags::default(),
                packages: Packages::started(Timestamp::from_millis(0)),
                suspension: None,
            };
            self.store()
                .add_graph(&graph)
                .await
                .expect("the graph is created");
        }
    }

    /// One graph of the first of `accounts`, fed by all of them.
    pub(crate) async fn create_graph(&self, accounts: &[String]) -> GraphId {
        let (first, others) = accounts.split_at(1);
        self.create_graphs(first).await;
        let store = self.store();
        let administrator = first
            .iter()
            .map(|it| it.parse().expect("an account"))
            .next();
        let administrator = administrator.expect("there is an account");
        let graph = store.graph_of(administrator).await.expect("the table");
        let arn = graph.expect("the graph was created").arn;
        let moment = Timestamp::from_millis(0);
        let enabled = others.iter().zip(0..).map(|(account, position)| {
            let account = account.parse().expect("an account");
            let order = InvitationOrder {
                created: moment,
                position,
            };
            let begun = Membership::of_organization(&arn, account, None, order);
            let enabled = begun.after(MemberEvent::CapacityFound, moment);
            MemberChange::Created(enabled.expect("there is room").expect("a member"))
        });
        let changes: Vec<MemberChange> = enabled.collect();
        for some in changes.chunks(MemberChange::MOST) {
            let changed = store.change_members(&arn, some, u32::MAX).await;
            assert_eq!(changed.expect("the table"), MembersChanged::Done);
        }
        arn.id()
    }

    /// What functions are given, with this client of DynamoDB.
    pub(crate) fn services(&self, dynamodb: aws_sdk_dynamodb::Client) -> Services {
        Services::new(settings(), dynamodb, self.s3.clone())
    }

    pub(crate) fn store(&self) -> Store {
        self.services(self.dynamodb.clone()).store(Access::ALL)
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An ingester as the source's function has it, with the stack of `data` behind it.
pub(crate) fn ingester(data: &Path, source: LogSourceName) -> Ingester {
    let (dynamodb, s3) = clients(data);
    let services = Services::new(settings(), dynamodb, s3);
    let trigger = match source {
        LogSourceName::CloudTrail => &INGEST_CLOUDTRAIL,
        LogSourceName::VpcFlow => &INGEST_VPC_FLOW,
        LogSourceName::GuardDuty => &INGEST_GUARDDUTY,
        LogSourceName::SecurityHub => &INGEST_SECURITY_HUB,
        LogSourceName::EksAudit => &INGEST_EKS_AUDIT,
    };
    let store = services.store(trigger.access);
    Ingester::new(
        store,
        &services.settings,
        source,
        Arc::new(Geolocator::none()),
    )
}

pub(crate) fn object_name(key: &str) -> ObjectName {
    ObjectName {
        bucket: LOG_BUCKET.to_owned(),
        key: key.to_owned(),
    }
}

pub(crate) fn clients(data: &Path) -> (aws_sdk_dynamodb::Client, aws_sdk_s3::Client) {
    let path = data.join("endpoints.env");
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    let text = loop {
        match std::fs::read_to_string(&path) {
            Ok(text) => break text,
            Err(error) => assert!(
                std::time::Instant::now() < deadline,
                "{}: {error}",
                path.display()
            ),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let variable = |name: &str| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("{name} is in {}", path.display()))
            .trim_matches(['\'', '"'])
            .to_owned()
    };
    let credentials = aws_sdk_dynamodb::config::Credentials::new(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
        None,
        None,
        "bench",
    );
    let region = aws_sdk_dynamodb::config::Region::new(variable("AWS_REGION"));
    let dynamodb = aws_sdk_dynamodb::Config::builder()
        .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
        .region(region.clone())
        .endpoint_url(variable("AWS_ENDPOINT_URL_DYNAMODB"))
        .credentials_provider(credentials.clone())
        .build();
    let s3 = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(region)
        .endpoint_url(variable("AWS_ENDPOINT_URL_S3"))
        .credentials_provider(credentials)
        .force_path_style(true)
        .build();
    (
        aws_sdk_dynamodb::Client::from_conf(dynamodb),
        aws_sdk_s3::Client::from_conf(s3),
    )
}

fn region() -> Region {
    "us-east-1".parse().expect("a Region")
}

pub(crate) fn settings() -> Settings {
    Settings {
        region: region(),
        table: TABLE.to_owned(),
        segment_bucket: SEGMENT_BUCKET.to_owned(),
        geolocation: Vec::new(),
        max_object_bytes: Settings::MAX_OBJECT_BYTES,
        max_inflated_bytes: Settings::MAX_INFLATED_BYTES,
        quotas: Quotas::default(),
        retention: Retention::default(),
        trails: gumshoe_domain::Trails::default(),
        audit_bucket: None,
        event_bus: None,
        invitation_sender: None,
        summary_model: None,
        trust_access_key: false,
        automatic_investigations: AutomaticInvestigations::Off,
    }
}
