//! Every panel: a file each, and an entry here.

mod api_call_volume;
mod assigned_addresses;
mod associated_findings;
mod assumed_by;
mod authenticated_as;
mod callers_of_bucket;
mod common_ports;
mod containers;
mod created;
mod details;
mod distinct_addresses;
mod distinct_ports;
pub(crate) mod finding_flows;
mod finding_groups;
mod flow_verdicts;
mod flow_volume;
mod increased_api_calls;
mod kubernetes_activity;
mod kubernetes_principals;
mod new_api_calls;
mod new_asos;
mod new_geolocations;
mod new_kubernetes_calls;
mod new_principals;
mod new_resources;
mod new_user_agents;
mod novelty;
mod peers;
mod relations;
mod role_sessions;
mod roles_assumed;
mod running_copies;
mod session_start;
mod used_addresses;
mod used_by;
mod used_user_agents;

use super::panel::Panel;

/// The panels of all profiles, in the order in which they are shown.
pub(crate) static ALL: &[&Panel] = &[
    &details::PANEL,
    &associated_findings::PANEL,
    &finding_groups::PANEL,
    &api_call_volume::PANEL,
    &new_geolocations::PANEL,
    &new_api_calls::PANEL,
    &increased_api_calls::PANEL,
    &new_asos::PANEL,
    &new_user_agents::PANEL,
    &new_principals::PANEL,
    &new_resources::PANEL,
    &flow_volume::PANEL,
    &finding_flows::PANEL,
    &flow_verdicts::PANEL,
    &common_ports::PANEL,
    &distinct_ports::PANEL,
    &distinct_addresses::PANEL,
    &assigned_addresses::PANEL,
    &peers::PANEL,
    &kubernetes_activity::PANEL,
    &new_kubernetes_calls::PANEL,
    &containers::PANEL,
    &running_copies::PANEL,
    &kubernetes_principals::PANEL,
    &session_start::PANEL,
    &assumed_by::PANEL,
    &roles_assumed::PANEL,
    &role_sessions::PANEL,
    &created::PANEL,
    &used_addresses::PANEL,
    &used_user_agents::PANEL,
    &used_by::PANEL,
    &callers_of_bucket::PANEL,
    &authenticated_as::PANEL,
];
