//! Who signed a request: from the request's context only, never from what was sent in it.

use gumshoe_domain::{AccountId, access_key};
use lambda_http::http::header::{AUTHORIZATION, USER_AGENT};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

use crate::error::ApiError;

/// The authenticated caller of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account that the caller belongs to.
    pub account: AccountId,
    /// The caller's ARN.
    pub arn: String,
    /// The client's user agent, as it says.
    pub user_agent: Option<String>,
    /// The client's address.
    pub source_address: Option<String>,
}

impl Caller {
    /// The caller of `request`: what API Gateway's IAM authorisation found (REST and HTTP APIs,
    /// function URLs). Where nobody authorised and `trust_access_key` is set, the access key id in
    /// the `Authorization` header tells the account.
    ///
    /// # Errors
    /// [`ApiError::AccessDenied`] when the caller is not known.
    pub fn of(request: &Request, trust_access_key: bool) -> Result<Self, ApiError> {
        let authorized = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV1(context)) => {
                let identity = &context.identity;
                let found = identity
                    .account_id
                    .as_deref()
                    .zip(identity.user_arn.as_deref());
                Found::new(
                    found,
                    identity.source_ip.as_deref(),
                    identity.user_agent.as_deref(),
                )
            }
            Some(RequestContext::ApiGatewayV2(context)) => {
                let iam = context.authorizer.as_ref().and_then(|it| it.iam.as_ref());
                let found = iam.and_then(|it| it.account_id.as_deref().zip(it.user_arn.as_deref()));
                Found::new(
                    found,
                    context.http.source_ip.as_deref(),
                    context.http.user_agent.as_deref(),
                )
            }
            Some(_) | None => Found::new(None, None, None),
        };
        let (account, arn) = match authorized.identity {
            Some((account, arn)) => (account.parse().ok(), arn.to_owned()),
            None if trust_access_key => key_owner(request)
                .map_or((None, String::new()), |(account, arn)| (Some(account), arn)),
            None => (None, String::new()),
        };
        let account = account.ok_or_else(ApiError::unauthenticated)?;
        let sent_agent = request
            .headers()
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Ok(Self {
            account,
            arn,
            user_agent: authorized.user_agent.or(sent_agent).map(str::to_owned),
            source_address: authorized.source_address.map(str::to_owned),
        })
    }
}

/// What a request's context says.
struct Found<'a> {
    identity: Option<(&'a str, &'a str)>,
    source_address: Option<&'a str>,
    user_agent: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn new(
        identity: Option<(&'a str, &'a str)>,
        source_address: Option<&'a str>,
        user_agent: Option<&'a str>,
    ) -> Self {
        Self {
            identity,
            source_address,
            user_agent,
        }
    }
}

fn key_owner(request: &Request) -> Option<(AccountId, String)> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let key = credential(header)?;
    let account = access_key::account_of(key)?;
    Some((account, arn_of_key(account, key)))
}

/// The access key id in a Signature Version 4 `Authorization` header.
pub fn credential(authorization: &str) -> Option<&str> {
    let (_, rest) = authorization
        .strip_prefix("AWS4-HMAC-SHA256")?
        .split_once("Credential=")?;
    rest.split_once('/').map(|(key, _)| key)
}

/// The ARN given to the owner of an access key whose user is not known: the account's root user for
/// an account id in place of a key, else a user with the key's name.
pub fn arn_of_key(account: AccountId, access_key_id: &str) -> String {
    if account.as_str() == access_key_id {
        format!("arn:aws:iam::{account}:root")
    } else {
        format!("arn:aws:iam::{account}:user/{access_key_id}")
    }
}
