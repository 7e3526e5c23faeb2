//! Amazon EC2.

use serde_json::{Value, json};

use super::{Api, Exchange, Scene};

const SERVICE: &str = "ec2";

pub(in crate::synthetic) static DESCRIBE_INSTANCES: Api =
    Api::read(SERVICE, "DescribeInstances", |scene| {
        let some = scene.one_here(|it| &it.instances);
        Exchange::request(json!({
            "instancesSet": {"items": [{"instanceId": some}]},
            "filterSet": filters(&[("instance-state-name", &["running", "pending"])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_INSTANCE_STATUS: Api =
    Api::read(SERVICE, "DescribeInstanceStatus", |scene| {
        let items: Vec<Value> = scene
            .regional()
            .instances
            .iter()
            .map(|id| json!({"instanceId": id}))
            .collect();
        Exchange::request(json!({
            "instancesSet": {"items": items}, "filterSet": {}, "includeAllInstances": true,
        }))
    });

pub(in crate::synthetic) static DESCRIBE_SECURITY_GROUPS: Api =
    Api::read(SERVICE, "DescribeSecurityGroups", |scene| {
        let group = scene.one_here(|it| &it.security_groups);
        Exchange::request(json!({
            "securityGroupSet": {},
            "securityGroupIdSet": {"items": [{"groupId": group}]},
            "filterSet": filters(&[("vpc-id", &[&scene.regional().vpc])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_SUBNETS: Api =
    Api::read(SERVICE, "DescribeSubnets", |scene| {
        let subnet = scene.one_here(|it| &it.subnets);
        Exchange::request(json!({
            "subnetSet": {"items": [{"subnetId": subnet}]},
            "filterSet": filters(&[("vpc-id", &[&scene.regional().vpc])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_VPCS: Api = Api::read(SERVICE, "DescribeVpcs", |scene| {
    Exchange::request(json!({
        "vpcSet": {"items": [{"vpcId": scene.regional().vpc}]}, "filterSet": {},
    }))
});

pub(in crate::synthetic) static DESCRIBE_VOLUMES: Api =
    Api::read(SERVICE, "DescribeVolumes", |scene| {
        let volume = scene.one_here(|it| &it.volumes);
        Exchange::request(json!({
            "volumeSet": {"items": [{"volumeId": volume}]},
            "filterSet": filters(&[("status", &["in-use", "available"])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_SNAPSHOTS: Api =
    Api::read(SERVICE, "DescribeSnapshots", |scene| {
        let volume = scene.one_here(|it| &it.volumes);
        Exchange::request(json!({
            "snapshotSet": {},
            "ownersSet": {"items": [{"owner": scene.estate.account}]},
            "sharedUsersSet": {},
            "filterSet": filters(&[("volume-id", &[&volume])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_IMAGES: Api =
    Api::read(SERVICE, "DescribeImages", |scene| {
        Exchange::request(json!({
            "executableBySet": {},
            "imagesSet": {"items": [{"imageId": scene.regional().image}]},
            "ownersSet": {"items": [{"owner": "self"}, {"owner": "amazon"}]},
            "filterSet": filters(&[("architecture", &["arm64"]), ("state", &["available"])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_TAGS: Api = Api::read(SERVICE, "DescribeTags", |scene| {
    let instance = scene.one_here(|it| &it.instances);
    Exchange::request(json!({
        "filterSet": filters(&[("resource-id", &[&instance])]), "maxResults": 1000,
    }))
})
.fails("Client.RequestLimitExceeded", "Request limit exceeded.", 25);

pub(in crate::synthetic) static DESCRIBE_NETWORK_INTERFACES: Api =
    Api::read(SERVICE, "DescribeNetworkInterfaces", |scene| {
        let subnet = scene.one_here(|it| &it.subnets);
        Exchange::request(json!({
            "networkInterfaceIdSet": {},
            "filterSet": filters(&[("subnet-id", &[&subnet]), ("status", &["in-use"])]),
        }))
    });

pub(in crate::synthetic) static DESCRIBE_REGIONS: Api =
    Api::read(SERVICE, "DescribeRegions", |_| {
        Exchange::request(json!({"regionSet": {}, "allRegions": true}))
    });

pub(in crate::synthetic) static RUN_INSTANCES: Api = Api::write(SERVICE, "RunInstances", |scene| {
    let instance = scene.one_here(|it| &it.instances);
    started(scene, &instance)
});

/// The details of `RunInstances` that starts this instance.
pub(in crate::synthetic) fn started(scene: &mut Scene<'_>, instance: &str) -> Exchange {
    let interface = scene.regional().interface_of(instance);
    let group = scene.one_here(|it| &it.security_groups);
    let token = scene.chance.uuid();
    let here = scene.regional();
    Exchange::answered(
        json!({
            "instancesSet": {"items": [{"imageId": here.image, "minCount": 1, "maxCount": 1}]},
            "instanceType": "m7g.large",
            "blockDeviceMapping": {},
            "monitoring": {"enabled": true},
            "subnetId": interface.subnet,
            "disableApiTermination": false,
            "clientToken": token,
            "ebsOptimized": true,
        }),
        json!({
            "reservationId": format!("r-{}", token.split('-').next().unwrap_or_default()),
            "ownerId": scene.estate.account,
            "groupSet": {},
            "instancesSet": {"items": [{
                "instanceId": instance,
                "imageId": here.image,
                "instanceState": {"code": 0, "name": "pending"},
                "instanceType": "m7g.large",
                "placement": {"availabilityZone": format!("{}a", scene.region), "tenancy": "default"},
                "subnetId": interface.subnet,
                "vpcId": here.vpc,
                "privateIpAddress": interface.address,
                "networkInterfaceSet": {"items": [{
                    "networkInterfaceId": interface.id,
                    "subnetId": interface.subnet,
                    "vpcId": here.vpc,
                    "privateIpAddress": interface.address,
                    "status": "in-use",
                }]},
                "groupSet": {"items": [{"groupId": group, "groupName": "application"}]},
                "architecture": "arm64",
                "virtualizationType": "hvm",
            }]},
        }),
    )
}

pub(in crate::synthetic) static TERMINATE_INSTANCES: Api =
    Api::write(SERVICE, "TerminateInstances", |scene| {
        let instance = scene.one_here(|it| &it.instances);
        Exchange::answered(
            json!({"instancesSet": {"items": [{"instanceId": instance}]}}),
            json!({"instancesSet": {"items": [{
                "instanceId": instance,
                "currentState": {"code": 32, "name": "shutting-down"},
                "previousState": {"code": 16, "name": "running"},
            }]}}),
        )
    });

pub(in crate::synthetic) static CREATE_TAGS: Api = Api::write(SERVICE, "CreateTags", |scene| {
    let instance = scene.one_here(|it| &it.instances);
    Exchange::answered(
        json!({
            "resourcesSet": {"items": [{"resourceId": instance}]},
            "tagSet": {"items": [{"key": "team", "value": scene.estate.purpose},
                                 {"key": "managed-by", "value": "terraform"}]},
        }),
        json!({"_return": true}),
    )
});

pub(in crate::synthetic) static CREATE_SNAPSHOT: Api =
    Api::write(SERVICE, "CreateSnapshot", |scene| {
        let volume = scene.one_here(|it| &it.volumes);
        let snapshot = scene.chance.hex(17);
        Exchange::answered(
            json!({"volumeId": volume, "description": "nightly backup"}),
            json!({
                "snapshotId": format!("snap-{snapshot}"),
                "volumeId": volume,
                "status": "pending",
                "ownerId": scene.estate.account,
                "volumeSize": "100",
                "encrypted": true,
            }),
        )
    });

pub(in crate::synthetic) static AUTHORIZE_SECURITY_GROUP_INGRESS: Api =
    Api::write(SERVICE, "AuthorizeSecurityGroupIngress", |scene| {
        let group = scene.one_here(|it| &it.security_groups);
        let permission = json!({
            "ipProtocol": "tcp", "fromPort": 443, "toPort": 443,
            "groups": {}, "ipRanges": {"items": [{"cidrIp": "10.0.0.0/8"}]},
            "ipv6Ranges": {}, "prefixListIds": {},
        });
        Exchange::answered(
            json!({"groupId": group, "ipPermissions": {"items": [permission]}}),
            json!({"_return": true}),
        )
    });

/// A `filterSet` as EC2's calls record it.
fn filters(wanted: &[(&str, &[&str])]) -> Value {
    let items: Vec<Value> = wanted
        .iter()
        .map(|(name, values)| {
            let values: Vec<Value> = values.iter().map(|it| json!({"value": it})).collect();
            json!({"name": name, "valueSet": {"items": values}})
        })
        .collect();
    json!({"items": items})
}
