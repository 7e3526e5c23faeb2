//! The Lambda function `erase-accounts`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::erase_accounts::TRIGGER)
}
