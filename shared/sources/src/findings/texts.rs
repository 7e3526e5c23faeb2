//! Texts of a finding, cut where an identifier has to end.

use super::json::cut;

/// Cuts texts, and remembers whether one was cut.
#[derive(Debug)]
pub(crate) struct Texts {
    is_cut: bool,
}

impl Texts {
    /// With whether something was cut before.
    pub(crate) fn new(is_cut: bool) -> Self {
        Self { is_cut }
    }

    /// A text.
    pub(crate) fn cut(&mut self, text: &str) -> String {
        let (text, is_cut) = cut(text);
        self.is_cut |= is_cut;
        text.to_owned()
    }

    /// A text that may be absent.
    pub(crate) fn optional(&mut self, text: Option<&str>) -> Option<String> {
        text.map(|it| self.cut(it))
    }

    /// Whether one of the texts was cut.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }
}
