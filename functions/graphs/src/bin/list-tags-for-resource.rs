//! The Lambda function `list-tags-for-resource`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_graphs::list_tags_for_resource::ENTRY)
}
