//! The Lambda function `investigate-automatically`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_investigations::investigate_automatically::TRIGGER)
}
