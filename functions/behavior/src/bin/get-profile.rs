//! The Lambda function `get-profile`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_profile::ENTRY)
}
