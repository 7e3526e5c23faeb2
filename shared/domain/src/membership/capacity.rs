//! Whether a graph has room for what another account would give it.

use super::life::{DisabledReason, MemberEvent};
use crate::quota::Quotas;

/// What happens to a membership that waits for room: `graph` is what the graph takes in now and
/// `account` what the account would add, both in bytes a day; `None` when that cannot be found out.
///
/// A graph above its limit takes no further member: Amazon Detective User Guide, "Amazon Detective
/// Regions and quotas". An account's volume counts as far as it is known, which for one that never
/// gave the graph anything is nothing.
pub fn capacity(graph: Option<u64>, account: Option<u64>, quotas: &Quotas) -> MemberEvent {
    let Some((graph, account)) = graph.zip(account) else {
        return MemberEvent::CapacityMissing(DisabledReason::VolumeUnknown);
    };
    if graph.saturating_add(account) > quotas.bytes_per_day {
        MemberEvent::CapacityMissing(DisabledReason::VolumeTooHigh)
    } else {
        MemberEvent::CapacityFound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_takes_members_up_to_its_limit() {
        let quotas = Quotas {
            bytes_per_day: 100,
            ..Quotas::default()
        };
        let missing = MemberEvent::CapacityMissing;
        for (graph, account, expected) in [
            (Some(0), Some(0), MemberEvent::CapacityFound),
            (Some(60), Some(40), MemberEvent::CapacityFound),
            (Some(60), Some(41), missing(DisabledReason::VolumeTooHigh)),
            (Some(101), Some(0), missing(DisabledReason::VolumeTooHigh)),
            (
                Some(u64::MAX),
                Some(u64::MAX),
                missing(DisabledReason::VolumeTooHigh),
            ),
            (None, Some(0), missing(DisabledReason::VolumeUnknown)),
            (Some(0), None, missing(DisabledReason::VolumeUnknown)),
        ] {
            assert_eq!(capacity(graph, account, &quotas), expected);
        }
    }
}
