//! The steps of each way to sign in.

use gumshoe_domain::Timestamp;

use super::{Login, ONWARD_SESSION, VENDOR_SESSION};
use crate::synthetic::actor::{Actor, Attempt, Session, Stage};
use crate::synthetic::delivery::GenerationError;
use crate::synthetic::identity::{
    OnBehalfOf, Role, SessionAttributes, SessionContext, SessionIssuer, UserIdentity,
    WebIdAttributes, WebIdFederationData,
};
use crate::synthetic::record::{Channel, Origin, event_time};
use crate::synthetic::services::{
    ASSUME_ROLE, ASSUME_ROLE_WITH_SAML, ASSUME_ROLE_WITH_WEB_IDENTITY, Api, CONSOLE_LOGIN,
    Exchange, FEDERATE, GET_FEDERATION_TOKEN, NewSession, Scene, USER_AUTHENTICATION,
    console_login, federation_token,
};

/// The provider that people's single sign-on comes from, and how it tells its users apart.
const SAML_PROVIDER: &str = "saml-provider/ExampleCorp";
const SAML_QUALIFIER: &str = "ExampleCorpSamlNameQualifier=";

/// A sign-in under way: what every step of it needs.
struct SignIn<'s, 'a> {
    stage: &'s mut Stage<'a>,
    at: Timestamp,
    region: &'static str,
    address: String,
    agent: String,
    channel: Channel,
    period: i64,
}

impl Actor {
    /// Begins a session, and records how.
    pub(in crate::synthetic) fn sign_in(
        &self,
        stage: &mut Stage<'_>,
        region: &'static str,
        at: Timestamp,
        period: i64,
    ) -> Result<Session, GenerationError> {
        let address = self.seat_at(at).address(stage.chance);
        let sign_in = SignIn {
            address,
            agent: self.agent.clone(),
            channel: self.seat.channel(),
            stage,
            at,
            region,
            period,
        };
        match &self.login {
            Login::Standing { estate, identity } => {
                Ok(sign_in.session(*estate, identity.as_ref().clone()))
            }
            Login::Console { estate, identity } => sign_in.console(*estate, identity),
            Login::IdentityCenter {
                estate,
                role,
                person,
                name,
            } => sign_in.identity_center(*estate, role, person, name),
            Login::Saml { estate, role, name } => sign_in.saml(*estate, role, name),
            Login::WebIdentity {
                estate,
                role,
                provider,
                session_name,
                repository,
                onward,
            } => sign_in.web_identity(*estate, role, (provider, session_name, repository), onward),
            Login::FederationToken { estate, user, name } => {
                sign_in.federation(*estate, user, name)
            }
            Login::ByService {
                estate,
                role,
                service,
                session_name,
            } => sign_in.by_service(*estate, role, service, session_name),
            Login::ByUser {
                estate,
                user,
                role,
                session_name,
            } => sign_in.by_user(*estate, user, role, session_name),
            Login::ByVendor {
                estate,
                role,
                principal_id,
                account,
            } => sign_in.by_vendor(*estate, role, principal_id, account),
        }
    }
}

impl SignIn<'_, '_> {
    fn session(self, estate: usize, identity: UserIdentity) -> Session {
        Session {
            estate,
            identity,
            address: self.address,
            agent: self.agent,
            channel: self.channel,
            period: self.period,
        }
    }

    fn record(
        &mut self,
        estate: usize,
        identity: &UserIdentity,
        api: &'static Api,
        exchange: Exchange,
    ) -> Result<(), GenerationError> {
        self.record_shared(estate, identity, api, exchange, None)
    }

    fn record_shared(
        &mut self,
        estate: usize,
        identity: &UserIdentity,
        api: &'static Api,
        exchange: Exchange,
        shared_event_id: Option<&str>,
    ) -> Result<(), GenerationError> {
        let origin = Origin {
            address: &self.address,
            agent: &self.agent,
            channel: self.channel,
        };
        let attempt = Attempt {
            at: self.at,
            region: self.region,
            api,
            exchange,
            failure: None,
            shared_event_id,
        };
        self.stage.record(estate, identity, origin, attempt)
    }

    fn temporary_key(&mut self) -> String {
        self.stage.chance.access_key_id("ASIA")
    }

    fn console(
        mut self,
        estate: usize,
        identity: &UserIdentity,
    ) -> Result<Session, GenerationError> {
        let details = console_login(self.region, true, "Success");
        self.record(estate, identity, &CONSOLE_LOGIN, details)?;
        let mut signed_in = identity.clone();
        signed_in.access_key_id = Some(self.temporary_key());
        signed_in.session_context = Some(SessionContext {
            attributes: SessionAttributes {
                creation_date: event_time(self.at),
                mfa_authenticated: "true",
            },
            ..SessionContext::default()
        });
        Ok(self.session(estate, signed_in))
    }

    fn identity_center(
        mut self,
        estate: usize,
        role: &Role,
        person: &OnBehalfOf,
        name: &str,
    ) -> Result<Session, GenerationError> {
        let identity = UserIdentity {
            kind: "IdentityCenterUser",
            account_id: Some(self.stage.estate(0).account.clone()),
            on_behalf_of: Some(person.clone()),
            credential_id: Some(self.stage.chance.uuid()),
            ..UserIdentity::default()
        };
        for api in [&USER_AUTHENTICATION, &FEDERATE] {
            let exchange = (api.exchange)(&mut Scene {
                chance: self.stage.chance,
                estate: &self.stage.estates[estate],
                region: self.region,
            });
            self.record(0, &identity, api, exchange)?;
        }
        self.saml(estate, role, name)
    }

    fn saml(mut self, estate: usize, role: &Role, name: &str) -> Result<Session, GenerationError> {
        let account = self.stage.estate(estate);
        let provider_arn = account.iam_arn(SAML_PROVIDER);
        let identity = UserIdentity {
            kind: "SAMLUser",
            principal_id: Some(format!("{SAML_QUALIFIER}:{name}")),
            user_name: Some(name.to_owned()),
            identity_provider: Some(SAML_QUALIFIER.to_owned()),
            ..UserIdentity::default()
        };
        let key = self.temporary_key();
        let new = NewSession {
            role,
            name,
            access_key_id: &key,
        };
        let details = new.assume_role_with_saml(self.stage.chance, &provider_arn, SAML_QUALIFIER);
        self.record(estate, &identity, &ASSUME_ROLE_WITH_SAML, details)?;
        let identity = role.session(name, key, event_time(self.at));
        Ok(self.session(estate, identity))
    }

    fn web_identity(
        mut self,
        estate: usize,
        role: &Role,
        (provider, session_name, repository): (&str, &str, &str),
        onward: &[(usize, Role)],
    ) -> Result<Session, GenerationError> {
        let provider = format!("oidc-provider/{provider}");
        let provider_arn = self.stage.estate(estate).iam_arn(&provider);
        let subject = format!("repo:{repository}:ref:refs/heads/main");
        let identity = UserIdentity {
            kind: "WebIdentityUser",
            principal_id: Some(format!("{provider_arn}:sts.amazonaws.com:{subject}")),
            user_name: Some(subject.clone()),
            identity_provider: Some(provider_arn.clone()),
            ..UserIdentity::default()
        };
        let key = self.temporary_key();
        let new = NewSession {
            role,
            name: session_name,
            access_key_id: &key,
        };
        let details = new.assume_role_with_web_identity(self.stage.chance, &provider_arn, &subject);
        self.record(estate, &identity, &ASSUME_ROLE_WITH_WEB_IDENTITY, details)?;
        let mut identity = role.session(session_name, key, event_time(self.at));
        if let Some(context) = &mut identity.session_context {
            context.web_id_federation_data = Some(WebIdFederationData {
                federated_provider: provider_arn,
                attributes: WebIdAttributes {},
            });
        }
        if onward.is_empty() || self.stage.chance.happens(400) {
            return Ok(self.session(estate, identity));
        }
        let (target, target_role) = self.stage.chance.pick(onward);
        self.go_on(estate, &identity, *target, target_role)
    }

    /// `AssumeRole` into another account: both accounts record it, with one shared id.
    fn go_on(
        mut self,
        estate: usize,
        identity: &UserIdentity,
        target: usize,
        role: &Role,
    ) -> Result<Session, GenerationError> {
        let (shared, key) = (self.stage.chance.uuid(), self.temporary_key());
        let new = NewSession {
            role,
            name: ONWARD_SESSION,
            access_key_id: &key,
        };
        let details = new.assume_role(self.stage.chance);
        let (from, to) = (details.clone(), details);
        self.record_shared(estate, identity, &ASSUME_ROLE, from, Some(&shared))?;
        let caller_id = identity.principal_id.as_deref().unwrap_or_default();
        let caller = UserIdentity::foreign(caller_id, &self.stage.estate(estate).account);
        self.record_shared(target, &caller, &ASSUME_ROLE, to, Some(&shared))?;
        let identity = role.session(ONWARD_SESSION, key, event_time(self.at));
        Ok(self.session(target, identity))
    }

    fn federation(
        mut self,
        estate: usize,
        user: &UserIdentity,
        name: &str,
    ) -> Result<Session, GenerationError> {
        let account = self.stage.estate(estate).account.clone();
        let key = self.temporary_key();
        let details = federation_token(self.stage.chance, &account, name, &key);
        self.record(estate, user, &GET_FEDERATION_TOKEN, details)?;
        let identity = UserIdentity {
            kind: "FederatedUser",
            principal_id: Some(format!("{account}:{name}")),
            arn: Some(format!("arn:aws:sts::{account}:federated-user/{name}")),
            account_id: Some(account),
            access_key_id: Some(key),
            session_context: Some(self.issued_by(user)),
            ..UserIdentity::default()
        };
        Ok(self.session(estate, identity))
    }

    fn issued_by(&self, user: &UserIdentity) -> SessionContext {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        SessionContext {
            session_issuer: Some(SessionIssuer {
                kind: "IAMUser",
                principal_id: text(&user.principal_id),
                arn: text(&user.arn),
                account_id: text(&user.account_id),
                user_name: text(&user.user_name),
            }),
            attributes: SessionAttributes {
                creation_date: event_time(self.at),
                mfa_authenticated: "false",
            },
            ..SessionContext::default()
        }
    }

    fn by_service(
        mut self,
        estate: usize,
        role: &Role,
        service: &'static str,
        session_name: &str,
    ) -> Result<Session, GenerationError> {
        let key = self.temporary_key();
        let new = NewSession {
            role,
            name: session_name,
            access_key_id: &key,
        };
        let details = new.assume_role(self.stage.chance);
        let caller = UserIdentity::service(service);
        let attempt = Attempt {
            at: self.at,
            region: self.region,
            api: &ASSUME_ROLE,
            exchange: details,
            failure: None,
            shared_event_id: None,
        };
        let origin = Origin {
            address: service,
            agent: service,
            channel: Channel::Service,
        };
        self.stage.record(estate, &caller, origin, attempt)?;
        let mut identity = role.session(session_name, key, event_time(self.at));
        if self.channel == Channel::Service {
            identity.invoked_by = Some(service);
        }
        if service == "ec2.amazonaws.com"
            && let Some(context) = &mut identity.session_context
        {
            context.ec2_role_delivery = Some("2.0");
        }
        Ok(self.session(estate, identity))
    }

    fn by_user(
        mut self,
        estate: usize,
        user: &UserIdentity,
        role: &Role,
        session_name: &str,
    ) -> Result<Session, GenerationError> {
        let key = self.temporary_key();
        let new = NewSession {
            role,
            name: session_name,
            access_key_id: &key,
        };
        let details = new.assume_role(self.stage.chance);
        self.record(estate, user, &ASSUME_ROLE, details)?;
        let identity = role.session(session_name, key, event_time(self.at));
        Ok(self.session(estate, identity))
    }

    fn by_vendor(
        mut self,
        estate: usize,
        role: &Role,
        principal_id: &str,
        account: &str,
    ) -> Result<Session, GenerationError> {
        let (shared, key) = (self.stage.chance.uuid(), self.temporary_key());
        let new = NewSession {
            role,
            name: VENDOR_SESSION,
            access_key_id: &key,
        };
        let details = new.assume_role(self.stage.chance);
        let caller = UserIdentity::foreign(principal_id, account);
        self.record_shared(estate, &caller, &ASSUME_ROLE, details, Some(&shared))?;
        let identity = role.session(VENDOR_SESSION, key, event_time(self.at));
        Ok(self.session(estate, identity))
    }
}
