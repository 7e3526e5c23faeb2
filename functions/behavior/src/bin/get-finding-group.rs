//! The Lambda function `get-finding-group`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_finding_group::ENTRY)
}
