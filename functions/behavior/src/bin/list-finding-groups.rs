//! The Lambda function `list-finding-groups`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_finding_groups::ENTRY)
}
