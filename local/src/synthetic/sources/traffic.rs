//! Traffic of an hour between the company's instances and their peers.

use gumshoe_domain::Timestamp;

use crate::synthetic::chance::Chance;
use crate::synthetic::estate::{Interface, RegionalEstate};
use crate::synthetic::places::CITIES;
use crate::synthetic::workday::Rhythm;

const TCP: u8 = 6;
const UDP: u8 = 17;

/// Flows are gathered for ten minutes, the default of a flow log.
pub(super) const AGGREGATION_SECONDS: u32 = 600;

/// The database is the instance at this position, the others serve the internet or work for them.
pub(super) const DATABASE: usize = 3;
pub(super) const WORKER: usize = 4;

/// Peers in the internet: networks of AWS's own services, and of those that look for open ports.
/// The latter are of the ranges for documentation, which nobody has.
const AWS_SERVICES: [&str; 3] = ["52.216.24", "3.5.29", "54.239.28"];
const SCANNERS: [&str; 3] = ["203.0.113.7", "203.0.113.66", "198.51.100.23"];
const SCANNED_PORTS: [u16; 8] = [22, 23, 445, 1433, 3389, 5900, 6379, 8080];

/// What was let through, and what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Accept,
    Reject,
}

impl Action {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Reject => "REJECT",
        }
    }
}

/// One side of a conversation, as an interface sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    /// The interface, by its position; past the instances it is the NAT gateway's.
    pub(super) interface: usize,
    pub(super) peer: String,
    /// Whom the packets are from or for, where a gateway stands between.
    pub(super) behind: Option<String>,
    pub(super) local_port: u16,
    pub(super) peer_port: u16,
    pub(super) protocol: u8,
    pub(super) is_inbound: bool,
    pub(super) packets: u64,
    pub(super) bytes: u64,
    pub(super) start: Timestamp,
    pub(super) action: Action,
}

/// The flows of one hour under way.
pub(super) struct Hour<'a> {
    chance: &'a mut Chance,
    hour: Timestamp,
    pub(super) flows: Vec<Flow>,
}

impl<'a> Hour<'a> {
    /// No flow yet.
    pub(super) fn new(chance: &'a mut Chance, hour: Timestamp) -> Self {
        Self {
            chance,
            hour,
            flows: Vec::new(),
        }
    }

    /// The ordinary traffic of the instances in `regional`.
    pub(super) fn ordinary(&mut self, regional: &RegionalEstate) {
        let interfaces: Vec<Interface> = (0..regional.instances.len())
            .map(|it| regional.interface(it))
            .collect();
        let database = &interfaces[DATABASE];
        for (position, own) in interfaces.iter().enumerate() {
            if position == DATABASE {
                continue;
            }
            if position < DATABASE {
                self.visitors(position);
                self.scanners(position);
            }
            self.query(position, &own.address, &database.address);
            self.services(position);
        }
        self.gateway(interfaces.len(), &interfaces[WORKER].address);
    }

    /// People use what an instance serves, most by day in the first city.
    fn visitors(&mut self, position: usize) {
        let day = Rhythm::Office { utc_offset: 1 }.intensity(self.hour) / 300;
        let count = 2 + day;
        for _ in 0..count {
            let city = self.chance.pick(&CITIES);
            let peer = city.address(self.chance, true);
            let port = self.ephemeral();
            let (asked, answered) = (
                self.chance.between(600, 9_000),
                self.chance.between(4_000, 400_000),
            );
            self.conversation(position, &peer, (443, port), true, (asked, answered));
        }
    }

    fn scanners(&mut self, position: usize) {
        for _ in 0..self.chance.between(0, 4) {
            let flow = Flow {
                interface: position,
                peer: (*self.chance.pick(&SCANNERS)).to_owned(),
                behind: None,
                local_port: *self.chance.pick(&SCANNED_PORTS),
                peer_port: self.ephemeral(),
                protocol: TCP,
                is_inbound: true,
                packets: 1,
                bytes: 44,
                start: self.moment(),
                action: Action::Reject,
            };
            self.flows.push(flow);
        }
    }

    /// Both interfaces see a query.
    fn query(&mut self, position: usize, own: &str, database: &str) {
        let port = self.ephemeral();
        let sizes = (
            self.chance.between(2_000, 60_000),
            self.chance.between(8_000, 900_000),
        );
        let from = self.flows.len();
        self.conversation(position, database, (port, 5_432), false, sizes);
        let mirrored: Vec<Flow> = self.flows[from..]
            .iter()
            .map(|flow| Flow {
                interface: DATABASE,
                peer: own.to_owned(),
                local_port: flow.peer_port,
                peer_port: flow.local_port,
                is_inbound: !flow.is_inbound,
                ..flow.clone()
            })
            .collect();
        self.flows.extend(mirrored);
    }

    fn services(&mut self, position: usize) {
        for _ in 0..self.chance.between(1, 3) {
            let network = *self.chance.pick(&AWS_SERVICES);
            let peer = format!("{network}.{}", self.chance.between(2, 250));
            let port = self.ephemeral();
            let sizes = (
                self.chance.between(1_000, 50_000),
                self.chance.between(3_000, 90_000),
            );
            self.conversation(position, &peer, (port, 443), false, sizes);
        }
        let port = self.ephemeral();
        let start = self.moment();
        for (is_inbound, bytes) in [(false, 70), (true, 160)] {
            self.flows.push(Flow {
                interface: position,
                peer: "10.0.0.2".to_owned(),
                behind: None,
                local_port: port,
                peer_port: 53,
                protocol: UDP,
                is_inbound,
                packets: 1,
                bytes,
                start,
                action: Action::Accept,
            });
        }
    }

    /// What the worker asks of the internet goes through the NAT gateway: towards the gateway's
    /// interface the packets' own addresses tell who speaks with whom.
    fn gateway(&mut self, position: usize, worker: &str) {
        let network = *self.chance.pick(&AWS_SERVICES);
        let peer = format!("{network}.{}", self.chance.between(2, 250));
        let port = self.ephemeral();
        let sizes = (
            self.chance.between(900, 9_000),
            self.chance.between(900, 9_000),
        );
        let from = self.flows.len();
        self.conversation(position, worker, (443, port), true, sizes);
        for flow in &mut self.flows[from..] {
            if !flow.is_inbound {
                flow.behind = Some(worker.to_owned());
            }
        }
        self.conversation(position, &peer, (port, 443), false, sizes);
    }

    /// Both directions of a conversation: `inward` says whether the peer began it.
    fn conversation(
        &mut self,
        position: usize,
        peer: &str,
        (local_port, peer_port): (u16, u16),
        inward: bool,
        (asked, answered): (u32, u32),
    ) {
        let start = self.moment();
        for (is_inbound, bytes) in [(inward, asked), (!inward, answered)] {
            self.flows.push(Flow {
                interface: position,
                peer: peer.to_owned(),
                behind: None,
                local_port,
                peer_port,
                protocol: TCP,
                is_inbound,
                packets: u64::from(bytes / 1_200 + 2),
                bytes: u64::from(bytes),
                start,
                action: Action::Accept,
            });
        }
    }

    fn moment(&mut self) -> Timestamp {
        self.chance
            .moment(self.hour, i64::from(3_600 - AGGREGATION_SECONDS))
    }

    fn ephemeral(&mut self) -> u16 {
        u16::try_from(self.chance.between(32_768, 60_999)).unwrap_or(32_768)
    }
}
