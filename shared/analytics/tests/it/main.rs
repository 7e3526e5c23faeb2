//! What the analytics promise, on data whose truth is known.

mod groups;
