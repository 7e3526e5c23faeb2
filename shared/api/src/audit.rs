//! The record of a call, in the format of AWS CloudTrail.
//!
//! AWS CloudTrail User Guide, "CloudTrail record contents for management, data, and network activity
//! events" and "CloudTrail userIdentity element". The records are ingested like any other, so that
//! a deployment can be investigated with itself.

use gumshoe_domain::{AccountId, Region, Timestamp};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};
use serde_json::{Map, Value, json};

use crate::caller::Caller;
use crate::model;

/// Version of the format.
const EVENT_VERSION: &str = "1.11";

/// `eventSource` of every operation, also of those that Detective's API lacks: they are one service
/// with one set of callers, and a reader of the records wants them side by side.
const EVENT_SOURCE: &str = "detective.amazonaws.com";

/// Members that the service model says are sensitive: `EmailAddress` and `EmailMessage`.
const SENSITIVE: &[&str] = &["EmailAddress", "Message"];

/// What stands in place of a sensitive value, and of one that is not what its member takes: it may be a
/// sensitive one in the wrong place.
const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Members that are maps whose keys are the caller's own words.
const MAPS: &[&str] = &["Tags"];

/// Most bytes of `requestParameters` and of `responseElements`; what is larger is left out.
const ELEMENT_BYTES: usize = 100 << 10;

/// Most characters of `userAgent` and of `errorMessage`.
const TEXT_CHARS: usize = 1_024;

/// A call that has been answered.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static str,
    pub(crate) request: &'a Request,
    /// Who called; nobody when that is not known.
    pub(crate) caller: Option<&'a Caller>,
    /// The members that were sent, when they could be read.
    pub(crate) members: Option<Map<String, Value>>,
    /// The body of the answer, or the name and the message of the error.
    pub(crate) answer: Result<&'a [u8], (&'static str, &'a str)>,
    pub(crate) request_id: &'a str,
    pub(crate) region: &'a Region,
    pub(crate) now: Timestamp,
    /// 128 random bits.
    pub(crate) event_id: u128,
}

/// The record of `call`. It is kept for the caller's account, as CloudTrail does; where the caller
/// is not known, for the account that owns the API. None when nobody knows either.
pub(crate) fn record(call: &Call<'_>) -> Option<Value> {
    let context = RequestDetails::of(call.request);
    let owner = || context.owner.and_then(|id| id.parse::<AccountId>().ok());
    let recipient = call.caller.map(|it| it.account).or_else(owner)?;
    let reads = reads_only(call.operation);
    let mut record = json!({
        "eventVersion": EVENT_VERSION,
        "userIdentity": identity(call.caller, &context),
        "eventTime": seconds(call.now),
        "eventSource": EVENT_SOURCE,
        "eventName": call.operation,
        "awsRegion": call.region.as_str(),
        "sourceIPAddress": context.source_address,
        "userAgent": context.user_agent.map(cut),
        "requestParameters": call.members.as_ref().and_then(|it| request_element(call.operation, it)),
        "responseElements": call.answer.ok().filter(|_| !reads).and_then(response_element),
        "requestID": call.request_id,
        "eventID": uuid(call.event_id),
        "readOnly": reads,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": recipient.as_str(),
        "eventCategory": "Management",
    });
    if let (Err((kind, message)), Some(members)) = (call.answer, record.as_object_mut()) {
        members.insert("errorCode".to_owned(), kind.into());
        members.insert("errorMessage".to_owned(), cut(message).into());
    }
    Some(record)
}

/// What the request's context says besides who calls.
#[derive(Default)]
struct RequestDetails<'a> {
    source_address: Option<&'a str>,
    user_agent: Option<&'a str>,
    principal_id: Option<&'a str>,
    access_key: Option<&'a str>,
    owner: Option<&'a str>,
}

impl<'a> RequestDetails<'a> {
    fn of(request: &'a Request) -> Self {
        let headers = request.headers();
        let sent_agent = headers.get("user-agent").and_then(|it| it.to_str().ok());
        match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV1(context)) => Self {
                source_address: context.identity.source_ip.as_deref(),
                user_agent: context.identity.user_agent.as_deref().or(sent_agent),
                principal_id: context.identity.caller.as_deref(),
                access_key: context.identity.access_key.as_deref(),
                owner: context.account_id.as_deref(),
            },
            Some(RequestContext::ApiGatewayV2(context)) => {
                let iam = context.authorizer.as_ref().and_then(|it| it.iam.as_ref());
                Self {
                    source_address: context.http.source_ip.as_deref(),
                    user_agent: context.http.user_agent.as_deref().or(sent_agent),
                    principal_id: iam.and_then(|it| it.caller_id.as_deref()),
                    access_key: iam.and_then(|it| it.access_key.as_deref()),
                    owner: context.account_id.as_deref(),
                }
            }
            Some(_) | None => Self::default(),
        }
    }
}

/// `userIdentity`. The ARN of a role's session leaves out the path of the role, so that the issuer
/// is named by its id and its name, and its ARN is left out.
fn identity(caller: Option<&Caller>, context: &RequestDetails<'_>) -> Value {
    let Some(caller) = caller else {
        return json!({ "type": "Unknown" });
    };
    let (kind, name) = kind_and_name(&caller.arn);
    let account = caller.account.as_str();
    let principal = context.principal_id.filter(|_| kind != "Root");
    let principal = principal.unwrap_or(account);
    let mut identity = json!({
        "type": kind,
        "principalId": principal,
        "arn": caller.arn,
        "accountId": account,
        "accessKeyId": context.access_key,
    });
    match (kind, name) {
        ("AssumedRole", Some(role)) => {
            identity["sessionContext"] = json!({ "sessionIssuer": {
                "type": "Role",
                "principalId": principal.split(':').next(),
                "accountId": account,
                "userName": role,
            } });
        }
        ("IAMUser", Some(user)) => identity["userName"] = user.into(),
        _ => {}
    }
    identity
}

/// The type of identity that an ARN names, and the user's or the role's name.
fn kind_and_name(arn: &str) -> (&'static str, Option<&str>) {
    let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
    let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
    match kind {
        "root" => ("Root", None),
        "user" => ("IAMUser", name.rsplit('/').next()),
        "assumed-role" => ("AssumedRole", name.split('/').next()),
        "federated-user" => ("FederatedUser", Some(name)),
        _ => ("Unknown", None),
    }
}

/// Whether an operation changes nothing, as AWS names its operations.
fn reads_only(operation: &str) -> bool {
    ["BatchGet", "Describe", "Get", "List", "Search"]
        .iter()
        .any(|verb| operation.starts_with(verb))
}

fn request_element(operation: &str, members: &Map<String, Value>) -> Option<Value> {
    let members = model::fitting(operation, members, &HIDDEN.into());
    element(&Value::Object(members))
}

fn response_element(body: &[u8]) -> Option<Value> {
    element(&serde_json::from_slice(body).ok()?)
}

/// What was sent or answered, as CloudTrail writes it.
fn element(value: &Value) -> Option<Value> {
    let written = written(value);
    let empty = written.as_object().is_none_or(Map::is_empty);
    (!empty && written.to_string().len() <= ELEMENT_BYTES).then_some(written)
}

fn written(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = if is_one_of(SENSITIVE, name) && !value.is_null() {
                    HIDDEN.into()
                } else if is_one_of(MAPS, name) {
                    value.clone()
                } else {
                    written(value)
                };
                (lower_camel(name), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(values) => values.iter().map(written).collect(),
        other => other.clone(),
    }
}

/// In any case: a member that is misspelt so is refused, but its value may be what it says.
fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// `GraphArn` as `graphArn`; `DETECTIVE_CORE` as it is, for it is no member but the key of a map.
fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_ascii_lowercase() => {
            let rest = name.get(first.len_utf8()..).unwrap_or_default();
            format!("{}{rest}", first.to_ascii_lowercase())
        }
        _ => name.to_owned(),
    }
}

/// CloudTrail's times have no fractions.
fn seconds(time: Timestamp) -> String {
    let text = time.to_string();
    text.split_once('.')
        .map_or(text.clone(), |(seconds, _)| format!("{seconds}Z"))
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_CHARS).collect()
}

/// The bits as a version 4 UUID.
fn uuid(bits: u128) -> String {
    let bits =
        bits & !(0xf000_u128 << 64) & !(0xc000_u128 << 48) | 0x4000_u128 << 64 | 0x8000_u128 << 48;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        bits >> 96,
        bits >> 80 & 0xffff,
        bits >> 64 & 0xffff,
        bits >> 48 & 0xffff,
        bits & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests;
