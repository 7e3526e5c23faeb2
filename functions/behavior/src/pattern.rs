//! What a search looks for.
//!
//! Amazon Detective User Guide, "Searching for a finding or entity": an exact id, name or ARN, or a
//! pattern with `*` (any run of characters) and `?` (one character); for addresses also CIDR blocks
//! and dotted wildcards. Case does not matter.

use std::net::IpAddr;

use gumshoe_activity::{EntityType, Sighting};
use gumshoe_segments::index::TextLookup;
use ipnetwork::IpNetwork;

/// A search pattern.
#[derive(Debug)]
pub(crate) enum Pattern {
    /// The text, in lower case.
    Exact(String),
    /// The text with wildcards, in lower case.
    Wildcard(Vec<char>),
    /// A block of addresses.
    Cidr(IpNetwork),
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        if text.contains('/')
            && let Ok(network) = text.parse()
        {
            return Self::Cidr(network);
        }
        let lower = text.to_lowercase();
        if lower.contains(['*', '?']) {
            Self::Wildcard(lower.chars().collect())
        } else {
            Self::Exact(lower)
        }
    }

    /// The only kind of entity that can be like this, where there is one.
    pub(crate) fn kind(&self) -> Option<EntityType> {
        match self {
            Self::Cidr(_) => Some(EntityType::IpAddress),
            Self::Exact(_) | Self::Wildcard(_) => None,
        }
    }

    /// What to look up: no entity is like this that is not among what is looked up.
    pub(crate) fn lookup(&self) -> TextLookup {
        match self {
            Self::Exact(text) => TextLookup::Exact(text.clone()),
            Self::Wildcard(pattern) => {
                let literal = pattern.iter().take_while(|it| !matches!(it, '*' | '?'));
                prefix(literal.collect())
            }
            // Texts of IPv6 addresses are written in more than one way.
            Self::Cidr(IpNetwork::V6(_)) => TextLookup::Any,
            Self::Cidr(IpNetwork::V4(network)) => {
                let whole = usize::from(network.prefix() / 8);
                let octets = network.network().octets();
                let octets: String = octets
                    .iter()
                    .take(whole)
                    .map(|it| format!("{it}."))
                    .collect();
                // A block of one address is that address, which nothing follows.
                prefix(if whole == 4 {
                    network.ip().to_string()
                } else {
                    octets
                })
            }
        }
    }

    /// Whether the entity's id, name or ARN is like this.
    pub(crate) fn matches(&self, entity: &Sighting<'_>) -> bool {
        match self {
            Self::Cidr(network) => {
                entity.kind == EntityType::IpAddress
                    && entity
                        .id
                        .parse::<IpAddr>()
                        .is_ok_and(|address| network.contains(address))
            }
            Self::Exact(text) => texts(entity).any(|candidate| candidate.to_lowercase() == *text),
            Self::Wildcard(pattern) => texts(entity).any(|candidate| {
                let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
                wildcard(pattern, &candidate)
            }),
        }
    }
}

fn texts<'a>(entity: &'a Sighting<'_>) -> impl Iterator<Item = &'a str> {
    [Some(entity.id), entity.name, entity.arn.as_deref()]
        .into_iter()
        .flatten()
}

/// Texts with a beginning; all where there is none.
fn prefix(literal: String) -> TextLookup {
    if literal.is_empty() {
        TextLookup::Any
    } else {
        TextLookup::Prefix(literal)
    }
}

/// Whether `text` is like `pattern`: linear but for the last `*`, to which it goes back.
fn wildcard(pattern: &[char], text: &[char]) -> bool {
    let (mut at, mut position) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('*') => {
                resume = Some((at + 1, position));
                at += 1;
            }
            Some(&expected) if expected == '?' || text.get(position) == Some(&expected) => {
                at += 1;
                position += 1;
            }
            Some(_) | None => {
                let Some((after, taken)) = resume else {
                    return false;
                };
                resume = Some((after, taken + 1));
                (at, position) = (after, taken + 1);
            }
        }
    }
    pattern
        .get(at..)
        .is_some_and(|rest| rest.iter().all(|&character| character == '*'))
}

#[cfg(test)]
mod tests {
    use gumshoe_domain::Timestamp;

    use super::*;

    fn found(pattern: &str, kind: EntityType, id: &str, name: Option<&str>) -> bool {
        Pattern::new(pattern).matches(&Sighting {
            kind,
            id,
            name,
            arn: name.map(|name| format!("arn:aws:iam::111122223333:role/{name}").into()),
            account: None,
            first_seen: Timestamp::MIN,
            last_seen: Timestamp::MAX,
        })
    }

    #[test]
    fn the_documented_patterns_find_admin() {
        for pattern in [
            "Admin",
            "ad*",
            "ad*n",
            "ad*n*",
            "adm?n",
            "a?m*",
            "*min",
            "ADMIN",
            "arn:aws:iam::*:role/admin",
        ] {
            assert!(
                found(pattern, EntityType::AwsRole, "AROA1", Some("Admin")),
                "{pattern}"
            );
        }
        for pattern in ["adm", "dmin", "a?min?", "*x*", "?", ""] {
            assert!(
                !found(pattern, EntityType::AwsRole, "AROA1", Some("Admin")),
                "{pattern}"
            );
        }
    }

    #[test]
    fn the_documented_patterns_find_addresses() {
        for pattern in ["1.0.133.7", "1.0.*.*", "1.0.133.*", "1.0.0.0/16"] {
            assert!(
                found(pattern, EntityType::IpAddress, "1.0.133.7", None),
                "{pattern}"
            );
        }
        assert!(!found("1.0.0.0/16", EntityType::IpAddress, "1.1.0.0", None));
        assert!(found(
            "2001:db8::/32",
            EntityType::IpAddress,
            "2001:db8::1",
            None
        ));
        assert!(!found(
            "1.0.0.0/16",
            EntityType::UserAgent,
            "1.0.133.7",
            None
        ));
    }

    #[test]
    fn what_is_looked_up_holds_everything_that_is_like_a_pattern() {
        let prefix = |it: &str| TextLookup::Prefix(it.to_owned());
        for (pattern, lookup) in [
            ("Admin", TextLookup::Exact("admin".to_owned())),
            ("AD*n", prefix("ad")),
            ("ad?in", prefix("ad")),
            ("*min", TextLookup::Any),
            ("198.51.100.0/24", prefix("198.51.100.")),
            ("198.51.96.0/20", prefix("198.51.")),
            ("198.51.100.7/32", prefix("198.51.100.7")),
            ("0.0.0.0/0", TextLookup::Any),
            ("2001:db8::/32", TextLookup::Any),
        ] {
            assert_eq!(Pattern::new(pattern).lookup(), lookup, "{pattern}");
        }
    }

    #[test]
    fn many_stars_do_not_make_a_search_slow() {
        let pattern: Vec<char> = "a*".repeat(200).chars().chain("b".chars()).collect();
        let text: Vec<char> = "a".repeat(4_000).chars().collect();
        assert!(!wildcard(&pattern, &text));
    }
}
