//! The Lambda function `get-ingest-status`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_ingest_status::ENTRY)
}
