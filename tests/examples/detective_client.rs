//! Calls the Detective API as it is told, with the official SDK for Rust: a call a line from standard
//! input, an answer a line to standard output. The endpoint and the Region come from the environment.
#![expect(
    clippy::disallowed_methods,
    reason = "a client of its own, which has no settings of a deployment"
)]

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::io::{Write, stdin, stdout};

use aws_sdk_detective::Client;
use aws_sdk_detective::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_detective::error::ProvideErrorMetadata;
use aws_sdk_detective::types::{Account, MemberDetail};
use serde_json::{Value, json};

type Failure = Box<dyn Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    for line in stdin().lines() {
        let call: Value = serde_json::from_str(&line?)?;
        let client = client_of(text(&call, "account"))?;
        let answer = answer(&client, text(&call, "operation"), &call["members"]).await?;
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}

fn client_of(account: &str) -> Result<Client, Failure> {
    let secret = env::var("AWS_SECRET_ACCESS_KEY")?;
    let config = aws_sdk_detective::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(env::var("AWS_REGION")?))
        .endpoint_url(env::var("AWS_ENDPOINT_URL_DETECTIVE")?)
        .credentials_provider(Credentials::new(account, secret, None, None, "tests"));
    Ok(Client::from_conf(config.build()))
}

/// The members of the answer of an operation, or the name of its error.
async fn answer(client: &Client, operation: &str, members: &Value) -> Result<Value, Failure> {
    let graph = || text(members, "GraphArn");
    let resource = || text(members, "ResourceArn");
    match operation {
        "CreateGraph" => {
            let create = client.create_graph().set_tags(Some(tags(members)));
            told(
                create.send().await,
                |it| json!({ "GraphArn": it.graph_arn }),
            )
        }
        "ListGraphs" => told(client.list_graphs().send().await, |it| {
            let arns = it.graph_list().iter().map(|it| json!({ "Arn": it.arn }));
            json!({ "GraphList": arns.collect::<Vec<_>>() })
        }),
        "TagResource" => {
            let tag = client.tag_resource().resource_arn(resource());
            told(
                tag.set_tags(Some(tags(members))).send().await,
                |_| json!({}),
            )
        }
        "ListTagsForResource" => {
            let list = client.list_tags_for_resource().resource_arn(resource());
            told(list.send().await, |it| json!({ "Tags": it.tags }))
        }
        "CreateMembers" => {
            let create = client.create_members().graph_arn(graph());
            let create = create.set_accounts(Some(accounts(members)?));
            let invited = create.disable_email_notification(true).send().await;
            told(invited, |it| json!({ "Members": details(it.members()) }))
        }
        "ListMembers" => {
            let listed = client.list_members().graph_arn(graph()).send().await;
            told(
                listed,
                |it| json!({ "MemberDetails": details(it.member_details()) }),
            )
        }
        "AcceptInvitation" => {
            let accept = client.accept_invitation().graph_arn(graph());
            told(accept.send().await, |_| json!({}))
        }
        "StartMonitoringMember" => {
            let start = client.start_monitoring_member().graph_arn(graph());
            let start = start.account_id(text(members, "AccountId"));
            told(start.send().await, |_| json!({}))
        }
        "DeleteGraph" => {
            let delete = client.delete_graph().graph_arn(graph());
            told(delete.send().await, |_| json!({}))
        }
        other => Err(format!("this client does not call {other}").into()),
    }
}

/// What the API answered. That it did not is a failure of the client.
fn told<T, E>(answered: Result<T, E>, members: impl FnOnce(T) -> Value) -> Result<Value, Failure>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match answered {
        Ok(answer) => Ok(json!({ "members": members(answer) })),
        Err(error) => match error.code() {
            Some(name) => Ok(json!({ "error": name })),
            None => Err(error.into()),
        },
    }
}

fn text<'a>(members: &'a Value, name: &str) -> &'a str {
    members[name].as_str().unwrap_or_default()
}

fn tags(members: &Value) -> HashMap<String, String> {
    serde_json::from_value(members["Tags"].clone()).unwrap_or_default()
}

fn accounts(members: &Value) -> Result<Vec<Account>, Failure> {
    let sent = members["Accounts"].as_array().into_iter().flatten();
    let account = |it| {
        let account = Account::builder().account_id(text(it, "AccountId"));
        Ok(account.email_address(text(it, "EmailAddress")).build()?)
    };
    sent.map(account).collect()
}

fn details(members: &[MemberDetail]) -> Vec<Value> {
    let detail = |it: &MemberDetail| {
        let status = it.status().map(|it| it.as_str());
        json!({ "AccountId": it.account_id, "Status": status })
    };
    members.iter().map(detail).collect()
}
