//! The project's commands: `cargo xtask COMMAND`, one file a command.
//!
//! `build` runs three stages, each in a file of its own: `program` compiles the app for the browser, `bundle` makes of it
//! and of our scripts what a browser loads, `prerender` writes the story's pages around them. The other commands are made
//! of these. `story` knows where a story lies and where it goes, `tools` finds what is needed on the machine, or installs it.

mod arguments;
mod bench;
mod build;
mod bundle;
mod check;
mod doctor;
mod fuzz;
mod heights;
mod import;
mod matrix;
mod new;
mod paths;
mod prerender;
mod program;
mod run;
mod serve;
mod sizes;
mod stamp;
mod story;
mod test;
mod tidy;
mod tools;
mod trunk;
mod validate;
mod watch;

use std::process::ExitCode;

use arguments::Command;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  serve     build, show it at an address of this machine, and again after each saved change
              --port N            instead of 8000 or the next free one
  build     everything a static host needs, in dist/
              --base-url URL      where the page will be public
              --single-file FILE  also one file that works without a host
              --freeze            also as v/DATE/, a version that stays as it is
              --out DIR           instead of dist/, or target/stories/SLUG/ of another story
  check     only check the story; every problem at once
              --json              one problem a line, for other programs
  import    make events of a timeline elsewhere: import FILE --story DIR, TimelineJS's CSV or JSON or a plain table; again after changes
              --story DIR         the story that gets them; it has to be named
              --url URL           where the timeline is public
              --name NAME         of the file in the story's timeline/
  heights   measure the room that embeds need, for heights.toml in the story's folder
  new DIR   write a small story to begin with

  serve, build, check and heights take --story DIR: the folder of a story, content/ where none is named.

  test      all that continuous integration runs; names of steps run only these
  matrix    every embed in every kind of host page in three engines, as a table; of the folder that was built
              --pictures FOLDER   only pictures of every embed in posts of WordPress, to be looked at
  sizes     what a reader loads, held against the budgets
  bench     how quick the timeline is in Chromium, held against the targets; numbers of events measure only these;
            bench page: how quick the page opens, beside TimelineJS and a plain list
              --profile FOLDER    also write profiles of the processor
  fuzz      more inputs for the properties than a test has time for; a number is for how many seconds
  doctor    what this machine has and lacks
              --install           and install what it lacks";

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
        Command::New { folder } => new::new(&folder)?,
        Command::Build(options) => build::build(&options)?,
        Command::Serve(options) => serve::serve(&options)?,
        Command::Check { story, json } => check::check(story.as_deref(), json)?,
        Command::Import { arguments } => import::import(&arguments)?,
        Command::Test { steps } => test::test(&steps)?,
        Command::Matrix { pictures: None } => matrix::matrix()?,
        Command::Matrix { pictures: Some(folder) } => matrix::pictures(&folder)?,
        Command::Sizes => sizes::sizes()?,
        Command::Heights { story } => heights::heights(story.as_deref())?,
        Command::Bench(options) => bench::bench(&options)?,
        Command::Fuzz { seconds } => fuzz::fuzz(seconds)?,
        Command::TrunkHook => trunk::hook()?,
        Command::Doctor { install } => doctor::doctor(install)?,
    }
    Ok(())
}
