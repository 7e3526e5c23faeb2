//! The Lambda function `enable-organization-admin-account`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_organization::enable_organization_admin_account::ENTRY)
}
