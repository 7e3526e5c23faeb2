//! The Lambda function `accept-invitation`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::accept_invitation::ENTRY)
}
