//! A little colour, where somebody looks.

use std::io::{self, IsTerminal};

/// Whether texts are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Paint {
    /// With ANSI colours.
    Colours,
    /// As they are.
    Plain,
}

impl Paint {
    /// Colours when standard output is a terminal.
    pub(in crate::demo) fn for_standard_output() -> Self {
        if io::stdout().is_terminal() {
            Self::Colours
        } else {
            Self::Plain
        }
    }

    pub(super) fn heading(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn good(self, text: &str) -> String {
        self.with("32", text)
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.with("1;31", text)
    }

    pub(super) fn command(self, text: &str) -> String {
        self.with("36", text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.with("2", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        match self {
            Self::Colours => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain => text.to_owned(),
        }
    }
}
