//! Writes files in MaxMind's format that know one network.
//!
//! MaxMind DB File Format Specification 2.0.

use std::net::IpAddr;

/// A value of the data section, of the kinds that geolocation files use.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Double(f64),
    Float(f32),
    Short(u16),
    Number(u32),
    Long(u64),
    Map(Vec<(String, Value)>),
    /// An empty array.
    List,
}

impl Value {
    pub(super) fn map<const N: usize>(members: [(&str, Value); N]) -> Self {
        Self::Map(members.map(|(name, value)| (name.to_owned(), value)).into())
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => {
                let length = u8::try_from(text.len()).unwrap();
                if length < 29 {
                    out.push(2 << 5 | length);
                } else {
                    out.extend([2 << 5 | 29, length - 29]);
                }
                out.extend(text.as_bytes());
            }
            Self::Double(number) => {
                out.push(3 << 5 | 8);
                out.extend(number.to_be_bytes());
            }
            Self::Float(number) => {
                out.extend([4, 15 - 7]);
                out.extend(number.to_be_bytes());
            }
            Self::Short(number) => {
                out.push(5 << 5 | 2);
                out.extend(number.to_be_bytes());
            }
            Self::Long(number) => {
                out.extend([8, 9 - 7]);
                out.extend(number.to_be_bytes());
            }
            Self::Number(number) => {
                out.push(6 << 5 | 4);
                out.extend(number.to_be_bytes());
            }
            Self::List => out.extend([0, 11 - 7]),
            Self::Map(members) => {
                out.push(7 << 5 | u8::try_from(members.len()).unwrap());
                for (name, value) in members {
                    Self::Text(name.clone()).write(out);
                    value.write(out);
                }
            }
        }
    }
}

/// The content of a file that knows `record` of the addresses that share `prefix` bits with `network`.
pub(super) fn database(
    name: &str,
    version: u16,
    network: IpAddr,
    prefix: u32,
    record: &Value,
) -> Vec<u8> {
    let bits: u128 = match network {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    };
    let mut out = Vec::new();
    for node in 0..prefix {
        let next = if node + 1 == prefix {
            prefix + 16
        } else {
            node + 1
        };
        let is_one = bits >> (127 - node) & 1 == 1;
        let pair = if is_one {
            [prefix, next]
        } else {
            [next, prefix]
        };
        for side in pair {
            out.extend(&side.to_be_bytes()[1..]);
        }
    }
    out.extend([0; 16]);
    record.write(&mut out);
    out.extend(b"\xab\xcd\xefMaxMind.com");
    let metadata = Value::map([
        ("binary_format_major_version", Value::Short(2)),
        ("binary_format_minor_version", Value::Short(0)),
        ("build_epoch", Value::Long(1_772_366_400)),
        ("database_type", Value::Text(name.to_owned())),
        ("description", Value::map([])),
        ("ip_version", Value::Short(version)),
        ("languages", Value::List),
        ("node_count", Value::Number(prefix)),
        ("record_size", Value::Short(24)),
    ]);
    metadata.write(&mut out);
    out
}
