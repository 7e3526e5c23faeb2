//! `take-organization-events`: what happened to an account of the organization, as soon as AWS
//! CloudTrail tells it to Amazon EventBridge.
//!
//! AWS Organizations User Guide, "Logging API calls with AWS CloudTrail". An event says where to look
//! and never what to believe: what follows is decided from what the organization says then.

use std::sync::Arc;

use gumshoe_api::trigger::Handling;
use gumshoe_api::{Handler, Services, StartedBy, Trigger, TriggerError};
use gumshoe_directory::SERVICE_PRINCIPAL;
use gumshoe_domain::{AccountId, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use crate::reconcile::{ACCESS, Done, Scope, reconcile};

const FUNCTION: &str = "take-organization-events";

/// The function.
pub static TRIGGER: Trigger = Trigger {
    name: FUNCTION,
    started_by: StartedBy::Events,
    access: ACCESS,
    open: |services| {
        Ok(Arc::new(Listener {
            services: services.clone(),
        }))
    },
};

struct Listener {
    services: Services,
}

impl Handler for Listener {
    fn handle(&self, event: Value) -> Handling<'_> {
        Box::pin(async {
            let event: Event =
                serde_json::from_value(event).map_err(|error| TriggerError::UnknownEvent {
                    function: FUNCTION,
                    source: Some(error.into()),
                })?;
            let failed = |source| TriggerError::Failed {
                function: FUNCTION,
                source,
            };
            let done = match scope(&event.detail) {
                Some(scope) => reconcile(&self.services, scope, gumshoe_runtime::now())
                    .await
                    .map_err(|error| failed(error.into()))?,
                None => Done::default(),
            };
            serde_json::to_value(done).map_err(|error| failed(error.into()))
        })
    }
}

/// An event of CloudTrail in Amazon EventBridge.
#[derive(Deserialize)]
struct Event {
    detail: Detail,
}

/// The members of a record that tell what happened to which account.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Detail {
    event_source: String,
    event_name: String,
    event_time: String,
    /// Of a call that failed.
    error_code: Option<String>,
    user_identity: UserIdentity,
    request_parameters: Value,
    service_event_details: Value,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct UserIdentity {
    account_id: Option<String>,
}

/// What to look at; `None` when nothing follows from the event.
fn scope(detail: &Detail) -> Option<Scope> {
    if detail.event_source != "organizations.amazonaws.com" || detail.error_code.is_some() {
        return None;
    }
    let requested = || account(&detail.request_parameters["accountId"]);
    let told = match detail.event_name.as_str() {
        // CloudTrail tells the end of a creation, not its beginning.
        "CreateAccountResult" | "CreateGovCloudAccountResult" => {
            let status = &detail.service_event_details["createAccountStatus"];
            account(&status["accountId"]).or_else(|| account(&status["govCloudAccountId"]))
        }
        "CloseAccountResult" => {
            account(&detail.service_event_details["closeAccountStatus"]["accountId"])
        }
        "AccountJoinedOrganization" | "AccountDepartedOrganization" => {
            account(&detail.service_event_details["accountId"])
        }
        "RemoveAccountFromOrganization" | "CloseAccount" => requested(),
        // Who accepts or leaves calls itself.
        "AcceptHandshake" | "LeaveOrganization" => {
            detail.user_identity.account_id.as_deref()?.parse().ok()
        }
        "DeregisterDelegatedAdministrator" => {
            if detail.request_parameters["servicePrincipal"] != SERVICE_PRINCIPAL {
                return None;
            }
            let moment: Timestamp = detail.event_time.parse().ok()?;
            return Some(Scope::Administrator(requested()?, moment));
        }
        _ => return None,
    };
    // An event that names no account is of a kind that something follows from: look at all of them.
    Some(told.map_or(Scope::Everything, Scope::Account))
}

fn account(value: &Value) -> Option<AccountId> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MEMBER: &str = "444455556666";

    fn told(event: &Value) -> Option<Scope> {
        let mut detail = json!({
            "eventSource": "organizations.amazonaws.com",
            "eventTime": "2026-03-01T12:00:00Z",
            "userIdentity": { "accountId": "111122223333" },
            "requestParameters": null,
        });
        for (name, value) in event.as_object().unwrap() {
            detail[name] = value.clone();
        }
        scope(&serde_json::from_value(detail).unwrap())
    }

    #[test]
    fn the_account_of_an_event_is_looked_at() {
        let member = Scope::Account(MEMBER.parse().unwrap());
        for event in [
            json!({ "eventName": "CreateAccountResult", "serviceEventDetails": { "createAccountStatus": { "state": "SUCCEEDED", "accountId": MEMBER } } }),
            json!({ "eventName": "RemoveAccountFromOrganization", "requestParameters": { "accountId": MEMBER } }),
            json!({ "eventName": "CloseAccount", "requestParameters": { "accountId": MEMBER } }),
            json!({ "eventName": "LeaveOrganization", "userIdentity": { "accountId": MEMBER } }),
            json!({ "eventName": "AcceptHandshake", "userIdentity": { "accountId": MEMBER } }),
        ] {
            assert_eq!(told(&event), Some(member), "{event}");
        }
    }

    #[test]
    fn an_administrator_is_looked_at_that_was_deregistered_for_detective() {
        let event = |service: &str| json!({ "eventName": "DeregisterDelegatedAdministrator", "requestParameters": { "accountId": MEMBER, "servicePrincipal": service } });
        let moment = "2026-03-01T12:00:00Z".parse().unwrap();
        let expected = Scope::Administrator(MEMBER.parse().unwrap(), moment);
        assert_eq!(told(&event("detective.amazonaws.com")), Some(expected));
        assert_eq!(told(&event("guardduty.amazonaws.com")), None);
    }

    #[test]
    fn an_event_of_a_known_kind_that_names_no_account_has_all_looked_at() {
        let event = json!({ "eventName": "CloseAccountResult" });
        assert_eq!(told(&event), Some(Scope::Everything));
    }

    #[test]
    fn nothing_follows_from_calls_that_failed_other_calls_and_other_services() {
        let removed = json!({ "eventName": "RemoveAccountFromOrganization", "requestParameters": { "accountId": MEMBER } });
        let with = |name: &str, value: &str| {
            let mut event = removed.clone();
            event[name] = json!(value);
            event
        };
        assert_eq!(told(&with("errorCode", "AccessDenied")), None);
        assert_eq!(
            told(&with("eventName", "InviteAccountToOrganization")),
            None
        );
        assert_eq!(told(&with("eventSource", "iam.amazonaws.com")), None);
    }
}
