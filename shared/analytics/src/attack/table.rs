//! Which API call may be which technique.
//!
//! `calls.csv` and `techniques.csv` are the table. Tactics, techniques, their ids and names are those of
//! MITRE ATT&CK for Enterprise, version [`ATTACK_VERSION`]; the procedures and reasons are our own words.
//! The source of a row is where it is told that intruders do this, or the technique's own page.

use std::collections::HashMap;
use std::sync::LazyLock;

use gumshoe_domain::investigation::Tactic;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The version of ATT&CK that the table uses. <https://attack.mitre.org/resources/versions/>
pub const ATTACK_VERSION: &str = "18.1";

const TECHNIQUES: &str = include_str!("techniques.csv");
const CALLS: &str = include_str!("calls.csv");

/// Service and API of a row that is about every call.
const EVERY: &str = "*";

/// A technique, or a sub-technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technique {
    /// ATT&CK's id, such as `T1098.001`.
    pub id: String,
    /// ATT&CK's name, with that of the technique before that of a sub-technique.
    pub name: String,
    /// What it is for, as ATT&CK says.
    pub tactics: Vec<Tactic>,
    /// What to do when it was used.
    pub recommendation: String,
}

/// In which case a call is the technique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// In any.
    Any,
    /// When it fails.
    Failed,
    /// When it comes from where the principal was not before.
    NewOrigin,
    /// When it is made in a Region that the account did not use before.
    NewRegion,
    /// When it is made with an instance's credentials, and not from the instance.
    OutsideInstance,
}

/// A call as a technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What for.
    pub tactic: Tactic,
    /// Which technique.
    pub technique: Technique,
    /// In which case.
    pub when: When,
    /// Whether few have a reason to make the call in their daily work.
    pub is_rare: bool,
    /// What the caller does, in a sentence.
    pub procedure: String,
    /// Why an intruder would, in a sentence.
    pub reason: String,
    /// Where it is told.
    pub source: String,
}

/// A row of the table is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the table of techniques is malformed: {0}")]
pub struct InvalidTable(String);

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    techniques: HashMap<String, Technique>,
    calls: HashMap<String, HashMap<String, Vec<Use>>>,
}

impl Table {
    /// The table that this version of Gumshoe has.
    ///
    /// # Errors
    /// When a row is malformed, which a test excludes.
    pub fn get() -> Result<&'static Self, &'static InvalidTable> {
        static TABLE: LazyLock<Result<Table, InvalidTable>> =
            LazyLock::new(|| Table::read(TECHNIQUES, CALLS));
        TABLE.as_ref()
    }

    /// As which techniques a call may be used, by its names in CloudTrail (the service without
    /// `.amazonaws.com`). Rows about every call are not among them.
    pub fn uses(&self, service: &str, api: &str) -> &[Use] {
        let rows = self
            .calls
            .get(service)
            .and_then(|it| it.get(unversioned(api)));
        rows.map_or(&[], Vec::as_slice)
    }

    /// As which technique every call may be used in a case that has nothing to do with what is called.
    pub fn uses_of_any_call(&self, when: When) -> impl Iterator<Item = &Use> {
        let rows = self.uses(EVERY, EVERY);
        rows.iter().filter(move |it| it.when == when)
    }

    /// The technique with this id of ATT&CK's.
    pub fn technique(&self, id: &str) -> Option<&Technique> {
        self.techniques.get(id)
    }

    fn read(techniques: &str, calls: &str) -> Result<Self, InvalidTable> {
        let mut table = Self::default();
        for row in rows::<TechniqueRow>(techniques)? {
            let technique = row.parse()?;
            let id = technique.id.clone();
            if table.techniques.insert(id.clone(), technique).is_some() {
                return Err(InvalidTable(format!("{id} is there twice")));
            }
        }
        for row in rows::<CallRow>(calls)? {
            let (service, api) = (row.service.clone(), row.api.clone());
            let parsed = row.parse(&table.techniques)?;
            let uses = table.calls.entry(service).or_default();
            let uses = uses.entry(api).or_default();
            if uses.iter().any(|it| it.is_same(&parsed)) {
                let (id, tactic) = (&parsed.technique.id, parsed.tactic.as_str());
                return Err(InvalidTable(format!("{id} ({tactic}) is there twice")));
            }
            uses.push(parsed);
        }
        Ok(table)
    }
}

impl Use {
    fn is_same(&self, other: &Self) -> bool {
        self.tactic == other.tactic && self.technique.id == other.technique.id
    }
}

/// The name of an API without the version that Lambda and `CloudFront` write behind it:
/// `CreateFunction` for `CreateFunction20150331v2` and for `CreateFunction2020_05_31`.
pub fn unversioned(api: &str) -> &str {
    /// Digits of a date.
    const DATE: usize = 8;
    let is_of_version = |it: char| it.is_ascii_digit() || it == '_' || it == 'v';
    let name = api.trim_end_matches(is_of_version);
    let version = api.strip_prefix(name).unwrap_or_default();
    let digits = version.chars().filter(char::is_ascii_digit).count();
    let begins = version.starts_with(|it: char| it.is_ascii_digit());
    if begins && digits >= DATE && !name.is_empty() {
        name
    } else {
        api
    }
}

fn rows<R: DeserializeOwned>(text: &str) -> Result<Vec<R>, InvalidTable> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<R>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| InvalidTable(error.to_string()))
}

#[derive(Deserialize)]
struct TechniqueRow {
    id: String,
    name: String,
    tactics: String,
    recommendation: String,
}

impl TechniqueRow {
    fn parse(self) -> Result<Technique, InvalidTable> {
        if !is_technique_id(&self.id) {
            return Err(InvalidTable(format!("{} is no id", self.id)));
        }
        let tactics: Result<Vec<Tactic>, InvalidTable> =
            self.tactics.split(';').map(tactic).collect();
        Ok(Technique {
            tactics: tactics?,
            id: self.id,
            name: self.name,
            recommendation: self.recommendation,
        })
    }
}

#[derive(Deserialize)]
struct CallRow {
    service: String,
    api: String,
    tactic: String,
    technique: String,
    when: String,
    #[serde(rename = "use")]
    usage: String,
    procedure: String,
    reason: String,
    source: String,
}

impl CallRow {
    fn parse(self, techniques: &HashMap<String, Technique>) -> Result<Use, InvalidTable> {
        let tactic = tactic(&self.tactic)?;
        let technique = techniques
            .get(&self.technique)
            .filter(|it| it.tactics.contains(&tactic))
            .ok_or_else(|| {
                let place = format!("{}:{}", self.service, self.api);
                InvalidTable(format!(
                    "{place}: {} is none of {}",
                    self.technique, self.tactic
                ))
            })?;
        let texts = [&self.procedure, &self.reason, &self.source];
        if texts.iter().any(|it| it.is_empty()) || !self.source.starts_with("https://") {
            let place = format!("{}:{}", self.service, self.api);
            return Err(InvalidTable(format!("{place} does not say why")));
        }
        Ok(Use {
            tactic,
            technique: technique.clone(),
            when: when(&self.when)?,
            is_rare: match &*self.usage {
                "rare" => true,
                "routine" => false,
                other => return Err(InvalidTable(format!("{other} is no use"))),
            },
            procedure: self.procedure,
            reason: self.reason,
            source: self.source,
        })
    }
}

fn tactic(text: &str) -> Result<Tactic, InvalidTable> {
    text.parse()
        .map_err(|_| InvalidTable(format!("{text} is no tactic")))
}

fn when(text: &str) -> Result<When, InvalidTable> {
    Ok(match text {
        "any" => When::Any,
        "failed" => When::Failed,
        "new origin" => When::NewOrigin,
        "new region" => When::NewRegion,
        "outside instance" => When::OutsideInstance,
        other => return Err(InvalidTable(format!("{other} is no case"))),
    })
}

/// `T` and four digits, and three more for a sub-technique.
fn is_technique_id(text: &str) -> bool {
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|it| it.is_ascii_digit())
    };
    let Some(id) = text.strip_prefix('T') else {
        return false;
    };
    match id.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(id, 4),
    }
}

#[cfg(test)]
mod tests;
