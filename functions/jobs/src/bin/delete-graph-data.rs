//! The Lambda function `delete-graph-data`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::delete_graph_data::TRIGGER)
}
