//! The Lambda function `run-investigation`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_investigations::run_investigation::TRIGGER)
}
