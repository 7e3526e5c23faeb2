//! The Lambda function `get-activity-timeline`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::get_activity_timeline::ENTRY)
}
