//! `cargo xtask check`: the story alone, every problem at once.

use crate::{
    page,
    run::{self, Outcome},
};

/// Checks the story; prints only what the check prints when it is for other programs.
pub fn check(json: bool) -> Outcome {
    if json {
        run::run(run::cargo().args(["build", "--quiet", "--package", "backstory-prerender", "--bin", "prerender"]))?;
    } else {
        page::compile()?;
        run::step("checking the story", "a mistake must not reach a reader");
    }
    let mut command = page::program();
    command.args(["--content", "content", "--check"]);
    if json {
        command.arg("--json");
    }
    run::run(&mut command).map_err(|_| "the story has problems, see above".into())
}
