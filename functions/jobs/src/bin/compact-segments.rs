//! The Lambda function `compact-segments`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::compact_segments::TRIGGER)
}
