//! The Lambda function `list-source-records`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::list_source_records::ENTRY)
}
