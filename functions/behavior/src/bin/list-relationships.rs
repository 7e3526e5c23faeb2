//! The Lambda function `list-relationships`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_relationships::ENTRY)
}
