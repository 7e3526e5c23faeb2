//! The Lambda function `list-high-volume-entities`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_high_volume_entities::ENTRY)
}
