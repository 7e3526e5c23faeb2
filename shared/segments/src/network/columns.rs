//! The columns of a segment of network activity.

use crate::columns::{Field, Kind, optional, required, scattered, searched};

/// A column of a segment of network activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each variant is documented by its entry in `NETWORK`"
)]
pub enum NetworkColumn {
    Hour,
    AccountId,
    InstanceId,
    InterfaceId,
    VpcId,
    SubnetId,
    AzId,
    LocalAddress,
    PeerAddress,
    PeerSketch,
    Country,
    City,
    Latitude,
    Longitude,
    Aso,
    Direction,
    Action,
    Protocol,
    LocalPort,
    RemotePort,
    TrafficPath,
    Bytes,
    Packets,
    Flows,
    FirstSeen,
    LastSeen,
}

impl NetworkColumn {
    /// Every column, in the order of the file.
    pub const ALL: &[Self] = &[
        Self::Hour,
        Self::AccountId,
        Self::InstanceId,
        Self::InterfaceId,
        Self::VpcId,
        Self::SubnetId,
        Self::AzId,
        Self::LocalAddress,
        Self::PeerAddress,
        Self::PeerSketch,
        Self::Country,
        Self::City,
        Self::Latitude,
        Self::Longitude,
        Self::Aso,
        Self::Direction,
        Self::Action,
        Self::Protocol,
        Self::LocalPort,
        Self::RemotePort,
        Self::TrafficPath,
        Self::Bytes,
        Self::Packets,
        Self::Flows,
        Self::FirstSeen,
        Self::LastSeen,
    ];

    /// Its entry in [`NETWORK`].
    pub fn field(self) -> &'static Field {
        &NETWORK[self as usize]
    }
}

/// The columns of a segment of network activity, in the order of [`NetworkColumn`].
pub const NETWORK: &[Field; 26] = &[
    required(
        "hour",
        Kind::Time,
        "The hour in which all of the row's flows started: its first moment.",
        "2026-03-01 10:00:00Z",
    ),
    required(
        "account_id",
        Kind::Text,
        "The account that the traffic belongs to (`account-id`).",
        "111122223333",
    ),
    Field {
        is_nullable: false,
        ..searched(
            "instance_id",
            "The instance that the interface is attached to (`instance-id`); where the log does not say, the interface again.",
            "i-0123456789abcdef0",
        )
    },
    optional(
        "interface_id",
        Kind::Text,
        "The network interface (`interface-id`).",
        "eni-0123456789abcdef0",
    ),
    optional("vpc_id", Kind::Text, "`vpc-id`.", "vpc-0123456789abcdef0"),
    optional(
        "subnet_id",
        Kind::Text,
        "`subnet-id`.",
        "subnet-0123456789abcdef0",
    ),
    optional("az_id", Kind::Text, "`az-id`.", "euc1-az2"),
    Field {
        is_nullable: false,
        ..searched(
            "local_address",
            "The address on the interface's side.",
            "10.0.0.5",
        )
    },
    searched(
        "peer_address",
        "The address on the other side. No value in a row of many peers.",
        "198.51.100.7",
    ),
    optional(
        "peer_sketch",
        Kind::Text,
        "In a row of many peers, and only there: an HLL sketch of their addresses, as Apache DataSketches writes it, in Base64.",
        "",
    ),
    optional(
        "country",
        Kind::Text,
        "ISO 3166-1 alpha-2 code of the country of the peer on that day.",
        "DE",
    ),
    optional(
        "city",
        Kind::Text,
        "English name of the city of the peer.",
        "Berlin",
    ),
    optional(
        "latitude",
        Kind::Degrees,
        "Latitude of the peer in degrees, rounded to one decimal.",
        "52.5",
    ),
    optional(
        "longitude",
        Kind::Degrees,
        "Longitude of the peer in degrees, rounded to one decimal. Present exactly when the latitude is.",
        "13.4",
    ),
    optional(
        "aso",
        Kind::Text,
        "Organisation of the autonomous system of the peer.",
        "Example Networks",
    ),
    required(
        "direction",
        Kind::Text,
        "Which way the packets went, seen from the interface: `INBOUND` or `OUTBOUND`.",
        "INBOUND",
    ),
    optional(
        "action",
        Kind::Text,
        "Whether they passed: `ACCEPT` or `REJECT`.",
        "ACCEPT",
    ),
    optional("protocol", Kind::Count, "IANA protocol number.", "6"),
    optional(
        "local_port",
        Kind::Count,
        "The port on the interface's side, where it is a service's.",
        "443",
    ),
    optional(
        "remote_port",
        Kind::Count,
        "The port on the other side, where it is a service's.",
        "",
    ),
    optional(
        "traffic_path",
        Kind::Count,
        "How outbound packets left, as AWS numbers it (`traffic-path`).",
        "8",
    ),
    scattered("bytes", Kind::Count, "Bytes.", "30150"),
    scattered("packets", Kind::Count, "Packets.", "160"),
    required(
        "flows",
        Kind::Count,
        "How many records of flows the row stands for, at least one.",
        "12",
    ),
    scattered(
        "first_seen",
        Kind::Time,
        "The start of the first of them.",
        "2026-03-01 10:02:11.000Z",
    ),
    scattered(
        "last_seen",
        Kind::Time,
        "The end of the last of them.",
        "2026-03-01 11:00:02.000Z",
    ),
];
