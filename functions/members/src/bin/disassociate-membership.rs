//! The Lambda function `disassociate-membership`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::disassociate_membership::ENTRY)
}
