//! Names of container images.
//!
//! Pods name one image in many ways: `nginx`, `nginx:latest`, `docker.io/library/nginx`. They become
//! one reference, as the container runtime reads them (the rules of the `reference` package of the
//! CNCF's `distribution`).

use super::pod::ContainerImage;

/// The registry of references that name none, and the folder in it of names without a slash.
const DEFAULT_REGISTRY: &str = "docker.io";
const DEFAULT_FOLDER: &str = "library";
const DEFAULT_TAG: &str = "latest";

/// The image's identifier: `<registry>/<repository>[:<tag>][@<digest>]`. The tag is absent where the
/// pod names a digest alone, the digest where the image was not pulled yet.
pub(super) fn identifier(container: &ContainerImage<'_>) -> Option<String> {
    let reference = container.image.get()?;
    // A runtime that has forgotten the name says the digest alone, which is the configuration's.
    if reference.starts_with("sha256:") || reference.contains(char::is_whitespace) {
        return None;
    }
    let (name, own_digest) = match reference.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (reference, None),
    };
    let pulled = container.image_id.get().and_then(|it| it.split_once('@'));
    let digest = own_digest.or(pulled.map(|(_, digest)| digest));
    let (repository, tag) = split_tag(name);
    let tag = tag.or_else(|| own_digest.is_none().then_some(DEFAULT_TAG));
    let (registry, path) = split_registry(repository);
    let folder = if registry == DEFAULT_REGISTRY && !path.contains('/') {
        Some(DEFAULT_FOLDER)
    } else {
        None
    };
    let mut id = format!("{registry}/");
    id.extend(folder.into_iter().flat_map(|it| [it, "/"]));
    id.push_str(path);
    id.extend(tag.into_iter().flat_map(|it| [":", it]));
    id.extend(digest.into_iter().flat_map(|it| ["@", it]));
    (!path.is_empty()).then_some(id)
}

/// What stands after the last colon, unless that is the colon of a registry's port.
fn split_tag(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        Some(_) | None => (name, None),
    }
}

/// The first folder, where it is a host: it has a dot or a port, or is `localhost`.
fn split_registry(repository: &str) -> (&str, &str) {
    let is_host = |it: &str| it.contains(['.', ':']) || it == "localhost";
    match repository.split_once('/') {
        Some(("index.docker.io", path)) => (DEFAULT_REGISTRY, path),
        Some((host, path)) if is_host(host) => (host, path),
        Some(_) | None => (DEFAULT_REGISTRY, repository),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::Text;

    fn named(image: &str, image_id: &str) -> Option<String> {
        identifier(&ContainerImage {
            image: Text::Copied(image.into()),
            image_id: Text::Copied(image_id.into()),
            ..ContainerImage::default()
        })
    }

    #[test]
    fn one_image_has_one_name_however_pods_call_it() {
        for image in [
            "nginx",
            "nginx:latest",
            "library/nginx",
            "docker.io/nginx",
            "docker.io/library/nginx:latest",
            "index.docker.io/library/nginx",
        ] {
            let expected = "docker.io/library/nginx:latest";
            assert_eq!(named(image, "").as_deref(), Some(expected), "{image}");
        }
    }

    #[test]
    fn registry_port_tag_and_digest_are_told_apart() {
        for (image, image_id, expected) in [
            ("team/app:1", "", "docker.io/team/app:1"),
            ("localhost/app", "", "localhost/app:latest"),
            ("registry:5000/app", "", "registry:5000/app:latest"),
            (
                "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.11",
                "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns@sha256:aa",
                "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns:v1.11@sha256:aa",
            ),
            (
                "nginx",
                "docker-pullable://nginx@sha256:bb",
                "docker.io/library/nginx:latest@sha256:bb",
            ),
            (
                "ghcr.io/a/b@sha256:cc",
                "x@sha256:dd",
                "ghcr.io/a/b@sha256:cc",
            ),
            ("ghcr.io/a/b:1@sha256:cc", "", "ghcr.io/a/b:1@sha256:cc"),
            ("nginx", "sha256:ee", "docker.io/library/nginx:latest"),
        ] {
            assert_eq!(named(image, image_id).as_deref(), Some(expected), "{image}");
        }
    }

    #[test]
    fn what_names_no_image_is_none() {
        for image in ["", "sha256:aa", "a b", "docker.io/", "@sha256:aa"] {
            assert_eq!(named(image, ""), None, "{image}");
        }
    }
}
