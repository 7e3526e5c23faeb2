//! The Lambda function `describe-organization-configuration`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_organization::describe_organization_configuration::ENTRY)
}
