//! What records show of who is what to whom, through the front door.

use gumshoe_activity::Relation;
use gumshoe_sources::{Batch, Limits};

use crate::logs::{document, gzip, read, read_with, record};

/// Every relation of a batch in one line each, in order.
fn told(batch: &Batch) -> Vec<String> {
    let relations = batch.relations().flat_map(|(_, rows)| rows.sorted());
    relations.map(|it| line(&it)).collect()
}

fn line(it: &Relation<'_>) -> String {
    let party = |party: gumshoe_activity::Party<'_>| format!("{} {}", party.kind, party.id);
    let mut line = format!("{} {} {}", party(it.from), it.relation, party(it.to));
    let more = [
        ("of", it.from_account),
        ("arn", it.to_arn),
        ("by", it.detail),
    ];
    for (name, value) in more {
        line.extend(value.map(|it| format!(" {name} {it}")));
    }
    if it.count > 1 {
        line.push_str(&format!(" x{}", it.count));
    }
    line
}

/// The relations that one record with these members shows.
fn shown(members: &str) -> Vec<String> {
    let mut batch = Batch::default();
    let text = document(&[&record(members)]);
    read(&text, &mut batch).unwrap();
    let lines = told(&batch);
    let (streamed, limits) = (
        gzip(text.as_bytes()),
        Limits {
            whole_bytes: 0,
            ..Limits::default()
        },
    );
    let mut other = Batch::default();
    read_with(&streamed, &mut other, &limits).unwrap();
    assert_eq!(told(&other), lines, "both parsers tell the same");
    lines
}

const ALICE: &str = r#""userIdentity":{"type":"IAMUser","principalId":"AIDAALICE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"}"#;
const SESSION: &str = r#""userIdentity":{"type":"AssumedRole","principalId":"AROAONE:ci","arn":"arn:aws:sts::111122223333:assumed-role/one/ci","accountId":"111122223333","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAONE","arn":"arn:aws:iam::111122223333:role/one","userName":"one"}}}"#;
const INSTANCE: &str = r#""userIdentity":{"type":"AssumedRole","principalId":"AROAONE:i-0123456789abcdef0","arn":"arn:aws:sts::111122223333:assumed-role/one/i-0123456789abcdef0","accountId":"111122223333","sessionContext":{"sessionIssuer":{"principalId":"AROAONE","arn":"arn:aws:iam::111122223333:role/one"}}}"#;
const ASSUMED: &str = r#""eventName":"AssumeRole","requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/two","roleSessionName":"s"},"responseElements":{"credentials":{"accessKeyId":"ASIA"},"assumedRoleUser":{"assumedRoleId":"AROATWO:s","arn":"arn:aws:sts::111122223333:assumed-role/two/s"}}"#;
const ROLE_ARN: &str = "arn arn:aws:iam::111122223333:role/two";
const SESSION_ARN: &str = "arn arn:aws:sts::111122223333:assumed-role/two/s";

#[test]
fn a_user_that_assumes_a_role_starts_a_session_of_it() {
    assert_eq!(
        shown(&format!("{ASSUMED},{ALICE}")),
        [
            format!("AwsUser AIDAALICE ASSUMED AwsRole AROATWO {ROLE_ARN}"),
            format!("AwsUser AIDAALICE STARTED_SESSION AwsRoleSession AROATWO:s {SESSION_ARN}"),
            format!("AwsRole AROATWO HAS_SESSION AwsRoleSession AROATWO:s {SESSION_ARN}"),
        ]
    );
}

#[test]
fn in_a_chain_of_roles_both_the_role_and_its_session_assume_the_next() {
    assert_eq!(
        shown(&format!("{ASSUMED},{SESSION}")),
        [
            format!("AwsRole AROAONE ASSUMED AwsRole AROATWO {ROLE_ARN}"),
            format!("AwsRole AROAONE STARTED_SESSION AwsRoleSession AROATWO:s {SESSION_ARN}"),
            format!("AwsRoleSession AROAONE:ci ASSUMED AwsRole AROATWO {ROLE_ARN}"),
            format!(
                "AwsRoleSession AROAONE:ci STARTED_SESSION AwsRoleSession AROATWO:s {SESSION_ARN}"
            ),
            format!("AwsRole AROATWO HAS_SESSION AwsRoleSession AROATWO:s {SESSION_ARN}"),
        ]
    );
}

#[test]
fn a_session_that_a_service_starts_names_the_service() {
    let service = r#""userIdentity":{"type":"AWSService","invokedBy":"lambda.amazonaws.com"}"#;
    assert_eq!(
        shown(&format!("{ASSUMED},{service}")),
        [format!(
            "AwsRole AROATWO HAS_SESSION AwsRoleSession AROATWO:s {SESSION_ARN} by lambda.amazonaws.com"
        )]
    );
}

#[test]
fn what_failed_or_does_not_say_whom_it_made_shows_nothing() {
    for members in [
        format!(r#"{ASSUMED},{ALICE},"errorCode":"AccessDenied""#),
        format!(r#"{ASSUMED},{ALICE},"errorCode":"""#),
        format!(r#"{ASSUMED},{ALICE},"responseElements":null"#),
        format!(r#"{ASSUMED},{ALICE},"responseElements":{{"assumedRoleUser":[]}}"#),
        format!(
            r#"{ASSUMED},{ALICE},"responseElements":{{"assumedRoleUser":{{"assumedRoleId":":s"}}}}"#
        ),
        format!(r#"{ASSUMED},{ALICE},"eventSource":"x.amazonaws.com""#),
        format!(r#"{ASSUMED},{ALICE},"eventName":"GetSessionToken""#),
    ] {
        assert_eq!(shown(&members), Vec::<String>::new(), "{members}");
    }
}

#[test]
fn users_of_identity_providers_assume_roles_too() {
    for (api, identity, id) in [
        (
            "AssumeRoleWithSAML",
            r#"{"type":"SAMLUser","principalId":"x:bob","userName":"bob","identityProvider":"idp"}"#,
            "idp:bob",
        ),
        (
            "AssumeRoleWithWebIdentity",
            r#"{"type":"WebIdentityUser","principalId":"accounts.google.com:app:7","userName":"7","identityProvider":"accounts.google.com"}"#,
            "accounts.google.com:app:7",
        ),
    ] {
        let lines = shown(&format!(
            r#"{ASSUMED},"eventName":"{api}","userIdentity":{identity}"#
        ));
        let expected = format!("FederatedUser {id} ASSUMED AwsRole AROATWO {ROLE_ARN}");
        assert!(lines.contains(&expected), "{lines:?}");
    }
}

#[test]
fn from_another_account_whoever_the_id_names_assumed_the_role() {
    let from = |id: &str| {
        let identity = format!(
            r#""userIdentity":{{"type":"AWSAccount","principalId":"{id}","accountId":"444455556666"}}"#
        );
        let mut lines = shown(&format!("{ASSUMED},{identity},\"sharedEventID\":\"e\""));
        lines.retain(|it| it.contains(" ASSUMED "));
        lines
    };
    let expected = |parties: &[&str]| -> Vec<String> {
        parties
            .iter()
            .map(|it| format!("{it} ASSUMED AwsRole AROATWO of 444455556666 {ROLE_ARN}"))
            .collect()
    };
    assert_eq!(from("AIDABOB"), expected(&["AwsUser AIDABOB"]));
    assert_eq!(
        from("AROAFAR:ci"),
        expected(&["AwsRole AROAFAR", "AwsRoleSession AROAFAR:ci"])
    );
    assert_eq!(from("444455556666"), expected(&["AwsUser 444455556666"]));
    assert_eq!(
        from("444455556666:eve"),
        expected(&["FederatedUser 444455556666:eve"])
    );
    assert_eq!(from(""), expected(&["AwsAccount 444455556666"]));
    assert_eq!(from("odd"), expected(&["AwsAccount 444455556666"]));
}

#[test]
fn both_accounts_of_a_call_tell_of_the_same_entities() {
    let theirs = r#""userIdentity":{"type":"AWSAccount","principalId":"AIDABOB","accountId":"444455556666"},"eventID":"1","sharedEventID":"e""#;
    let own = r#""userIdentity":{"type":"IAMUser","principalId":"AIDABOB","accountId":"444455556666","arn":"arn:aws:iam::444455556666:user/bob","userName":"bob"},"recipientAccountId":"444455556666","eventID":"2","sharedEventID":"e""#;
    let text = document(&[
        &record(&format!("{ASSUMED},{theirs}")),
        &record(&format!("{ASSUMED},{own}")),
    ]);
    let mut batch = Batch::default();
    read(&text, &mut batch).unwrap();
    let pairs: Vec<Vec<String>> = batch
        .relations()
        .map(|(_, rows)| {
            let line = |it: Relation<'_>| format!("{} {} {}", it.from.id, it.relation, it.to.id);
            rows.sorted().map(line).collect()
        })
        .collect();
    assert_eq!(pairs.len(), 2);
    assert_eq!(pairs[0], pairs[1]);
    assert_eq!(pairs[0][0], "AIDABOB ASSUMED AROATWO");
}

#[test]
fn a_root_user_is_assumed_by_its_account() {
    for target in ["444455556666", "arn:aws:iam::444455556666:root"] {
        let members = format!(
            r#""eventName":"AssumeRoot","requestParameters":{{"targetPrincipal":"{target}"}},{ALICE}"#
        );
        assert_eq!(
            shown(&members),
            ["AwsUser AIDAALICE ASSUMED AwsUser 444455556666"]
        );
    }
    let members = format!(
        r#""eventName":"AssumeRoot","requestParameters":{{"targetPrincipal":"everybody"}},{ALICE}"#
    );
    assert_eq!(shown(&members), Vec::<String>::new());
}

#[test]
fn a_federation_token_starts_a_federated_users_session() {
    let members = format!(
        r#""eventName":"GetFederationToken","responseElements":{{"federatedUser":{{"federatedUserId":"111122223333:bob","arn":"arn:aws:sts::111122223333:federated-user/bob"}}}},{ALICE}"#
    );
    assert_eq!(
        shown(&members),
        [
            "AwsUser AIDAALICE STARTED_SESSION FederatedUser 111122223333:bob arn arn:aws:sts::111122223333:federated-user/bob"
        ]
    );
}

#[test]
fn the_consoles_switch_names_who_switched() {
    let members = format!(
        r#""eventSource":"signin.amazonaws.com","eventName":"SwitchRole","additionalEventData":{{"SwitchFrom":"arn:aws:iam::444455556666:user/bob"}},{SESSION}"#
    );
    assert_eq!(
        shown(&members),
        [
            "AwsRole AROAONE HAS_SESSION AwsRoleSession AROAONE:ci arn arn:aws:sts::111122223333:assumed-role/one/ci by arn:aws:iam::444455556666:user/bob"
        ]
    );
}

#[test]
fn every_call_with_an_instances_credentials_shows_whose_they_are() {
    let expected = [
        "Ec2Instance i-0123456789abcdef0 ASSUMED AwsRole AROAONE arn arn:aws:iam::111122223333:role/one",
        "Ec2Instance i-0123456789abcdef0 HAS_SESSION AwsRoleSession AROAONE:i-0123456789abcdef0 arn arn:aws:sts::111122223333:assumed-role/one/i-0123456789abcdef0",
    ];
    assert_eq!(shown(INSTANCE), expected);
    assert_eq!(
        shown(&format!(r#"{INSTANCE},"errorCode":"AccessDenied""#)),
        expected
    );
    let lines = shown(&format!("{ASSUMED},{INSTANCE}"));
    let on = format!("Ec2Instance i-0123456789abcdef0 ASSUMED AwsRole AROATWO {ROLE_ARN}");
    assert!(lines.contains(&on), "{lines:?}");
}

#[test]
fn launched_instances_have_a_creator_interfaces_a_profile_and_addresses() {
    let members = format!(
        r#""eventSource":"ec2.amazonaws.com","eventName":"RunInstances","responseElements":{{"instancesSet":{{"items":[
            {{"instanceId":"i-00000001","privateIpAddress":"10.0.0.1","iamInstanceProfile":{{"arn":"arn:aws:iam::111122223333:instance-profile/p","id":"AIPA"}},
              "networkInterfaceSet":{{"items":[{{"networkInterfaceId":"eni-1","privateIpAddress":"10.0.0.1",
                "privateIpAddressesSet":{{"item":[{{"privateIpAddress":"10.0.0.1"}},{{"privateIpAddress":"10.0.0.2"}}]}},
                "ipv6AddressesSet":{{"items":[{{"ipv6Address":"2001:DB8:0::1"}},7]}}}}]}}}},
            {{"instanceId":"i-00000002","privateIpAddress":"10.0.0.3","networkInterfaceSet":{{}}}},
            {{"privateIpAddress":"10.0.0.4"}}, 7]}}}},{ALICE}"#
    );
    assert_eq!(
        shown(&members),
        [
            "AwsUser AIDAALICE CREATED Ec2Instance i-00000001",
            "AwsUser AIDAALICE CREATED Ec2Instance i-00000002",
            "AwsUser AIDAALICE ATTACHED_INTERFACE Ec2Instance i-00000001 by eni-1",
            "AwsUser AIDAALICE ASSOCIATED_INSTANCE_PROFILE Ec2Instance i-00000001 by arn:aws:iam::111122223333:instance-profile/p",
            "Ec2Instance i-00000001 ASSIGNED_ADDRESS IpAddress 10.0.0.1 by eni-1",
            "Ec2Instance i-00000001 ASSIGNED_ADDRESS IpAddress 10.0.0.2 by eni-1",
            "Ec2Instance i-00000001 ASSIGNED_ADDRESS IpAddress 2001:db8::1 by eni-1",
            "Ec2Instance i-00000002 ASSIGNED_ADDRESS IpAddress 10.0.0.3",
        ]
    );
}

#[test]
fn interfaces_profiles_and_addresses_are_attached_later_too() {
    let ec2 = |api: &str, asked: &str| {
        shown(&format!(
            r#""eventSource":"ec2.amazonaws.com","eventName":"{api}","requestParameters":{asked},{ALICE}"#
        ))
    };
    assert_eq!(
        ec2(
            "AttachNetworkInterface",
            r#"{"networkInterfaceId":"eni-2","instanceId":"i-00000001","deviceIndex":1}"#
        ),
        ["AwsUser AIDAALICE ATTACHED_INTERFACE Ec2Instance i-00000001 by eni-2"]
    );
    assert_eq!(
        ec2(
            "AssociateIamInstanceProfile",
            r#"{"AssociateIamInstanceProfileRequest":{"InstanceId":"i-00000001","IamInstanceProfile":{"Name":"p"}}}"#
        ),
        ["AwsUser AIDAALICE ASSOCIATED_INSTANCE_PROFILE Ec2Instance i-00000001 by p"]
    );
    assert_eq!(
        ec2(
            "AssociateAddress",
            r#"{"publicIp":"203.0.113.9","instanceId":"i-00000001"}"#
        ),
        ["Ec2Instance i-00000001 ASSIGNED_ADDRESS IpAddress 203.0.113.9"]
    );
    assert_eq!(
        ec2("AssociateAddress", r#"{"allocationId":"eipalloc-1"}"#),
        Vec::<String>::new()
    );
}

#[test]
fn a_cluster_is_told_with_its_creator_and_its_service_role() {
    let eks = |api: &str, asked: &str| {
        shown(&format!(
            r#""eventSource":"eks.amazonaws.com","eventName":"{api}","requestParameters":{asked},{ALICE}"#
        ))
    };
    assert_eq!(
        eks(
            "CreateCluster",
            r#"{"name":"shop","roleArn":"arn:aws:iam::111122223333:role/eks","resourcesVpcConfig":{}}"#
        ),
        [
            "AwsUser AIDAALICE CREATED ContainerCluster shop~111122223333~EKS by arn:aws:iam::111122223333:role/eks"
        ]
    );
    assert_eq!(
        eks("DeleteCluster", r#"{"name":"shop"}"#),
        ["AwsUser AIDAALICE DELETED ContainerCluster shop~111122223333~EKS"]
    );
    assert_eq!(
        eks("CreateCluster", r#"{"name":"no~name"}"#),
        Vec::<String>::new()
    );
}

#[test]
fn who_created_and_deleted_what_is_told() {
    let call = |service: &str, api: &str, rest: &str| {
        shown(&format!(
            r#""eventSource":"{service}.amazonaws.com","eventName":"{api}",{rest}"#
        ))
    };
    let user = format!(
        r#""responseElements":{{"user":{{"userId":"AIDANEW","arn":"arn:aws:iam::111122223333:user/new"}}}},{ALICE}"#
    );
    assert_eq!(
        call("iam", "CreateUser", &user),
        ["AwsUser AIDAALICE CREATED AwsUser AIDANEW arn arn:aws:iam::111122223333:user/new"]
    );
    let role = format!(
        r#""responseElements":{{"role":{{"roleId":"AROANEW","arn":"arn:aws:iam::111122223333:role/new"}}}},{SESSION}"#
    );
    assert_eq!(
        call("iam", "CreateRole", &role),
        [
            "AwsRole AROAONE CREATED AwsRole AROANEW arn arn:aws:iam::111122223333:role/new",
            "AwsRoleSession AROAONE:ci CREATED AwsRole AROANEW arn arn:aws:iam::111122223333:role/new",
        ]
    );
    let bucket = format!(r#""requestParameters":{{"bucketName":"logs"}},{ALICE}"#);
    assert_eq!(
        call("s3", "CreateBucket", &bucket),
        ["AwsUser AIDAALICE CREATED S3Bucket logs"]
    );
    assert_eq!(
        call("s3", "DeleteBucket", &bucket),
        ["AwsUser AIDAALICE DELETED S3Bucket logs"]
    );
    let ended = format!(
        r#""responseElements":{{"instancesSet":{{"items":[{{"instanceId":"i-00000001"}}]}}}},{ALICE}"#
    );
    assert_eq!(
        call("ec2", "TerminateInstances", &ended),
        ["AwsUser AIDAALICE DELETED Ec2Instance i-00000001"]
    );
}

#[test]
fn what_a_service_makes_on_its_own_behalf_the_account_made() {
    let members = r#""eventSource":"s3.amazonaws.com","eventName":"CreateBucket","requestParameters":{"bucketName":"logs"},"userIdentity":{"type":"AWSService","invokedBy":"x.amazonaws.com"}"#;
    assert_eq!(
        shown(members),
        ["AwsAccount 111122223333 CREATED S3Bucket logs"]
    );
}

#[test]
fn a_rejected_object_shows_nothing_and_an_event_counts_once() {
    let one = record(&format!(r#"{ASSUMED},{ALICE},"eventID":"e-1""#));
    let mut batch = Batch::default();
    let sound = document(&[&one, &one]);
    assert!(read(&sound[..sound.len() - 1], &mut batch).is_err());
    assert_eq!(told(&batch), Vec::<String>::new());
    read(&sound, &mut batch).unwrap();
    read(&sound, &mut batch).unwrap();
    let counts = batch.relations().flat_map(|(_, it)| it.relations());
    assert!(counts.map(|it| it.count).eq([1, 1, 1]));
}

#[test]
fn a_record_with_more_instances_than_any_call_launches_is_read_in_part() {
    let instance = r#"{"instanceId":"i-00000001","networkInterfaceSet":{"items":[{},{},{}]}}"#;
    let many = vec![instance; 3_000].join(",");
    let members = format!(
        r#""eventSource":"ec2.amazonaws.com","eventName":"RunInstances","responseElements":{{"instancesSet":{{"items":[{many}]}}}},{ALICE}"#
    );
    assert_eq!(
        shown(&members),
        ["AwsUser AIDAALICE CREATED Ec2Instance i-00000001 x1000"]
    );
}
