//! The Lambda function `take-organization-events`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_organization::take_organization_events::TRIGGER)
}
