//! What an object in an event says of a pod: who it is, which images it runs, where, as whom, and what it
//! may do to its node.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess};

use crate::lenient::{As, AsNumber, AsText, Into, Members, Next, Presence, Shape, Skip, Text};

/// Images of one pod that are looked at. Kubernetes has no limit; a pod of more containers is none of
/// this world.
const MOST_IMAGES: usize = 64;

/// Settings of one pod that are kept: there are not so many that matter, but capabilities may be
/// written as anything.
const MOST_SETTINGS: usize = 32;

/// Bytes of the name of a capability; Linux has none that is longer.
const MOST_CAPABILITY: usize = 64;

/// Addresses of one pod that are kept: it has one of each version of IP.
const MOST_ADDRESSES: usize = 4;

/// `requestObject` or `responseObject`, a pod or a part of one.
#[derive(Debug, Default)]
pub(super) struct PodObject<'de> {
    pub(super) metadata: Metadata<'de>,
    pub(super) spec: Part<'de>,
    pub(super) status: Part<'de>,
}

/// `metadata`.
#[derive(Debug, Default)]
pub(super) struct Metadata<'de> {
    pub(super) name: Text<'de>,
    pub(super) namespace: Text<'de>,
    pub(super) uid: Text<'de>,
}

/// `spec` or `status`, with its containers of all three sorts.
#[derive(Debug, Default)]
pub(super) struct Part<'de> {
    pub(super) images: Vec<ContainerImage<'de>>,
    /// `nodeName`.
    pub(super) node: Text<'de>,
    /// `serviceAccountName`.
    pub(super) service_account: Text<'de>,
    /// `podIP` and `podIPs`.
    pub(super) addresses: Vec<Text<'de>>,
    /// `hostIP`.
    pub(super) host_address: Text<'de>,
    pub(super) settings: Settings,
}

/// What takes away from what isolates a pod from its node, by the names that the Pod Security Standards
/// of the Kubernetes documentation use: `hostNetwork`, `privileged`, `capabilities.add=SYS_ADMIN`.
#[derive(Debug, Default)]
pub(super) struct Settings(pub(super) BTreeSet<String>);

/// The image of a container.
#[derive(Debug, Default)]
pub(super) struct ContainerImage<'de> {
    /// The reference.
    pub(super) image: Text<'de>,
    /// What the reference turned out to be: `[docker-pullable://]<repository>@<digest>`.
    pub(super) image_id: Text<'de>,
    pub(super) settings: Settings,
}

impl PodObject<'_> {
    /// Every image that the object names.
    pub(super) fn images(&self) -> impl Iterator<Item = &ContainerImage<'_>> {
        self.spec.images.iter().chain(&self.status.images)
    }
}

impl<'de> Members<'de> for PodObject<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "metadata" => value.members(&mut self.metadata)?,
            "spec" => value.members(&mut self.spec)?,
            "status" => value.members(&mut self.status)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Metadata<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "name" => self.name = value.text()?,
            "namespace" => self.namespace = value.text()?,
            "uid" => self.uid = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for Part<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "containers"
            | "initContainers"
            | "ephemeralContainers"
            | "containerStatuses"
            | "initContainerStatuses"
            | "ephemeralContainerStatuses" => {
                value.read(Each::new(|container| self.add_container(container)))?;
            }
            "nodeName" => self.node = value.text()?,
            "serviceAccountName" => self.service_account = value.text()?,
            "podIP" => {
                let address = value.text()?;
                self.add_address(address);
            }
            "podIPs" => value.read(Each::new(|it: PodAddress<'de>| self.add_address(it.ip)))?,
            "hostIP" => self.host_address = value.text()?,
            "hostNetwork" | "hostPID" | "hostIPC" => {
                let is_set = value.read(AsFlag)?;
                self.settings.add_if(is_set, name);
            }
            "securityContext" => {
                let mut settings = Settings::default();
                value.members(&mut settings)?;
                self.settings.add_all(&settings);
            }
            "volumes" => value.read(Each::new(|it: Volume| {
                self.settings.add_if(it.is_of_host, "hostPath");
            }))?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Part<'de> {
    fn add_container(&mut self, container: ContainerImage<'de>) {
        self.settings.add_all(&container.settings);
        if self.images.len() < MOST_IMAGES && container.image.get().is_some() {
            self.images.push(container);
        }
    }

    fn add_address(&mut self, address: Text<'de>) {
        if self.addresses.len() < MOST_ADDRESSES && address.get().is_some() {
            self.addresses.push(address);
        }
    }
}

impl Settings {
    fn add_if(&mut self, is_set: bool, setting: &str) {
        if is_set && self.0.len() < MOST_SETTINGS {
            self.0.insert(setting.to_owned());
        }
    }

    fn add_all(&mut self, other: &Self) {
        other.0.iter().for_each(|it| self.add_if(true, it));
    }
}

/// `securityContext` of a pod or of a container.
impl<'de> Members<'de> for Settings {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "privileged" | "allowPrivilegeEscalation" => {
                let is_set = value.read(AsFlag)?;
                self.add_if(is_set, name);
            }
            "runAsUser" => {
                let is_root = value.read(AsNumber)? == Some(0);
                self.add_if(is_root, "runAsUser=0");
            }
            "capabilities" => {
                let mut capabilities = Capabilities::default();
                value.members(&mut capabilities)?;
                self.add_all(&capabilities.added);
            }
            _ => value.skip()?,
        }
        Ok(())
    }
}

impl<'de> Members<'de> for ContainerImage<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "image" => self.image = value.text()?,
            "imageID" => self.image_id = value.text()?,
            "securityContext" => value.members(&mut self.settings)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// An element of `podIPs`.
#[derive(Debug, Default)]
struct PodAddress<'de> {
    ip: Text<'de>,
}

impl<'de> Members<'de> for PodAddress<'de> {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "ip" => self.ip = value.text()?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// An element of `volumes`.
#[derive(Debug, Default)]
struct Volume {
    is_of_host: bool,
}

impl<'de> Members<'de> for Volume {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "hostPath" => self.is_of_host = value.read(Presence)?,
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// `capabilities` of a container.
#[derive(Debug, Default)]
struct Capabilities {
    added: Settings,
}

impl<'de> Members<'de> for Capabilities {
    fn member<S: Skip, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: Next<'_, S, A>,
    ) -> Result<(), A::Error> {
        match name {
            "add" => value.read(Names(&mut self.added)),
            _ => value.skip(),
        }
    }
}

/// The shape of a list of capabilities.
struct Names<'s>(&'s mut Settings);

impl<'de> Shape<'de> for Names<'_> {
    type Value = ();

    fn other(self) {}

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(name) = elements.next_element_seed(As::<_, S>::new(AsText))? {
            if let Some(name) = name.get().filter(|it| it.len() <= MOST_CAPABILITY) {
                self.0.add_if(true, &format!("capabilities.add={name}"));
            }
        }
        Ok(())
    }
}

/// The shape of a flag.
struct AsFlag;

impl Shape<'_> for AsFlag {
    type Value = bool;

    fn other(self) -> bool {
        false
    }

    fn boolean(self, flag: bool) -> bool {
        flag
    }
}

/// The shape of a list, each object of which is given to a function.
struct Each<F, T>(F, PhantomData<T>);

impl<F: FnMut(T), T> Each<F, T> {
    fn new(give: F) -> Self {
        Self(give, PhantomData)
    }
}

impl<'de, F: FnMut(T), T: Members<'de>> Shape<'de> for Each<F, T> {
    type Value = ();

    fn other(self) {}

    fn array<S: Skip, A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        let mut element = T::default();
        while let Some(is_object) =
            elements.next_element_seed(As::<_, S>::new(Into(&mut element)))?
        {
            if is_object {
                self.0(std::mem::take(&mut element));
            }
        }
        Ok(())
    }
}
