//! `cargo xtask bench`: how quick the timeline is in Chromium, with made-up stories of any size; `cargo xtask bench page`: how
//! quick the page opens beside TimelineJS and a plain list.

use std::path::PathBuf;

use crate::{
    arguments::BenchOptions,
    bundle::{self, Mode},
    paths, prerender,
    run::{self, Outcome},
    tools,
};

/// Builds as for a release and measures; a missed target is no failure.
pub fn bench(options: &BenchOptions) -> Outcome {
    // Only the optimised program is worth measuring.
    let bundle = bundle::make(Mode::Release)?;
    prerender::compile()?;
    run::step("compiling the benchmark", "which writes stories, serves them and uses the page as a reader does");
    run::run(run::cargo().args(["build", "--package", "backstory-bench"]))?;
    let mut command = run::program(paths::target().join("debug/bench"));
    command.arg("--prerender").arg(paths::target().join("debug/prerender"));
    command.arg("--bundle").arg(bundle).arg("--folder").arg(paths::target().join("bench"));
    command.arg("--chromium").arg(chromium()?);
    if let Some(folder) = &options.profile {
        command.arg("--profile").arg(folder);
    }
    if options.page {
        let page = paths::dist();
        if !page.join("data/events.json").is_file() {
            return Err("there is no page to open yet; type: cargo xtask build".into());
        }
        // By its entry point: the folder of the package is that of `dist/`.
        let timelinejs = tools::from_npm("@knight-lab/timelinejs/dist/js/timeline.js", tools::Npm::Test)?;
        let folder = timelinejs.ancestors().nth(2).ok_or("TimelineJS has no folder")?;
        command.arg("--compare").arg(page).arg(folder);
    }
    command.args(options.sizes.iter().map(ToString::to_string));
    run::run(&mut command)
}

/// Chromium, the only browser whose processor can be slowed down.
fn chromium() -> Outcome<PathBuf> {
    let is_chromium = |tool: &&tools::Tool| tool.name == "chromium";
    let tool = tools::BROWSERS.iter().find(is_chromium).ok_or("Chromium is not among the tools")?;
    tools::install(std::slice::from_ref(tool))?;
    tool.path().ok_or_else(|| "there is no Chromium".into())
}
