//! `gumshoe functions`: every Lambda function there is, what starts it and what it may touch.
//!
//! The list is what the families themselves say. A test compares it with everything that has to
//! follow from it: the template, the binaries, the events, the routes.

use std::collections::BTreeSet;
use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use gumshoe_api::{Entry, StartedBy, Trigger};
use gumshoe_store::Access;
use serde::Serialize;

use crate::cli::FunctionsArguments;
use crate::families::{operations, triggers};

/// What starts a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum Kind {
    /// A request to the API.
    Operation,
    /// An object in the log bucket.
    Trigger,
    /// A message of another function.
    Worker,
    /// An event of another AWS service.
    Listener,
    /// A schedule.
    Job,
}

impl From<Kind> for &'static str {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Operation => "operation",
            Kind::Trigger => "trigger",
            Kind::Worker => "worker",
            Kind::Listener => "listener",
            Kind::Job => "job",
        }
    }
}

/// One Lambda function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Function {
    /// The operation's name in the API; of a trigger or a job the function's own.
    pub name: &'static str,
    /// The function's name, which is its binary's: an operation's name in kebab case.
    pub function: String,
    /// What starts it.
    pub kind: Kind,
    /// The method of the operation's route.
    pub method: Option<&'static str>,
    /// The path of the operation's route, as API Gateway writes it.
    pub path: Option<&'static str>,
    /// The queue whose messages start it.
    pub queue: Option<&'static str>,
    /// What it may touch.
    pub access: Vec<Permission>,
}

/// One kind of access, as the template grants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// The access's name, the `Sid` of the statement.
    pub name: &'static str,
    /// The IAM actions that it stands for.
    pub actions: &'static [&'static str],
}

impl Function {
    fn of_operation(entry: &Entry) -> Self {
        Self {
            name: entry.name,
            function: kebab_case(entry.name),
            kind: Kind::Operation,
            method: Some(entry.route.method.as_str()),
            path: Some(entry.route.path),
            queue: None,
            access: permissions(entry.access.iter().chain(Entry::ACCESS_OF_ALL)),
        }
    }

    fn of_trigger(trigger: &Trigger) -> Self {
        Self {
            name: trigger.name,
            function: trigger.name.to_owned(),
            kind: match trigger.started_by {
                StartedBy::Objects(_) => Kind::Trigger,
                StartedBy::Messages(_) => Kind::Worker,
                StartedBy::Schedule(_) => Kind::Job,
                StartedBy::Events => Kind::Listener,
            },
            method: None,
            path: None,
            queue: match trigger.started_by {
                StartedBy::Messages(queue) => Some(queue.as_str()),
                StartedBy::Objects(_) | StartedBy::Schedule(_) | StartedBy::Events => None,
            },
            access: permissions(trigger.access),
        }
    }
}

/// Every function: the operations, then what is started otherwise.
pub fn functions() -> Vec<Function> {
    operations()
        .map(Function::of_operation)
        .chain(triggers().map(Function::of_trigger))
        .collect()
}

/// Prints every function to standard output, as a table or as JSON.
///
/// # Errors
/// When standard output cannot be written to.
pub fn print(arguments: &FunctionsArguments) -> io::Result<()> {
    let functions = functions();
    let mut out = io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &functions)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", table(&functions))?;
    }
    out.flush()
}

fn table(functions: &[Function]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(vec!["Function", "Kind", "Route", "Access", "IAM actions"]);
    for function in functions {
        let kind: &str = function.kind.into();
        let route = function.method.zip(function.path);
        let names: Vec<&str> = function.access.iter().map(|it| it.name).collect();
        let actions: Vec<String> = function
            .access
            .iter()
            .map(|it| it.actions.join(" "))
            .collect();
        table.add_row([
            function.function.clone(),
            kind.to_owned(),
            route.map_or_else(String::new, |(method, path)| format!("{method} {path}")),
            names.join("\n"),
            actions.join("\n"),
        ]);
    }
    table
}

fn permissions<'a>(access: impl IntoIterator<Item = &'a Access>) -> Vec<Permission> {
    let distinct: BTreeSet<&Access> = access.into_iter().collect();
    distinct
        .into_iter()
        .map(|access| Permission {
            name: access.as_str(),
            actions: access.iam_actions(),
        })
        .collect()
}

/// `CreateGraph` as `create-graph`.
fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(functions: &'a [Function], name: &str) -> &'a Function {
        functions.iter().find(|it| it.name == name).unwrap()
    }

    #[test]
    fn an_operation_is_told_with_its_route_its_binary_and_its_least_privilege() {
        let functions = functions();
        let json = serde_json::to_value(named(&functions, "ListGraphs")).unwrap();
        let expected = serde_json::json!({
            "name": "ListGraphs",
            "function": "list-graphs",
            "kind": "operation",
            "method": "POST",
            "path": "/graphs/list",
            "queue": null,
            "access": [
                {
                    "name": "ReadTable",
                    "actions": ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"],
                },
                { "name": "SendToNotices", "actions": ["sqs:SendMessage"] },
            ],
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn what_objects_and_schedules_start_has_no_route() {
        let functions = functions();
        for (name, kind) in [
            ("ingest-cloudtrail", Kind::Trigger),
            ("deliver-notices", Kind::Worker),
            ("sweep-segments", Kind::Job),
        ] {
            let function = named(&functions, name);
            assert_eq!(
                (function.kind, function.method, function.path),
                (kind, None, None),
                "{name}"
            );
        }
    }

    #[test]
    fn no_two_functions_have_the_same_name_or_route() {
        let functions = functions();
        let names: BTreeSet<&str> = functions.iter().map(|it| it.function.as_str()).collect();
        assert_eq!(names.len(), functions.len());
        let routes: Vec<_> = functions
            .iter()
            .filter_map(|it| it.method.zip(it.path))
            .collect();
        let distinct: BTreeSet<_> = routes.iter().collect();
        assert_eq!(distinct.len(), routes.len());
    }

    #[test]
    fn the_table_has_a_row_for_each_function() {
        let functions = functions();
        let printed = table(&functions).to_string();
        for function in &functions {
            let first = format!(" {} ", function.function);
            assert!(printed.contains(&first), "{printed}");
        }
    }
}
