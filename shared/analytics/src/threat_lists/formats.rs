//! The formats of lists.

use std::error::Error;

use quick_xml::Reader;
use quick_xml::events::Event;

/// A format, by the name that GuardDuty has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An address or network a line.
    Text,
    /// Structured Threat Information Expression 1, XML.
    Stix,
    /// Open Threat Exchange, CSV.
    OtxCsv,
    /// `AlienVault`'s reputation feed.
    AlienVault,
    /// `Proofpoint`'s ET intelligence, CSV.
    ProofPoint,
    /// `FireEye`'s iSIGHT, CSV.
    FireEye,
}

/// What a CSV file calls a column that has addresses, and what its other columns tell of its format.
struct CsvFormat {
    format: Format,
    /// Columns that a header must have to be of the format.
    has: &'static [&'static str],
    /// Columns that hold an address or a network.
    addresses: &'static [&'static str],
}

const CSV_FORMATS: &[CsvFormat] = &[
    CsvFormat {
        format: Format::OtxCsv,
        has: &["indicator type", "indicator"],
        addresses: &["indicator"],
    },
    CsvFormat {
        format: Format::ProofPoint,
        has: &["ip", "category", "score"],
        addresses: &["ip"],
    },
    CsvFormat {
        format: Format::FireEye,
        has: &["reportid", "ip", "cidr"],
        addresses: &["ip", "cidr"],
    },
];

/// Between the addresses of one STIX value. STIX 1.2, "`CybOX` default vocabularies": `##comma##`.
const STIX_DELIMITER: &str = "##comma##";

/// The element of STIX that holds addresses.
const STIX_ELEMENT: &[u8] = b"Address_Value";

impl Format {
    /// The name on GuardDuty's wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "TXT",
            Self::Stix => "STIX",
            Self::OtxCsv => "OTX_CSV",
            Self::AlienVault => "ALIEN_VAULT",
            Self::ProofPoint => "PROOF_POINT",
            Self::FireEye => "FIRE_EYE",
        }
    }

    /// The format of `text`, by how it begins.
    pub(super) fn of(text: &str) -> Self {
        let first = text.lines().find(|it| !it.trim().is_empty());
        let first = first.unwrap_or_default().trim();
        if first.starts_with('<') {
            return Self::Stix;
        }
        let header = first.to_lowercase();
        let columns: Vec<&str> = header.split(',').map(trimmed).collect();
        let is_it = |it: &&CsvFormat| it.has.iter().all(|name| columns.contains(name));
        match CSV_FORMATS.iter().find(is_it) {
            Some(it) => it.format,
            None if is_alien_vault(first) => Self::AlienVault,
            None => Self::Text,
        }
    }

    /// Gives every entry of `text` to `add`.
    pub(super) fn entries(
        self,
        text: &str,
        add: &mut dyn FnMut(&str),
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        match self {
            Self::Text => lines(text).for_each(add),
            Self::Stix => return stix(text, add),
            Self::AlienVault => {
                lines(text).for_each(|line| add(line.split('#').next().unwrap_or_default()));
            }
            Self::OtxCsv | Self::ProofPoint | Self::FireEye => self.csv(text, add),
        }
        Ok(())
    }

    fn csv(self, text: &str, add: &mut dyn FnMut(&str)) {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let is_address = |name: &str| {
            let mut formats = CSV_FORMATS.iter();
            let own = formats.find(|it| it.format == self);
            own.is_some_and(|it| it.addresses.contains(&&*name.to_lowercase()))
        };
        let wanted: Vec<usize> = (0..)
            .zip(&header)
            .filter(|(_, name)| is_address(name))
            .map(|(at, _)| at)
            .collect();
        for row in reader.records() {
            let Ok(row) = row else {
                add("");
                continue;
            };
            let cells = wanted.iter().filter_map(|at| row.get(*at));
            cells.filter(|it| !it.is_empty()).for_each(&mut *add);
        }
    }
}

/// Lines that are not empty and no comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|it| !it.is_empty() && !it.starts_with('#') && !it.starts_with("//"))
}

fn trimmed(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

/// `198.51.100.1#4#2#Malicious Host#US##0.0,0.0#3`
fn is_alien_vault(line: &str) -> bool {
    /// Fields of a line.
    const FIELDS: usize = 8;
    !line.starts_with('#') && line.split('#').count() == FIELDS
}

fn stix(text: &str, add: &mut dyn FnMut(&str)) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut reader = Reader::from_str(text);
    let mut is_inside = false;
    loop {
        match reader.read_event()? {
            Event::Start(element) => {
                is_inside = element.local_name().as_ref() == STIX_ELEMENT;
            }
            Event::End(_) => is_inside = false,
            Event::Text(value) if is_inside => {
                value.decode()?.split(STIX_DELIMITER).for_each(&mut *add);
            }
            Event::Eof => return Ok(()),
            // Of quick_xml: what else XML has holds no addresses.
            _ => {}
        }
    }
}
