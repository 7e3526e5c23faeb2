//! What was asked for: the members of `requestParameters` and `additionalEventData` that matter.
//!
//! Each member is read for the API that has it; which APIs those are, `relations` and `bucket` say.

use serde::de::MapAccess;

use crate::lenient::{Members, Next, Skip, Text};

/// `requestParameters`.
#[derive(Debug, Default)]
pub(super) struct RequestParameters<'de> {
    pub(super) bucket_name: Text<'de>,
    pub(super) role_arn: Text<'de>,
    /// The name of a cluster.
    pub(super) name: Text<'de>,
    pub(super) target_principal: Text<'de>,
    pub(super) instance_id: Text<'de>,
    pub(super) network_interface_id: Text<'de>,
    pub(super) public_ip: Text<'de>,
    pub(super) association: ProfileAssociation<'de>,
}

/// `requestParameters.AssociateIamInstanceProfileRequest`.
#[derive(Debug, Default)]
pub(super) struct ProfileAssociation<'de> {
    pub(super) instance_id: Text<'de>,
    pub(super) profile: Profile<'de>,
}

/// An instance profile, by either or both of its names.
#[derive(Debug, Default)]
pub(super) struct Profile<'de> {
    pub(super) arn: Text<'de>,
    pub(super) name: Text<'de>,
}

/// `additionalEventData`.
#[derive(Debug, Default)]
pub(super) struct AdditionalEventData<'de> {
    /// The ARN of who switched to a role in the console.
    pub(super) switch_from: Text<'de>,
}

impl<'de> Members<'de> for RequestParameters<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "bucketName" => self.bucket_name = value.text()?,
            "roleArn" => self.role_arn = value.text()?,
            "name" => self.name = value.text()?,
            "targetPrincipal" => self.target_principal = value.text()?,
            "instanceId" => self.instance_id = value.text()?,
            "networkInterfaceId" => self.network_interface_id = value.text()?,
            "publicIp" => self.public_ip = value.text()?,
            "AssociateIamInstanceProfileRequest" => value.members(&mut self.association)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for ProfileAssociation<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "InstanceId" => self.instance_id = value.text()?,
            "IamInstanceProfile" => value.members(&mut self.profile)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Profile<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "arn" | "Arn" => self.arn = value.text()?,
            "name" | "Name" => self.name = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for AdditionalEventData<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "SwitchFrom" => self.switch_from = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl Profile<'_> {
    /// The profile's ARN, else its name.
    pub(super) fn label(&self) -> Option<&str> {
        self.arn.get().or(self.name.get())
    }
}
