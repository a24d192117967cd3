//! What all parts share: the state in the address, who is told of its changes, and what the page brings along as data.

pub(crate) mod bridge;
pub mod data;
pub mod store;
pub mod url;
pub mod wire;
