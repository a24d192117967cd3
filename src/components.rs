//! The parts of the page, one module a group.

pub mod cards;
pub mod controls;
pub mod events;
pub mod layout;
pub mod map;
pub mod relation_diagram;
pub mod sources;
