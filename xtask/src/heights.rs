//! `cargo xtask heights`: how much room each embed needs at each width, measured in Chromium for `content/heights.toml`.

use crate::{
    arguments::BuildOptions,
    build,
    run::{self, Outcome},
    test,
};

/// Within the project.
const FILE: &str = "content/heights.toml";
/// The behaviour that measures, and writes where it is told to.
const BEHAVIOUR: &str = "hosts_keep_the_room_that_embeds_need";

/// Builds, measures, and builds once more with what was measured.
pub fn heights() -> Outcome {
    build::build(&BuildOptions::default())?;
    run::step(
        "measuring every embed at every width",
        "hosts keep this room, so that nothing moves; takes some minutes",
    );
    let mut cargo = test::browser_suite()?;
    run::run(cargo.args(["--", BEHAVIOUR]).env("BACKSTORY_HEIGHTS", FILE))?;
    println!("    {FILE} is written");
    build::build(&BuildOptions::default())
}
