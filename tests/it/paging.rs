//! Lists that are read page by page while others add to them and take from them: what is there all
//! the while is listed once, what comes and goes is listed at most once.

use std::collections::BTreeSet;

use aws_sdk_detective::Client;
use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::operation::create_members::CreateMembersError;
use aws_sdk_detective::types::{
    Account as Invited, Field, MemberStatus, SortCriteria, SortOrder, State,
};
use gumshoe_tests::{ADMINISTRATOR, Account, Gumshoe, eventually};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::investigations::case::{Case, DAY, admin, alice, moment};

/// How often a list is read.
const PASSES: usize = 8;

/// The account that several graphs invite.
const INVITED: &str = "444455556666";

fn ids(first: u64, count: u64) -> Vec<String> {
    (first..first + count).map(|id| id.to_string()).collect()
}

async fn invite(client: &Client, graph: &str, accounts: &[String]) {
    let invited = accounts.iter().map(|id| {
        let account = Invited::builder().account_id(id);
        account.email_address("root@example.com").build().unwrap()
    });
    let create = client.create_members().graph_arn(graph);
    let create = create.disable_email_notification(true);
    let create = create.set_accounts(Some(invited.collect()));
    create.send().await.unwrap();
}

async fn remove(client: &Client, graph: &str, accounts: &[String]) {
    let delete = client.delete_members().graph_arn(graph);
    let delete = delete.set_account_ids(Some(accounts.to_vec()));
    delete.send().await.unwrap();
}

/// What a list that was read in pages must be.
fn check(listed: &[String], stay: &[String], come_and_go: &[String]) {
    let distinct: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(distinct.len(), listed.len(), "twice: {listed:?}");
    for one in stay {
        assert!(distinct.contains(one), "{one} is missing: {listed:?}");
    }
    for one in distinct {
        let is_known = stay.contains(one) || come_and_go.contains(one);
        assert!(is_known, "{one} was never there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_listed_once_while_others_come_and_go() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let client = &administrator.detective;
    // Neighbours, so that whoever comes and goes is between those that stay.
    let (mut stay, mut come_and_go) = (Vec::new(), Vec::new());
    for (at, id) in ids(300_000_000_000, 80).into_iter().enumerate() {
        if at % 2 == 0 {
            &mut stay
        } else {
            &mut come_and_go
        }
        .push(id);
    }
    invite(client, &graph, &stay).await;
    let reading = async {
        for size in (0..PASSES).map(|pass| [7, 13][pass % 2]) {
            let listed = members(client, &graph, size).await;
            let listed: Vec<String> = listed.into_iter().flatten().collect();
            check(&listed, &stay, &come_and_go);
        }
    };
    let changing = async {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        loop {
            let mut some = come_and_go.clone();
            some.shuffle(&mut random);
            some.truncate(random.random_range(1..10));
            if random.random() {
                invite(client, &graph, &some).await;
            } else {
                remove(client, &graph, &some).await;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = changing => {}
    }
}

/// The members of a graph, in pages of `size`.
async fn members(client: &Client, graph: &str, size: i32) -> Vec<Vec<String>> {
    let list = client.list_members().graph_arn(graph).max_results(size);
    let (mut pages, mut token) = (Vec::new(), None);
    loop {
        let page = list.clone().set_next_token(token).send().await.unwrap();
        let accounts = page.member_details().iter();
        pages.push(
            accounts
                .map(|it| it.account_id().unwrap().to_owned())
                .collect(),
        );
        token = page.next_token;
        if token.is_none() {
            return pages;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_are_listed_once_while_others_come_and_go() {
    let gumshoe = Gumshoe::start().await;
    let mut administrators = Vec::new();
    for id in ids(300_000_000_000, 14) {
        let administrator = gumshoe.account(&id);
        let graph = administrator.create_graph().await;
        administrators.push((administrator, graph));
    }
    let (stay, come_and_go) = administrators.split_at(8);
    let invited = [INVITED.to_owned()];
    for (administrator, graph) in stay {
        invite(&administrator.detective, graph, &invited).await;
    }
    let graphs = |of: &[(Account, String)]| of.iter().map(|(_, graph)| graph.clone()).collect();
    let (stay, passing): (Vec<String>, Vec<String>) = (graphs(stay), graphs(come_and_go));
    let member = gumshoe.account(INVITED).detective;
    eventually("the invitations", async || {
        (invitations(&member, 50).await.len() == stay.len()).then_some(())
    })
    .await;
    let reading = async {
        for size in (0..PASSES).map(|pass| [2, 3][pass % 2]) {
            check(&invitations(&member, size).await, &stay, &passing);
        }
    };
    let changing = async {
        let mut random = ChaCha8Rng::seed_from_u64(2);
        loop {
            let (administrator, graph) = &come_and_go[random.random_range(0..come_and_go.len())];
            if random.random() {
                invite(&administrator.detective, graph, &invited).await;
            } else {
                remove(&administrator.detective, graph, &invited).await;
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = changing => {}
    }
}

/// The graphs that an account is invited to, read in pages of `size`.
async fn invitations(client: &Client, size: i32) -> Vec<String> {
    let list = client.list_invitations().max_results(size);
    let (mut graphs, mut token) = (Vec::new(), None);
    loop {
        let page = list.clone().set_next_token(token).send().await.unwrap();
        for invitation in page.invitations() {
            assert_eq!(invitation.status(), Some(&MemberStatus::Invited));
            graphs.push(invitation.graph_arn().unwrap().to_owned());
        }
        token = page.next_token;
        if token.is_none() {
            return graphs;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn investigations_are_listed_once_while_others_come_and_go() {
    let case = Case::new().await;
    let (mut stay, mut come_and_go) = (Vec::new(), Vec::new());
    for at in 0..16 {
        let id = case.investigate(&[alice(), admin()][at % 2]).await;
        if at % 4 == 3 {
            &mut come_and_go
        } else {
            &mut stay
        }
        .push(id);
    }
    let reading = async {
        for order in (0..PASSES).map(|pass| [SortOrder::Asc, SortOrder::Desc][pass % 2].clone()) {
            let listed = investigations(&case, order).await;
            let distinct: BTreeSet<&String> = listed.iter().collect();
            assert_eq!(distinct.len(), listed.len(), "twice: {listed:?}");
            for id in &stay {
                assert!(distinct.contains(id), "{id} is missing: {listed:?}");
            }
        }
    };
    let changing = async {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        loop {
            match random.random_range(0..4) {
                0 => begin(&case, &mut come_and_go).await,
                1 => remove_one(&case, &mut come_and_go).await,
                _ => {
                    let state = [State::Active, State::Archived][random.random_range(0..2)].clone();
                    let id = &come_and_go[random.random_range(0..come_and_go.len())];
                    let update = case.client.update_investigation_state();
                    let update = update.graph_arn(&case.graph).investigation_id(id);
                    update.state(state).send().await.unwrap();
                }
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = changing => {}
    }
}

/// Starts one more, unless too many run.
async fn begin(case: &Case, come_and_go: &mut Vec<String>) {
    let id = eventually("a place for an investigation", async || {
        let start = case.client.start_investigation().graph_arn(&case.graph);
        let start = start
            .entity_arn(alice())
            .scope_start_time(moment(DAY.0))
            .scope_end_time(moment(DAY.1));
        match start.send().await {
            Ok(started) => started.investigation_id,
            Err(error) => {
                assert_eq!(error.code(), Some("TooManyRequestsException"));
                None
            }
        }
    });
    come_and_go.push(id.await);
}

/// Removes an investigation, as if it had been archived long ago.
async fn remove_one(case: &Case, come_and_go: &mut Vec<String>) {
    if come_and_go.len() < 3 {
        return;
    }
    let id = come_and_go.remove(0);
    case.end_of(&id).await;
    let long_ago = [(":then", "2020-01-01T00:00:00.000Z")];
    case.alter(&id, "SET Archived = :then", &long_ago).await;
    case.gumshoe.run("settle-investigations").await;
    assert!(!case.items("INVESTIGATIONS").await.contains(&id));
}

/// The active investigations in the order of their start, read in pages of five.
async fn investigations(case: &Case, order: SortOrder) -> Vec<String> {
    let sort = SortCriteria::builder()
        .field(Field::CreatedTime)
        .sort_order(order)
        .build();
    let list = case.client.list_investigations().graph_arn(&case.graph);
    let list = list.sort_criteria(sort).max_results(5);
    let (mut ids, mut token) = (Vec::new(), None);
    loop {
        let page = list.clone().set_next_token(token).send().await.unwrap();
        let listed = page.investigation_details().iter();
        ids.extend(listed.map(|it| it.investigation_id().unwrap().to_owned()));
        token = page.next_token;
        if token.is_none() {
            return ids;
        }
    }
}

/// User Guide, "Amazon Detective Regions and quotas": 1,200 members.
#[tokio::test(flavor = "multi_thread")]
async fn a_graph_has_1200_members_in_six_pages_and_no_more() {
    let gumshoe = Gumshoe::start().await;
    let administrator = gumshoe.account(ADMINISTRATOR);
    let graph = administrator.create_graph().await;
    let client = &administrator.detective;
    let all = ids(300_000_000_000, 1_200);
    for fifty in all.chunks(50) {
        invite(client, &graph, fifty).await;
    }

    let pages = members(client, &graph, 200).await;

    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [200; 6]);
    assert_eq!(pages.concat(), all);
    let one_more = Invited::builder().account_id(INVITED);
    let one_more = one_more.email_address("root@example.com").build().unwrap();
    let create = client.create_members().graph_arn(&graph);
    let refused = create.accounts(one_more).send().await.unwrap_err();
    let CreateMembersError::ServiceQuotaExceededException(refused) = refused.into_service_error()
    else {
        panic!("another error");
    };
    assert_eq!(refused.resources(), ["members"]);
}
