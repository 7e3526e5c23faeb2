//! Members that should be texts.

use gumshoe_activity::Entity;

use super::Shape;

/// A member that should be a text. It is cut to what an identifier may have: the longest beginning
/// within [`Entity::MAX_ID_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Text<'de> {
    /// There is none, or it is `null`.
    #[default]
    Absent,
    /// It is something else.
    WrongType,
    /// It stands in the input.
    Borrowed(&'de str),
    /// It had escapes in it, or the input is gone.
    Copied(Box<str>),
    /// As `Borrowed`, but only the beginning.
    BorrowedCut(&'de str),
    /// As `Copied`, but only the beginning.
    CopiedCut(Box<str>),
}

impl Text<'_> {
    /// The text, even an empty one.
    pub(crate) fn written(&self) -> Option<&str> {
        match self {
            Self::Absent | Self::WrongType => None,
            Self::Borrowed(text) | Self::BorrowedCut(text) => Some(text),
            Self::Copied(text) | Self::CopiedCut(text) => Some(text),
        }
    }

    /// The text, unless it is empty: AWS writes some absent texts so.
    pub(crate) fn get(&self) -> Option<&str> {
        self.written().filter(|it| !it.is_empty())
    }

    /// Whether something is missing at its end.
    pub(crate) fn is_cut(&self) -> bool {
        matches!(self, Self::BorrowedCut(_) | Self::CopiedCut(_))
    }
}

/// The shape of a text.
pub(crate) struct AsText;

impl<'de> Shape<'de> for AsText {
    type Value = Text<'de>;

    fn other(self) -> Text<'de> {
        Text::WrongType
    }

    fn null(self) -> Text<'de> {
        Text::Absent
    }

    fn borrowed(self, text: &'de str) -> Text<'de> {
        match cut(text) {
            None => Text::Borrowed(text),
            Some(beginning) => Text::BorrowedCut(beginning),
        }
    }

    fn copied(self, text: &str) -> Text<'de> {
        match cut(text) {
            None => Text::Copied(text.into()),
            Some(beginning) => Text::CopiedCut(beginning.into()),
        }
    }
}

/// The longest beginning of `text` that an identifier may have, if that is not all of it.
pub(crate) fn cut(text: &str) -> Option<&str> {
    if text.len() <= Entity::MAX_ID_BYTES {
        return None;
    }
    text.get(..text.floor_char_boundary(Entity::MAX_ID_BYTES))
}
