//! Turns the compiled program into what a browser loads.
//!
//! It lives outside `xtask` because its dependencies take half a minute to compile, and the commands that do not need them
//! should not wait.

mod bind;
mod names;

pub use bind::{BindError, bind, version};
