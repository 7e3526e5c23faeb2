//! The Lambda function `list-organization-admin-accounts`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_organization::list_organization_admin_accounts::ENTRY)
}
