//! Profiles: what is shown of an entity, panel by panel.

pub(crate) mod activity;
mod calls;
pub(crate) mod form;
pub(crate) mod material;
pub(crate) mod panel;
pub(crate) mod panels;
pub(crate) mod time;
pub(crate) mod traffic;
