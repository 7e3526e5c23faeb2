//! Services that run, watch and record: Lambda, CloudWatch, `CloudFormation`, CloudTrail, Config, GuardDuty and others.

use serde_json::json;

use super::{Api, Exchange, Scene};

pub(in crate::synthetic) static LIST_FUNCTIONS: Api =
    Api::read("lambda", "ListFunctions20150331", |_| {
        Exchange::request(json!({"maxItems": 50}))
    });

pub(in crate::synthetic) static GET_FUNCTION: Api =
    Api::read("lambda", "GetFunction20150331v2", |scene| {
        let (_, arn) = function(scene);
        Exchange::request(json!({"functionName": arn}))
    });

pub(in crate::synthetic) static UPDATE_FUNCTION_CODE: Api =
    Api::write("lambda", "UpdateFunctionCode20150331v2", |scene| {
        let (name, arn) = function(scene);
        let code = format!("{}=", scene.chance.alphanumeric(43));
        Exchange::answered(
            json!({"functionName": name, "publish": true, "dryRun": false}),
            json!({
                "functionName": name,
                "functionArn": arn,
                "runtime": "provided.al2023",
                "role": scene.estate.iam_arn(&format!("role/service-role/{name}")),
                "handler": "bootstrap",
                "codeSize": scene.chance.between(1_000_000, 6_000_000),
                "timeout": 30,
                "memorySize": 256,
                "codeSha256": code,
                "state": "Active",
                "lastUpdateStatus": "InProgress",
                "architectures": ["arm64"],
            }),
        )
    });

pub(in crate::synthetic) static DESCRIBE_LOG_GROUPS: Api =
    Api::read("logs", "DescribeLogGroups", |scene| {
        let group = scene.one_of(|it| &it.log_groups);
        Exchange::request(json!({"logGroupNamePrefix": group, "limit": 50}))
    });

pub(in crate::synthetic) static CREATE_LOG_STREAM: Api =
    Api::write("logs", "CreateLogStream", |scene| {
        let group = scene.one_of(|it| &it.log_groups);
        let stream = scene.chance.hex(32);
        Exchange::request(json!({
            "logGroupName": group, "logStreamName": format!("[$LATEST]{stream}"),
        }))
    })
    .fails(
        "ResourceAlreadyExistsException",
        "The specified log stream already exists",
        15,
    );

pub(in crate::synthetic) static DESCRIBE_ALARMS: Api =
    Api::read("monitoring", "DescribeAlarms", |scene| {
        let prefix = format!("{}-", scene.estate.purpose);
        Exchange::request(json!({"alarmNamePrefix": prefix, "maxRecords": 100}))
    });

pub(in crate::synthetic) static DESCRIBE_STACKS: Api =
    Api::read("cloudformation", "DescribeStacks", |scene| {
        let name = scene.one_of(|it| &it.functions);
        Exchange::request(json!({"stackName": name}))
    })
    .fails("ValidationException", "Stack does not exist", 20);

pub(in crate::synthetic) static DESCRIBE_TRAILS: Api =
    Api::read("cloudtrail", "DescribeTrails", |_| {
        Exchange::request(json!({"trailNameList": [], "includeShadowTrails": true}))
    });

pub(in crate::synthetic) static GET_TRAIL_STATUS: Api =
    Api::read("cloudtrail", "GetTrailStatus", |scene| {
        Exchange::request(json!({"name": trail_arn(scene)}))
    });

pub(in crate::synthetic) static LOOKUP_EVENTS: Api =
    Api::read("cloudtrail", "LookupEvents", |_| {
        Exchange::request(json!({
            "maxResults": 50,
            "lookupAttributes": [{"attributeKey": "ReadOnly", "attributeValue": "false"}],
        }))
    });

pub(in crate::synthetic) static STOP_LOGGING: Api =
    Api::write("cloudtrail", "StopLogging", |scene| {
        Exchange::request(json!({"name": trail_arn(scene)}))
    });

pub(in crate::synthetic) static DELETE_TRAIL: Api =
    Api::write("cloudtrail", "DeleteTrail", |scene| {
        Exchange::request(json!({"name": trail_arn(scene)}))
    });

pub(in crate::synthetic) static PUT_EVALUATIONS: Api =
    Api::write("config", "PutEvaluations", |scene| {
        let instance = scene.one_here(|it| &it.instances);
        Exchange::request(json!({
            "evaluations": [{
                "complianceResourceType": "AWS::EC2::Instance",
                "complianceResourceId": instance,
                "complianceType": "COMPLIANT",
            }],
            "resultToken": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "testMode": false,
        }))
    });

pub(in crate::synthetic) static LIST_DETECTORS: Api =
    Api::read("guardduty", "ListDetectors", |_| Exchange::default());

pub(in crate::synthetic) static GET_FINDINGS: Api =
    Api::read("guardduty", "GetFindings", |scene| {
        let (detector, finding) = (scene.chance.hex(32), scene.chance.hex(32));
        Exchange::request(json!({
            "detectorId": detector, "findingIds": [finding],
            "sortCriteria": {"attributeName": "severity", "orderBy": "DESC"},
        }))
    });

pub(in crate::synthetic) static DESCRIBE_LOAD_BALANCERS: Api =
    Api::read("elasticloadbalancing", "DescribeLoadBalancers", |_| {
        Exchange::request(json!({"pageSize": 400}))
    });

pub(in crate::synthetic) static DESCRIBE_TARGET_HEALTH: Api =
    Api::read("elasticloadbalancing", "DescribeTargetHealth", |scene| {
        let id = scene.chance.hex(16);
        let resource = format!("targetgroup/{}-web/{id}", scene.estate.purpose);
        Exchange::request(json!({
            "targetGroupArn": scene.estate.arn("elasticloadbalancing", scene.region, &resource),
        }))
    });

pub(in crate::synthetic) static REGISTER_TARGETS: Api =
    Api::write("elasticloadbalancing", "RegisterTargets", |scene| {
        let instance = scene.one_here(|it| &it.instances);
        let resource = format!("targetgroup/{}-web/6d0ecf831eec9f09", scene.estate.purpose);
        Exchange::request(json!({
            "targetGroupArn": scene.estate.arn("elasticloadbalancing", scene.region, &resource),
            "targets": [{"id": instance, "port": 443}],
        }))
    });

pub(in crate::synthetic) static DESCRIBE_AUTO_SCALING_GROUPS: Api =
    Api::read("autoscaling", "DescribeAutoScalingGroups", |scene| {
        let name = format!("{}-web", scene.estate.purpose);
        Exchange::request(json!({"autoScalingGroupNames": [name], "maxRecords": 100}))
    });

pub(in crate::synthetic) static GET_COST_AND_USAGE: Api =
    Api::read("ce", "GetCostAndUsage", |_| {
        Exchange::request(json!({
            "granularity": "DAILY",
            "metrics": ["UnblendedCost"],
            "groupBy": [{"type": "DIMENSION", "key": "SERVICE"}],
        }))
    });

pub(in crate::synthetic) static DESCRIBE_EVENT_AGGREGATES: Api =
    Api::read("health", "DescribeEventAggregates", |_| {
        Exchange::request(json!({
            "aggregateField": "eventTypeCategory",
            "filter": {"eventStatusCodes": ["open", "upcoming"]},
        }))
    });

pub(in crate::synthetic) static LIST_ACCOUNTS: Api =
    Api::read("organizations", "ListAccounts", |_| {
        Exchange::request(json!({"maxResults": 20}))
    });

fn function(scene: &mut Scene<'_>) -> (String, String) {
    let name = scene.one_of(|it| &it.functions);
    let arn = scene
        .estate
        .arn("lambda", scene.region, &format!("function:{name}"));
    (name, arn)
}

fn trail_arn(scene: &Scene<'_>) -> String {
    scene
        .estate
        .arn("cloudtrail", "us-east-1", "trail/organization-trail")
}
