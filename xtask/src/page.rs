//! The last stage: the story, prerendered around the islands.

use std::{
    ffi::OsString,
    io,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use crate::{
    place,
    run::{self, Outcome},
};

/// What is to be written, and where.
#[derive(Clone)]
pub struct Page {
    /// The folder.
    pub out: PathBuf,
    /// Where the page will be public.
    pub base_url: Option<String>,
    /// One file that works without a host, written as well.
    pub single_file: Option<OsString>,
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
    run::program(place::target().join("debug/prerender"))
}

impl Page {
    /// Writes the page; what is wrong with the story is printed.
    pub fn prerender(&self) -> Outcome {
        run::step("prerendering", "the page has to be whole before any program runs");
        run::run(&mut self.command()).map_err(|_| "the page was not written, see above".into())
    }

    /// Writes the page, and takes what it prints instead of printing it.
    pub fn prerender_silently(&self) -> Outcome<Output> {
        self.command().output().map_err(|error| format!("cannot run the prerender: {error}"))
    }

    /// Begins to write; nobody waits for it.
    pub fn begin(&self) -> io::Result<Child> {
        self.command().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    fn command(&self) -> Command {
        let mut command = program();
        command.args(["--content", "content", "--packed"]).arg(place::packed());
        command.arg("--out").arg(&self.out);
        if let Some(url) = &self.base_url {
            command.args(["--base-url", url]);
        }
        if let Some(file) = &self.single_file {
            command.arg("--single-file").arg(file);
        }
        if self.live {
            command.arg("--live");
        }
        if self.page_only {
            command.arg("--page-only");
        }
        command
    }
}
