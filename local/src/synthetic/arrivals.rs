//! Users, roles and instances that are made for those who are about to begin: what an automation of
//! the company does, and intruders do too.

use gumshoe_domain::Timestamp;

use super::chance::Chance;
use super::estate::Estate;
use super::identity::Role;
use super::intrusion::{Caller, Outcome, PlannedCall, Script};
use super::login::Login;
use super::record::{Channel, event_time};
use super::services::{self as api, Exchange, Scene};

/// The address of the office in the first city.
const ADDRESS: &str = "87.128.24.9";
const AGENT: &str = "Boto3/1.40.4 md/Botocore#1.40.4 ua/2.1 os/linux#6.8.0-79-generic md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.40.4";
const REGION: &str = "us-east-1";

/// The automation, and what it is going to do.
pub(super) struct Arrivals {
    /// Its role in each account.
    roles: Vec<Role>,
    calls: Vec<PlannedCall>,
}

impl Arrivals {
    /// An automation that works in the accounts of `estates`.
    pub(super) fn new(chance: &mut Chance, estates: &[Estate]) -> Self {
        Self {
            roles: estates
                .iter()
                .map(|it| Role::new(chance, it, "/", "provisioning"))
                .collect(),
            calls: Vec::new(),
        }
    }

    /// What is going to be done.
    pub(super) fn finish(self) -> Vec<PlannedCall> {
        self.calls
    }

    /// Starts the instances that there are logs of the traffic of, at the beginning.
    pub(super) fn instances(&mut self, chance: &mut Chance, estates: &[Estate], start: Timestamp) {
        for (position, estate) in estates.iter().enumerate() {
            let calls = estate.region(REGION).instances.iter().map(|instance| {
                let mut scene = Scene {
                    chance,
                    estate,
                    region: REGION,
                };
                (&api::RUN_INSTANCES, api::started(&mut scene, instance))
            });
            let calls = calls.collect();
            self.run(chance, estates, position, start, calls);
        }
    }

    /// Makes the IAM user that a person signs in as; people of a directory need none.
    pub(super) fn person(
        &mut self,
        chance: &mut Chance,
        estates: &[Estate],
        login: &Login,
        at: Timestamp,
    ) {
        let (estate, user) = match login {
            Login::Standing { estate, identity } | Login::Console { estate, identity } => {
                (*estate, identity)
            }
            Login::FederationToken { estate, user, .. } => (*estate, user),
            Login::IdentityCenter { .. }
            | Login::Saml { .. }
            | Login::WebIdentity { .. }
            | Login::ByService { .. }
            | Login::ByUser { .. }
            | Login::ByVendor { .. } => return,
        };
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let name = text(&user.user_name);
        let created = api::created_user(&name, &text(&user.principal_id), &text(&user.arn));
        let mut calls = vec![
            (&api::CREATE_USER, created),
            (&api::ADD_USER_TO_GROUP, api::added_to_group(&name)),
        ];
        calls.push(match &user.access_key_id {
            Some(key) => (&api::CREATE_ACCESS_KEY, api::created_access_key(&name, key)),
            None => (
                &api::CREATE_LOGIN_PROFILE,
                api::created_login_profile(&name),
            ),
        });
        self.run(chance, estates, estate, at, calls);
    }

    /// Makes the role of a pipeline.
    pub(super) fn pipeline(
        &mut self,
        chance: &mut Chance,
        estates: &[Estate],
        login: &Login,
        at: Timestamp,
    ) {
        if let Login::WebIdentity {
            estate,
            role,
            provider,
            ..
        } = login
        {
            let calls = vec![
                (
                    &api::CREATE_OPEN_ID_CONNECT_PROVIDER,
                    api::created_provider(&role.account, provider),
                ),
                (&api::CREATE_ROLE, api::created_role(role)),
                (&api::ATTACH_ROLE_POLICY, api::attached_policy(role)),
            ];
            self.run(chance, estates, *estate, at, calls);
        }
    }

    fn run(
        &mut self,
        chance: &mut Chance,
        estates: &[Estate],
        estate: usize,
        at: Timestamp,
        calls: Vec<(&'static api::Api, Exchange)>,
    ) {
        let key = chance.access_key_id("ASIA");
        let automation = Caller {
            estate,
            identity: self.roles[estate].session("provisioning", key, event_time(at)),
            address: ADDRESS,
            agent: AGENT,
            channel: Channel::Api,
        };
        let mut script = Script::new(chance, estates, at);
        for (api, exchange) in calls {
            script.call_with(&automation, REGION, api, exchange, Outcome::Success);
        }
        self.calls.extend(script.finish().0);
    }
}
