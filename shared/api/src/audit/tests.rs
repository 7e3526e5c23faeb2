use lambda_http::request;

use super::*;

/// A request of this ARN through API Gateway.
fn request(arn: &str) -> Request {
    let event = json!({
        "resource": "/graph/members", "path": "/graph/members", "httpMethod": "POST",
        "headers": {}, "multiValueHeaders": {},
        "requestContext": {
            "accountId": "111122223333", "resourceId": "r", "stage": "v1", "requestId": "q-1",
            "resourcePath": "/graph/members", "httpMethod": "POST", "apiId": "a",
            "identity": {
                "accountId": "444455556666", "userArn": arn, "caller": "AROAEXAMPLEID:alice",
                "accessKey": "ASIAEXAMPLEKEY", "sourceIp": "198.51.100.7", "userAgent": "aws-cli/2.15.0",
            },
        },
        "body": null, "isBase64Encoded": false,
    });
    request::from_str(&event.to_string()).unwrap()
}

fn recorded(operation: &'static str, arn: &str, sent: Value, answer: Result<Value, &str>) -> Value {
    let request = request(arn);
    let caller = Caller::of(&request, false).ok();
    let body = answer.as_ref().map(ToString::to_string);
    let call = Call {
        operation,
        request: &request,
        caller: caller.as_ref(),
        members: sent.as_object().cloned(),
        answer: match &body {
            Ok(body) => Ok(body.as_bytes()),
            Err(message) => Err(("ValidationException", message)),
        },
        request_id: "q-1",
        region: &"eu-west-1".parse().unwrap(),
        now: Timestamp::from_millis(1_772_366_731_250),
        event_id: 7,
    };
    record(&call).unwrap()
}

const GRAPH: &str =
    "arn:aws:detective:eu-west-1:444455556666:graph:0123456789abcdef0123456789abcdef";
const ROLE: &str = "arn:aws:sts::444455556666:assumed-role/Analyst/alice";

#[test]
fn a_write_is_recorded_as_cloudtrail_records_it() {
    let sent = json!({
        "GraphArn": GRAPH, "Message": "come in",
        "Accounts": [{ "AccountId": "555566667777", "EmailAddress": "bob@example.com" }],
    });
    let answered = json!({ "Members": [{ "AccountId": "555566667777", "EmailAddress": "bob@example.com",
        "VolumeUsageByDatasourcePackage": { "DETECTIVE_CORE": { "VolumeUsageInBytes": 1 } } }] });
    assert_eq!(
        recorded("CreateMembers", ROLE, sent, Ok(answered)),
        json!({
            "eventVersion": "1.11",
            "userIdentity": {
                "type": "AssumedRole", "principalId": "AROAEXAMPLEID:alice", "arn": ROLE,
                "accountId": "444455556666", "accessKeyId": "ASIAEXAMPLEKEY",
                "sessionContext": { "sessionIssuer": {
                    "type": "Role", "principalId": "AROAEXAMPLEID", "accountId": "444455556666", "userName": "Analyst",
                } },
            },
            "eventTime": "2026-03-01T12:05:31Z",
            "eventSource": "detective.amazonaws.com",
            "eventName": "CreateMembers",
            "awsRegion": "eu-west-1",
            "sourceIPAddress": "198.51.100.7",
            "userAgent": "aws-cli/2.15.0",
            "requestParameters": {
                "graphArn": GRAPH, "message": HIDDEN,
                "accounts": [{ "accountId": "555566667777", "emailAddress": HIDDEN }],
            },
            "responseElements": { "members": [{ "accountId": "555566667777", "emailAddress": HIDDEN,
                "volumeUsageByDatasourcePackage": { "DETECTIVE_CORE": { "volumeUsageInBytes": 1 } } }] },
            "requestID": "q-1",
            "eventID": "00000000-0000-4000-8000-000000000007",
            "readOnly": false,
            "eventType": "AwsApiCall",
            "managementEvent": true,
            "recipientAccountId": "444455556666",
            "eventCategory": "Management",
        })
    );
}

#[test]
fn a_read_is_recorded_without_what_was_answered() {
    let record = recorded(
        "ListGraphs",
        ROLE,
        json!({}),
        Ok(json!({ "GraphList": [] })),
    );
    assert_eq!(
        (&record["readOnly"], &record["responseElements"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(record["requestParameters"], Value::Null);
}

#[test]
fn a_refusal_is_recorded_with_its_error() {
    let record = recorded(
        "CreateGraph",
        ROLE,
        json!({}),
        Err("CreateGraphRequest.Tags is"),
    );
    assert_eq!(
        (&record["errorCode"], &record["errorMessage"]),
        (
            &json!("ValidationException"),
            &json!("CreateGraphRequest.Tags is")
        )
    );
}

#[test]
fn the_keys_of_tags_are_the_callers_own_words() {
    let sent = json!({ "Tags": { "Message": "x", "Team": "y" } });
    let record = recorded("CreateGraph", ROLE, sent.clone(), Ok(json!({})));
    assert_eq!(record["requestParameters"]["tags"], sent["Tags"]);
}

#[test]
fn what_is_too_large_is_left_out() {
    let accounts = vec!["111122223333"; ELEMENT_BYTES / 12];
    let sent = json!({ "AccountIds": accounts });
    let record = recorded("DeleteMembers", ROLE, sent, Ok(json!({})));
    assert_eq!(record["requestParameters"], Value::Null);
}

#[test]
fn an_arn_tells_the_type_of_identity() {
    for (arn, expected) in [
        ("arn:aws:iam::444455556666:root", ("Root", None)),
        (
            "arn:aws:iam::444455556666:user/team/alice",
            ("IAMUser", Some("alice")),
        ),
        (ROLE, ("AssumedRole", Some("Analyst"))),
        (
            "arn:aws:sts::444455556666:federated-user/alice",
            ("FederatedUser", Some("alice")),
        ),
        ("", ("Unknown", None)),
    ] {
        assert_eq!(kind_and_name(arn), expected, "{arn}");
    }
}

#[test]
fn a_call_of_nobody_known_is_recorded_for_the_owner_of_the_api() {
    let request = request("");
    let call = Call {
        operation: "ListGraphs",
        request: &request,
        caller: None,
        members: None,
        answer: Err(("AccessDeniedException", "no")),
        request_id: "q-1",
        region: &"eu-west-1".parse().unwrap(),
        now: Timestamp::from_millis(0),
        event_id: 7,
    };
    let record = record(&call).unwrap();
    assert_eq!(record["recipientAccountId"], "111122223333");
    assert_eq!(record["userIdentity"], json!({ "type": "Unknown" }));
}

#[test]
fn what_the_model_does_not_have_is_not_recorded() {
    const ADDRESS: &str = "bob@example.com";
    for (sent, expected) in [
        (
            json!({ "Accounts": ADDRESS }),
            json!({ "accounts": HIDDEN }),
        ),
        (
            json!({ "Accounts": [ADDRESS, { "AccountId": ADDRESS, "Mail": ADDRESS }] }),
            json!({ "accounts": [HIDDEN, { "accountId": HIDDEN }] }),
        ),
        (
            json!({ "GraphArn": ADDRESS }),
            json!({ "graphArn": HIDDEN }),
        ),
        (
            json!({ "EmailAddress": ADDRESS, ADDRESS: 1, "Tags": { ADDRESS: "x" } }),
            Value::Null,
        ),
        (
            json!({ "DisableEmailNotification": { "To": ADDRESS }, "Message": [ADDRESS] }),
            json!({ "disableEmailNotification": HIDDEN, "message": HIDDEN }),
        ),
    ] {
        let record = recorded("CreateMembers", ROLE, sent.clone(), Ok(json!({})));
        assert_eq!(record["requestParameters"], expected, "{sent}");
    }
}

#[test]
fn a_tag_that_is_none_is_not_recorded() {
    let sent = json!({ "Tags": { "bob@example.com": "x", "Team": ["bob@example.com"] } });
    let record = recorded("CreateGraph", ROLE, sent, Ok(json!({})));
    assert_eq!(
        record["requestParameters"],
        json!({ "tags": { "Team": HIDDEN } })
    );
}
