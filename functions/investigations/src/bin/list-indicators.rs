//! The Lambda function `list-indicators`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::list_indicators::ENTRY)
}
