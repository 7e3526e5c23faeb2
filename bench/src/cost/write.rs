//! `shared/pricing/tables/units.toml`, written anew.

use std::fmt::Write as _;
use std::path::Path;

use gumshoe_pricing::{Measured, Rates, SourceUnits, Units};

const HEADER: &str = "\
# What things take, measured by `make cost-units`, which writes this file. CPU seconds are user and system, of the
# process that ingests or compacts, on a virtual machine with two cores; everything else is what AWS would bill.
# `gb` is for each GB (10^9 bytes) of text, `object` for each object beside its text, `commit` for each batch of objects
# that are counted together, `account` for each account in such a batch. Least squares over runs that differ in all of
# them; `docs/cost.md` has the runs.

";

/// The day it is.
pub(crate) fn today() -> String {
    gumshoe::clock::now().hour().day().to_string()
}

/// Writes the file.
pub(crate) fn units(measured: &Measured) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/pricing/tables/units.toml");
    std::fs::write(path, text(measured)).expect("the file is written");
}

fn text(measured: &Measured) -> String {
    let mut text = HEADER.to_owned();
    let date = &measured.date;
    let bytes = measured.manifest_entry_bytes;
    add(
        &mut text,
        format_args!("date = \"{date}\"\nmanifest_entry_bytes = {bytes:.1}\n"),
    );
    source(&mut text, "cloudtrail", &measured.cloudtrail);
    source(&mut text, "vpc_flow", &measured.vpc_flow);
    text
}

fn source(text: &mut String, name: &str, units: &SourceUnits) {
    let kept = &units.kept;
    add(
        text,
        format_args!(
            "\n[{name}]\ninflation = {:.2}\n\n[{name}.kept]\nrows_per_gb = {:.1}\nbytes_per_gb = {:.1}\nkinds = {:.1}\ntable_bytes_per_object = {:.1}\n",
            units.inflation,
            kept.rows_per_gb,
            kept.bytes_per_gb,
            kept.kinds,
            kept.table_bytes_per_object,
        ),
    );
    rates(text, &format!("{name}.ingest"), &units.ingest);
    rates(text, &format!("{name}.compaction"), &units.compaction);
}

fn rates(text: &mut String, name: &str, rates: &Rates) {
    add(text, format_args!("\n[{name}]\n"));
    let parts = [
        ("gb", rates.gb),
        ("object", rates.object),
        ("commit", rates.commit),
        ("account", rates.account),
    ];
    for (part, units) in parts {
        let values = Units::NAMES.iter().zip(units.values());
        let values: Vec<String> = values
            // No value is below zero, but one may be minus zero.
            .map(|(name, value)| format!("{name} = {:.6}", value.abs()))
            .collect();
        add(text, format_args!("{part} = {{ {} }}\n", values.join(", ")));
    }
}

fn add(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("writing to memory");
}

#[cfg(test)]
mod tests {
    use gumshoe_pricing::Model;

    use super::*;

    #[test]
    fn what_is_written_reads_as_what_was_measured() {
        let measured = Model::read().unwrap().measured;
        let again: Measured = toml::from_str(&text(&measured)).unwrap();
        assert_eq!(again, measured);
    }
}
