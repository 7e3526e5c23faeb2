//! One CloudTrail record, in CloudTrail's own order of fields.
//!
//! AWS CloudTrail User Guide, "CloudTrail record contents".

use gumshoe_domain::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::chance::Chance;
use super::identity::UserIdentity;
use super::services::{Api, Exchange};

/// Through which door a call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// An API call over TLS.
    Api,
    /// A click in the console, which then calls the API.
    Console,
    /// A call by an AWS service, inside AWS: no TLS details.
    Service,
}

/// Where a call came from, and with what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) address: &'a str,
    pub(super) agent: &'a str,
    pub(super) channel: Channel,
}

/// How a call failed. A failed console sign-in has a message and no code, so it is no failed call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: Option<&'static str>,
    pub(super) message: String,
}

/// A call, ready to be recorded.
pub(super) struct Call<'a> {
    pub(super) at: Timestamp,
    /// The account whose trail records it.
    pub(super) account: &'a str,
    pub(super) region: &'static str,
    pub(super) identity: &'a UserIdentity,
    pub(super) origin: Origin<'a>,
    pub(super) api: &'static Api,
    pub(super) exchange: Exchange,
    pub(super) failure: Option<Failure>,
    /// The id that the records of one call in two accounts share.
    pub(super) shared_event_id: Option<&'a str>,
}

/// Versions of the record format that services write at the same time.
const VERSIONS: [(u32, &str); 4] = [(25, "1.08"), (35, "1.09"), (25, "1.10"), (15, "1.11")];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    event_version: &'static str,
    user_identity: &'a UserIdentity,
    event_time: String,
    event_source: String,
    event_name: &'a str,
    aws_region: &'a str,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: &'a str,
    user_agent: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    request_parameters: &'a Value,
    response_elements: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_event_data: Option<&'a Value>,
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(rename = "eventID")]
    event_id: String,
    read_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Value>,
    event_type: &'static str,
    management_event: bool,
    recipient_account_id: &'a str,
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    shared_event_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_event_details: Option<&'a Value>,
    event_category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_details: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_credential_from_console: Option<&'static str>,
}

impl Call<'_> {
    /// Appends the record as JSON to `output`. Writing to memory cannot fail, and a record's keys are
    /// all texts; should serialisation fail even so, the caller is told.
    pub(super) fn write(
        &self,
        chance: &mut Chance,
        output: &mut Vec<u8>,
    ) -> Result<(), serde_json::Error> {
        let failed = self.failure.is_some();
        let nothing = Value::Null;
        let is_service_event = self.exchange.service_event.is_some();
        let record = Record {
            event_version: chance.weighted::<&str>(&VERSIONS),
            user_identity: self.identity,
            event_time: event_time(self.at),
            event_source: format!("{}.amazonaws.com", self.api.service),
            event_name: self.api.name,
            aws_region: self.region,
            source_ip_address: self.origin.address,
            user_agent: self.origin.agent,
            error_code: self.failure.as_ref().and_then(|it| it.code),
            error_message: self.failure.as_ref().map(|it| it.message.as_str()),
            request_parameters: &self.exchange.request,
            response_elements: if failed && !self.api.is_sign_in() {
                &nothing
            } else {
                &self.exchange.response
            },
            additional_event_data: self.exchange.additional.as_ref(),
            request_id: (!self.api.is_sign_in()).then(|| chance.uuid()),
            event_id: chance.uuid(),
            read_only: self.api.read_only,
            resources: self.resources(),
            event_type: self.event_type(),
            management_event: true,
            recipient_account_id: self.account,
            shared_event_id: self.shared_event_id,
            service_event_details: self.exchange.service_event.as_ref(),
            event_category: "Management",
            tls_details: (!is_service_event).then(|| self.tls_details()).flatten(),
            session_credential_from_console: self.is_click().then_some("true"),
        };
        serde_json::to_writer(output, &record)
    }

    /// Whether credentials of the console made the call: signing in is done without any.
    fn is_click(&self) -> bool {
        self.origin.channel == Channel::Console && self.identity.access_key_id.is_some()
    }

    fn event_type(&self) -> &'static str {
        if self.exchange.service_event.is_some() {
            "AwsServiceEvent"
        } else if self.api.name == "ConsoleLogin" {
            "AwsConsoleSignIn"
        } else {
            "AwsApiCall"
        }
    }

    fn resources(&self) -> Option<Value> {
        let named = &self.exchange.resources;
        (!named.is_empty()).then(|| {
            named
                .iter()
                .map(|(kind, arn)| json!({"accountId": self.account, "type": kind, "ARN": arn}))
                .collect()
        })
    }

    fn tls_details(&self) -> Option<Value> {
        let host = self.api.host(self.region);
        match self.origin.channel {
            Channel::Api | Channel::Console => Some(json!({
                "tlsVersion": "TLSv1.3",
                "cipherSuite": "TLS_AES_128_GCM_SHA256",
                "clientProvidedHostHeader": host,
            })),
            Channel::Service => None,
        }
    }
}

/// `2026-03-01T12:00:00Z`: CloudTrail's times are whole seconds.
pub(super) fn event_time(at: Timestamp) -> String {
    let text = at.to_string();
    let seconds = text.split('.').next().unwrap_or_default();
    format!("{seconds}Z")
}
