//! The Lambda function `settle-investigations`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_investigations::settle_investigations::TRIGGER)
}
