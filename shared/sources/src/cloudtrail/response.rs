//! What was answered: the members of `responseElements` that matter.

use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess};

use super::parameters::Profile;
use crate::lenient::{As, Into, Members, Name, Next, Shape, Skip, Skipped, Text};

/// Instances of a record that are read, at most. Real ones have a handful; what is beyond is passed
/// over, as with the other bounds here, which together keep a record's sets below 64 MB.
const MOST_INSTANCES: usize = 1_000;

/// Interfaces of an instance that are read, at most. The largest types have fewer.
const MOST_INTERFACES: usize = 32;

/// Addresses of an interface that are read, at most, of each version of IP.
const MOST_ADDRESSES: usize = 16;

/// `responseElements`.
#[derive(Debug, Default)]
pub(super) struct ResponseElements<'de> {
    /// Who or what was made, where an API answers with one thing: `assumedRoleUser`, `federatedUser`,
    /// `user` or `role`.
    pub(super) subject: Subject<'de>,
    /// `instancesSet`.
    pub(super) instances: Vec<Instance<'de>>,
}

/// A principal, by its identifier.
#[derive(Debug, Default)]
pub(super) struct Subject<'de> {
    /// `assumedRoleId`, `federatedUserId`, `userId` or `roleId`.
    pub(super) id: Text<'de>,
    pub(super) arn: Text<'de>,
}

/// An element of `instancesSet`.
#[derive(Debug, Default)]
pub(super) struct Instance<'de> {
    pub(super) id: Text<'de>,
    pub(super) private_address: Text<'de>,
    pub(super) profile: Profile<'de>,
    /// `networkInterfaceSet`.
    pub(super) interfaces: Vec<Interface<'de>>,
}

/// An element of `networkInterfaceSet`.
#[derive(Debug, Default)]
pub(super) struct Interface<'de> {
    pub(super) id: Text<'de>,
    pub(super) private_address: Text<'de>,
    pub(super) private_addresses: Vec<InterfaceAddress<'de>>,
    pub(super) ipv6_addresses: Vec<InterfaceAddress<'de>>,
}

/// An element of `privateIpAddressesSet` or `ipv6AddressesSet`.
#[derive(Debug, Default)]
pub(super) struct InterfaceAddress<'de> {
    pub(super) address: Text<'de>,
}

impl<'de> Members<'de> for ResponseElements<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "assumedRoleUser" | "federatedUser" | "user" | "role" => {
                value.members(&mut self.subject)?;
            }
            "instancesSet" => self.instances = value.read(Set::<_, MOST_INSTANCES>::new())?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Subject<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "assumedRoleId" | "federatedUserId" | "userId" | "roleId" => self.id = value.text()?,
            "arn" => self.arn = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Instance<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "instanceId" => self.id = value.text()?,
            "privateIpAddress" => self.private_address = value.text()?,
            "iamInstanceProfile" => value.members(&mut self.profile)?,
            "networkInterfaceSet" => {
                self.interfaces = value.read(Set::<_, MOST_INTERFACES>::new())?
            }
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Interface<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "networkInterfaceId" => self.id = value.text()?,
            "privateIpAddress" => self.private_address = value.text()?,
            "privateIpAddressesSet" => {
                self.private_addresses = value.read(Set::<_, MOST_ADDRESSES>::new())?;
            }
            "ipv6AddressesSet" => {
                self.ipv6_addresses = value.read(Set::<_, MOST_ADDRESSES>::new())?;
            }
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for InterfaceAddress<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "privateIpAddress" | "ipv6Address" => self.address = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// The shape of a set as EC2 writes it: an object whose member `items`, or `item`, is the array.
struct Set<T, const MOST: usize>(PhantomData<T>);

impl<T, const MOST: usize> Set<T, MOST> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Members<'de>, const MOST: usize> Shape<'de> for Set<T, MOST> {
    type Value = Vec<T>;

    fn other(self) -> Vec<T> {
        Vec::new()
    }

    fn object<S: Skip, A: MapAccess<'de>>(self, mut members: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(name) = members.next_key_seed(Name)? {
            match name.as_ref() {
                "items" | "item" => {
                    items =
                        members.next_value_seed(As::<_, S>::new(List::<_, MOST>(PhantomData)))?;
                }
                _ => members.next_value_seed(Skipped::<S>::new())?,
            }
        }
        Ok(items)
    }
}

/// The shape of the array of a set. Elements that are no objects are passed over.
struct List<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Members<'de>, const MOST: usize> Shape<'de> for List<T, MOST> {
    type Value = Vec<T>;

    fn other(self) -> Vec<T> {
        Vec::new()
    }

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        loop {
            let mut item = T::default();
            let element = As::<_, S>::new(Into(&mut item));
            let Some(is_object) = elements.next_element_seed(element)? else {
                return Ok(items);
            };
            if is_object && items.len() < MOST {
                items.push(item);
            }
        }
    }
}
