//! What every source of findings shares: from the bytes of an object to findings in a batch.

mod action;
mod arn;
mod documents;
mod envelope;
mod involved;
mod json;
mod principal;
mod texts;

use std::collections::BTreeMap;

use gumshoe_activity::Report;
use serde_json::Value;

use crate::batch::Batch;
use crate::inflate::Inflater;
use crate::limits::Limits;
use crate::rejected::ObjectRejected;
use crate::tally::{AccountTally, LeftOut, Notice, ObjectTally, RecordRejected};

pub(crate) use action::sides;
pub(crate) use arn::Arn;
pub(crate) use envelope::Delivery;
pub(crate) use involved::Entities;
pub(crate) use json::{elements, member, moment, text, text_of};
pub(crate) use principal::principal;
pub(crate) use texts::Texts;

/// The longest record of a finding. Security Hub User Guide, "Required top-level attributes": 240 KB;
/// Amazon `EventBridge` User Guide: an event has 256 KB at most. It fits in an item of the table as
/// it is, whatever it holds.
pub(crate) const MOST_RECORD_BYTES: usize = 380 << 10;

/// What a source makes of one record: a report and whether something of it was cut.
pub(crate) type Taken = Result<(Report, bool), Refused>;

/// Why a record is no finding of a graph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refused {
    /// It is sound.
    LeftOut(LeftOut),
    /// It is sound, and says that what may have been one is none any more.
    Passed(LeftOut, Box<Report>),
    /// It is not.
    Rejected(RecordRejected),
}

impl From<RecordRejected> for Refused {
    fn from(reason: RecordRejected) -> Self {
        Self::Rejected(reason)
    }
}

impl From<LeftOut> for Refused {
    fn from(reason: LeftOut) -> Self {
        Self::LeftOut(reason)
    }
}

/// Makes a finding of a record and of how it was delivered.
pub(crate) type Take = fn(&Value, &Delivery) -> Taken;

/// Adds the findings of one object to `batch`; `take` makes one of each record.
///
/// # Errors
/// When the object cannot be read to its end; nothing is added then.
pub(crate) fn read(
    bytes: &[u8],
    batch: &mut Batch,
    limits: &Limits,
    take: Take,
) -> Result<ObjectTally, ObjectRejected> {
    let mut inflater = std::mem::take(&mut batch.buffers.inflater);
    let result = reports(bytes, &mut inflater, limits, take);
    batch.buffers.inflater = inflater;
    let (tally, reports, passed) = result?;
    for (of_account, reports) in [(&mut batch.findings, reports), (&mut batch.passed, passed)] {
        for report in reports {
            let account = report.finding.account;
            of_account.entry(account).or_default().push(report);
        }
    }
    Ok(tally)
}

fn reports(
    bytes: &[u8],
    inflater: &mut Inflater,
    limits: &Limits,
    take: Take,
) -> Result<(ObjectTally, Vec<Report>, Vec<Report>), ObjectRejected> {
    let mut reading = Reading::new(limits, take);
    let read = documents::read(bytes, inflater, limits, &mut reading);
    if reading.is_full {
        return Err(ObjectRejected::TooManyRows(limits.batch_bytes));
    }
    reading.tally.inflated_bytes = read?;
    Ok((reading.tally, reading.reports, reading.passed))
}

/// One object being read.
pub(crate) struct Reading {
    take: Take,
    tally: ObjectTally,
    reports: Vec<Report>,
    passed: Vec<Report>,
    memory: usize,
    most_memory: usize,
    most_record: usize,
    is_full: bool,
}

/// The findings no longer fit in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

impl Reading {
    fn new(limits: &Limits, take: Take) -> Self {
        let most_record = usize::try_from(limits.record_bytes).unwrap_or(usize::MAX);
        Self {
            take,
            tally: ObjectTally::default(),
            reports: Vec::new(),
            passed: Vec::new(),
            memory: 0,
            most_memory: limits.batch_bytes,
            most_record: most_record.min(MOST_RECORD_BYTES),
            is_full: false,
        }
    }

    /// Forgets what was read, to begin the same object again.
    fn restart(&mut self) {
        self.tally = ObjectTally::default();
        self.reports.clear();
        self.passed.clear();
        self.memory = 0;
    }

    /// Whether anything was read that may be a finding.
    fn has_records(&self) -> bool {
        let not_json = self.tally.rejected.of(RecordRejected::NotAnObject);
        self.tally.records > 0
            || self.tally.left_out.total() > 0
            || self.tally.rejected.total() > not_json
    }

    /// Counts something that is no JSON object.
    fn no_object(&mut self) {
        self.tally.rejected.add(RecordRejected::NotAnObject);
    }

    /// Takes one record, whose JSON is `text`.
    fn record(&mut self, text: &str, delivery: &Delivery) -> Result<(), Full> {
        if text.len() > self.most_record {
            self.tally.rejected.add(RecordRejected::TooLong);
            return Ok(());
        }
        // What is nested too deeply to be read is no finding either.
        let Ok(record @ Value::Object(_)) = serde_json::from_str(text) else {
            self.no_object();
            return Ok(());
        };
        match (self.take)(&record, delivery) {
            Ok((mut report, is_cut)) => {
                if is_cut {
                    self.tally.notices.add(Notice::TruncatedField);
                }
                text.clone_into(&mut report.record);
                self.add(report)
            }
            Err(Refused::LeftOut(reason)) => {
                self.tally.left_out.add(reason);
                Ok(())
            }
            Err(Refused::Passed(reason, mut report)) => {
                self.tally.left_out.add(reason);
                text.clone_into(&mut report.record);
                self.pass(*report)
            }
            Err(Refused::Rejected(reason)) => {
                self.tally.rejected.add(reason);
                Ok(())
            }
        }
    }

    fn hold(&mut self, report: &Report) -> Result<(), Full> {
        self.memory += report.memory();
        if self.memory > self.most_memory {
            self.is_full = true;
            return Err(Full);
        }
        Ok(())
    }

    /// Keeps what counts for nothing, with whose it is: the object is of its account's graph.
    fn pass(&mut self, report: Report) -> Result<(), Full> {
        self.hold(&report)?;
        let accounts: &mut BTreeMap<_, _> = &mut self.tally.accounts;
        accounts
            .entry(report.finding.account)
            .or_insert(AccountTally {
                records: 0,
                newest: report.finding.updated,
            });
        self.passed.push(report);
        Ok(())
    }

    fn add(&mut self, report: Report) -> Result<(), Full> {
        self.hold(&report)?;
        let finding = &report.finding;
        if finding.is_archived {
            self.tally.notices.add(Notice::ArchivedFinding);
        }
        self.tally.records += 1;
        self.tally.newest = self.tally.newest.max(Some(finding.updated));
        let accounts: &mut BTreeMap<_, _> = &mut self.tally.accounts;
        let account = accounts.entry(finding.account).or_insert(AccountTally {
            records: 0,
            newest: finding.updated,
        });
        account.records += 1;
        account.newest = account.newest.max(finding.updated);
        self.reports.push(report);
        Ok(())
    }
}
