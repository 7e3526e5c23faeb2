//! The catalogue of API calls: what each asks for and answers, and how it often fails.

mod data;
mod ec2;
mod iam;
mod operations;
mod s3;
mod sign_in;
mod sts;

pub(super) use data::*;
pub(super) use ec2::*;
pub(super) use iam::*;
pub(super) use operations::*;
pub(super) use s3::*;
pub(super) use sign_in::*;
pub(super) use sts::*;

use serde_json::Value;

use super::chance::Chance;
use super::estate::{Estate, RegionalEstate};

/// What was asked and answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Exchange {
    /// `requestParameters`.
    pub(super) request: Value,
    /// `responseElements`: null for calls that only read.
    pub(super) response: Value,
    /// `additionalEventData`.
    pub(super) additional: Option<Value>,
    /// `serviceEventDetails`: present exactly for events that AWS itself caused.
    pub(super) service_event: Option<Value>,
    /// `resources`: `CloudFormation` type and ARN.
    pub(super) resources: Vec<(&'static str, String)>,
}

impl Exchange {
    /// A call that is answered with nothing that CloudTrail records.
    pub(super) fn request(request: Value) -> Self {
        Self {
            request,
            ..Self::default()
        }
    }

    /// A call whose answer CloudTrail records.
    pub(super) fn answered(request: Value, response: Value) -> Self {
        Self {
            request,
            response,
            ..Self::default()
        }
    }

    /// The same, about a resource of `CloudFormation` type `kind`.
    pub(super) fn about(mut self, kind: &'static str, arn: String) -> Self {
        self.resources.push((kind, arn));
        self
    }
}

/// What a call's details are made from.
pub(super) struct Scene<'a> {
    pub(super) chance: &'a mut Chance,
    pub(super) estate: &'a Estate,
    pub(super) region: &'static str,
}

impl Scene<'_> {
    /// What the account has in the Region of the call.
    pub(super) fn regional(&self) -> &RegionalEstate {
        self.estate.region(self.region)
    }

    /// One of the account's things.
    pub(super) fn one_of(&mut self, of: fn(&Estate) -> &Vec<String>) -> String {
        self.chance.pick(of(self.estate)).clone()
    }

    /// One of the things in the Region of the call.
    pub(super) fn one_here(&mut self, of: fn(&RegionalEstate) -> &Vec<String>) -> String {
        self.chance
            .pick(of(self.estate.region(self.region)))
            .clone()
    }
}

/// An API call that the generator knows.
#[derive(Debug)]
pub(super) struct Api {
    /// `eventSource` without `.amazonaws.com`.
    pub(super) service: &'static str,
    /// `eventName`.
    pub(super) name: &'static str,
    /// `readOnly`.
    pub(super) read_only: bool,
    /// Makes the details of one call.
    pub(super) exchange: fn(&mut Scene<'_>) -> Exchange,
    /// How it fails of its own accord: code, message, and how often in a thousand calls.
    pub(super) typical_failure: Option<(&'static str, &'static str, u32)>,
}

/// Services with one endpoint for all Regions, whose calls are recorded in `us-east-1`.
const GLOBAL_SERVICES: [&str; 5] = ["iam", "signin", "ce", "health", "organizations"];

impl Api {
    const fn read(
        service: &'static str,
        name: &'static str,
        exchange: fn(&mut Scene<'_>) -> Exchange,
    ) -> Self {
        Self {
            service,
            name,
            read_only: true,
            exchange,
            typical_failure: None,
        }
    }

    const fn write(
        service: &'static str,
        name: &'static str,
        exchange: fn(&mut Scene<'_>) -> Exchange,
    ) -> Self {
        Self {
            read_only: false,
            ..Self::read(service, name, exchange)
        }
    }

    const fn fails(self, code: &'static str, message: &'static str, permille: u32) -> Self {
        Self {
            typical_failure: Some((code, message, permille)),
            ..self
        }
    }

    /// Whether this is a sign-in page and no API.
    pub(super) fn is_sign_in(&self) -> bool {
        self.service == "signin"
    }

    /// Where the call is recorded, when it is made for `region`.
    pub(super) fn recorded_in(&self, region: &'static str) -> &'static str {
        if GLOBAL_SERVICES.contains(&self.service) {
            "us-east-1"
        } else {
            region
        }
    }

    /// The host name that a client asks.
    pub(super) fn host(&self, region: &str) -> String {
        match self.service {
            "signin" => format!("{region}.signin.aws.amazon.com"),
            "iam" => "iam.amazonaws.com".to_owned(),
            service => format!("{service}.{region}.amazonaws.com"),
        }
    }

    /// The code of a call that the caller may not make.
    pub(super) fn denied_code(&self) -> &'static str {
        match self.service {
            "ec2" => "Client.UnauthorizedOperation",
            _ => "AccessDenied",
        }
    }

    /// The code of a call that is one too many.
    pub(super) fn throttled_code(&self) -> &'static str {
        match self.service {
            "ec2" => "Client.RequestLimitExceeded",
            _ => "ThrottlingException",
        }
    }
}
