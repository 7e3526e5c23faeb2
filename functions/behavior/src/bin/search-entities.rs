//! The Lambda function `search-entities`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::search_entities::ENTRY)
}
