//! What becomes of each form in a kind of host, written down for `cargo xtask matrix`.

use std::{fs::OpenOptions, io::Write, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{Engine, Outcome, Page};

/// The file to which a line is added for each form: engine, host, form and verdict.
const FILE: &str = "BACKSTORY_MATRIX";

/// How well a form does in a host that it does not fail in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of it.
    Works,
    /// It can be read; the engine runs no script of it there.
    Readable,
}

/// The forms in one kind of host: each is tried, whatever became of the others.
#[derive(Debug)]
pub struct Matrix {
    engine: Engine,
    host: &'static str,
    failed: Vec<String>,
}

impl Matrix {
    /// Nothing is tried yet.
    pub fn new(page: &Page, host: &'static str) -> Matrix {
        Matrix { engine: page.engine, host, failed: Vec::new() }
    }

    /// Writes down what became of a form.
    pub fn put(&mut self, form: &str, outcome: Outcome<Verdict>) -> Result<()> {
        let verdict = match &outcome {
            Ok(Verdict::Works) => "works",
            Ok(Verdict::Readable) => "readable",
            Err(_) => "failed",
        };
        if let Err(error) = outcome {
            self.failed.push(format!("{form}: {error:#}"));
        }
        let Some(file) = std::env::var_os(FILE).map(PathBuf::from) else { return Ok(()) };
        let line = format!("{}\t{}\t{form}\t{verdict}\n", self.engine.name(), self.host);
        // One write a line: engines write at the same time.
        let written =
            OpenOptions::new().create(true).append(true).open(&file).and_then(|mut f| f.write_all(line.as_bytes()));
        written.with_context(|| format!("cannot write {}", file.display()))
    }

    /// Holds that none failed.
    pub fn done(self) -> Outcome {
        if self.failed.is_empty() {
            return Ok(());
        }
        bail!("in {}, {}", self.host, self.failed.join("\nand "))
    }
}
