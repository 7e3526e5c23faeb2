//! The members of an audit event that matter, as they are written.
//!
//! Kubernetes documentation, "kube-apiserver Audit Configuration (v1)", `Event`; for what EKS adds to
//! `user`, the AWS IAM Authenticator for Kubernetes.

use serde::de::{MapAccess, SeqAccess};

use super::pod::PodObject;
use crate::lenient::{As, AsNumber, AsText, Members, Next, Presence, Shape, Skip, Text};

/// An audit event. Other objects become one in which little is there.
#[derive(Debug, Default)]
pub(super) struct Event<'de> {
    pub(super) audit_id: Text<'de>,
    pub(super) stage: Text<'de>,
    pub(super) verb: Text<'de>,
    pub(super) request_uri: Text<'de>,
    pub(super) user: User<'de>,
    pub(super) impersonated: User<'de>,
    pub(super) source_ip: Text<'de>,
    pub(super) user_agent: Text<'de>,
    pub(super) object: ObjectRef<'de>,
    pub(super) status_code: Option<u64>,
    pub(super) request_received_timestamp: Text<'de>,
    pub(super) stage_timestamp: Text<'de>,
    /// The only time that the first versions of the format have.
    pub(super) timestamp: Text<'de>,
    pub(super) request_object: PodObject<'de>,
    pub(super) response_object: PodObject<'de>,
    /// It has members of what events are delivered in.
    pub(super) is_delivery: bool,
}

/// `user` and `impersonatedUser`.
#[derive(Debug, Default)]
pub(super) struct User<'de> {
    pub(super) username: Text<'de>,
    pub(super) uid: Text<'de>,
    pub(super) extra: Extra<'de>,
}

/// `user.extra`: each member is a list, of which the last text counts.
#[derive(Debug, Default)]
pub(super) struct Extra<'de> {
    pub(super) arn: Text<'de>,
    pub(super) canonical_arn: Text<'de>,
    pub(super) session_name: Text<'de>,
    pub(super) access_key_id: Text<'de>,
    pub(super) principal_id: Text<'de>,
    pub(super) pod_name: Text<'de>,
    pub(super) pod_uid: Text<'de>,
}

/// `objectRef`.
#[derive(Debug, Default)]
pub(super) struct ObjectRef<'de> {
    pub(super) api_group: Text<'de>,
    pub(super) resource: Text<'de>,
    pub(super) subresource: Text<'de>,
    pub(super) namespace: Text<'de>,
    pub(super) name: Text<'de>,
    pub(super) uid: Text<'de>,
}

impl<'de> Members<'de> for Event<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "auditID" => self.audit_id = value.text()?,
            "stage" => self.stage = value.text()?,
            "verb" => self.verb = value.text()?,
            "requestURI" => self.request_uri = value.text()?,
            "user" => value.members(&mut self.user)?,
            "impersonatedUser" => value.members(&mut self.impersonated)?,
            "sourceIPs" => self.source_ip = value.read(LastText)?,
            "userAgent" => self.user_agent = value.text()?,
            "objectRef" => value.members(&mut self.object)?,
            "responseStatus" => {
                let mut status = ResponseStatus::default();
                value.members(&mut status)?;
                self.status_code = status.code;
            }
            "requestReceivedTimestamp" => self.request_received_timestamp = value.text()?,
            "stageTimestamp" => self.stage_timestamp = value.text()?,
            "timestamp" => self.timestamp = value.text()?,
            "requestObject" => value.members(&mut self.request_object)?,
            "responseObject" => value.members(&mut self.response_object)?,
            "messageType" | "logEvents" | "items" => self.is_delivery |= value.read(Presence)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for User<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "username" => self.username = value.text()?,
            "uid" => self.uid = value.text()?,
            "extra" => value.members(&mut self.extra)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Extra<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        let text = match name {
            "arn" => &mut self.arn,
            "canonicalArn" => &mut self.canonical_arn,
            "sessionName" => &mut self.session_name,
            "accessKeyId" => &mut self.access_key_id,
            "principalId" | "sigs.k8s.io/aws-iam-authenticator/principalId" => {
                &mut self.principal_id
            }
            "authentication.kubernetes.io/pod-name" => &mut self.pod_name,
            "authentication.kubernetes.io/pod-uid" => &mut self.pod_uid,
            _ => return value.skip(),
        };
        *text = value.read(LastText)?;
        Ok(())
    }
}

impl<'de> Members<'de> for ObjectRef<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "apiGroup" => self.api_group = value.text()?,
            "resource" => self.resource = value.text()?,
            "subresource" => self.subresource = value.text()?,
            "namespace" => self.namespace = value.text()?,
            "name" => self.name = value.text()?,
            "uid" => self.uid = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// `responseStatus`.
#[derive(Default)]
struct ResponseStatus {
    code: Option<u64>,
}

impl<'de> Members<'de> for ResponseStatus {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "code" => self.code = value.read(AsNumber)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// The shape of a list of texts: the last of them.
///
/// Of `sourceIPs` it is the only one that cannot be chosen by the client: "All but the last IP can be
/// arbitrarily set by the client". The lists in `user.extra` have one text each.
struct LastText;

impl<'de> Shape<'de> for LastText {
    type Value = Text<'de>;

    fn other(self) -> Text<'de> {
        Text::Absent
    }

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<Text<'de>, A::Error> {
        let mut last = Text::Absent;
        while let Some(text) = elements.next_element_seed(As::<_, S>::new(AsText))? {
            if text.get().is_some() {
                last = text;
            }
        }
        Ok(last)
    }
}
