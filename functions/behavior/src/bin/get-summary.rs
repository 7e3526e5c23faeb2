//! The Lambda function `get-summary`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_summary::ENTRY)
}
