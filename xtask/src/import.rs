//! `cargo xtask import`: a timeline of another tool becomes events of a story.

use std::{ffi::OsString, process::Command};

use crate::{
    paths,
    run::{self, Outcome},
};

/// Compiles the importer and passes its arguments on. Paths in them are relative to the folder where the command was
/// typed. The story has to be named: what is imported into the wrong one is tedious to take out again.
pub fn import(arguments: &[OsString]) -> Outcome {
    run::run(run::cargo().args(["build", "--quiet", "--package", "backstory-import"]))?;
    let mut command = Command::new(paths::target().join("debug/import"));
    run::run(command.args(arguments)).map_err(|_| "nothing was imported, see above".into())
}
