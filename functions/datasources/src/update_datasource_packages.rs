//! `UpdateDatasourcePackages`: what a graph takes in from now on.
//!
//! <https://docs.aws.amazon.com/detective/latest/APIReference/API_UpdateDatasourcePackages.html>
//!
//! The page says that the call starts packages, and no operation says that it stops any, though the
//! console can. Our choice: the packages sent are those that are to run, and the others stop.

use std::collections::BTreeSet;

use gumshoe_api::{ApiError, Context, Entry, Invalid, Method, Operation, Route, field};
use gumshoe_domain::{DatasourcePackage, Graph, GraphArn, IngestState, Packages};
use gumshoe_messages::{Notice, StateChange};
use gumshoe_store::{Access, StoreError};
use serde::Deserialize;

/// The operation.
pub static ENTRY: Entry = Entry::of::<UpdateDatasourcePackages>();

/// How often a change is decided anew that somebody else's change came before.
const ATTEMPTS: usize = 50;

enum UpdateDatasourcePackages {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    graph_arn: Option<String>,
    datasource_packages: Option<Vec<String>>,
}

struct Command {
    graph: GraphArn,
    running: BTreeSet<DatasourcePackage>,
}

impl TryFrom<Request> for Command {
    type Error = Invalid;

    fn try_from(sent: Request) -> Result<Self, Invalid> {
        let packages = field::required("DatasourcePackages", sent.datasource_packages)?;
        let running = packages
            .iter()
            .map(|package| field::parsed("DatasourcePackages", package));
        Ok(Self {
            graph: field::graph_arn(sent.graph_arn)?,
            running: running.collect::<Result<_, _>>()?,
        })
    }
}

impl Operation for UpdateDatasourcePackages {
    const NAME: &'static str = "UpdateDatasourcePackages";
    const ROUTE: Route = Route {
        method: Method::Post,
        path: "/graph/datasources/update",
    };
    const ACCESS: &'static [Access] = &[Access::ReadTable, Access::WriteTable];
    type Request = Request;
    type Command = Command;
    type Response = ();

    async fn run(cx: &Context<'_>, command: Command) -> Result<(), ApiError> {
        for _ in 0..ATTEMPTS {
            let graph = cx.own_graph(&command.graph).await?;
            let after = graph.packages.update(&command.running, cx.now);
            if starts_any(&graph.packages, &after) {
                check_volume(cx, &graph).await?;
            }
            match cx.store.replace_packages(&graph, &after).await {
                Err(StoreError::Conflict) => {}
                ended => {
                    ended?;
                    tell(cx, &graph, &after);
                    return Ok(());
                }
            }
        }
        Err(StoreError::Conflict.into())
    }
}

/// Tells others of each package whose state changed.
fn tell(cx: &Context<'_>, before: &Graph, after: &Packages) {
    for (package, history) in after.iter() {
        let (from, to) = (before.packages.state(package), history.state);
        if from == to {
            continue;
        }
        let reason = match to {
            IngestState::Started => "The administrator started the package.",
            IngestState::Stopped | IngestState::Disabled => {
                "The administrator stopped the package."
            }
        };
        let change = StateChange::ingest(&before.arn, &package, Some(&from), &to, reason, cx.now);
        cx.notify(Notice::Event(change));
    }
}

/// Whether a change starts a package. To stop some is how a graph comes below its quota again.
fn starts_any(before: &Packages, after: &Packages) -> bool {
    after.iter().any(|(package, history)| {
        history.state == IngestState::Started && before.state(package) != IngestState::Started
    })
}

/// Amazon Detective User Guide, "Amazon Detective Regions and quotas".
async fn check_volume(cx: &Context<'_>, graph: &Graph) -> Result<(), ApiError> {
    let limit = cx.settings.quotas.bytes_per_day;
    let above = cx.store.bytes_per_day_above(&graph.arn, limit, cx.now);
    match above.await? {
        None => Ok(()),
        Some(bytes) => Err(ApiError::volume_exceeded(format!(
            "The behavior graph takes in {bytes} bytes a day, more than {limit}. Remove members or stop packages first."
        ))),
    }
}
