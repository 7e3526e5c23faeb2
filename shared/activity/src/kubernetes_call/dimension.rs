//! What Kubernetes activity can be grouped and filtered by.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::KubernetesCall;
use crate::dimension::NotADimension;

/// A dimension of Kubernetes activity, by its name in `ListActivity`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KubernetesDimension {
    /// The subject that was authenticated, by its identifier.
    Subject,
    /// The address that the call came from.
    IpAddress,
    /// The verb.
    Verb,
    /// The path that was asked for.
    RequestUri,
    /// The namespace of the object; absent where it has none.
    Namespace,
    /// The user agent.
    UserAgent,
    /// The status of the response, in digits.
    ResponseStatus,
}

impl KubernetesDimension {
    /// Every dimension.
    pub const ALL: &[Self] = &[
        Self::Subject,
        Self::IpAddress,
        Self::Verb,
        Self::RequestUri,
        Self::Namespace,
        Self::UserAgent,
        Self::ResponseStatus,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "Subject",
            Self::IpAddress => "IpAddress",
            Self::Verb => "Verb",
            Self::RequestUri => "RequestUri",
            Self::Namespace => "Namespace",
            Self::UserAgent => "UserAgent",
            Self::ResponseStatus => "ResponseStatus",
        }
    }

    /// The value that `call` has in this dimension.
    pub fn of<'a>(self, call: &KubernetesCall<'a>) -> Option<Cow<'a, str>> {
        let text = match self {
            Self::Subject => call.caller.subject_id,
            Self::IpAddress => call.origin.address,
            Self::Verb => Some(call.request.verb),
            Self::RequestUri => call.request.uri,
            Self::Namespace => call.request.namespace,
            Self::UserAgent => call.origin.user_agent,
            Self::ResponseStatus => {
                return call.request.status.map(|it| Cow::Owned(it.to_string()));
            }
        };
        text.map(Cow::Borrowed)
    }
}

impl fmt::Display for KubernetesDimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KubernetesDimension {
    type Err = NotADimension;

    fn from_str(text: &str) -> Result<Self, NotADimension> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.as_str() == text).ok_or(NotADimension)
    }
}
