//! The Lambda function `update-finding-groups`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_jobs::update_finding_groups::TRIGGER)
}
