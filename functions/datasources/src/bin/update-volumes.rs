//! The Lambda function `update-volumes`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_datasources::update_volumes::TRIGGER)
}
