//! The Lambda function `list-invitations`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::list_invitations::ENTRY)
}
