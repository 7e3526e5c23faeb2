//! The techniques of MITRE ATT&CK that the intruder uses, with the tactic that each serves here.

use crate::synthetic::truth::TruthTechnique;

const fn technique(id: &'static str, name: &'static str, tactic: &'static str) -> TruthTechnique {
    TruthTechnique { id, name, tactic }
}

pub(super) const CLOUD_ACCOUNTS: TruthTechnique = technique(
    "T1078.004",
    "Valid Accounts: Cloud Accounts",
    "Initial Access",
);
pub(super) const ACCOUNT_DISCOVERY: TruthTechnique =
    technique("T1087.004", "Account Discovery: Cloud Account", "Discovery");
pub(super) const INFRASTRUCTURE: TruthTechnique =
    technique("T1580", "Cloud Infrastructure Discovery", "Discovery");
pub(super) const SERVICE_DISCOVERY: TruthTechnique =
    technique("T1526", "Cloud Service Discovery", "Discovery");
pub(super) const SERVICE_DASHBOARD: TruthTechnique =
    technique("T1538", "Cloud Service Dashboard", "Discovery");
pub(super) const STORAGE_DISCOVERY: TruthTechnique =
    technique("T1619", "Cloud Storage Object Discovery", "Discovery");
pub(super) const CREATE_ACCOUNT: TruthTechnique =
    technique("T1136.003", "Create Account: Cloud Account", "Persistence");
pub(super) const ADDITIONAL_CREDENTIALS: TruthTechnique = technique(
    "T1098.001",
    "Account Manipulation: Additional Cloud Credentials",
    "Persistence",
);
pub(super) const ADDITIONAL_ROLES: TruthTechnique = technique(
    "T1098.003",
    "Account Manipulation: Additional Cloud Roles",
    "Privilege Escalation",
);
pub(super) const TEMPORARY_ELEVATION: TruthTechnique = technique(
    "T1548.005",
    "Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access",
    "Privilege Escalation",
);
pub(super) const DISABLE_LOGS: TruthTechnique = technique(
    "T1562.008",
    "Impair Defenses: Disable or Modify Cloud Logs",
    "Defense Evasion",
);
pub(super) const SECRETS_STORES: TruthTechnique = technique(
    "T1555.006",
    "Credentials from Password Stores: Cloud Secrets Management Stores",
    "Credential Access",
);
pub(super) const TRANSFER: TruthTechnique =
    technique("T1537", "Transfer Data to Cloud Account", "Exfiltration");
pub(super) const HIJACKING: TruthTechnique = technique(
    "T1496.001",
    "Resource Hijacking: Compute Hijacking",
    "Impact",
);
