//! Rows in which something can be new.

use gumshoe_activity::{Call, Entity, EntityType, KubernetesCall, KubernetesOutcome, Origin};
use gumshoe_domain::Timestamp;

use super::kind::NoveltyKind;

/// The value of a row in a kind: its parts, in the order of [`NoveltyKind::keys`].
pub type Parts<'a> = [Option<&'a str>; 2];

/// A row in which something can be new.
pub trait Observed {
    /// Its value in a kind.
    fn parts(&self, kind: NoveltyKind) -> Option<Parts<'_>>;

    /// A name of that value for people, where there is another one.
    fn label(&self, kind: NoveltyKind) -> Option<&str>;

    /// From where it was called.
    fn origin(&self) -> &Origin<'_>;

    /// The account that gave the row.
    fn account(&self) -> &str;

    /// Whether what the row tells was done by, from, with or in the entity, and not only about it.
    fn is_of(&self, entity: &Entity) -> bool;

    /// The calls that succeeded and that failed.
    fn calls(&self) -> (u64, u64);

    /// The first and the last call.
    fn seen(&self) -> (Timestamp, Timestamp);
}

fn origin_parts<'a>(origin: &Origin<'a>, kind: NoveltyKind) -> Option<Parts<'a>> {
    match kind {
        NoveltyKind::Geolocation => {
            let country = origin.place.country?;
            Some([Some(country), origin.place.city])
        }
        NoveltyKind::Aso => origin.place.aso.map(one),
        NoveltyKind::UserAgent => origin.user_agent.map(one),
        NoveltyKind::ApiCall
        | NoveltyKind::Resource
        | NoveltyKind::Principal
        | NoveltyKind::KubernetesCall => None,
    }
}

fn one(text: &str) -> Parts<'_> {
    [Some(text), None]
}

fn principal<'a>(kind: Option<EntityType>, id: Option<&'a str>) -> Option<Parts<'a>> {
    let (kind, id) = kind.zip(id)?;
    Some([Some(kind.as_str()), Some(id)])
}

impl Observed for Call<'_> {
    fn parts(&self, kind: NoveltyKind) -> Option<Parts<'_>> {
        match kind {
            NoveltyKind::ApiCall => Some([Some(self.action.service), Some(self.action.api)]),
            NoveltyKind::Resource => self
                .resource
                .map(|it| [Some(it.kind.as_str()), Some(it.id)]),
            NoveltyKind::Principal => {
                principal(self.caller.principal_type, self.caller.principal_id)
            }
            NoveltyKind::Geolocation | NoveltyKind::Aso | NoveltyKind::UserAgent => {
                origin_parts(&self.origin, kind)
            }
            NoveltyKind::KubernetesCall => None,
        }
    }

    fn label(&self, kind: NoveltyKind) -> Option<&str> {
        match kind {
            NoveltyKind::Principal => self.caller.principal_arn,
            NoveltyKind::ApiCall
            | NoveltyKind::Geolocation
            | NoveltyKind::Aso
            | NoveltyKind::UserAgent
            | NoveltyKind::Resource
            | NoveltyKind::KubernetesCall => None,
        }
    }

    fn origin(&self) -> &Origin<'_> {
        &self.origin
    }

    fn account(&self) -> &str {
        self.caller.account
    }

    fn is_of(&self, entity: &Entity) -> bool {
        match entity.kind {
            // Others' calls about a principal concern it as well.
            EntityType::AwsUser | EntityType::AwsRole | EntityType::FederatedUser => {
                self.caller.principal_type == Some(entity.kind)
                    && self.caller.principal_id == Some(&*entity.id)
            }
            EntityType::AwsAccount
            | EntityType::AwsRoleSession
            | EntityType::Ec2Instance
            | EntityType::IpAddress
            | EntityType::UserAgent
            | EntityType::S3Bucket
            | EntityType::ContainerCluster
            | EntityType::ContainerPod
            | EntityType::ContainerImage
            | EntityType::KubernetesSubject => true,
        }
    }

    fn calls(&self) -> (u64, u64) {
        if self.failed() {
            (0, self.calls)
        } else {
            (self.calls, 0)
        }
    }

    fn seen(&self) -> (Timestamp, Timestamp) {
        (self.first_seen, self.last_seen)
    }
}

impl Observed for KubernetesCall<'_> {
    fn parts(&self, kind: NoveltyKind) -> Option<Parts<'_>> {
        match kind {
            NoveltyKind::KubernetesCall => Some([Some(self.request.verb), self.request.resource]),
            NoveltyKind::Principal => {
                principal(self.caller.principal_type, self.caller.principal_id)
            }
            NoveltyKind::Geolocation | NoveltyKind::Aso | NoveltyKind::UserAgent => {
                origin_parts(&self.origin, kind)
            }
            NoveltyKind::ApiCall | NoveltyKind::Resource => None,
        }
    }

    fn label(&self, kind: NoveltyKind) -> Option<&str> {
        match kind {
            NoveltyKind::Principal => self.caller.principal_arn,
            NoveltyKind::ApiCall
            | NoveltyKind::Geolocation
            | NoveltyKind::Aso
            | NoveltyKind::UserAgent
            | NoveltyKind::Resource
            | NoveltyKind::KubernetesCall => None,
        }
    }

    fn origin(&self) -> &Origin<'_> {
        &self.origin
    }

    fn account(&self) -> &str {
        self.caller.account
    }

    fn is_of(&self, _entity: &Entity) -> bool {
        true
    }

    fn calls(&self) -> (u64, u64) {
        match self.outcome() {
            KubernetesOutcome::Success => (self.calls, 0),
            KubernetesOutcome::Unauthorized
            | KubernetesOutcome::Forbidden
            | KubernetesOutcome::Failure => (0, self.calls),
        }
    }

    fn seen(&self) -> (Timestamp, Timestamp) {
        (self.first_seen, self.last_seen)
    }
}
