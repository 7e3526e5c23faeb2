//! The Lambda function `update-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_members::update_members::TRIGGER)
}
