//! Lists of addresses that threat intelligence knows, in the formats that GuardDuty takes.
//!
//! Amazon GuardDuty User Guide, "Understanding entity lists and IP address lists", "IP address list
//! formats". GuardDuty is told the format; here it is read from the file.

mod formats;

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;

use ipnetwork::IpNetwork;

pub use formats::Format;

/// The largest file that is read, in bytes: GuardDuty's limit. Amazon GuardDuty User Guide, "Quotas".
pub const MOST_BYTES: u64 = 35 << 20;

/// Most entries of a list: GuardDuty's limit, likewise. Those behind it are left out.
pub const MOST_ENTRIES: usize = 250_000;

/// A file is in none of the formats.
#[derive(Debug, thiserror::Error)]
#[error("the list cannot be read")]
pub struct NotAThreatList(#[from] Box<dyn std::error::Error + Send + Sync>);

/// Addresses and networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreatList {
    /// The format of the file.
    pub format: Format,
    /// Entries that are neither an address nor a network, and those behind [`MOST_ENTRIES`].
    pub skipped: usize,
    networks: BTreeMap<(bool, u8), HashSet<IpAddr>>,
    entries: usize,
}

impl ThreatList {
    /// Reads a file. What is no address in it is counted and skipped.
    ///
    /// # Errors
    /// When XML is cut off or malformed.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAThreatList> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let format = Format::of(text);
        let mut list = Self {
            format,
            skipped: 0,
            networks: BTreeMap::new(),
            entries: 0,
        };
        format.entries(text, &mut |entry| list.add(entry))?;
        Ok(list)
    }

    /// How many addresses and networks there are.
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// The smallest network of the list that an address is in.
    pub fn find(&self, address: IpAddr) -> Option<IpNetwork> {
        let networks = self.networks.iter().rev();
        let mut of_kind = networks.filter(|((is_v6, _), _)| *is_v6 == address.is_ipv6());
        of_kind.find_map(|((_, prefix), addresses)| {
            let network = IpNetwork::new(address, *prefix).ok()?.network();
            let is_there = addresses.contains(&network);
            is_there
                .then(|| IpNetwork::new(network, *prefix).ok())
                .flatten()
        })
    }

    fn add(&mut self, entry: &str) {
        let network: Option<IpNetwork> = entry.trim().parse().ok();
        // The whole internet is no threat: such an entry is a mistake.
        let network = network.filter(|it| it.prefix() > 0);
        match network {
            Some(network) if self.entries < MOST_ENTRIES => {
                let kind = (network.is_ipv6(), network.prefix());
                let addresses = self.networks.entry(kind).or_default();
                self.entries += usize::from(addresses.insert(network.network()));
            }
            Some(_) | None => self.skipped += 1,
        }
    }
}

#[cfg(test)]
mod tests;
