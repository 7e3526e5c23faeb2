//! The Lambda function `reject-invitation`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::reject_invitation::ENTRY)
}
