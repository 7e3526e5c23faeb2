//! The Lambda function `update-investigation-state`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_investigations::update_investigation_state::ENTRY)
}
