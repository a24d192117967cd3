//! The last stage of a build: runs the prerender, which writes the story's pages around the bundle.

use std::{
    io,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use crate::{
    paths,
    run::{self, Outcome},
    story::Story,
};

/// A call of the prerender.
#[derive(Clone)]
pub struct Prerender {
    /// The story.
    pub story: Story,
    /// Folder of the bundle.
    pub bundle: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The public address of the folder.
    pub base_url: Option<String>,
    /// Path of the single file, if it is to be written too.
    pub single_file: Option<PathBuf>,
    /// Also freeze a version under `v/`.
    pub freeze: bool,
    /// With the script that reloads the page.
    pub live: bool,
    /// Without embeds, data and pictures.
    pub page_only: bool,
}

/// Compiles the prerender.
pub fn compile() -> Outcome {
    run::step("compiling the prerender", "which checks the story and writes the page");
    run::run(run::cargo().args(["build", "--package", "backstory-prerender", "--bin", "prerender"]))
}

/// The compiled prerender, to be run in the project's top folder.
pub fn program() -> Command {
    run::program(paths::target().join("debug/prerender"))
}

impl Prerender {
    /// Everything of a story, with no public address.
    pub fn new(story: &Story, bundle: &Path, out: &Path) -> Prerender {
        Prerender {
            story: story.clone(),
            bundle: bundle.to_path_buf(),
            out: out.to_path_buf(),
            base_url: None,
            single_file: None,
            freeze: false,
            live: false,
            page_only: false,
        }
    }

    /// Writes the pages, and prints the problems of the story.
    pub fn run(&self) -> Outcome {
        run::step("prerendering", "the page has to be whole before any program runs");
        run::run(&mut self.command()).map_err(|_| "the page was not written, see above".into())
    }

    /// Writes the pages, and returns the output instead of printing it.
    pub fn run_silently(&self) -> Outcome<Output> {
        self.command().output().map_err(|error| format!("cannot run the prerender: {error}"))
    }

    /// Starts to write the pages in the background.
    pub fn begin(&self) -> io::Result<Child> {
        self.command().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    fn command(&self) -> Command {
        let mut command = program();
        command.arg("--story").arg(self.story.folder());
        command.arg("--bundle").arg(&self.bundle).arg("--out").arg(&self.out);
        if let Some(url) = &self.base_url {
            command.args(["--base-url", url]);
        }
        if let Some(file) = &self.single_file {
            command.arg("--single-file").arg(file);
        }
        let flags = [("--freeze", self.freeze), ("--live", self.live), ("--page-only", self.page_only)];
        command.args(flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name));
        command
    }
}
