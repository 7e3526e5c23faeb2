//! The Lambda function `reconcile-organization`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_organization::reconcile_organization::TRIGGER)
}
