//! The Lambda function `delete-account-data`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::delete_account_data::ENTRY)
}
