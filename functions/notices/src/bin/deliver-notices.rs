//! The Lambda function `deliver-notices`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_notices::deliver_notices::TRIGGER)
}
