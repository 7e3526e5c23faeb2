//! The Lambda function `start-investigation`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::start_investigation::ENTRY)
}
