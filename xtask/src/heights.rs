//! `cargo xtask heights`: how much room each embed needs at each width, measured in Chromium for the story's `heights.toml`.

use std::ffi::OsStr;

use crate::{
    arguments::BuildOptions,
    build, paths,
    run::{self, Outcome},
    story::Story,
    test,
};

/// The behaviour of the browser suite that measures and writes the file.
const BEHAVIOUR: &str = "hosts_keep_the_room_that_embeds_need";

/// Builds, measures, and builds again with the new heights.
pub fn heights(story: Option<&OsStr>) -> Outcome {
    let options = BuildOptions { story: story.map(OsStr::to_os_string), ..BuildOptions::default() };
    let story = Story::open(story)?;
    build::build(&options)?;
    run::step(
        "measuring every embed at every width",
        "hosts keep this room, so that nothing moves; takes some minutes",
    );
    let file = paths::root().join(story.folder()).join("heights.toml");
    let mut cargo = test::browser_suite()?;
    run::run(cargo.args(["--", BEHAVIOUR]).env("BACKSTORY_DIST", story.out()).env("BACKSTORY_HEIGHTS", &file))?;
    println!("    {} is written", paths::short(&file));
    build::build(&options)
}
