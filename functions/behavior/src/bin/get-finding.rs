//! The Lambda function `get-finding`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_finding::ENTRY)
}
