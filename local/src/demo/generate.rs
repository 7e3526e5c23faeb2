//! Making everything that is to be loaded or written, and counting it.

use std::collections::BTreeMap;

use crate::synthetic::{GenerationError, Object, Scenario, Source, Tally};

/// What the generator made.
#[derive(Debug, Clone, Default)]
pub(super) struct Made {
    /// CloudTrail's objects and records.
    pub(super) tally: Tally,
    /// Those of the other sources.
    pub(super) sources: BTreeMap<Source, SourceTally>,
}

/// Totals of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SourceTally {
    pub(super) objects: u64,
    /// Before compression.
    pub(super) bytes: u64,
    /// Those that count.
    pub(super) records: u64,
}

impl Made {
    /// Records of all sources.
    pub(super) fn records(&self) -> u64 {
        self.tally.total().records + self.sum(|it| it.records)
    }

    /// Objects of all sources.
    pub(super) fn objects(&self) -> u64 {
        self.tally.objects + self.sum(|it| it.objects)
    }

    /// Uncompressed bytes of all sources.
    pub(super) fn bytes(&self) -> u64 {
        self.tally.bytes + self.sum(|it| it.bytes)
    }

    fn sum(&self, of: fn(&SourceTally) -> u64) -> u64 {
        self.sources.values().map(of).sum()
    }
}

/// A source, as people call it.
pub(super) fn title(source: Source) -> &'static str {
    match source {
        Source::VpcFlow => "VPC flow logs",
        Source::EksAudit => "EKS audit logs",
        Source::GuardDuty => "GuardDuty",
        Source::SecurityHub => "Security Hub",
    }
}

/// Hands every object to `take`, and tells what there was. CloudTrail's, of which there is most, come
/// last, so that the other sources are ingested beside them.
pub(super) fn generate<E: From<GenerationError>>(
    scenario: &Scenario,
    hostile: bool,
    mut take: impl FnMut(Object) -> Result<(), E>,
) -> Result<Made, E> {
    let mut made = Made::default();
    let mut others = scenario.source_objects();
    let mut objects = scenario.objects();
    if hostile {
        others = others.hostile();
        objects = objects.hostile();
    }
    for other in others {
        let other = other?;
        let tally = made.sources.entry(other.source).or_default();
        tally.objects += 1;
        tally.bytes += other.object.uncompressed_bytes;
        tally.records += other.object.records;
        take(other.object)?;
    }
    for object in objects.by_ref() {
        take(object?)?;
    }
    made.tally = objects.tally().clone();
    Ok(made)
}
