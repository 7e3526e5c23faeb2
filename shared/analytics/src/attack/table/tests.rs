use std::collections::BTreeSet;

use super::*;

fn table() -> &'static Table {
    Table::get().unwrap()
}

fn every_use() -> impl Iterator<Item = (&'static str, &'static str, &'static Use)> {
    table().calls.iter().flat_map(|(service, apis)| {
        apis.iter()
            .flat_map(move |(api, uses)| uses.iter().map(move |it| (&**service, &**api, it)))
    })
}

#[test]
fn the_table_has_at_least_250_api_calls_over_at_least_12_tactics() {
    let calls: BTreeSet<(&str, &str)> = every_use()
        .map(|(service, api, _)| (service, api))
        .collect();
    let tactics: BTreeSet<Tactic> = every_use().map(|(_, _, it)| it.tactic).collect();
    assert!(calls.len() >= 250, "{}", calls.len());
    assert!(tactics.len() >= 12, "{tactics:?}");
}

#[test]
fn every_technique_is_used_and_says_what_to_do() {
    let used: BTreeSet<&str> = every_use().map(|(_, _, it)| &*it.technique.id).collect();
    let known: BTreeSet<&str> = table().techniques.keys().map(String::as_str).collect();
    assert_eq!(used, known);
    for technique in table().techniques.values() {
        assert!(technique.recommendation.ends_with('.'), "{technique:?}");
        let has_parent = technique.name.contains(": ");
        assert_eq!(has_parent, technique.id.contains('.'), "{technique:?}");
    }
}

#[test]
fn what_is_told_are_sentences_with_a_source() {
    for (service, api, it) in every_use() {
        for sentence in [&it.procedure, &it.reason] {
            let begins = sentence.starts_with(|it: char| it.is_ascii_uppercase());
            assert!(
                begins && sentence.ends_with('.'),
                "{service}:{api} {sentence}"
            );
        }
        assert!(it.source.starts_with("https://"), "{service}:{api}");
    }
}

#[test]
fn names_are_cloudtrails() {
    for (service, api, _) in every_use() {
        let is_service = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        if (service, api) != (EVERY, EVERY) {
            assert!(service.chars().all(is_service), "{service}");
            assert!(api.chars().all(|it| it.is_ascii_alphanumeric()), "{api}");
            assert_eq!(unversioned(api), api);
        }
    }
}

#[test]
fn an_api_is_found_whatever_the_version_behind_its_name() {
    let expected = table().uses("lambda", "UpdateFunctionCode");
    assert!(!expected.is_empty());
    assert_eq!(
        table().uses("lambda", "UpdateFunctionCode20150331v2"),
        expected
    );
    assert_eq!(unversioned("CreateFunction2020_05_31"), "CreateFunction");
    for whole in ["GetObject", "PutBucketAclV2", "Route53v2", "20150331v2", ""] {
        assert_eq!(unversioned(whole), whole);
    }
    assert_eq!(table().uses("lambda", "NoSuchCall"), &[]);
    assert_eq!(table().uses("nosuchservice", "GetObject"), &[]);
}

#[test]
fn one_call_may_be_several_techniques() {
    let tactics = |service, api| -> BTreeSet<Tactic> {
        let uses = table().uses(service, api);
        uses.iter().map(|it| it.tactic).collect()
    };
    let expected = BTreeSet::from([Tactic::Execution, Tactic::DefenseEvasion, Tactic::Impact]);
    assert_eq!(tactics("ec2", "RunInstances"), expected);
}

#[test]
fn what_may_be_about_every_call_depends_on_where_it_is_made() {
    let ids = |when| -> Vec<&str> {
        let uses = table().uses_of_any_call(when);
        uses.map(|it| &*it.technique.id).collect()
    };
    assert_eq!(ids(When::NewRegion), ["T1535"]);
    assert_eq!(ids(When::OutsideInstance), ["T1552.005"]);
    assert_eq!(ids(When::Any), Vec::<&str>::new());
}

#[test]
fn a_malformed_row_is_refused_with_what_is_wrong() {
    let techniques = "id,name,tactics,recommendation\nT1531,Account Access Removal,Impact,Do.\n";
    let header = "service,api,tactic,technique,when,use,procedure,reason,source\n";
    let good = "iam,DeleteUser,Impact,T1531,any,rare,P.,R.,https://example.com\n";
    let read = |techniques: &str, rows: &str| Table::read(techniques, &format!("{header}{rows}"));
    assert!(read(techniques, good).is_ok());
    for (rows, expected) in [
        (good.repeat(2), "T1531 (Impact) is there twice"),
        (good.replace("Impact", "Panic"), "Panic is no tactic"),
        (
            good.replace("Impact", "Discovery"),
            "iam:DeleteUser: T1531 is none of Discovery",
        ),
        (
            good.replace("T1531", "T1532"),
            "iam:DeleteUser: T1532 is none of Impact",
        ),
        (good.replace("any", "often"), "often is no case"),
        (good.replace("rare", "odd"), "odd is no use"),
        (
            good.replace("https", "ftp"),
            "iam:DeleteUser does not say why",
        ),
        (good.replace("R.", ""), "iam:DeleteUser does not say why"),
    ] {
        let refused = read(techniques, &rows).unwrap_err();
        assert_eq!(refused, InvalidTable(expected.to_owned()));
    }
    for id in [
        "1531",
        "T153",
        "T15310",
        "T1531.1",
        "T1531.0001",
        "T1531.",
        "TT1531",
    ] {
        let refused = read(&techniques.replace("T1531", id), "").unwrap_err();
        assert_eq!(refused, InvalidTable(format!("{id} is no id")));
    }
}
