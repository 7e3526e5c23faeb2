use super::*;

fn read(text: &str) -> ThreatList {
    ThreatList::read(text.as_bytes()).unwrap()
}

fn found(list: &ThreatList, address: &str) -> Option<String> {
    let found = list.find(address.parse().unwrap());
    found.map(|it| it.to_string())
}

const STIX: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:AddressObj="http://cybox.mitre.org/objects#AddressObject-2">
  <stix:Indicators><stix:Indicator>
    <AddressObj:Address_Value condition="Equals" apply_condition="ANY">198.51.100.1##comma##203.0.113.0/24</AddressObj:Address_Value>
    <AddressObj:Address_Value>192.0.2.7</AddressObj:Address_Value>
    <stix:Title>8.8.8.8</stix:Title>
  </stix:Indicator></stix:Indicators>
</stix:STIX_Package>"#;

const OTX: &str = "Indicator type, Indicator, Description
CIDR, 203.0.113.0/24, example
IPv4, 198.51.100.1, \"an example, quoted\"
IPv4, 192.0.2.7, example
domain, example.com, no address
";

const ALIEN_VAULT: &str = "198.51.100.1#4#2#Malicious Host#US##0.0,0.0#3
203.0.113.0/24#4#2#Malicious Host#US##0.0,0.0#3
192.0.2.7#4#2#Malicious Host#US##0.0,0.0#3
";

const PROOF_POINT: &str = "ip, category, score, first_seen, last_seen, ports (optional)
198.51.100.1, 1, 100, 2000-01-01, 2000-01-01,
203.0.113.0/24, 1, 100, 2000-01-01, 2000-01-01,
192.0.2.7, 1, 100, 2000-01-01, 2000-01-01, 80 443
";

const FIRE_EYE: &str = "reportId, title, threatScape, asn, cidr, domain, ip, port
01-00000001, A report, , , 203.0.113.0/24, , ,
01-00000002, A report, , , , example.com, 198.51.100.1, 80
01-00000003, A report, , , , , 192.0.2.7,
";

const TEXT: &str = "# ours
198.51.100.1

203.0.113.0/24
192.0.2.7
";

#[test]
fn every_format_of_guardduty_is_recognized_and_read() {
    for (text, format, skipped) in [
        (TEXT, Format::Text, 0),
        (STIX, Format::Stix, 0),
        (OTX, Format::OtxCsv, 1),
        (ALIEN_VAULT, Format::AlienVault, 0),
        (PROOF_POINT, Format::ProofPoint, 0),
        (FIRE_EYE, Format::FireEye, 0),
    ] {
        for text in [
            text.to_owned(),
            format!("\u{feff}{text}"),
            text.replace('\n', "\r\n"),
        ] {
            let list = read(&text);
            let name = format.as_str();
            assert_eq!(
                (list.format, list.len(), list.skipped),
                (format, 3, skipped),
                "{name}"
            );
            assert_eq!(
                found(&list, "198.51.100.1"),
                Some("198.51.100.1/32".to_owned()),
                "{name}"
            );
            assert_eq!(
                found(&list, "203.0.113.200"),
                Some("203.0.113.0/24".to_owned()),
                "{name}"
            );
            assert_eq!(found(&list, "198.51.100.2"), None, "{name}");
            assert_eq!(found(&list, "8.8.8.8"), None, "{name}");
        }
    }
}

#[test]
fn the_smallest_network_is_told_and_versions_are_not_mixed() {
    let list = read("203.0.113.0/24\n203.0.113.0/28\n2001:db8::/32\n");
    assert_eq!(
        found(&list, "203.0.113.3"),
        Some("203.0.113.0/28".to_owned())
    );
    assert_eq!(
        found(&list, "203.0.113.99"),
        Some("203.0.113.0/24".to_owned())
    );
    assert_eq!(
        found(&list, "2001:db8::1"),
        Some("2001:db8::/32".to_owned())
    );
    assert_eq!(found(&list, "2001:db9::1"), None);
}

#[test]
fn what_is_no_address_is_skipped_and_loses_no_neighbour() {
    let list = read("hello\n198.51.100.1\n300.1.1.1\n0.0.0.0/0\n::/0\n198.51.100.1\n");
    assert_eq!((list.len(), list.skipped), (1, 4));
    assert!(read("").is_empty());
}

#[test]
fn xml_that_is_cut_off_is_no_list() {
    let cut = &STIX[..STIX.len() - 30];
    assert!(ThreatList::read(cut.as_bytes()).is_err());
}

#[test]
fn a_list_has_as_many_entries_as_guardduty_takes() {
    let lines: Vec<String> = (0..MOST_ENTRIES + 10)
        .map(|it| format!("10.{}.{}.{}", it >> 16, (it >> 8) & 255, it & 255))
        .collect();
    let list = read(&lines.join("\n"));
    assert_eq!((list.len(), list.skipped), (MOST_ENTRIES, 10));
}

proptest::proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = ThreatList::read(&bytes);
    }
}
