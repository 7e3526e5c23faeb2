//! The Lambda function `untag-resource`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::untag_resource::ENTRY)
}
