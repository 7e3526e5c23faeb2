//! The Lambda function `get-usage`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_usage::ENTRY)
}
