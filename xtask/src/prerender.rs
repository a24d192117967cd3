//! The last stage: the story's pages, prerendered around what the browser loads.

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

/// What is to be written, and where.
#[derive(Clone)]
pub struct Prerender {
    /// The story.
    pub story: Story,
    /// What the browser loads.
    pub bundle: PathBuf,
    /// The folder that is written.
    pub out: PathBuf,
    /// Where the page will be public.
    pub base_url: Option<String>,
    /// One file that works without a host, written as well.
    pub single_file: Option<PathBuf>,
    /// Also as a version that stays as it is.
    pub freeze: bool,
    /// With the script that reloads the page.
    pub live: bool,
    /// Without embeds, data and pictures.
    pub page_only: bool,
}

/// Compiles the program that prerenders.
pub fn compile() -> Outcome {
    run::step("compiling the prerender", "which checks the story and writes the page");
    run::run(run::cargo().args(["build", "--package", "backstory-prerender", "--bin", "prerender"]))
}

/// The compiled program, called in the project's top folder.
pub fn program() -> Command {
    run::program(paths::target().join("debug/prerender"))
}

impl Prerender {
    /// All of a story, for a host whose address is not known.
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

    /// Writes the pages; what is wrong with the story is printed.
    pub fn run(&self) -> Outcome {
        run::step("prerendering", "the page has to be whole before any program runs");
        run::run(&mut self.command()).map_err(|_| "the page was not written, see above".into())
    }

    /// Writes the pages, and takes what it prints instead of printing it.
    pub fn run_silently(&self) -> Outcome<Output> {
        self.command().output().map_err(|error| format!("cannot run the prerender: {error}"))
    }

    /// Begins to write; nobody waits for it.
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
