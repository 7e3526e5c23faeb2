//! What the types of findings tell: a namespace of Security Hub's format, and a tactic of ATT&CK.

use std::collections::BTreeSet;

use gumshoe_domain::investigation::Tactic;

/// A namespace of finding types. Security Hub User Guide, "Types taxonomy for ASFF".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingNamespace {
    /// Tactics, techniques and procedures.
    Ttps,
    /// What an attack has done.
    Effects,
    /// What is not usual.
    UnusualBehaviors,
    /// What is configured wrongly, or vulnerable.
    SoftwareAndConfigurationChecks,
    /// Where sensitive data is.
    SensitiveDataIdentifications,
    /// None of them.
    Other,
}

impl FindingNamespace {
    /// Every namespace, in the order of a title.
    pub const ALL: &[Self] = &[
        Self::Ttps,
        Self::Effects,
        Self::UnusualBehaviors,
        Self::SoftwareAndConfigurationChecks,
        Self::SensitiveDataIdentifications,
        Self::Other,
    ];

    /// As Security Hub's format has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ttps => "TTPs",
            Self::Effects => "Effects",
            Self::UnusualBehaviors => "Unusual Behaviors",
            Self::SoftwareAndConfigurationChecks => "Software and Configuration Checks",
            Self::SensitiveDataIdentifications => "Sensitive Data Identifications",
            Self::Other => "Other",
        }
    }

    /// As a title has it.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Ttps => "TTP",
            Self::Effects => "Effect",
            Self::UnusualBehaviors => "Unusual behavior",
            Self::SoftwareAndConfigurationChecks => "Software and configuration check",
            Self::SensitiveDataIdentifications => "Sensitive data identification",
            Self::Other => "Other",
        }
    }
}

use FindingNamespace::{Effects, Ttps, UnusualBehaviors};
use Tactic as T;

/// How types of `GuardDuty` begin, and what that tells; of two that fit, the first counts. The threat
/// purposes and their tactics: `GuardDuty` User Guide, "GuardDuty finding format" and "GuardDuty
/// finding types", and ATT&CK for what a single type tells more of. The namespaces: Security Hub's
/// own types of these findings.
const GUARD_DUTY: &[(&str, FindingNamespace, Option<Tactic>)] = &[
    ("AttackSequence:", Ttps, None),
    ("Backdoor:", Ttps, Some(T::CommandAndControl)),
    ("Behavior:", UnusualBehaviors, None),
    ("CredentialAccess:", Ttps, Some(T::CredentialAccess)),
    ("CryptoCurrency:", Effects, Some(T::Impact)),
    ("DefenseEvasion:", Ttps, Some(T::DefenseEvasion)),
    ("Discovery:", Ttps, Some(T::Discovery)),
    ("Execution:", Ttps, Some(T::Execution)),
    ("Exfiltration:", Effects, Some(T::Exfiltration)),
    ("Impact:", Effects, Some(T::Impact)),
    ("InitialAccess:", Ttps, Some(T::InitialAccess)),
    ("Object:", Ttps, Some(T::Execution)),
    ("PenTest:", Ttps, None),
    ("Persistence:", Ttps, Some(T::Persistence)),
    ("Policy:", UnusualBehaviors, None),
    ("PrivilegeEscalation:", Ttps, Some(T::PrivilegeEscalation)),
    ("Recon:", Ttps, Some(T::Discovery)),
    ("ResourceConsumption:", UnusualBehaviors, Some(T::Impact)),
    ("Stealth:", Ttps, Some(T::DefenseEvasion)),
    (
        "Trojan:EC2/DNSDataExfiltration",
        Effects,
        Some(T::Exfiltration),
    ),
    ("Trojan:Runtime/DropPoint", Effects, Some(T::Exfiltration)),
    ("Trojan:EC2/DropPoint", Effects, Some(T::Exfiltration)),
    ("Trojan:", Ttps, Some(T::CommandAndControl)),
    (
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration",
        Effects,
        Some(T::CredentialAccess),
    ),
    (
        "UnauthorizedAccess:EC2/MetadataDNSRebind",
        Ttps,
        Some(T::CredentialAccess),
    ),
    (
        "UnauthorizedAccess:EC2/RDPBruteForce",
        Ttps,
        Some(T::CredentialAccess),
    ),
    (
        "UnauthorizedAccess:EC2/SSHBruteForce",
        Ttps,
        Some(T::CredentialAccess),
    ),
    (
        "UnauthorizedAccess:EC2/Tor",
        Ttps,
        Some(T::CommandAndControl),
    ),
    (
        "UnauthorizedAccess:IAMUser/ConsoleLogin",
        UnusualBehaviors,
        Some(T::InitialAccess),
    ),
    ("UnauthorizedAccess:", Ttps, Some(T::InitialAccess)),
];

/// How types of Security Hub's format go on after `TTPs/` and `Effects/`, without spaces and in lower
/// case, and the tactic. Security Hub User Guide, "Types taxonomy for ASFF".
const CATEGORIES: &[(&str, Tactic)] = &[
    ("initialaccess", T::InitialAccess),
    ("execution", T::Execution),
    ("persistence", T::Persistence),
    ("privilegeescalation", T::PrivilegeEscalation),
    ("defenseevasion", T::DefenseEvasion),
    ("credentialaccess", T::CredentialAccess),
    ("discovery", T::Discovery),
    ("reconnaissance", T::Discovery),
    ("lateralmovement", T::LateralMovement),
    ("collection", T::Collection),
    ("commandandcontrol", T::CommandAndControl),
    ("exfiltration", T::Exfiltration),
    ("dataexfiltration", T::Exfiltration),
    ("dataexposure", T::Exfiltration),
    ("impact", T::Impact),
    ("datadestruction", T::Impact),
    ("denialofservice", T::Impact),
    ("resourceconsumption", T::Impact),
];

fn of_guard_duty(text: &str) -> Option<(FindingNamespace, Option<Tactic>)> {
    let row = GUARD_DUTY
        .iter()
        .find(|(start, ..)| text.starts_with(start));
    row.map(|(_, namespace, tactic)| (*namespace, *tactic))
}

/// The namespace of a type.
pub(super) fn namespace_of(text: &str) -> FindingNamespace {
    let first = text.split('/').next().unwrap_or_default();
    let own = FindingNamespace::ALL.iter().find(|it| it.as_str() == first);
    let own = own.copied().or_else(|| Some(of_guard_duty(text)?.0));
    own.unwrap_or(FindingNamespace::Other)
}

/// The tactic of a type, where it tells one. A finding group has no reconnaissance: what looks like it
/// is discovery. Amazon Detective User Guide, "Understanding the finding groups page".
pub fn tactic_of(text: &str) -> Option<Tactic> {
    if let Some((_, tactic)) = of_guard_duty(text) {
        return tactic;
    }
    let mut parts = text.split('/');
    let namespace = parts.next()?;
    if ![Ttps.as_str(), Effects.as_str()].contains(&namespace) {
        return None;
    }
    let category: String = parts.next()?.split_whitespace().collect();
    let category = category.to_lowercase();
    let row = CATEGORIES.iter().find(|(name, _)| *name == category);
    // "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce" ends with GuardDuty's own type.
    let own = parts.next().map(|it| it.replacen('-', "/", 1));
    let own = own.and_then(|it| of_guard_duty(&it)?.1);
    own.or(row.map(|(_, tactic)| *tactic))
}

/// The tactics of types.
pub(super) fn tactics(types: &[String]) -> BTreeSet<Tactic> {
    types.iter().filter_map(|it| tactic_of(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_both_formats_tell_their_namespace_and_their_tactic() {
        use FindingNamespace::*;
        for (text, namespace, tactic) in [
            ("Recon:EC2/Portscan", Ttps, Some(T::Discovery)),
            ("Trojan:EC2/DropPoint", Effects, Some(T::Exfiltration)),
            (
                "Trojan:EC2/DGADomainRequest.B",
                Ttps,
                Some(T::CommandAndControl),
            ),
            ("PenTest:S3/ParrotLinux", Ttps, None),
            ("Canary:EC2/Stateless.IntegTest", Other, None),
            (
                "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce",
                Ttps,
                Some(T::CredentialAccess),
            ),
            ("TTPs/Command and Control", Ttps, Some(T::CommandAndControl)),
            ("TTPs/DefenseEvasion/x", Ttps, Some(T::DefenseEvasion)),
            ("Effects/Data Exfiltration", Effects, Some(T::Exfiltration)),
            ("Unusual Behaviors/User", UnusualBehaviors, None),
            (
                "Software and Configuration Checks/Vulnerabilities/CVE",
                SoftwareAndConfigurationChecks,
                None,
            ),
            (
                "Sensitive Data Identifications/PII",
                SensitiveDataIdentifications,
                None,
            ),
            ("", Other, None),
        ] {
            assert_eq!(
                (namespace_of(text), tactic_of(text)),
                (namespace, tactic),
                "{text}"
            );
        }
    }

    #[test]
    fn no_row_is_hidden_by_an_earlier_one() {
        for (at, (start, ..)) in GUARD_DUTY.iter().enumerate() {
            let mut earlier = GUARD_DUTY[..at].iter();
            assert!(!earlier.any(|(it, ..)| start.starts_with(it)), "{start}");
        }
    }
}
