//! Turns the compiled program into what a browser loads, and weighs what a reader loads.
//!
//! Two small programs: `bind` writes the glue for a compiled program, `weigh` tells how many bytes a file costs on the
//! wire. They live outside `xtask` because their dependencies take half a minute to compile, and the commands that do
//! not need them should not wait.

mod bind;
mod names;
mod weigh;

pub use bind::{BindError, bind};
pub use weigh::{Weight, weigh};
