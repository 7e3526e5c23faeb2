//! The Lambda function `list-findings`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_findings::ENTRY)
}
