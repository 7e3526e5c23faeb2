//! What an invented company owns in its accounts: the things that calls are about.

use super::chance::Chance;
use super::places::REGIONS;

/// What each account is for; further accounts are numbered teams.
const PURPOSES: [&str; 5] = ["shared", "production", "analytics", "staging", "sandbox"];

const BUCKET_USES: [&str; 8] = [
    "assets",
    "invoices",
    "customer-exports",
    "terraform-state",
    "access-logs",
    "backups",
    "ml-features",
    "build-artifacts",
];

/// The first accounts' ids are those of AWS's own documentation.
const ACCOUNT_IDS: [&str; 3] = ["111122223333", "444455556666", "777788889999"];

/// One account.
#[derive(Debug, Clone)]
pub(super) struct Estate {
    /// Its id.
    pub(super) account: String,
    /// What it is for: part of the names within it.
    pub(super) purpose: String,
    /// Names of buckets.
    pub(super) buckets: Vec<String>,
    /// Names of secrets.
    pub(super) secrets: Vec<String>,
    /// Names of tables.
    pub(super) tables: Vec<String>,
    /// Names of functions.
    pub(super) functions: Vec<String>,
    /// Names of log groups.
    pub(super) log_groups: Vec<String>,
    /// Names of roles that people look at.
    pub(super) roles: Vec<String>,
    /// What is there in each Region, in the order of [`REGIONS`].
    regions: Vec<(&'static str, RegionalEstate)>,
}

/// One Region of an account.
#[derive(Debug, Clone)]
pub(super) struct RegionalEstate {
    /// `i-…`
    pub(super) instances: Vec<String>,
    /// `sg-…`
    pub(super) security_groups: Vec<String>,
    /// `subnet-…`
    pub(super) subnets: Vec<String>,
    /// `vol-…`
    pub(super) volumes: Vec<String>,
    /// `vpc-…`
    pub(super) vpc: String,
    /// `ami-…`
    pub(super) image: String,
    /// Ids of KMS keys.
    pub(super) keys: Vec<String>,
}

impl Estate {
    /// Account number `index` of the company, whose id is `account`.
    pub(super) fn new(index: u32, account: &str, chance: &mut Chance) -> Self {
        let position = usize::try_from(index).unwrap_or(usize::MAX);
        let purpose = PURPOSES
            .get(position)
            .map_or_else(|| format!("team{index}"), |it| (*it).to_owned());
        let functions: Vec<String> = ["thumbnailer", "order-events", "nightly-report"]
            .iter()
            .map(|name| format!("{purpose}-{name}"))
            .collect();
        Self {
            account: account.to_owned(),
            buckets: BUCKET_USES
                .iter()
                .map(|usage| format!("examplecorp-{purpose}-{usage}"))
                .collect(),
            secrets: ["database", "payment-provider", "mail-relay"]
                .iter()
                .map(|name| format!("{purpose}/{name}"))
                .collect(),
            tables: ["orders", "sessions", "inventory"]
                .iter()
                .map(|name| format!("{purpose}-{name}"))
                .collect(),
            log_groups: functions
                .iter()
                .map(|name| format!("/aws/lambda/{name}"))
                .collect(),
            functions,
            roles: ["app-runtime", "batch-worker", "nightly-report"]
                .iter()
                .map(|name| format!("{purpose}-{name}"))
                .collect(),
            regions: REGIONS
                .iter()
                .map(|(_, region)| (*region, RegionalEstate::new(chance)))
                .collect(),
            purpose,
        }
    }

    /// What the account has in `region`; every Region that is used is in [`REGIONS`].
    pub(super) fn region(&self, region: &str) -> &RegionalEstate {
        let found = self.regions.iter().find(|(name, _)| *name == region);
        &found.unwrap_or(&self.regions[0]).1
    }

    /// The ARN of one of the account's own resources that has no Region.
    pub(super) fn iam_arn(&self, resource: &str) -> String {
        format!("arn:aws:iam::{}:{resource}", self.account)
    }

    /// The ARN of one of the account's own resources in a Region.
    pub(super) fn arn(&self, service: &str, region: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{region}:{}:{resource}", self.account)
    }
}

/// The network interface of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interface {
    /// `eni-…`
    pub(super) id: String,
    pub(super) instance: String,
    pub(super) address: String,
    pub(super) subnet: String,
}

impl RegionalEstate {
    /// The interface of the instance at this position. It follows from the instance alone, so that
    /// every source tells the same.
    pub(super) fn interface(&self, position: usize) -> Interface {
        let instance = self.instances[position].clone();
        let digits: String = instance.trim_start_matches("i-").chars().rev().collect();
        let subnet = position % self.subnets.len();
        Interface {
            id: format!("eni-{digits}"),
            instance,
            address: format!("10.0.{}.{}", subnet * 16, 20 + position),
            subnet: self.subnets[subnet].clone(),
        }
    }

    /// The interface of the instance with this id.
    pub(super) fn interface_of(&self, instance: &str) -> Interface {
        let position = self.instances.iter().position(|it| it == instance);
        self.interface(position.unwrap_or_default())
    }

    fn new(chance: &mut Chance) -> Self {
        Self {
            instances: ids(chance, "i-", 6),
            security_groups: ids(chance, "sg-", 4),
            subnets: ids(chance, "subnet-", 3),
            volumes: ids(chance, "vol-", 5),
            vpc: format!("vpc-{}", chance.hex(17)),
            image: format!("ami-{}", chance.hex(17)),
            keys: (0..3).map(|_| chance.uuid()).collect(),
        }
    }
}

fn ids(chance: &mut Chance, prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|_| format!("{prefix}{}", chance.hex(17)))
        .collect()
}

/// The id of account number `index`: invented, the first three those of AWS's documentation.
pub(super) fn account_id(index: u32) -> String {
    let position = usize::try_from(index).unwrap_or(usize::MAX);
    ACCOUNT_IDS.get(position).map_or_else(
        || format!("{:012}", 200_000_000_000 + u64::from(index) * 11),
        |it| (*it).to_owned(),
    )
}

/// The account of a vendor that watches the company's accounts from its own.
pub(super) const VENDOR_ACCOUNT: &str = "999900001111";

/// The account that data is given away to in the intrusion.
pub(super) const INTRUDER_ACCOUNT: &str = "666655554444";
