//! Indicators of investigations: written once, read in the order in which they were found.

use aws_sdk_dynamodb::types::AttributeValue;
use gumshoe_domain::investigation::{
    Evidence, FlaggedIpAddress, Found, ImpossibleTravel, Indicator, IndicatorType, NewAso,
    NewGeolocation, NewUserAgent, RelatedFinding, RelatedFindingGroup, Tactic, TtpObserved,
};
use gumshoe_domain::{GraphId, Hour, InvestigationId, ScopeTime};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Attributes, Item, Stored};
use crate::reading::first;
use crate::table::{Key, SK, indicators_partition};

impl Store {
    /// The indicators that one run of an investigation found, from the one at `from` on, `most` at
    /// most, each with its place; only those of one kind when it is given.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn indicators(
        &self,
        graph: GraphId,
        (id, run): (InvestigationId, &str),
        kind: Option<IndicatorType>,
        from: u64,
        most: usize,
    ) -> Result<Vec<(u64, Found)>, StoreError> {
        let begin = Key::indicator(graph, id, run, from).sk;
        // '$' follows '#' in ASCII, so the range ends behind the last indicator of the run.
        let end = format!("{id}#{run}$");
        let mut query = self.between(&indicators_partition(graph), &begin, &end)?;
        if let Some(kind) = kind {
            query = query
                .filter_expression("IndicatorType = :kind")
                .expression_attribute_values(":kind", AttributeValue::S(kind.to_string()));
        }
        let items = first(query, most).await?;
        let found = |item| Ok((place(Stored(item))?, read(Stored(item))?));
        items.iter().map(found).collect()
    }
}

fn place(item: Stored<'_>) -> Result<u64, StoreError> {
    let place = item.text(SK)?.rsplit('#').next();
    place
        .and_then(|it| it.parse().ok())
        .ok_or_else(|| item.malformed(SK))
}

/// An indicator as it is stored.
pub(crate) fn item(key: &Key, found: &Found) -> Attributes {
    let item = told(Item::new(key), &found.indicator);
    let item = match &found.evidence {
        Some(evidence) => why(item, evidence),
        None => item,
    };
    item.build()
}

fn why(item: Item, evidence: &Evidence) -> Item {
    let (first, last) = evidence.seen;
    let resources = evidence.resources.iter();
    let resources = resources.map(|it| AttributeValue::S(it.clone())).collect();
    // Numbers of DynamoDB are decimal: as texts they come back as they were.
    item.text("Observed", evidence.observed.to_string())
        .text("Expected", evidence.expected.to_string())
        .number("WindowStart", evidence.window.start().index())
        .number("WindowEnd", evidence.window.end().index())
        .text("Sentence", &evidence.sentence)
        .text("FirstSeen", first.to_string())
        .text("LastSeen", last.to_string())
        .value("Resources", AttributeValue::L(resources))
}

fn told(item: Item, indicator: &Indicator) -> Item {
    let item = item.text("IndicatorType", indicator.kind().to_string());
    match indicator {
        Indicator::TtpObserved(it) => item
            .text("Tactic", it.tactic.as_str())
            .text("Technique", &it.technique)
            .text("Procedure", &it.procedure)
            .text("IpAddress", &it.ip_address)
            .text("ApiName", &it.api_name)
            .number("SuccessCount", it.success_count)
            .number("FailureCount", it.failure_count),
        Indicator::ImpossibleTravel(it) => item
            .text("StartingIpAddress", &it.starting_ip_address)
            .text("EndingIpAddress", &it.ending_ip_address)
            .text("StartingLocation", &it.starting_location)
            .text("EndingLocation", &it.ending_location)
            .number("HourlyTimeDelta", it.hourly_time_delta),
        Indicator::FlaggedIpAddress(it) => item.text("IpAddress", &it.ip_address),
        Indicator::NewGeolocation(it) => item
            .text("Location", &it.location)
            .text("IpAddress", &it.ip_address)
            .value(NEW_FOR_ACCOUNT, flag(it.is_new_for_entire_account)),
        Indicator::NewAso(it) => item
            .text("Aso", &it.aso)
            .value(NEW_FOR_ACCOUNT, flag(it.is_new_for_entire_account)),
        Indicator::NewUserAgent(it) => item
            .text("UserAgent", &it.user_agent)
            .value(NEW_FOR_ACCOUNT, flag(it.is_new_for_entire_account)),
        Indicator::RelatedFinding(it) => item
            .text("FindingArn", &it.arn)
            .text("FindingType", &it.finding_type)
            .text("IpAddress", &it.ip_address)
            .text("FindingSeverity", it.severity.as_str()),
        Indicator::RelatedFindingGroup(it) => item
            .text("FindingGroup", &it.id)
            .value(IS_ACTIVE, flag(it.is_active)),
    }
}

fn read(item: Stored<'_>) -> Result<Found, StoreError> {
    let evidence = match item.optional_text("Sentence") {
        Some(sentence) => Some(evidence(item, sentence)?),
        None => None,
    };
    Ok(Found {
        indicator: indicator(item)?,
        evidence,
    })
}

fn evidence(item: Stored<'_>, sentence: &str) -> Result<Evidence, StoreError> {
    let hour = |name| item.number(name).map(Hour::from_index);
    let (start, end) = (hour("WindowStart")?, hour("WindowEnd")?);
    let window = ScopeTime::new(start.start(), end.start());
    let resources = item.0.get("Resources").and_then(|it| it.as_l().ok());
    let resources = resources.into_iter().flatten();
    Ok(Evidence {
        observed: item.parsed("Observed")?,
        expected: item.parsed("Expected")?,
        window: window.map_err(|_| item.malformed("WindowEnd"))?,
        sentence: sentence.to_owned(),
        seen: (item.parsed("FirstSeen")?, item.parsed("LastSeen")?),
        resources: resources.filter_map(|it| it.as_s().ok().cloned()).collect(),
    })
}

fn indicator(item: Stored<'_>) -> Result<Indicator, StoreError> {
    let text = |name| item.text(name).map(str::to_owned);
    Ok(match item.parsed("IndicatorType")? {
        IndicatorType::TtpObserved => Indicator::TtpObserved(TtpObserved {
            tactic: item.parsed::<Tactic>("Tactic")?,
            technique: text("Technique")?,
            procedure: text("Procedure")?,
            ip_address: text("IpAddress")?,
            api_name: text("ApiName")?,
            success_count: item.number("SuccessCount")?,
            failure_count: item.number("FailureCount")?,
        }),
        IndicatorType::ImpossibleTravel => Indicator::ImpossibleTravel(ImpossibleTravel {
            starting_ip_address: text("StartingIpAddress")?,
            ending_ip_address: text("EndingIpAddress")?,
            starting_location: text("StartingLocation")?,
            ending_location: text("EndingLocation")?,
            hourly_time_delta: item.number("HourlyTimeDelta")?,
        }),
        IndicatorType::FlaggedIpAddress => Indicator::FlaggedIpAddress(FlaggedIpAddress {
            ip_address: text("IpAddress")?,
        }),
        IndicatorType::NewGeolocation => Indicator::NewGeolocation(NewGeolocation {
            location: text("Location")?,
            ip_address: text("IpAddress")?,
            is_new_for_entire_account: is(item, NEW_FOR_ACCOUNT)?,
        }),
        IndicatorType::NewAso => Indicator::NewAso(NewAso {
            aso: text("Aso")?,
            is_new_for_entire_account: is(item, NEW_FOR_ACCOUNT)?,
        }),
        IndicatorType::NewUserAgent => Indicator::NewUserAgent(NewUserAgent {
            user_agent: text("UserAgent")?,
            is_new_for_entire_account: is(item, NEW_FOR_ACCOUNT)?,
        }),
        IndicatorType::RelatedFinding => Indicator::RelatedFinding(RelatedFinding {
            arn: text("FindingArn")?,
            finding_type: text("FindingType")?,
            ip_address: text("IpAddress")?,
            severity: item.parsed("FindingSeverity")?,
        }),
        IndicatorType::RelatedFindingGroup => Indicator::RelatedFindingGroup(RelatedFindingGroup {
            id: text("FindingGroup")?,
            is_active: is(item, IS_ACTIVE)?,
        }),
    })
}

const NEW_FOR_ACCOUNT: &str = "IsNewForEntireAccount";
const IS_ACTIVE: &str = "IsActive";

fn flag(value: bool) -> AttributeValue {
    AttributeValue::Bool(value)
}

fn is(item: Stored<'_>, name: &'static str) -> Result<bool, StoreError> {
    item.0
        .get(name)
        .and_then(|it| it.as_bool().ok())
        .copied()
        .ok_or_else(|| item.malformed(name))
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::investigation::Severity;
    use gumshoe_domain::{GraphId, InvestigationId, Timestamp};

    use super::*;

    fn every_kind() -> Vec<Indicator> {
        let text = |text: &str| text.to_owned();
        vec![
            Indicator::TtpObserved(TtpObserved {
                tactic: Tactic::CredentialAccess,
                technique: text("Unsecured Credentials"),
                procedure: text("reads secrets"),
                ip_address: text("203.0.113.9"),
                api_name: text("GetSecretValue"),
                success_count: 3,
                failure_count: 1,
            }),
            Indicator::ImpossibleTravel(ImpossibleTravel {
                starting_ip_address: text("198.51.100.7"),
                ending_ip_address: text("203.0.113.9"),
                starting_location: text("Dublin, IE"),
                ending_location: text("Singapore, SG"),
                hourly_time_delta: 2,
            }),
            Indicator::FlaggedIpAddress(FlaggedIpAddress {
                ip_address: text("203.0.113.9"),
            }),
            Indicator::NewGeolocation(NewGeolocation {
                location: text("Singapore, SG"),
                ip_address: text("203.0.113.9"),
                is_new_for_entire_account: true,
            }),
            Indicator::NewAso(NewAso {
                aso: text("Example Networks"),
                is_new_for_entire_account: false,
            }),
            Indicator::NewUserAgent(NewUserAgent {
                user_agent: text("curl/8.0"),
                is_new_for_entire_account: true,
            }),
            Indicator::RelatedFinding(RelatedFinding {
                arn: text("arn:aws:guardduty:us-east-1:111122223333:detector/d/finding/f"),
                finding_type: text("Recon:IAMUser/MaliciousIPCaller"),
                ip_address: String::new(),
                severity: Severity::High,
            }),
            Indicator::RelatedFindingGroup(RelatedFindingGroup {
                id: text("8c0f3a52-6d1e-4b57-9a0e-1f2d3c4b5a69"),
                is_active: true,
            }),
        ]
    }

    fn some_evidence() -> Evidence {
        let at = |text: &str| text.parse().unwrap();
        Evidence {
            observed: 3.0,
            expected: 0.1 + 0.2,
            window: ScopeTime::new(at("2026-01-15T00:00:00Z"), at("2026-03-01T00:00:00Z")).unwrap(),
            sentence: "3 calls, never before.".to_owned(),
            seen: (at("2026-03-01T12:00:00Z"), at("2026-03-01T13:00:00Z")),
            resources: vec!["payroll".to_owned()],
        }
    }

    #[test]
    fn every_kind_is_read_as_what_it_was_written() {
        let kinds: Vec<IndicatorType> = every_kind().iter().map(Indicator::kind).collect();
        assert_eq!(kinds, IndicatorType::ALL);
        let id = InvestigationId::new(Timestamp::from_millis(1), 2);
        for indicator in every_kind() {
            for evidence in [None, Some(some_evidence())] {
                let found = Found {
                    indicator: indicator.clone(),
                    evidence,
                };
                let key = Key::indicator(GraphId::from_bits(7), id, "run", 12);
                let stored = item(&key, &found);
                assert_eq!(place(Stored(&stored)).unwrap(), 12);
                assert_eq!(read(Stored(&stored)).unwrap(), found);
            }
        }
    }
}
