//! The demo's last word: what was ingested, who was busy, what is new, and how to look further.

mod paint;
mod sources;
mod timeline;

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

pub(super) use paint::Paint;

use super::account::Account;
use super::generate::{Made, title};
use super::load::Loaded;
use super::questions::{Answers, NewPlace, Principal};
use crate::endpoints::{Endpoints, SECRET_ACCESS_KEY};
use crate::size::Size;
use crate::synthetic::{Scenario, Tally};
use crate::terminal::{self, count};

/// Principals that are shown.
const MOST_PRINCIPALS: usize = 12;

/// Places that are shown.
const MOST_PLACES: usize = 12;

/// Longest text of a cell, in characters.
const WIDEST: usize = 34;

/// Everything that the report tells.
pub(super) struct Facts<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) accounts: &'a [Account],
    /// What was loaded; absent when an earlier demo's was kept.
    pub(super) loaded: Option<&'a Loaded>,
    /// How long the questions took.
    pub(super) asking: Duration,
    /// From the start of the stack to the answers.
    pub(super) took: Duration,
    pub(super) answers: &'a Answers,
    pub(super) endpoints: &'a Endpoints,
    /// The file of the endpoints.
    pub(super) environment: &'a Path,
    /// Whether the stack goes on serving.
    pub(super) stays: bool,
    /// Whether there is a geolocation file.
    pub(super) can_tell_places: bool,
}

impl Facts<'_> {
    /// The report, ready to be printed. What comes from logs can hold no control character.
    pub(super) fn to_text(&self, paint: Paint) -> String {
        let mut text = String::new();
        self.ingested(&mut text, paint);
        self.busiest(&mut text, paint);
        self.new_places(&mut text, paint);
        sources::add(&mut text, paint, &self.answers.sources);
        if self.stays {
            self.further(&mut text, paint);
        }
        text
    }

    fn ingested(&self, text: &mut String, paint: Paint) {
        heading(text, paint, "Ingested");
        let Some(loaded) = self.loaded else {
            line(text, "Nothing new: an earlier demo's graphs are shown.");
            return;
        };
        let total = loaded.made.records();
        let verdict = if loaded.ingested.records == total && loaded.given_up == 0 {
            paint.good("every one counted once")
        } else {
            paint.bad(&format!(
                "{} counted, {} deliveries given up",
                count(loaded.ingested.records),
                loaded.given_up
            ))
        };
        line(
            text,
            &format!("{} records generated, {verdict}", count(total)),
        );
        line(
            text,
            &format!(
                "{} in {} objects, {:.1} s ({}/s), {:.1} s in all",
                Size::from(loaded.made.bytes()),
                count(loaded.made.objects()),
                loaded.took.as_secs_f64(),
                Size::from(per_second(loaded.made.bytes(), loaded.took)),
                self.took.as_secs_f64(),
            ),
        );
        let seconds = |it: Duration| format!("{:.1} s", it.as_secs_f64());
        line(
            text,
            &format!(
                "Generated and uploaded in {}, ingested {} later, questions answered in {}",
                seconds(loaded.uploading),
                seconds(loaded.took.saturating_sub(loaded.uploading)),
                seconds(self.asking),
            ),
        );
        line(text, &per_source(&loaded.made));
        line(text, &self.per_account(&loaded.made.tally));
    }

    fn per_account(&self, tally: &Tally) -> String {
        let accounts: Vec<String> = self
            .accounts
            .iter()
            .map(|account| {
                let counts = tally.accounts.get(&account.id).copied().unwrap_or_default();
                format!("{} {}", account.id, count(counts.records))
            })
            .collect();
        format!(
            "CloudTrail's by account, each in its own graph: {}",
            accounts.join(", ")
        )
    }

    fn busiest(&self, text: &mut String, paint: Paint) {
        let day = self.answers.day;
        let title = format!(
            "Busiest principals of the last day, {} to {}",
            minute(&day.start.to_string()),
            minute(&day.end.to_string())
        );
        heading(text, paint, &title);
        let mut table = table(
            &["Principal", "Type", "Calls", "Failed", "24 hours"],
            &[2, 3],
        );
        for principal in self.answers.busiest.iter().take(MOST_PRINCIPALS) {
            table.add_row([
                name(principal),
                printable(principal.entity_type.trim_start_matches("Aws")),
                count(principal.success_count + principal.failure_count),
                count(principal.failure_count),
                timeline::of(&principal.timeline, day),
            ]);
        }
        show(text, &table);
        let rest = self.answers.busiest.len().saturating_sub(MOST_PRINCIPALS);
        if rest > 0 {
            line(text, &paint.faint(&format!("and {rest} more")));
        }
    }

    fn new_places(&self, text: &mut String, paint: Paint) {
        let Some(before) = self.answers.before else {
            return;
        };
        let title = format!(
            "Places of the last day, not seen since {}",
            minute(&before.start.to_string())
        );
        heading(text, paint, &title);
        if !self.can_tell_places {
            let hint = "No geolocation file is configured. With MMDB files of cities and of autonomous systems, say --geolocation FILE.";
            line(text, hint);
            return;
        }
        if self.answers.new_places.is_empty() {
            line(text, "None.");
            return;
        }
        let header = [
            "Account",
            "Place",
            "Organisation",
            "Calls",
            "Failed",
            "Since",
            "Callers",
        ];
        let mut table = table(&header, &[3, 4]);
        for place in self.answers.new_places.iter().take(MOST_PLACES) {
            table.add_row([
                printable(&place.account),
                place_name(place),
                printable(place.aso.as_deref().unwrap_or("unknown")),
                count(place.success_count + place.failure_count),
                count(place.failure_count),
                minute(&place.first_seen),
                callers(place),
            ]);
        }
        show(text, &table);
    }

    fn further(&self, text: &mut String, paint: Paint) {
        heading(text, paint, "Look further");
        let graph = self.accounts.first().map_or("", |it| it.graph.as_str());
        let environment = self.environment.display();
        let console = format!("Console  {}/", self.endpoints.api_url());
        line(text, &paint.command(&console));
        line(text, "");
        for command in [
            format!("set -a; . {environment}; set +a"),
            "aws detective list-graphs".to_owned(),
            self.curl(
                "/behavior/summary/get",
                &format!(r#"{{"GraphArn":"{graph}"}}"#),
            ),
            self.curl(
                "/behavior/entities/search",
                &format!(r#"{{"GraphArn":"{graph}","EntityType":"AwsUser","Query":"deploy*"}}"#),
            ),
        ] {
            line(text, &paint.command(&command));
        }
        if let Some(user) = self.suspect() {
            let command = format!(
                "aws detective start-investigation --graph-arn {graph} --entity-arn {user} --scope-start-time {} --scope-end-time {}",
                self.answers.day.start, self.answers.day.end
            );
            line(text, &paint.command(&command));
        }
        line(text, "");
        let others = self.accounts.len().saturating_sub(1);
        let story = self.environment.with_file_name("truth.json");
        if others > 0 {
            let note = format!(
                "The first account administers the graph; the other {others} are members: set AWS_ACCESS_KEY_ID to one to see what it may see."
            );
            line(text, &note);
        }
        line(
            text,
            &format!(
                "Seed {}: what really happened is in {}.",
                self.scenario.seed,
                story.display()
            ),
        );
        line(
            text,
            &format!(
                "Serving the console and the API at {}; Ctrl-C ends.",
                self.endpoints.api_url()
            ),
        );
    }

    /// A user of the administrator's account who called from a new place. Somebody may paste it into
    /// a shell, so it has no character that means something there.
    fn suspect(&self) -> Option<&str> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/_+=,.@-".contains(&byte);
        let account = format!(":iam::{}:user/", self.endpoints.account);
        let callers = self.answers.new_places.iter().flat_map(|it| &it.callers);
        callers
            .map(String::as_str)
            .find(|arn| arn.contains(&account) && arn.bytes().all(plain))
    }

    /// A signed call, as curl makes it.
    fn curl(&self, path: &str, body: &str) -> String {
        format!(
            "curl -s --aws-sigv4 aws:amz:{region}:detective --user {account}:{SECRET_ACCESS_KEY} -H 'content-type: application/json' -d '{body}' {url}{path}",
            region = self.endpoints.region,
            account = self.endpoints.account,
            url = self.endpoints.api_url(),
        )
    }
}

fn per_source(made: &Made) -> String {
    let mut sources = vec![format!("CloudTrail {}", count(made.tally.total().records))];
    let others = made.sources.iter();
    sources.extend(others.map(|(it, tally)| format!("{} {}", title(*it), count(tally.records))));
    format!("Records by source: {}", sources.join(", "))
}

/// A text of a log for a cell.
fn printable(text: &str) -> String {
    terminal::printable(text, WIDEST)
}

fn name(principal: &Principal) -> String {
    printable(principal.name.as_deref().unwrap_or(&principal.entity_id))
}

fn place_name(place: &NewPlace) -> String {
    let city = place.city.as_deref().unwrap_or("unknown city");
    printable(&format!("{city}, {}", place.country))
}

/// The callers by the last part of their ARNs, as many as fit.
fn callers(place: &NewPlace) -> String {
    let short = |arn: &String| {
        let resource = arn.rsplit_once(':').map_or(arn.as_str(), |(_, it)| it);
        let name = resource.split_once('/').map_or(resource, |(_, it)| it);
        name.to_owned()
    };
    let names: Vec<String> = place.callers.iter().map(short).collect();
    printable(&names.join(", "))
}

/// The date and the minute of an ISO 8601 time.
fn minute(time: &str) -> String {
    let cut: String = time.chars().take("2026-03-01T12:00".len()).collect();
    printable(&cut.replace('T', " "))
}

fn per_second(bytes: u64, took: Duration) -> u64 {
    let milliseconds = took.as_millis().max(1);
    u64::try_from(u128::from(bytes) * 1_000 / milliseconds).unwrap_or(u64::MAX)
}

fn table(header: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header.to_vec());
    for position in numbers {
        if let Some(column) = table.column_mut(*position) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn show(text: &mut String, table: &Table) {
    for row in table.lines() {
        line(text, row.trim_end());
    }
}

fn heading(text: &mut String, paint: Paint, title: &str) {
    text.push('\n');
    line(text, &paint.heading(title));
}

fn line(text: &mut String, content: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(
        text,
        "{}",
        format_args!("  {content}").to_string().trim_end()
    );
}
