//! What an object in an event says of a pod: who it is and which images it runs.

use serde::de::{MapAccess, SeqAccess};

use crate::lenient::{As, Into, Members, Next, Shape, Skip, Text};

/// Images of one pod that are looked at. Kubernetes has no limit; a pod of more containers is none of
/// this world.
const MOST_IMAGES: usize = 64;

/// `requestObject` or `responseObject`, a pod or a part of one.
#[derive(Debug, Default)]
pub(super) struct PodObject<'de> {
    pub(super) metadata: Metadata<'de>,
    pub(super) spec: Containers<'de>,
    pub(super) status: Containers<'de>,
}

/// `metadata`.
#[derive(Debug, Default)]
pub(super) struct Metadata<'de> {
    pub(super) name: Text<'de>,
    pub(super) namespace: Text<'de>,
    pub(super) uid: Text<'de>,
}

/// The containers in `spec` and in `status`, of all three sorts.
#[derive(Debug, Default)]
pub(super) struct Containers<'de> {
    pub(super) images: Vec<ContainerImage<'de>>,
}

/// The image of a container.
#[derive(Debug, Default)]
pub(super) struct ContainerImage<'de> {
    /// The reference.
    pub(super) image: Text<'de>,
    /// What the reference turned out to be: `[docker-pullable://]<repository>@<digest>`.
    pub(super) image_id: Text<'de>,
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

impl<'de> Members<'de> for Containers<'de> {
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
            | "ephemeralContainerStatuses" => value.read(Images(&mut self.images)),
            _ => value.skip(),
        }
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
            _ => value.skip()?,
        }
        Ok(())
    }
}

/// The shape of a list of containers, whose images are added.
struct Images<'i, 'de>(&'i mut Vec<ContainerImage<'de>>);

impl<'de> Shape<'de> for Images<'_, 'de> {
    type Value = ();

    fn other(self) {}

    fn array<S: Skip, A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut container = ContainerImage::default();
        while let Some(_is_object) =
            elements.next_element_seed(As::<_, S>::new(Into(&mut container)))?
        {
            if self.0.len() < MOST_IMAGES && container.image.get().is_some() {
                self.0.push(std::mem::take(&mut container));
            }
        }
        Ok(())
    }
}
