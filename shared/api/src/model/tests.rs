use serde_json::{Value, json};

use super::*;
use crate::error::ErrorCode;

const GRAPH: &str =
    "arn:aws:detective:us-east-1:111122223333:graph:0123456789abcdef0123456789abcdef";

/// What a caller is told, and the code; empty when there is nothing to say.
fn told(operation: &str, sent: &Value) -> (String, Option<ErrorCode>) {
    match check(operation, sent.as_object().unwrap()) {
        Ok(()) => (String::new(), None),
        Err(invalid) => (invalid.message(operation), Some(invalid.code())),
    }
}

fn message(operation: &str, sent: &Value) -> String {
    told(operation, sent).0
}

#[test]
fn every_operation_of_the_api_has_one_input() {
    let mut names: Vec<&str> = inputs::INPUTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), 29);
    names.dedup();
    assert_eq!(names.len(), 29);
    assert!(names.is_sorted());
}

#[test]
fn too_many_accounts_are_refused_in_amazons_words() {
    let accounts =
        vec![json!({ "AccountId": "111122223333", "EmailAddress": "a@example.com" }); 100];
    assert_eq!(
        message(
            "CreateMembers",
            &json!({ "GraphArn": GRAPH, "Accounts": accounts })
        ),
        "CreateMembersRequest.Accounts must have length less than or equal to 50. Found 100."
    );
}

#[test]
fn a_member_within_another_is_named_by_its_path() {
    let sent = json!({ "GraphArn": GRAPH, "Accounts": [
        { "AccountId": "111122223333" },
        { "AccountId": "11112222333x" },
    ] });
    assert_eq!(
        message("CreateMembers", &sent),
        "CreateMembersRequest.Accounts[1].AccountId is invalid: it has the digits 0 to 9 only"
    );
    let sent = json!({ "GraphArn": GRAPH, "FilterCriteria": { "State": {} } });
    assert_eq!(
        message("ListInvestigations", &sent),
        "ListInvestigationsRequest.FilterCriteria.State.Value is required"
    );
}

#[test]
fn a_tag_is_named_by_its_key() {
    assert_eq!(
        message(
            "CreateGraph",
            &json!({ "Tags": { "team": "x".repeat(257) } })
        ),
        "CreateGraphRequest.Tags[\"team\"] must have length less than or equal to 256. Found 257."
    );
    assert!(
        message("CreateGraph", &json!({ "Tags": { "aws:team": "" } }))
            .starts_with("CreateGraphRequest.Tags key \"aws:team\" is invalid: a tag key ")
    );
}

#[test]
fn the_first_member_of_the_model_that_is_wrong_is_told() {
    let sent = json!({ "State": "GONE", "InvestigationId": "1", "GraphArn": "x" });
    assert!(message("UpdateInvestigationState", &sent).contains(".GraphArn "));
    let sent = json!({ "State": "GONE", "InvestigationId": "1", "GraphArn": GRAPH });
    assert!(message("UpdateInvestigationState", &sent).contains(".InvestigationId "));
}

#[test]
fn a_value_that_is_none_of_an_enumeration_is_told_all_of_them() {
    let sent = json!({ "GraphArn": GRAPH, "InvestigationId": "1".repeat(21), "State": "active" });
    assert_eq!(
        message("UpdateInvestigationState", &sent),
        "UpdateInvestigationStateRequest.State must be one of ACTIVE, ARCHIVED"
    );
}

#[test]
fn a_malformed_arn_of_a_graph_has_a_code_of_its_own() {
    for (operation, sent) in [
        ("DeleteGraph", json!({})),
        ("DeleteGraph", json!({ "GraphArn": 5 })),
        ("TagResource", json!({ "ResourceArn": "x" })),
        (
            "BatchGetMembershipDatasources",
            json!({ "GraphArns": ["x"] }),
        ),
    ] {
        let (text, code) = told(operation, &sent);
        assert_eq!(code, Some(ErrorCode::InvalidGraphArn), "{text}");
    }
    for (operation, sent) in [
        ("BatchGetMembershipDatasources", json!({ "GraphArns": [] })),
        ("ListMembers", json!({ "GraphArn": GRAPH, "MaxResults": 0 })),
    ] {
        let (text, code) = told(operation, &sent);
        assert_eq!(code, Some(ErrorCode::InvalidRequestBody), "{text}");
    }
}

#[test]
fn a_number_that_is_no_integer_or_out_of_range_is_refused() {
    for (value, problem) in [
        (json!(0), "must be between 1 and 200. Found 0."),
        (json!(-1), "must be between 1 and 200. Found -1."),
        (
            json!(u64::MAX),
            "must be between 1 and 200. Found 18446744073709551615.",
        ),
        (json!(1.5), "must be an integer"),
        (json!("1"), "must be an integer"),
    ] {
        let expected = format!("ListGraphsRequest.MaxResults {problem}");
        assert_eq!(
            message("ListGraphs", &json!({ "MaxResults": value })),
            expected
        );
    }
}

#[test]
fn null_is_absent_and_what_the_model_does_not_have_is_ignored() {
    assert_eq!(
        message("ListGraphs", &json!({ "MaxResults": null, "Max": "x" })),
        ""
    );
    assert_eq!(
        message("DeleteGraph", &json!({ "GraphArn": null })),
        "DeleteGraphRequest.GraphArn is required"
    );
    assert_eq!(message("SearchEntities", &json!({ "GraphArn": 5 })), "");
}

#[test]
fn lengths_are_counted_in_characters() {
    let sent = |chars| json!({ "GraphArn": GRAPH, "Message": "é".repeat(chars), "Accounts": [{ "AccountId": "111122223333" }] });
    assert_eq!(message("CreateMembers", &sent(1_000)), "");
    assert_ne!(message("CreateMembers", &sent(1_001)), "");
}
