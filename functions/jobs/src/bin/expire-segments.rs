//! The Lambda function `expire-segments`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::expire_segments::TRIGGER)
}
