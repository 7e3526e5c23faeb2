//! The audit log of the company's EKS cluster: controllers, service accounts, people, the intruder.

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

use super::audit_event::{Iam, Request, Subject, control_message, event, message};
use super::{REGION, SECONDS_PER_HOUR, Source, SourceObject, in_key, object};
use crate::synthetic::actor::Seat;
use crate::synthetic::chance::Chance;
use crate::synthetic::company::Company;
use crate::synthetic::delivery::GenerationError;
use crate::synthetic::hostile::Hostility;
use crate::synthetic::identity::UserIdentity;
use crate::synthetic::login::Login;
use crate::synthetic::places::City;

const CLUSTER: &str = "shop";

/// Most events in one message of CloudWatch Logs.
const EVENTS_PER_MESSAGE: usize = 40;

/// Somebody in office asks about once in so many units of intensity (2,400 is the busiest hour).
const INTENSITY_PER_REQUEST: u64 = 800;

const KUBECTL: &str = "kubectl/v1.33.4 (darwin/arm64) kubernetes/abc1234";
const INTRUDERS_KUBECTL: &str = "kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc";

const AUTHENTICATED: &[&str] = &["system:authenticated"];
const MASTERS: &[&str] = &["system:masters", "system:authenticated"];
const UNAUTHENTICATED: &[&str] = &["system:unauthenticated"];

/// What of the cluster itself calls, from where, and with what.
const MACHINES: [(&str, &str, &str, &str); 6] = [
    (
        "system:node:ip-10-0-16-21.ec2.internal",
        "10.0.16.21",
        "kubelet/v1.33.4 (linux/arm64) kubernetes/abc1234",
        "leases",
    ),
    (
        "system:kube-scheduler",
        "10.0.32.5",
        "kube-scheduler/v1.33.4 (linux/amd64) kubernetes/abc1234/leader-election",
        "leases",
    ),
    (
        "system:kube-controller-manager",
        "10.0.32.5",
        "kube-controller-manager/v1.33.4 (linux/amd64) kubernetes/abc1234/leader-election",
        "leases",
    ),
    (
        "system:serviceaccount:kube-system:coredns",
        "10.0.16.40",
        "coredns/v1.12.1 (linux/arm64)",
        "endpoints",
    ),
    (
        "system:serviceaccount:shop:checkout",
        "10.0.16.77",
        "checkout/2.14 client-go/v0.33.4",
        "configmaps",
    ),
    (
        "system:serviceaccount:monitoring:prometheus",
        "10.0.0.81",
        "Prometheus/3.5.0",
        "pods",
    ),
];

const IMAGES: [&str; 3] = ["checkout", "catalogue", "basket"];

/// The cluster's log.
pub(super) struct Audit {
    chance: Chance,
    cluster: Cluster,
    stream: String,
    people: Vec<Person>,
    intruder: Intruder,
    hostility: Option<Hostility>,
    is_first: bool,
}

/// The cluster.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) name: &'static str,
    pub(super) account: String,
}

impl Cluster {
    /// As the graph knows it.
    pub(super) fn id(&self) -> String {
        format!("{}~{}~EKS", self.name, self.account)
    }
}

struct Person {
    city: &'static City,
    iam: Iam,
}

struct Intruder {
    subject: Subject,
    first: Timestamp,
}

impl Audit {
    /// The log of the cluster in the account at `position`.
    pub(super) fn new(mut chance: Chance, company: &Company, position: usize) -> Self {
        let account = company.estates[position].account.clone();
        let people = people(&mut chance, company, &account);
        let plot = &company.plot;
        let [address, _] = [0, 1].map(|it| plot.truth.addresses[it].address);
        let iam = iam(&plot.admin);
        let intruder = Intruder {
            subject: Subject {
                name: format!("operations:{}", iam.session),
                groups: MASTERS,
                iam: Some(iam),
                address: address.to_owned(),
                agent: INTRUDERS_KUBECTL.to_owned(),
            },
            // As soon as the role is the intruder's, with time to find the cluster.
            first: plot.truth.last.plus_seconds(-SECONDS_PER_HOUR),
        };
        Self {
            stream: format!("kube-apiserver-audit-{}", chance.hex(32)),
            cluster: Cluster {
                name: CLUSTER,
                account,
            },
            people,
            intruder,
            hostility: None,
            is_first: true,
            chance,
        }
    }

    pub(super) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    pub(super) fn become_hostile(&mut self, hostility: Hostility) {
        self.hostility = Some(hostility);
    }

    /// The object of an hour.
    pub(super) fn hour(&mut self, hour: Timestamp) -> Result<SourceObject, GenerationError> {
        let mut events = Vec::new();
        self.machines(hour, &mut events);
        self.rollouts(hour, &mut events);
        self.office(hour, &mut events);
        if let Some(hostility) = &mut self.hostility {
            for (_, event) in &mut events {
                let agent = event["userAgent"].as_str().unwrap_or_default().to_owned();
                event["userAgent"] = json!(hostility.text(agent));
            }
        }
        self.intrude(hour, &mut events);
        events.sort_by_key(|(at, _)| *at);
        let records = u64::try_from(events.len()).unwrap_or_default();
        let content = self.messages(hour, events);
        let key = self.key(hour.plus_seconds(SECONDS_PER_HOUR));
        object(
            Source::EksAudit,
            &self.cluster.account,
            key,
            content.as_bytes(),
            records,
        )
    }

    fn push(
        &mut self,
        at: Timestamp,
        subject: &Subject,
        request: &Request,
        events: &mut Vec<(Timestamp, Value)>,
    ) {
        events.push((at, event(&mut self.chance, at, subject, request)));
    }

    fn machines(&mut self, hour: Timestamp, events: &mut Vec<(Timestamp, Value)>) {
        for (name, address, agent, resource) in MACHINES {
            let subject = Subject {
                name: name.to_owned(),
                groups: AUTHENTICATED,
                iam: None,
                address: address.to_owned(),
                agent: agent.to_owned(),
            };
            for _ in 0..self.chance.between(2, 5) {
                let at = self.chance.moment(hour, SECONDS_PER_HOUR);
                let request = if resource == "leases" {
                    Request::new("update", resource)
                        .of_group("coordination.k8s.io")
                        .within("kube-node-lease")
                        .named("lease")
                } else {
                    let verb = *self.chance.pick(&["get", "list", "watch"]);
                    Request::new(verb, resource).within("shop")
                };
                self.push(at, &subject, &request, events);
            }
        }
    }

    /// Now and then a pod is replaced.
    fn rollouts(&mut self, hour: Timestamp, events: &mut Vec<(Timestamp, Value)>) {
        if !self.chance.happens(300) {
            return;
        }
        let app = *self.chance.pick(&IMAGES);
        let name = format!("{app}-{}-{}", self.chance.hex(10), self.chance.hex(5));
        let version = self.chance.between(1, 90);
        let registry = format!("{}.dkr.ecr.{REGION}.amazonaws.com", self.cluster.account);
        let pod = json!({
            "kind": "Pod",
            "apiVersion": "v1",
            "metadata": {"name": name, "namespace": "shop", "uid": self.chance.uuid()},
            "spec": {"containers": [{"name": app, "image": format!("{registry}/{app}:1.{version}")}]},
        });
        let subject = Subject {
            name: "system:serviceaccount:kube-system:replicaset-controller".to_owned(),
            groups: AUTHENTICATED,
            iam: None,
            address: "10.0.32.5".to_owned(),
            agent: "kube-controller-manager/v1.33.4 (linux/amd64) kubernetes/abc1234".to_owned(),
        };
        let at = self.chance.moment(hour, SECONDS_PER_HOUR);
        let request = Request::new("create", "pods").within("shop").named(name);
        self.push(at, &subject, &request.answered(201).with(pod), events);
    }

    fn office(&mut self, hour: Timestamp, events: &mut Vec<(Timestamp, Value)>) {
        for position in 0..self.people.len() {
            let person = &self.people[position];
            let count = person.city.rhythm.intensity(hour) / INTENSITY_PER_REQUEST;
            let subject = Subject {
                name: format!("developer:{}", person.iam.session),
                groups: AUTHENTICATED,
                address: person.city.address(&mut self.chance, false),
                iam: Some(person.iam.clone()),
                agent: KUBECTL.to_owned(),
            };
            for _ in 0..count {
                let at = self.chance.moment(hour, SECONDS_PER_HOUR);
                let request = self.persons_request();
                self.push(at, &subject, &request, events);
            }
        }
    }

    fn persons_request(&mut self) -> Request {
        let app = *self.chance.pick(&IMAGES);
        match self.chance.between(0, 9) {
            0 => Request::new("get", "secrets")
                .within("shop")
                .named("registry")
                .answered(403),
            1 | 2 => Request::new("get", "deployments")
                .of_group("apps")
                .within("shop")
                .named(app),
            3 => Request::new("patch", "deployments")
                .of_group("apps")
                .within("shop")
                .named(app),
            4 => Request::new("get", "configmaps")
                .within("shop")
                .named("missing")
                .answered(404),
            _ => Request::new("list", "pods").within("shop"),
        }
    }

    /// The anonymous probe, secrets of every namespace, a shell in the cluster's own pods, and a
    /// role binding to stay.
    fn intrude(&mut self, hour: Timestamp, events: &mut Vec<(Timestamp, Value)>) {
        let subject = self.intruder.subject.clone();
        let anonymous = Subject {
            name: "system:anonymous".to_owned(),
            groups: UNAUTHENTICATED,
            iam: None,
            ..subject.clone()
        };
        let mut script = vec![(anonymous, Request::new("list", "namespaces").answered(403))];
        let mut own = |request| script.push((subject.clone(), request));
        own(Request::new("list", "secrets"));
        for name in ["database", "payment-provider", "registry"] {
            own(Request::new("get", "secrets").within("shop").named(name));
        }
        own(Request::new("list", "pods").within("kube-system"));
        own(Request::new("create", "pods")
            .within("kube-system")
            .named("coredns-5d78c9869d-x7k2p")
            .part("exec")
            .answered(101));
        own(Request::new("create", "clusterrolebindings")
            .of_group("rbac.authorization.k8s.io")
            .named("support")
            .answered(201));
        for (number, (who, request)) in (0..).zip(script) {
            let at = self.intruder.first.plus_seconds(number * 75);
            if hour <= at && at < hour.plus_seconds(SECONDS_PER_HOUR) {
                self.push(at, &who, &request, events);
            }
        }
    }

    /// The messages of an hour, one after the other; the first object begins with a test.
    fn messages(&mut self, hour: Timestamp, events: Vec<(Timestamp, Value)>) -> String {
        let mut text = String::new();
        if std::mem::take(&mut self.is_first) {
            text.push_str(&control_message(hour).to_string());
        }
        let group = format!("/aws/eks/{}/cluster", self.cluster.name);
        let numbered: Vec<(String, Timestamp, Value)> = events
            .into_iter()
            .map(|(at, event)| (self.chance.hex(56), at, event))
            .collect();
        for some in numbered.chunks(EVENTS_PER_MESSAGE) {
            let message = message(&self.cluster.account, &group, &self.stream, some);
            text.push_str(&message.to_string());
        }
        text
    }

    fn key(&mut self, end: Timestamp) -> String {
        let (folders, stamp) = in_key(end);
        let account = &self.cluster.account;
        let unique = self.chance.uuid();
        format!(
            "AWSLogs/{account}/eks-audit/{REGION}/{CLUSTER}/{folders}/audit-1-{stamp}-{unique}.gz"
        )
    }
}

/// The people of the account who come in by a role.
fn people(chance: &mut Chance, company: &Company, account: &str) -> Vec<Person> {
    let mut people = Vec::new();
    for actor in &company.actors {
        let (Seat::Browser(city) | Seat::Terminal(city)) = actor.seat else {
            continue;
        };
        if let Login::IdentityCenter { role, name, .. } | Login::Saml { role, name, .. } =
            &actor.login
            && role.account == account
        {
            let key = chance.access_key_id("ASIA");
            let session = role.session(name, key, String::new());
            people.push(Person {
                city,
                iam: iam(&session),
            });
        }
    }
    people
}

/// What the authenticator of EKS says of a role's session.
fn iam(session: &UserIdentity) -> Iam {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let context = session.session_context.as_ref();
    let issuer = context.and_then(|it| it.session_issuer.as_ref());
    let session_arn = text(&session.arn);
    Iam {
        account: text(&session.account_id),
        role_arn: issuer.map(|it| it.arn.clone()).unwrap_or_default(),
        role_id: issuer.map(|it| it.principal_id.clone()).unwrap_or_default(),
        session: session_arn
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
        access_key_id: text(&session.access_key_id),
        session_arn,
    }
}
