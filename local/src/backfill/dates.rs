//! The day that an object's key tells: the folders `2026/03/01` or `year=2026/month=03/day=01`, below
//! which AWS writes its logs, or the time in the names of its files, `_20260301T1205Z_`.

use gumshoe_domain::Day;

use super::location::Span;

/// What to do with a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    /// Nothing in it is meant.
    Skip,
    /// It is of one day: all that is in it is listed at once.
    Whole,
    /// What is in it is to be looked at.
    Enter,
}

/// What to do with the folder `path`, which ends on a slash, when the days of `span` are meant. A year
/// by itself decides nothing: an owner's prefix may look like one.
pub(super) fn folder(path: &str, span: Span) -> Folder {
    match days(path.trim_end_matches('/')) {
        None => Folder::Enter,
        Some((first, end)) if !span.meets(first, end) => Folder::Skip,
        Some((first, end)) if first.plus(1) == end => Folder::Whole,
        Some(_) => Folder::Enter,
    }
}

/// The day in an object's key.
pub(super) fn day(key: &str) -> Option<Day> {
    let (folders, file) = key.rsplit_once('/').unwrap_or(("", key));
    let of_folders = days(folders).filter(|(first, end)| first.plus(1) == *end);
    of_folders.map(|(first, _)| first).or_else(|| of_file(file))
}

/// The first of the days that the last dated folders of a path are of, and the one after the last.
fn days(path: &str) -> Option<(Day, Day)> {
    let parts: Vec<&str> = path.split('/').collect();
    (0..parts.len()).rev().find_map(|at| {
        let year = number(parts.get(at)?, "year=", 4)?;
        let month = number(parts.get(at + 1)?, "month=", 2)?;
        let first = moment(year, month, 1)?;
        match parts.get(at + 2) {
            Some(day) => {
                let day = moment(year, month, number(day, "day=", 2)?)?;
                Some((day, day.plus(1)))
            }
            None if month == 12 => Some((first, moment(year + 1, 1, 1)?)),
            None => Some((first, moment(year, month + 1, 1)?)),
        }
    })
}

/// The number of a folder with so many digits, with or without its name before them.
fn number(folder: &str, name: &str, digits: usize) -> Option<u32> {
    let text = folder.strip_prefix(name).unwrap_or(folder);
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn of_file(file: &str) -> Option<Day> {
    file.split('_').find_map(|part| {
        let (date, time) = part.split_once('T')?;
        let is_time = time.len() == 5 && time.ends_with('Z');
        let number = |range, digits| number(date.get(range)?, "", digits);
        let (year, month, day) = (number(0..4, 4)?, number(4..6, 2)?, number(6..8, 2)?);
        (is_time && date.len() == 8)
            .then(|| moment(year, month, day))
            .flatten()
    })
}

fn moment(year: u32, month: u32, day: u32) -> Option<Day> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::location::moment;
    use super::*;

    fn span(since: &str, until: &str) -> Span {
        Span {
            since: moment(since).unwrap(),
            until: moment(until).unwrap(),
        }
    }

    fn day_of(key: &str) -> Option<String> {
        day(key).map(|day| day.to_string())
    }

    #[test]
    fn a_key_tells_its_day_by_its_folders_or_by_its_files_name() {
        let first = Some("2026-03-01".to_owned());
        for key in [
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/x.json.gz",
            "p/aws-region=eu-west-1/year=2026/month=03/day=01/hour=12/x.parquet",
            "eks/2026/03/01/12/x.gz",
            "1999/12/AWSLogs/111122223333/GuardDuty/eu-west-1/2026/03/01/x.jsonl.gz",
            "CloudTrail/111122223333_CloudTrail_eu-west-1_20260301T1205Z_0123456789abcdef.json.gz",
            "111122223333_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260301T1205Z_01234567.log.gz",
        ] {
            assert_eq!(day_of(key), first, "{key}");
        }
        for key in [
            "",
            "2026/x.json",
            "2026/03/x.json",
            "2026/03/41/x.json",
            "2026/13/01/x.json",
            "x_20260301_y.json",
            "x_20260301T12_y.json",
        ] {
            assert_eq!(day_of(key), None, "{key}");
        }
    }

    #[test]
    fn folders_of_other_days_and_months_are_skipped() {
        let march = span("2026-03-02", "2026-03-04");
        for (path, expected) in [
            ("AWSLogs/", Folder::Enter),
            ("2024/", Folder::Enter),
            ("x/2026/", Folder::Enter),
            ("x/2026/02/", Folder::Skip),
            ("x/2026/03/", Folder::Enter),
            ("x/2026/03/01/", Folder::Skip),
            ("x/2026/03/02/", Folder::Whole),
            ("x/2026/03/03/", Folder::Whole),
            ("x/2026/03/04/", Folder::Skip),
            ("x/2026/12/", Folder::Skip),
            ("year=2026/month=03/day=04/", Folder::Skip),
        ] {
            assert_eq!(folder(path, march), expected, "{path}");
        }
        let newest = span("2025-12-31", "2026-01-01");
        assert_eq!(folder("2025/12/", newest), Folder::Enter);
    }

    #[test]
    fn a_day_counts_whole_when_a_part_of_it_is_meant() {
        let noon = span("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z");
        assert_eq!(folder("2026/03/02/", noon), Folder::Whole);
        assert_eq!(folder("2026/03/03/", noon), Folder::Skip);
    }
}
