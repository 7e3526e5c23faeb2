//! The Lambda function `ingest-security-hub`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_ingest::INGEST_SECURITY_HUB)
}
