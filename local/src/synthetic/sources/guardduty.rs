//! Findings of Amazon GuardDuty, as it exports them.
//!
//! GuardDuty User Guide, "GuardDuty finding format" and "Finding types".

use gumshoe_domain::Timestamp;
use serde_json::{Value, json};

use super::REGION;
use super::findings::Scene;
use crate::synthetic::identity::UserIdentity;
use crate::synthetic::record::event_time;

/// What a finding says besides whom it is about.
pub(super) struct Told {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) severity: u8,
    pub(super) title: &'static str,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    pub(super) count: u32,
}

/// Whom a finding is about, and what was done.
pub(super) struct About {
    pub(super) account: String,
    resource: Value,
    /// `ACTOR` or `TARGET`.
    role: &'static str,
    action: Value,
}

impl About {
    /// A principal called an API.
    pub(super) fn api_call(
        account: &str,
        caller: &UserIdentity,
        address: &str,
        (service, api): (&str, &str),
    ) -> Self {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let issuer = caller
            .session_context
            .as_ref()
            .and_then(|it| it.session_issuer.as_ref());
        let (kind, name) = match issuer {
            Some(role) => ("AssumedRole", role.user_name.clone()),
            None if caller.kind == "Root" => ("Root", "Root".to_owned()),
            None => ("IAMUser", text(&caller.user_name)),
        };
        Self {
            account: account.to_owned(),
            resource: json!({
                "resourceType": "AccessKey",
                "accessKeyDetails": {
                    "accessKeyId": text(&caller.access_key_id),
                    "principalId": text(&caller.principal_id),
                    "userType": kind,
                    "userName": name,
                },
            }),
            role: "TARGET",
            action: json!({
                "actionType": "AWS_API_CALL",
                "awsApiCallAction": {
                    "api": api,
                    "serviceName": format!("{service}.amazonaws.com"),
                    "callerType": "Remote IP",
                    "remoteIpDetails": {"ipAddressV4": address},
                    "affectedResources": {},
                },
            }),
        }
    }

    /// An instance and an address spoke.
    pub(super) fn connection(scene: &Scene<'_>, address: &str, port: u16, direction: &str) -> Self {
        let outward = direction == "OUTBOUND";
        let (local, remote) = if outward {
            (49_152, port)
        } else {
            (port, 51_234)
        };
        Self {
            account: scene.estate.account.clone(),
            resource: instance(scene),
            role: if outward { "ACTOR" } else { "TARGET" },
            action: json!({
                "actionType": "NETWORK_CONNECTION",
                "networkConnectionAction": {
                    "connectionDirection": direction,
                    "protocol": "TCP",
                    "blocked": false,
                    "localIpDetails": {"ipAddressV4": scene.instance.address},
                    "localPortDetails": {"port": local, "portName": "Unknown"},
                    "remoteIpDetails": {"ipAddressV4": address},
                    "remotePortDetails": {"port": remote, "portName": "Unknown"},
                },
            }),
        }
    }

    /// Somebody looked for an open port of an instance.
    pub(super) fn probe(scene: &Scene<'_>, address: &str) -> Self {
        Self {
            account: scene.estate.account.clone(),
            resource: instance(scene),
            role: "TARGET",
            action: json!({
                "actionType": "PORT_PROBE",
                "portProbeAction": {
                    "blocked": false,
                    "portProbeDetails": [{
                        "localPortDetails": {"port": 443, "portName": "HTTPS"},
                        "localIpDetails": {"ipAddressV4": scene.instance.address},
                        "remoteIpDetails": {"ipAddressV4": address},
                    }],
                },
            }),
        }
    }

    /// A subject called the cluster.
    pub(super) fn cluster_call(
        scene: &Scene<'_>,
        caller: &UserIdentity,
        address: &str,
        (verb, uri): (&str, &str),
    ) -> Self {
        let account = &scene.estate.account;
        let name = scene.cluster.name;
        let session = caller.arn.as_deref().and_then(|it| it.rsplit('/').next());
        Self {
            account: account.clone(),
            resource: json!({
                "resourceType": "EKSCluster",
                "eksClusterDetails": {
                    "name": name,
                    "arn": scene.estate.arn("eks", REGION, &format!("cluster/{name}")),
                    "vpcId": scene.estate.region(REGION).vpc,
                    "status": "ACTIVE",
                },
                "kubernetesDetails": {
                    "kubernetesUserDetails": {
                        "username": format!("operations:{}", session.unwrap_or_default()),
                        "groups": ["system:masters", "system:authenticated"],
                    },
                },
            }),
            role: "TARGET",
            action: json!({
                "actionType": "KUBERNETES_API_CALL",
                "kubernetesApiCallAction": {
                    "requestUri": uri,
                    "verb": verb,
                    "sourceIPs": [address],
                    "userAgent": "kubectl/v1.31.0 (linux/amd64) kubernetes/9edcffc",
                    "remoteIpDetails": {"ipAddressV4": address},
                    "statusCode": 200,
                },
            }),
        }
    }

    /// The finding, updated when it was last seen.
    pub(super) fn finding(&self, told: &Told, detector: &str) -> Value {
        let account = &self.account;
        let created = event_time(told.first.plus_seconds(300));
        json!({
            "schemaVersion": "2.0",
            "accountId": account,
            "region": REGION,
            "partition": "aws",
            "id": told.id,
            "arn": format!(
                "arn:aws:guardduty:{REGION}:{account}:detector/{detector}/finding/{}",
                told.id
            ),
            "type": told.kind,
            "resource": self.resource,
            "service": {
                "serviceName": "guardduty",
                "detectorId": detector,
                "action": self.action,
                "resourceRole": self.role,
                "additionalInfo": {},
                "eventFirstSeen": event_time(told.first),
                "eventLastSeen": event_time(told.last),
                "archived": false,
                "count": told.count,
            },
            "severity": told.severity,
            "createdAt": created,
            "updatedAt": event_time(told.last.plus_seconds(300)),
            "title": told.title,
            "description": told.title,
        })
    }
}

fn instance(scene: &Scene<'_>) -> Value {
    let regional = scene.estate.region(REGION);
    json!({
        "resourceType": "Instance",
        "instanceDetails": {
            "instanceId": scene.instance.instance,
            "instanceType": "m7g.large",
            "imageId": regional.image,
            "networkInterfaces": [{
                "networkInterfaceId": scene.instance.id,
                "privateIpAddress": scene.instance.address,
                "subnetId": scene.instance.subnet,
                "vpcId": regional.vpc,
            }],
        },
    })
}
