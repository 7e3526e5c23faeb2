//! The Lambda function `summarize-finding-group`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::summarize_finding_group::ENTRY)
}
