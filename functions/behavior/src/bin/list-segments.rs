//! The Lambda function `list-segments`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_segments::ENTRY)
}
