//! The Lambda function `delete-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::delete_members::ENTRY)
}
