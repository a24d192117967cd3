//! The project's commands: `cargo xtask COMMAND`, one file a command.
//!
//! `build` runs three stages, each in a file of its own: `program` compiles the islands for the browser, `packed` turns
//! them into a module script and an optimised program, `page` prerenders the story around them. The other commands are
//! made of these. `tools` finds what they need on the machine, or installs it.

mod arguments;
mod bench;
mod build;
mod check;
mod doctor;
mod fuzz;
mod heights;
mod matrix;
mod packed;
mod page;
mod place;
mod program;
mod run;
mod serve;
mod sizes;
mod stamp;
mod test;
mod tidy;
mod tools;
mod validate;
mod watch;

use std::process::ExitCode;

use arguments::Command;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  build     everything a static host needs, in dist/
              --base-url URL      where the page will be public
              --single-file FILE  also one file that works without a host
  serve     build, show it at an address of this machine, and again after each saved change
              --port N            instead of 8000 or the next free one
  check     only check the story; every problem at once
              --json              one problem a line, for other programs
  test      all that continuous integration runs; names of steps run only these
  matrix    every form in every kind of host page in three engines, as a table; of the folder that was built
  sizes     what a reader loads, held against the budgets
  heights   measure the room that embeds need, for content/heights.toml
  bench     how quick the timeline is in Chromium, held against the targets; numbers of events measure only these
              --profile FOLDER    also write profiles of the processor
  fuzz      more inputs for the properties than a test has time for; a number is for how many seconds
  doctor    what this machine has and lacks
              --install           and install what it lacks

  build, serve, test, bench and doctor take --program stable|small: how the browser's program is compiled.
  stable is your own Rust with the wasm32-unknown-unknown target. small is Debian's Rust that builds the standard
  library for size. Without it: stable where the target is at hand, else small.";

fn main() -> ExitCode {
    match arguments::parse().and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> run::Outcome {
    match command {
        Command::Help => println!("{HELP}"),
        Command::Build(options) => build::build(&options)?,
        Command::Serve(options) => serve::serve(&options)?,
        Command::Check { json } => check::check(json)?,
        Command::Test { steps, route } => test::test(&steps, route)?,
        Command::Matrix => matrix::matrix()?,
        Command::Sizes => sizes::sizes()?,
        Command::Heights => heights::heights()?,
        Command::Bench(options) => bench::bench(&options)?,
        Command::Fuzz { seconds } => fuzz::fuzz(seconds)?,
        Command::Doctor { install, route } => doctor::doctor(install, route)?,
    }
    Ok(())
}
