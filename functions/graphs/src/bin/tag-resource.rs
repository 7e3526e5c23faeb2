//! The Lambda function `tag-resource`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::tag_resource::ENTRY)
}
