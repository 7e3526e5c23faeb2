//! The Lambda function `start-monitoring-member`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_members::start_monitoring_member::ENTRY)
}
