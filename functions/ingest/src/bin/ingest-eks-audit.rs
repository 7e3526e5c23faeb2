//! The Lambda function `ingest-eks-audit`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::listen(&gumshoe_ingest::INGEST_EKS_AUDIT)
}
