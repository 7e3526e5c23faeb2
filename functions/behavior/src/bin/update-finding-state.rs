//! The Lambda function `update-finding-state`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::update_finding_state::ENTRY)
}
