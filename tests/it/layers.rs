//! The layering rule of `docs/architecture.md`: an arrow points at what a layer may use.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

const SHARED: &[&str] = &[
    "gumshoe-domain",
    "gumshoe-activity",
    "gumshoe-analytics",
    "gumshoe-sources",
    "gumshoe-messages",
    "gumshoe-directory",
    "gumshoe-pricing",
    "gumshoe-store",
    "gumshoe-segments",
    "gumshoe-api",
    "gumshoe-runtime",
];

/// Each package of ours, and the packages of ours that it may use. A family of functions never uses
/// another family.
const LAYERS: &[(&str, &[&str])] = &[
    ("gumshoe-domain", &[]),
    ("gumshoe-activity", &["gumshoe-domain"]),
    ("gumshoe-analytics", &["gumshoe-activity", "gumshoe-domain"]),
    ("gumshoe-sources", &["gumshoe-activity", "gumshoe-domain"]),
    ("gumshoe-messages", &["gumshoe-domain"]),
    ("gumshoe-directory", &["gumshoe-domain"]),
    ("gumshoe-pricing", &["gumshoe-domain"]),
    ("gumshoe-store", &["gumshoe-activity", "gumshoe-domain"]),
    (
        "gumshoe-segments",
        &["gumshoe-activity", "gumshoe-domain", "gumshoe-store"],
    ),
    (
        "gumshoe-api",
        &[
            "gumshoe-domain",
            "gumshoe-messages",
            "gumshoe-directory",
            "gumshoe-store",
        ],
    ),
    (
        "gumshoe-runtime",
        &[
            "gumshoe-api",
            "gumshoe-directory",
            "gumshoe-domain",
            "gumshoe-messages",
            "gumshoe-store",
        ],
    ),
    ("gumshoe-graphs", SHARED),
    ("gumshoe-members", SHARED),
    ("gumshoe-organization", SHARED),
    ("gumshoe-datasources", SHARED),
    ("gumshoe-investigations", SHARED),
    ("gumshoe-notices", SHARED),
    ("gumshoe-behavior", SHARED),
    ("gumshoe-ingest", SHARED),
    ("gumshoe-jobs", SHARED),
    (
        "gumshoe",
        &[
            "gumshoe-domain",
            "gumshoe-activity",
            "gumshoe-sources",
            "gumshoe-store",
            "gumshoe-segments",
            "gumshoe-api",
            "gumshoe-messages",
            "gumshoe-directory",
            "gumshoe-graphs",
            "gumshoe-members",
            "gumshoe-organization",
            "gumshoe-datasources",
            "gumshoe-investigations",
            "gumshoe-notices",
            "gumshoe-pricing",
            "gumshoe-behavior",
            "gumshoe-ingest",
            "gumshoe-jobs",
        ],
    ),
    (
        "gumshoe-tests",
        &[
            "gumshoe",
            "gumshoe-domain",
            "gumshoe-activity",
            "gumshoe-api",
            "gumshoe-messages",
        ],
    ),
    (
        "gumshoe-bench",
        &[
            "gumshoe",
            "gumshoe-domain",
            "gumshoe-activity",
            "gumshoe-analytics",
            "gumshoe-sources",
            "gumshoe-store",
            "gumshoe-segments",
            "gumshoe-api",
            "gumshoe-ingest",
            "gumshoe-investigations",
            "gumshoe-jobs",
            "gumshoe-pricing",
        ],
    ),
];

/// What the rules must never depend on: they are tested from cold in seconds.
const PURE: &[&str] = &["gumshoe-domain", "gumshoe-activity"];
const IMPURE: &[&str] = &[
    "tokio",
    "serde",
    "aws-sdk-dynamodb",
    "aws-sdk-s3",
    "lambda_runtime",
];

fn packages() -> Vec<(String, Vec<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .expect("cargo metadata runs");
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    packages
        .map(|package| {
            (
                name(package),
                package["dependencies"]
                    .as_array()
                    .expect("dependencies")
                    .iter()
                    .map(name)
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn every_package_uses_only_the_layers_below_it() {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (name, dependencies) in packages() {
        let Some(below) = allowed.get(name.as_str()) else {
            wrong.push(format!("{name} has no layer: add it to LAYERS"));
            continue;
        };
        for used in dependencies {
            if allowed.contains_key(used.as_str()) && !below.contains(&used.as_str()) {
                wrong.push(format!("{name} must not use {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rules_know_no_input_and_output() {
    for (name, dependencies) in packages() {
        if PURE.contains(&name.as_str()) {
            let impure: Vec<&String> = dependencies
                .iter()
                .filter(|used| IMPURE.contains(&used.as_str()))
                .collect();
            assert!(impure.is_empty(), "{name} uses {impure:?}");
        }
    }
}
