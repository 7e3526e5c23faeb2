//! The Lambda function `batch-get-graph-member-datasources`.

fn main() -> gumshoe_runtime::Exit {
    gumshoe_runtime::serve(&gumshoe_datasources::batch_get_graph_member_datasources::ENTRY)
}
