//! The Lambda function `close-days`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::close_days::TRIGGER)
}
