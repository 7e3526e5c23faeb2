//! The Lambda function `batch-get-membership-datasources`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_datasources::batch_get_membership_datasources::ENTRY)
}
