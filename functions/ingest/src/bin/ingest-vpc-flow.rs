//! The Lambda function `ingest-vpc-flow`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_ingest::INGEST_VPC_FLOW)
}
