//! What a member can be.

use super::pattern::Pattern;

/// A member of a structure.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) shape: &'static Shape,
}

/// A member that must be there.
pub(super) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        required: true,
        shape,
    }
}

/// A member that may be absent.
pub(super) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        required: false,
        shape,
    }
}

/// The kind of a value, and how far it is limited.
#[derive(Debug)]
pub(super) enum Shape {
    /// A text of so many characters that has the form of the pattern.
    Text(Size, Pattern),
    /// One of these texts.
    Enum(&'static [&'static str]),
    /// A whole number from the first to the second, both included.
    Integer(i64, i64),
    /// `true` or `false`.
    Boolean,
    /// A moment, as ISO 8601 text.
    Timestamp,
    /// So many values of a shape.
    List(Size, &'static Shape),
    /// So many values of the second shape, by names of the first.
    Map(Size, &'static Shape, &'static Shape),
    /// Members by their names.
    Structure(&'static [Member]),
}

/// How many characters or elements there are, both bounds included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) min: usize,
    pub(super) max: usize,
}

/// From `min` to `max`.
pub(super) const fn size(min: usize, max: usize) -> Size {
    Size { min, max }
}

/// Any number.
pub(super) const ANY_SIZE: Size = size(0, usize::MAX);
