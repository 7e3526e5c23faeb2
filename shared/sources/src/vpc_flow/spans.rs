//! Parts of a text.

/// From where to where a part of a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) until: usize,
}

impl Span {
    /// Part of no text.
    pub(super) const NOWHERE: Self = Self {
        from: usize::MAX,
        until: usize::MAX,
    };

    pub(super) fn len(self) -> usize {
        self.until.wrapping_sub(self.from)
    }

    pub(super) fn of(self, text: &[u8]) -> Option<&[u8]> {
        text.get(self.from..self.until)
    }

    /// Without the carriage return with which some systems end lines.
    pub(super) fn without_return(self, text: &[u8]) -> Self {
        let is_returned = self.of(text).is_some_and(|it| it.ends_with(b"\r"));
        Self {
            until: self.until - usize::from(is_returned),
            ..self
        }
    }
}
