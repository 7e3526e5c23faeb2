//! The Lambda function `create-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::create_members::ENTRY)
}
