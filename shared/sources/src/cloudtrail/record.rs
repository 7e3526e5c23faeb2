//! The members of a record that matter, as they are written.
//!
//! AWS CloudTrail User Guide, "CloudTrail record contents for management, data, and network activity
//! events" and "CloudTrail userIdentity element".

use serde::de::{MapAccess, SeqAccess};

use super::parameters::{AdditionalEventData, RequestParameters};
use super::response::ResponseElements;
use crate::lenient::{As, Into, Members, Next, Presence, Shape, Skip, Text};

/// One element of `Records`.
#[derive(Debug, Default)]
pub(super) struct Record<'de> {
    pub(super) event_time: Text<'de>,
    pub(super) event_source: Text<'de>,
    pub(super) event_name: Text<'de>,
    pub(super) event_id: Text<'de>,
    pub(super) event_type: Text<'de>,
    pub(super) event_category: Text<'de>,
    pub(super) aws_region: Text<'de>,
    pub(super) source_ip_address: Text<'de>,
    pub(super) user_agent: Text<'de>,
    pub(super) error_code: Text<'de>,
    pub(super) recipient_account_id: Text<'de>,
    pub(super) has_insight_details: bool,
    pub(super) user_identity: Identity<'de>,
    pub(super) request_parameters: RequestParameters<'de>,
    pub(super) response_elements: ResponseElements<'de>,
    pub(super) additional_event_data: AdditionalEventData<'de>,
    /// ARN of the first bucket in `resources`.
    pub(super) bucket_arn: Text<'de>,
}

/// `userIdentity`.
#[derive(Debug, Default)]
pub(super) struct Identity<'de> {
    pub(super) kind: Text<'de>,
    pub(super) principal_id: Text<'de>,
    pub(super) arn: Text<'de>,
    pub(super) account_id: Text<'de>,
    pub(super) access_key_id: Text<'de>,
    pub(super) user_name: Text<'de>,
    pub(super) invoked_by: Text<'de>,
    pub(super) identity_provider: Text<'de>,
    pub(super) session_context: SessionContext<'de>,
    pub(super) on_behalf_of: OnBehalfOf<'de>,
}

/// `userIdentity.sessionContext`.
#[derive(Debug, Default)]
pub(super) struct SessionContext<'de> {
    pub(super) issuer: SessionIssuer<'de>,
}

/// `userIdentity.sessionContext.sessionIssuer`: for an assumed role, the role.
#[derive(Debug, Default)]
pub(super) struct SessionIssuer<'de> {
    pub(super) principal_id: Text<'de>,
    pub(super) arn: Text<'de>,
    pub(super) user_name: Text<'de>,
}

/// `userIdentity.onBehalfOf`: the user of IAM Identity Center.
#[derive(Debug, Default)]
pub(super) struct OnBehalfOf<'de> {
    pub(super) user_id: Text<'de>,
    pub(super) identity_store_arn: Text<'de>,
}

impl<'de> Members<'de> for Record<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "userIdentity" => value.members(&mut self.user_identity)?,
            "eventTime" => self.event_time = value.text()?,
            "eventSource" => self.event_source = value.text()?,
            "eventName" => self.event_name = value.text()?,
            "awsRegion" => self.aws_region = value.text()?,
            "sourceIPAddress" => self.source_ip_address = value.text()?,
            "userAgent" => self.user_agent = value.text()?,
            "errorCode" => self.error_code = value.text()?,
            "requestParameters" => value.members(&mut self.request_parameters)?,
            "responseElements" => value.members(&mut self.response_elements)?,
            "additionalEventData" => value.members(&mut self.additional_event_data)?,
            "eventID" => self.event_id = value.text()?,
            "eventType" => self.event_type = value.text()?,
            "eventCategory" => self.event_category = value.text()?,
            "recipientAccountId" => self.recipient_account_id = value.text()?,
            "resources" => self.bucket_arn = value.read(FirstBucket)?,
            "insightDetails" => self.has_insight_details = value.read(Presence)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Identity<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "type" => self.kind = value.text()?,
            "principalId" => self.principal_id = value.text()?,
            "arn" => self.arn = value.text()?,
            "accountId" => self.account_id = value.text()?,
            "accessKeyId" => self.access_key_id = value.text()?,
            "userName" => self.user_name = value.text()?,
            "invokedBy" => self.invoked_by = value.text()?,
            "identityProvider" => self.identity_provider = value.text()?,
            "sessionContext" => value.members(&mut self.session_context)?,
            "onBehalfOf" => value.members(&mut self.on_behalf_of)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for SessionContext<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "sessionIssuer" => value.members(&mut self.issuer)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for SessionIssuer<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "principalId" => self.principal_id = value.text()?,
            "arn" => self.arn = value.text()?,
            "userName" => self.user_name = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for OnBehalfOf<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "userId" => self.user_id = value.text()?,
            "identityStoreArn" => self.identity_store_arn = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// An element of `resources`.
#[derive(Debug, Default)]
struct ReferencedResource<'de> {
    kind: Text<'de>,
    arn: Text<'de>,
}

impl<'de> Members<'de> for ReferencedResource<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "type" => self.kind = value.text()?,
            "ARN" => self.arn = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// The shape of `resources`: the ARN of the first bucket in it.
struct FirstBucket;

impl<'de> Shape<'de> for FirstBucket {
    type Value = Text<'de>;

    fn other(self) -> Text<'de> {
        Text::Absent
    }

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<Text<'de>, A::Error> {
        let mut first = Text::Absent;
        let mut resource = ReferencedResource::default();
        while let Some(_is_object) =
            elements.next_element_seed(As::<_, S>::new(Into(&mut resource)))?
        {
            if first.get().is_none() && resource.kind.get() == Some("AWS::S3::Bucket") {
                first = std::mem::take(&mut resource.arn);
            }
        }
        Ok(first)
    }
}
