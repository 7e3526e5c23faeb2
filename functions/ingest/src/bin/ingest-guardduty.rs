//! The Lambda function `ingest-guardduty`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_ingest::INGEST_GUARDDUTY)
}
