//! A flow log record, as either format writes it.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

/// The fields of the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// AWS's default format, version 2.
    Default,
    /// The fields of version 5 that are read, and two more.
    Custom,
}

/// An interface, as its records name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interface {
    /// In place of the digits of the ids of interface and instance.
    pub(super) number: u32,
    /// In place of the digits of the ids of VPC and subnet.
    pub(super) vpc: u32,
    pub(super) address: Ipv4Addr,
}

/// What an interface exchanged with a peer in one direction, in one aggregation interval.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    pub(super) interface: Interface,
    pub(super) peer: Ipv4Addr,
    pub(super) is_inbound: bool,
    pub(super) local_port: u16,
    pub(super) peer_port: u16,
    pub(super) protocol: u8,
    pub(super) packets: u32,
    pub(super) bytes: u32,
    /// Seconds since the epoch.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) is_accepted: bool,
}

impl Format {
    /// Both, in the order in which they are measured.
    pub(crate) const ALL: [Self; 2] = [Self::Default, Self::Custom];

    pub(super) fn header(self) -> &'static str {
        match self {
            Self::Default => {
                "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
            }
            Self::Custom => {
                "version account-id vpc-id subnet-id instance-id interface-id az-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags type pkt-srcaddr pkt-dstaddr flow-direction traffic-path"
            }
        }
    }

    /// Adds a line to `text`.
    pub(super) fn write(self, text: &mut String, account: &str, flow: &Flow) {
        let Flow {
            interface,
            packets,
            bytes,
            start,
            end,
            protocol,
            ..
        } = *flow;
        let Interface {
            number,
            vpc,
            address,
        } = interface;
        let (from, to) = if flow.is_inbound {
            ((flow.peer, flow.peer_port), (address, flow.local_port))
        } else {
            ((address, flow.local_port), (flow.peer, flow.peer_port))
        };
        let ((from, from_port), (to, to_port)) = (from, to);
        let action = if flow.is_accepted { "ACCEPT" } else { "REJECT" };
        let written = match self {
            Self::Default => writeln!(
                text,
                "2 {account} eni-{number:017x} {from} {to} {from_port} {to_port} {protocol} {packets} {bytes} {start} {end} {action} OK"
            ),
            Self::Custom => writeln!(
                text,
                "5 {account} vpc-{vpc:017x} subnet-{vpc:017x} i-{number:017x} eni-{number:017x} use1-az1 {from} {to} {from_port} {to_port} {protocol} {packets} {bytes} {start} {end} {action} OK {} IPv4 {from} {to} {} -",
                if protocol == 6 { 19 } else { 0 },
                if flow.is_inbound { "ingress" } else { "egress" },
            ),
        };
        written.expect("writing to memory");
    }

    /// Adds the line of an interface that nothing passed.
    pub(super) fn write_no_data(self, text: &mut String, account: &str, from: &Interface, at: u64) {
        let (number, vpc, end) = (from.number, from.vpc, at + 59);
        let written = match self {
            Self::Default => writeln!(
                text,
                "2 {account} eni-{number:017x} - - - - - - - {at} {end} - NODATA"
            ),
            Self::Custom => writeln!(
                text,
                "5 {account} vpc-{vpc:017x} subnet-{vpc:017x} i-{number:017x} eni-{number:017x} use1-az1 - - - - - - - {at} {end} - NODATA - - - - - -"
            ),
        };
        written.expect("writing to memory");
    }
}
