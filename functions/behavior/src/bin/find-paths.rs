//! The Lambda function `find-paths`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_behavior::find_paths::ENTRY)
}
