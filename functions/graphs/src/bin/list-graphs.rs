//! The Lambda function `list-graphs`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::list_graphs::ENTRY)
}
