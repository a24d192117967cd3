//! `cargo xtask import`: a timeline of another tool becomes events of a story.

use std::{ffi::OsString, process::Command};

use crate::{
    paths,
    run::{self, Outcome},
};

/// Compiles the importer and passes its arguments on. Paths in them are relative to the folder where the command was
/// typed.
pub fn import(arguments: &[OsString]) -> Outcome {
    run::run(run::cargo().args(["build", "--quiet", "--package", "backstory-import"]))?;
    let mut command = Command::new(paths::target().join("debug/import"));
    if !arguments.iter().any(|it| it == "--story" || it.to_string_lossy().starts_with("--story=")) {
        command.arg("--story").arg(paths::root().join("content"));
    }
    run::run(command.args(arguments)).map_err(|_| "nothing was imported, see above".into())
}
