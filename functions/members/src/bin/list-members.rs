//! The Lambda function `list-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::list_members::ENTRY)
}
