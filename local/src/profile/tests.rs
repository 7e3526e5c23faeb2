//! Profiles on a terminal, and whose they are.

use super::*;

fn found(entity_type: &str, entity_id: &str, arn: Option<&str>) -> Found {
    Found {
        entity_type: entity_type.to_owned(),
        entity_id: entity_id.to_owned(),
        name: Some("deploy".to_owned()),
        arn: arn.map(str::to_owned),
        account_id: None,
        first_seen: String::new(),
        last_seen: String::new(),
    }
}

#[test]
fn an_id_goes_before_a_name_and_what_is_not_clear_is_told() {
    let role = found("AwsRole", "AROA1", Some("arn:aws:iam::1:role/deploy"));
    let session = found("AwsRoleSession", "AROA1:deploy", None);
    let both = || vec![role.clone(), session.clone()];
    assert_eq!(chosen("AROA1", both()).unwrap().entity_type, "AwsRole");
    let arn = chosen("arn:aws:iam::1:role/deploy", both()).unwrap();
    assert_eq!(arn.entity_type, "AwsRole");
    assert_eq!(
        chosen("deploy", vec![session.clone()]).unwrap().entity_id,
        "AROA1:deploy"
    );
    let several = chosen("deploy", both()).unwrap_err().to_string();
    assert!(
        several.contains("AwsRole AROA1, AwsRoleSession AROA1:deploy"),
        "{several}"
    );
    let nothing = chosen("\u{1b}[31m", Vec::new()).unwrap_err().to_string();
    assert!(nothing.contains("\\u{1b}[31m"), "{nothing}");
}

fn profile() -> Profile {
    let column =
        |id: &str, label: &str, kind: &str| json!({ "Id": id, "Label": label, "Type": kind });
    let table = json!({
        "Columns": [column("Api", "API call", "TEXT"), column("Sent", "Sent", "BYTES"), column("Who", "Who", "ENTITY")],
        "Rows": [
            {
                "Cells": { "Api": "Delete\u{1b}[2JTrail", "Sent": 30_149_000, "Who": { "EntityType": "AwsRole", "EntityId": "AROA1", "Name": "deploy" } },
                "Timeline": { "StartTimes": ["2026-03-01T12:00:00.000Z", "2026-03-01T13:00:00.000Z"], "Series": [
                    { "Label": "Calls", "Type": "COUNT", "Values": [0, 8] },
                    { "Label": "Failed", "Type": "COUNT", "Values": [4, 0] },
                ] },
                "Explanation": { "Expected": 0.0, "Sentence": "Never before." },
            },
            { "Cells": {} },
            { "Cells": { "Api": "Third" } },
        ],
        "RowCount": 1_700,
    });
    let panel = |id: &str, form: &str, data: &Value| json!({ "Id": id, "Title": format!("Title of {id}"), "Guidance": "What for.", "Tab": "OVERVIEW", "Form": form, "Data": data });
    let line = json!({
        "BinSize": "HOUR",
        "StartTimes": ["2026-03-01T11:00:00.000Z", "2026-03-01T12:00:00.000Z", "2026-03-01T13:00:00.000Z"],
        "Series": [{ "Id": "S", "Label": "Calls", "Type": "COUNT", "Values": [1, 2_000, 8_000],
            "Baseline": { "Expected": [null, 1.5, 2.0], "Lower": [null, 0, 0], "Upper": [null, 3_000, 9] } }],
    });
    let bars = json!({ "Type": "BYTES", "Bars": [{ "Label": "443", "Value": 2_000.0 }, { "Label": "22", "Value": 1_000.0 }, { "Label": "53", "Value": 0.0 }] });
    let place = json!({ "Latitude": 52.5, "Longitude": 13.4, "Label": "Berlin, DE", "SuccessCount": 3, "FailureCount": 1 });
    let facts = json!({ "Items": [{ "Label": "Created", "Type": "TIME", "Values": ["2026-03-01T12:34:56.000Z", "2026-03-01T13:00:00.000Z"] }] });
    serde_json::from_value(json!({
        "Entity": { "EntityType": "AwsRole", "EntityId": "AROA1", "Name": "deploy", "FirstSeen": "", "LastSeen": "" },
        "ScopeStartTime": "2026-03-01T12:00:00.000Z", "ScopeEndTime": "2026-03-01T14:00:00.000Z",
        "Baseline": {
            "StartTime": "2026-01-15T12:00:00.000Z", "EndTime": "2026-03-01T12:00:00.000Z",
            "Training": { "IsTraining": true, "DaysOfData": 3 },
            "Gaps": [{ "StartTime": "2026-02-01T00:00:00.000Z", "EndTime": "2026-02-02T00:00:00.000Z" }],
        },
        "Panels": [
            panel("Facts", "KEY_VALUE", &facts),
            panel("Rows", "EXPANDABLE_TABLE", &table),
            panel("Empty", "TABLE", &json!({ "Columns": [], "Rows": [], "RowCount": 0 })),
            panel("Line", "TIMELINE", &line),
            panel("Bars", "BAR_CHART", &bars),
            panel("World", "MAP", &json!({ "Places": [place], "Table": table })),
        ],
        "HighVolume": [{ "StartTime": "2026-03-01T12:00:00.000Z", "Relation": "COMMUNICATED_WITH" }],
    }))
    .unwrap()
}

#[test]
fn what_is_usual_is_told_from_the_reason_of_a_row() {
    let table = json!({
        "Columns": [{ "Id": "Usual", "Label": "Usual", "Type": "EXPECTED" }],
        "Rows": [{ "Cells": {}, "Explanation": { "Expected": 0.5, "Sentence": "Why." } }],
        "RowCount": 1,
    });
    let table: super::shapes::Table = serde_json::from_value(table).unwrap();
    let drawn = super::tables::table(&table, 5).join("\n");
    assert!(drawn.contains("0.50"), "{drawn}");
}

#[test]
fn every_form_is_drawn_with_what_it_tells_and_without_what_a_terminal_obeys() {
    let text = page::text_of(&profile(), 2);
    for expected in [
        "AwsRole deploy\n2026-03-01 12:00 to 2026-03-01 14:00, UTC\n",
        "since 2026-01-15 12:00, of which 3 days have data\nThat is too little",
        "Nothing was taken in from 2026-02-01 00:00 to 2026-02-02 00:00",
        "High volume since 2026-03-01 12:00: bins with too many peers to keep each: 1",
        "\n\nTitle of Facts  [Facts]\nWhat for.\n  Created  2026-03-01 12:34\n           2026-03-01 13:00\n",
        "Delete\\u{1b}[2JTrail",
        "30.1 MB",
        "▄█",
        "Never before.",
        "and 1698 more; --rows shows more",
        "[Empty]\nWhat for.\n  Nothing.\n",
        "  Calls  ▁▂█  10,000 in scope, most 8,000 at 2026-03-01 13:00\n           ▲\n          ──  scope time\n  ▲ above what is usual",
        "  443  ██████████████████████████████     2.0 kB\n  22   ███████████████                    1.0 kB\n  and 1 more",
        "1 Berlin, DE: 3 succeeded, 1 failed",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(!text.contains("Third"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}
