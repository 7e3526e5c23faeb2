//! The Lambda function `get-entity`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_entity::ENTRY)
}
