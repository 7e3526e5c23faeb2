//! Nobody else's data. What anybody is told by each operation is in `authorization.rs`.

use gumshoe_tests::{ADMINISTRATOR, Gumshoe};

const STRANGER: &str = "999988887777";

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_graph_lists_none() {
    let gumshoe = Gumshoe::start().await;
    gumshoe.account(ADMINISTRATOR).create_graph().await;

    let listed = gumshoe
        .account(STRANGER)
        .detective
        .list_graphs()
        .send()
        .await
        .unwrap();

    assert_eq!(listed.graph_list().len(), 0);
}
