//! Addresses as numbers.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IPv4 address, or an IPv6 address, of which those that hold an IPv4 address are that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Address(u128);

/// The addresses `::ffff:0:0/96`, as which IPv4 addresses are kept.
const MAPPED: u128 = 0xffff_0000_0000;

/// A text longer than any address.
const MOST_BYTES: usize = 45;

/// Which addresses belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

impl Address {
    /// The address that `text` is.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        if let Some(bits) = ipv4(text) {
            return Some(Self(MAPPED | u128::from(bits)));
        }
        if text.len() > MOST_BYTES || !text.contains(&b':') {
            return None;
        }
        let address: Ipv6Addr = std::str::from_utf8(text).ok()?.parse().ok()?;
        Some(Self(address.to_bits()))
    }

    pub(super) fn family(self) -> Family {
        if self.0 >> 32 == MAPPED >> 32 {
            Family::V4
        } else {
            Family::V6
        }
    }

    pub(super) fn to_ip(self) -> IpAddr {
        Ipv6Addr::from_bits(self.0).to_canonical()
    }

    /// Whether it is one that only a private network has: RFC 1918, RFC 6598 (which VPCs may use),
    /// RFC 3927, and RFC 4193 and 4291 of IPv6.
    pub(super) fn is_private(self) -> bool {
        match self.to_ip() {
            IpAddr::V4(it) => it.is_private() || it.is_link_local() || is_shared(it),
            IpAddr::V6(it) => it.is_unique_local() || it.is_unicast_link_local(),
        }
    }
}

/// An address in canonical form, in memory that serves the next.
#[derive(Debug, Default)]
pub(super) struct Written(String);

impl Written {
    /// The text of an address.
    pub(super) fn of(&mut self, address: Address) -> &str {
        self.0.clear();
        match address.to_ip() {
            IpAddr::V4(it) => self.write_v4(it.octets()),
            // Writing to a string cannot fail.
            IpAddr::V6(it) => drop(write!(self.0, "{it}")),
        }
        &self.0
    }

    /// As the standard library does, which goes through a formatter for each octet.
    fn write_v4(&mut self, octets: [u8; 4]) {
        for (at, octet) in octets.into_iter().enumerate() {
            if at > 0 {
                self.0.push('.');
            }
            let digit = |it: u8| char::from(b'0' + it % 10);
            if octet >= 100 {
                self.0.push(digit(octet / 100));
            }
            if octet >= 10 {
                self.0.push(digit(octet / 10));
            }
            self.0.push(digit(octet));
        }
    }
}

/// `100.64.0.0/10`.
fn is_shared(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    a == 100 && b & 0b1100_0000 == 64
}

/// The bits of an IPv4 address in its one form: four numbers to 255 without leading zeros.
fn ipv4(text: &[u8]) -> Option<u32> {
    if text.len() > 15 {
        return None;
    }
    let (mut bits, mut octet, mut digits, mut dots) = (0_u32, 0_u32, 0_u32, 0_u32);
    for byte in text {
        if *byte == b'.' {
            if digits == 0 {
                return None;
            }
            bits = (bits << 8) | octet;
            (octet, digits) = (0, 0);
            dots += 1;
            continue;
        }
        let digit = u32::from(byte.wrapping_sub(b'0'));
        let has_leading_zero = digits > 0 && octet == 0;
        octet = octet * 10 + digit;
        digits += 1;
        if digit > 9 || has_leading_zero || octet > 255 {
            return None;
        }
    }
    (dots == 3 && digits > 0).then_some((bits << 8) | octet)
}

/// Whether the text is a hardware address, as records of Elastic Fabric Adapters have.
pub(super) fn is_hardware_address(text: &[u8]) -> bool {
    let is_pair = |pair: &[u8]| pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit);
    text.len() == 17 && text.split(|byte| *byte == b':').all(is_pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Option<IpAddr> {
        Address::parse(text.as_bytes()).map(Address::to_ip)
    }

    proptest! {
        #[test]
        fn an_address_is_read_as_the_standard_library_reads_it(
            text in "([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9.]{0,16}|[0-9a-f:]{0,20}|::ffff:1.2.3.[0-9]{1,3}"
        ) {
            let expected = text.parse::<IpAddr>().ok().map(|it| it.to_canonical());
            prop_assert_eq!(parsed(&text), expected);
        }
    }

    proptest! {
        #[test]
        fn an_address_is_written_as_the_standard_library_writes_it(address in any::<IpAddr>(), next in any::<IpAddr>()) {
            let mut written = Written::default();
            for address in [address, next] {
                let text = address.to_canonical().to_string();
                let parsed = Address::parse(text.as_bytes());
                prop_assert_eq!(parsed.map(|it| written.of(it).to_owned()), Some(text));
            }
        }
    }

    #[test]
    fn private_addresses_are_those_of_private_networks() {
        let is_private = |text: &str| Address::parse(text.as_bytes()).unwrap().is_private();
        for text in [
            "10.0.0.1",
            "172.31.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "100.127.0.1",
            "169.254.1.1",
            "fd00::1",
            "fe80::1",
        ] {
            assert!(is_private(text), "{text}");
        }
        for text in ["100.128.0.1", "172.32.0.1", "8.8.8.8", "2600::1", "::"] {
            assert!(!is_private(text), "{text}");
        }
    }

    #[test]
    fn a_hardware_address_is_told_from_others() {
        assert!(is_hardware_address(b"0a:1b:2C:3d:4e:5f"));
        assert!(!is_hardware_address(b"2001:db8:0:1:2:34"));
        assert!(!is_hardware_address(b"0a:1b:2c:3d:4e:5"));
    }
}
