//! The Lambda function `get-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::get_members::ENTRY)
}
