//! The Lambda function `list-investigations`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::list_investigations::ENTRY)
}
