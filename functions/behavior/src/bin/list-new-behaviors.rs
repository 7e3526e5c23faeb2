//! The Lambda function `list-new-behaviors`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_new_behaviors::ENTRY)
}
