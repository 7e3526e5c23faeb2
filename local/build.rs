//! A release program has the console's files within it, so it is built again when they change.

#[expect(
    clippy::disallowed_methods,
    reason = "Cargo tells build scripts everything by environment variables"
)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../console/dist");
    }
}
