//! The Lambda function `create-graph`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::create_graph::ENTRY)
}
