//! The Lambda function `enable-members`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_members::enable_members::TRIGGER)
}
