//! The Lambda function `list-activity`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_activity::ENTRY)
}
