//! `cargo xtask check`: the story alone, every problem at once.

use std::ffi::OsStr;

use crate::{
    prerender,
    run::{self, Outcome},
    story::Story,
};

/// Checks the story. When the output is for other programs, nothing else is printed.
pub fn check(story: Option<&OsStr>, json: bool) -> Outcome {
    let story = Story::open(story)?;
    if json {
        run::run(run::cargo().args(["build", "--quiet", "--package", "backstory-prerender", "--bin", "prerender"]))?;
    } else {
        prerender::compile()?;
        run::step("checking the story", "a mistake must not reach a reader");
    }
    let mut command = prerender::program();
    command.arg("--story").arg(story.folder()).arg("--check");
    if json {
        command.arg("--json");
    }
    run::run(&mut command).map_err(|_| "the story has problems, see above".into())
}
