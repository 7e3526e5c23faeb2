//! The Lambda function `delete-graph`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::delete_graph::ENTRY)
}
