//! The Lambda function `update-datasource-packages`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_datasources::update_datasource_packages::ENTRY)
}
