//! Evidence as a finding of Gumshoe's own.

use std::fmt::Write as _;

use gumshoe_activity::{Finding, Provider, Rating, Report};
use gumshoe_analytics::evidence::Evidence;
use gumshoe_domain::Day;
use gumshoe_domain::investigation::Severity;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Bytes of a digest that make an id: 32 hexadecimal digits, as GuardDuty's ids have.
const ID_BYTES: usize = 16;

/// The finding that tells `evidence` of a day; none where its account is no account. The same evidence
/// of the same day is the same finding.
pub(super) fn report(evidence: &Evidence, day: Day) -> Result<Option<Report>, serde_json::Error> {
    let Ok(account) = evidence.account.parse() else {
        return Ok(None);
    };
    let why = &evidence.explanation;
    let record = json!({
        "Kind": evidence.kind.as_str(),
        "Day": day.to_string(),
        "EntityType": evidence.principal.kind.as_str(),
        "EntityId": evidence.principal.id,
        "Name": evidence.name,
        "Values": evidence.values,
        "Calls": evidence.calls,
        "Explanation": {
            "Observed": why.observed,
            "Expected": why.expected,
            "Window": {
                "StartTime": why.window.start().start().to_string(),
                "EndTime": why.window.end().start().to_string(),
            },
            "Sentence": why.sentence,
        },
    });
    let told = day.plus(1).first_hour().start();
    let finding = Finding {
        id: id(evidence, day),
        arn: None,
        provider: Provider::Detective,
        product: Some("Detective".to_owned()),
        product_arn: None,
        types: vec![evidence.kind.finding_type()],
        title: evidence.kind.to_string(),
        description: why.sentence.clone(),
        severity: Rating {
            level: Severity::Informational,
            number: 0.0,
        },
        account,
        region: None,
        first_seen: evidence.first_seen,
        last_seen: evidence.last_seen,
        created: told,
        updated: told,
        is_archived: false,
        workflow: None,
        count: evidence.calls,
        involved: evidence.involved.clone(),
    };
    Ok(Some(Report {
        finding,
        record: serde_json::to_string(&record)?,
        sent: None,
    }))
}

fn id(evidence: &Evidence, day: Day) -> String {
    let who = &evidence.principal;
    let text = format!("{day}\n{}\n{}\n{}", evidence.kind, who.kind, who.id);
    let digest = Sha256::digest(text);
    let bytes = digest.iter().take(ID_BYTES);
    bytes.fold(String::new(), |mut id, byte| {
        // Writing to a string does not fail.
        let _ = write!(id, "{byte:02x}");
        id
    })
}
