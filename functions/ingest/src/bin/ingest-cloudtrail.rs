//! The Lambda function `ingest-cloudtrail`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_ingest::INGEST_CLOUDTRAIL)
}
