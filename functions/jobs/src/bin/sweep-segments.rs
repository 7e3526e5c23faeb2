//! The Lambda function `sweep-segments`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::sweep_segments::TRIGGER)
}
