//! The parts of the page, one module a group.

pub mod cards;
pub mod controls;
pub mod events;
pub mod frame;
pub mod sources;
pub mod ties;
pub mod world;
