//! Amazon VPC flow logs: text, with a header, an object an hour.
//!
//! Amazon VPC User Guide, "Flow log records" and "Flow log files".

use gumshoe_domain::Timestamp;

use super::traffic::{AGGREGATION_SECONDS, Action, Flow, Hour, WORKER};
use super::{REGION, SECONDS_PER_HOUR, Source, SourceObject, in_key, object};
use crate::synthetic::chance::Chance;
use crate::synthetic::delivery::GenerationError;
use crate::synthetic::estate::{Estate, Interface, RegionalEstate};
use crate::synthetic::truth::Truth;

/// The default format, version 2.
const DEFAULT_FORMAT: &[&str] = &[
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
];

/// A custom format with fields of versions 2 to 5, in an order of its own.
const CUSTOM_FORMAT: &[&str] = &[
    "version",
    "region",
    "az-id",
    "vpc-id",
    "subnet-id",
    "instance-id",
    "interface-id",
    "account-id",
    "type",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "pkt-srcaddr",
    "pkt-dstaddr",
    "protocol",
    "tcp-flags",
    "flow-direction",
    "traffic-path",
    "bytes",
    "packets",
    "start",
    "end",
    "action",
    "log-status",
];

/// The NAT gateway's interface has no instance.
const GATEWAY_ADDRESS: &str = "10.0.0.9";

/// What the intruder's program sends away in an hour, in so many flows.
const EXFILTRATED_BYTES: u64 = 450_000_000;
const EXFILTRATIONS: u32 = 3;

/// How large a report of the intruder's program is, and how far apart two are.
const BEACON_BYTES: u64 = 340;
const BEACON_SECONDS: u32 = 60;
const BEACON_PORT: u16 = 8_443;

/// One flow log.
pub(super) struct FlowLog {
    chance: Chance,
    id: String,
    account: String,
    regional: RegionalEstate,
    gateway: String,
    format: &'static [&'static str],
    intrusion: Option<Intrusion>,
}

/// What the intruder's program does, and where.
struct Intrusion {
    beacon: &'static str,
    exfiltration: &'static str,
    first: Timestamp,
    last: Timestamp,
}

impl FlowLog {
    /// The log of an account, in a custom format, with an intruder's program in it.
    pub(super) fn custom(chance: Chance, estate: &Estate, truth: &Truth) -> Self {
        let log = Self::new(chance, estate, CUSTOM_FORMAT);
        let [exfiltration, beacon] = [0, 1].map(|it| truth.addresses[it].address);
        let intrusion = Intrusion {
            beacon,
            exfiltration,
            first: truth.first,
            last: truth.last,
        };
        Self {
            intrusion: Some(intrusion),
            ..log
        }
    }

    /// The log of an account in the default format.
    pub(super) fn default_format(chance: Chance, estate: &Estate) -> Self {
        Self::new(chance, estate, DEFAULT_FORMAT)
    }

    fn new(mut chance: Chance, estate: &Estate, format: &'static [&'static str]) -> Self {
        Self {
            id: format!("fl-{}", chance.hex(17)),
            gateway: format!("eni-{}", chance.hex(17)),
            account: estate.account.clone(),
            regional: estate.region(REGION).clone(),
            format,
            intrusion: None,
            chance,
        }
    }

    /// The interface of the instance that the intruder's program runs on.
    pub(super) fn compromised(&self) -> Interface {
        self.regional.interface(WORKER)
    }

    pub(super) fn account(&self) -> &str {
        &self.account
    }

    pub(super) fn beacon_address(&self) -> &'static str {
        self.intrusion.as_ref().map_or("", |it| it.beacon)
    }

    pub(super) fn exfiltration_address(&self) -> &'static str {
        self.intrusion.as_ref().map_or("", |it| it.exfiltration)
    }

    /// What is sent away in all, of the hours between two moments.
    pub(super) fn exfiltrated_bytes(&self, start: Timestamp, end: Timestamp) -> u64 {
        let hours = (end.as_seconds() - start.as_seconds()) / SECONDS_PER_HOUR;
        let intrusion = self.intrusion.as_ref();
        let sending = (0..hours).filter(|hour| {
            let at = start.plus_seconds(hour * SECONDS_PER_HOUR);
            intrusion.is_some_and(|it| it.is_sending(at))
        });
        u64::try_from(sending.count()).unwrap_or_default() * EXFILTRATED_BYTES
    }

    /// The object of an hour.
    pub(super) fn hour(&mut self, hour: Timestamp) -> Result<SourceObject, GenerationError> {
        let mut traffic = Hour::new(&mut self.chance, hour);
        traffic.ordinary(&self.regional);
        let mut flows = traffic.flows;
        if let Some(intrusion) = &self.intrusion {
            intrusion.add(hour, &mut flows);
        }
        let mut text = self.format.join(" ");
        for flow in &flows {
            text.push('\n');
            text.push_str(&self.line(|field| self.value(flow, field)));
        }
        text.push('\n');
        text.push_str(&self.line(|field| self.nothing(hour, field)));
        text.push('\n');
        let records = u64::try_from(flows.len()).unwrap_or_default();
        let key = self.key(hour.plus_seconds(SECONDS_PER_HOUR));
        object(
            Source::VpcFlow,
            &self.account,
            key,
            text.as_bytes(),
            records,
        )
    }

    fn line(&self, value: impl Fn(&str) -> String) -> String {
        let values: Vec<String> = self.format.iter().map(|it| value(it)).collect();
        values.join(" ")
    }

    /// Interface, instance, own address and subnet of a flow.
    fn side(&self, position: usize) -> Interface {
        if position < self.regional.instances.len() {
            return self.regional.interface(position);
        }
        Interface {
            id: self.gateway.clone(),
            instance: "-".to_owned(),
            address: GATEWAY_ADDRESS.to_owned(),
            subnet: self.regional.subnets[0].clone(),
        }
    }

    fn value(&self, flow: &Flow, field: &str) -> String {
        let own = self.side(flow.interface);
        let behind = flow.behind.as_ref().unwrap_or(&flow.peer);
        let directed = |peer: &str, own: &str| {
            let source = if flow.is_inbound { peer } else { own };
            let destination = if flow.is_inbound { own } else { peer };
            [source.to_owned(), destination.to_owned()]
        };
        let [source, destination] = directed(&flow.peer, &own.address);
        let [packet_source, packet_destination] = directed(behind, &own.address);
        let ports = directed(&flow.peer_port.to_string(), &flow.local_port.to_string());
        let [source_port, destination_port] = ports;
        match field {
            "interface-id" => own.id,
            "instance-id" => own.instance,
            "subnet-id" => own.subnet,
            "srcaddr" => source,
            "dstaddr" => destination,
            "pkt-srcaddr" => packet_source,
            "pkt-dstaddr" => packet_destination,
            "srcport" => source_port,
            "dstport" => destination_port,
            "protocol" => flow.protocol.to_string(),
            "packets" => flow.packets.to_string(),
            "bytes" => flow.bytes.to_string(),
            "start" => flow.start.as_seconds().to_string(),
            "end" => (flow.start.as_seconds() + i64::from(BEACON_SECONDS) - 1).to_string(),
            "action" => flow.action.as_str().to_owned(),
            "log-status" => "OK".to_owned(),
            "tcp-flags" => if flow.protocol == 6 { "3" } else { "0" }.to_owned(),
            "type" => "IPv4".to_owned(),
            "flow-direction" => if flow.is_inbound { "ingress" } else { "egress" }.to_owned(),
            "traffic-path" => if flow.is_inbound { "-" } else { "8" }.to_owned(),
            other => self.common(other),
        }
    }

    /// What says that an interface had no traffic.
    fn nothing(&self, hour: Timestamp, field: &str) -> String {
        match field {
            "interface-id" => self.gateway.clone(),
            "start" => hour.as_seconds().to_string(),
            "end" => (hour.as_seconds() + i64::from(AGGREGATION_SECONDS)).to_string(),
            "log-status" => "NODATA".to_owned(),
            other => self.common(other),
        }
    }

    fn common(&self, field: &str) -> String {
        match field {
            "version" => if self.format == DEFAULT_FORMAT {
                "2"
            } else {
                "5"
            }
            .to_owned(),
            "account-id" => self.account.clone(),
            "vpc-id" => self.regional.vpc.clone(),
            "region" => REGION.to_owned(),
            "az-id" => "use1-az4".to_owned(),
            _ => "-".to_owned(),
        }
    }

    fn key(&mut self, end: Timestamp) -> String {
        let (folders, stamp) = in_key(end);
        let (account, id) = (&self.account, &self.id);
        let hour = &stamp[9..11];
        let unique = self.chance.hex(8);
        format!(
            "AWSLogs/{account}/vpcflowlogs/{REGION}/{folders}/{hour}/{account}_vpcflowlogs_{REGION}_{id}_{stamp}_{unique}.log.gz"
        )
    }
}

impl Intrusion {
    /// Whether the program sends data away in the hour that begins at `hour`: in the second half of
    /// the intrusion.
    fn is_sending(&self, hour: Timestamp) -> bool {
        let half = (self.last.as_seconds() - self.first.as_seconds()) / 2;
        self.first.plus_seconds(half) <= hour && hour < self.last
    }

    fn add(&self, hour: Timestamp, flows: &mut Vec<Flow>) {
        if hour < self.first || self.last <= hour {
            return;
        }
        for minute in 0..SECONDS_PER_HOUR / i64::from(BEACON_SECONDS) {
            let start = hour.plus_seconds(minute * i64::from(BEACON_SECONDS));
            flows.push(self.flow(self.beacon, BEACON_PORT, BEACON_BYTES, start));
        }
        if self.is_sending(hour) {
            for part in 0..EXFILTRATIONS {
                let start = hour.plus_seconds(i64::from(part) * i64::from(AGGREGATION_SECONDS));
                let bytes = EXFILTRATED_BYTES / u64::from(EXFILTRATIONS);
                flows.push(self.flow(self.exfiltration, 443, bytes, start));
            }
        }
    }

    fn flow(&self, peer: &str, port: u16, bytes: u64, start: Timestamp) -> Flow {
        Flow {
            interface: WORKER,
            peer: peer.to_owned(),
            behind: None,
            local_port: 49_152,
            peer_port: port,
            protocol: 6,
            is_inbound: false,
            packets: bytes / 1_400 + 2,
            bytes,
            start,
            action: Action::Accept,
        }
    }
}
