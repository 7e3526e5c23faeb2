//! The Lambda function `update-organization-configuration`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_organization::update_organization_configuration::ENTRY)
}
