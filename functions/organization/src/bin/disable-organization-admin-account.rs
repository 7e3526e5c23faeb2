//! The Lambda function `disable-organization-admin-account`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_organization::disable_organization_admin_account::ENTRY)
}
