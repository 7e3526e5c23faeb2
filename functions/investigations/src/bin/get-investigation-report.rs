//! The Lambda function `get-investigation-report`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::get_investigation_report::ENTRY)
}
