//! Networks whose addresses do not tell where their users are.

use std::sync::LazyLock;

use serde::Deserialize;

const NETWORKS: &str = include_str!("networks.csv");

/// What an organization lends its addresses for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkKind {
    /// Machines: their users are elsewhere.
    Cloud,
    /// Ways out for others: VPNs, gateways of companies, private relays.
    Proxy,
}

/// The list of networks cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the list of networks is malformed: {0}")]
pub struct InvalidNetworks(String);

/// Organizations of autonomous systems, by part of their names. Which they are is our choice; the
/// source shows the system and its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Vec<Row>);

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Row {
    organization: String,
    kind: NetworkKind,
    source: String,
}

impl Networks {
    /// The list that this version of Gumshoe has.
    ///
    /// # Errors
    /// When a row is malformed, which a test excludes.
    pub fn get() -> Result<&'static Self, &'static InvalidNetworks> {
        static LIST: LazyLock<Result<Networks, InvalidNetworks>> =
            LazyLock::new(|| Networks::read(NETWORKS));
        LIST.as_ref()
    }

    /// What the organization `aso` lends its addresses for, if that is known.
    pub fn kind(&self, aso: &str) -> Option<NetworkKind> {
        let aso = aso.to_lowercase();
        let row = self.0.iter().find(|it| aso.contains(&it.organization));
        row.map(|it| it.kind)
    }

    fn read(text: &str) -> Result<Self, InvalidNetworks> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
        let rows = rows.map_err(|error| InvalidNetworks(error.to_string()))?;
        let is_good = |it: &Row| {
            let name = &it.organization;
            !name.is_empty() && *name == name.to_lowercase() && it.source.starts_with("https://")
        };
        match rows.iter().find(|it| !is_good(it)) {
            Some(row) => Err(InvalidNetworks(row.organization.clone())),
            None => Ok(Self(rows)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_is_known_by_part_of_its_name() {
        let list = Networks::get().unwrap();
        for (aso, kind) in [
            ("AMAZON-02", Some(NetworkKind::Cloud)),
            ("DigitalOcean, LLC", Some(NetworkKind::Cloud)),
            ("ZSCALER-INC", Some(NetworkKind::Proxy)),
            ("Deutsche Telekom AG", None),
            ("", None),
        ] {
            assert_eq!(list.kind(aso), kind, "{aso}");
        }
    }

    #[test]
    fn a_malformed_row_is_refused() {
        let header = "organization,kind,source\n";
        for row in [
            "Amazon,cloud,https://a",
            ",cloud,https://a",
            "amazon,moon,https://a",
            "amazon,cloud,",
        ] {
            assert!(
                Networks::read(&format!("{header}{row}\n")).is_err(),
                "{row}"
            );
        }
    }
}
