//! The Lambda function `get-investigation`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::get_investigation::ENTRY)
}
