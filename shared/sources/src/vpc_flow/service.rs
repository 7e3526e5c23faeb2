//! By which ports a service is known.

use gumshoe_activity::flow::Service;

/// The last port that only a service uses (RFC 6335, section 6: system ports).
const LAST_SYSTEM_PORT: u16 = 1_023;

/// Whether packets of this protocol have ports: TCP, UDP, DCCP, SCTP and UDP-Lite. For other
/// protocols flow logs say 0, which tells nothing.
fn has_ports(protocol: u8) -> bool {
    matches!(protocol, 6 | 17 | 33 | 132 | 136)
}

/// Protocol and ports of a flow, as source (local) and destination (remote).
///
/// A flow log does not tell who began. Services listen on low ports, and who begins is given a high
/// one for the time of the connection, so that the lower of the two is the service's and is kept as
/// it is, above the system ports, too. The higher one is left out, unless it is a system port itself
/// or equal to the other: a service that speaks with its like.
pub(super) fn service(
    protocol: Option<u8>,
    source: Option<u16>,
    destination: Option<u16>,
) -> Service {
    let (mut local_port, mut remote_port) = (source, destination);
    if !protocol.is_none_or(has_ports) {
        (local_port, remote_port) = (None, None);
    }
    if let Some((one, other)) = local_port.zip(remote_port) {
        if one > other && one > LAST_SYSTEM_PORT {
            local_port = None;
        }
        if other > one && other > LAST_SYSTEM_PORT {
            remote_port = None;
        }
    }
    Service {
        protocol,
        local_port,
        remote_port,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_port_is_kept_and_the_higher_only_where_it_is_a_services() {
        for (protocol, ports, kept) in [
            (6, (50_318, 443), (None, Some(443))),
            (6, (443, 50_318), (Some(443), None)),
            (17, (123, 123), (Some(123), Some(123))),
            (17, (53, 853), (Some(53), Some(853))),
            (6, (443, 1_023), (Some(443), Some(1_023))),
            (6, (443, 1_024), (Some(443), None)),
            (6, (8_080, 8_443), (Some(8_080), None)),
            (6, (60_000, 60_000), (Some(60_000), Some(60_000))),
            (6, (0, 40_000), (Some(0), None)),
            (1, (0, 0), (None, None)),
            (50, (0, 0), (None, None)),
        ] {
            let (source, destination) = ports;
            let expected = Service {
                protocol: Some(protocol),
                local_port: kept.0,
                remote_port: kept.1,
            };
            let service = service(Some(protocol), Some(source), Some(destination));
            assert_eq!(service, expected, "{ports:?}");
        }
    }

    #[test]
    fn a_port_without_its_counterpart_is_kept() {
        let of = |source, destination| {
            let it = service(None, source, destination);
            (it.local_port, it.remote_port)
        };
        assert_eq!(of(None, Some(50_000)), (None, Some(50_000)));
        assert_eq!(of(Some(22), None), (Some(22), None));
        assert_eq!(of(None, None), (None, None));
    }
}
