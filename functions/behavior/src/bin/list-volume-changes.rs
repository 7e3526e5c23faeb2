//! The Lambda function `list-volume-changes`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_volume_changes::ENTRY)
}
