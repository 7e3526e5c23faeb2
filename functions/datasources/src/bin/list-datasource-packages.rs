//! The Lambda function `list-datasource-packages`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_datasources::list_datasource_packages::ENTRY)
}
