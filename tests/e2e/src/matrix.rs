//! Collects the result of each embed in a kind of host, and writes them down for `cargo xtask matrix`.

use std::{fs::OpenOptions, io::Write, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{Engine, Outcome, Page};

/// Environment variable with the file to which each embed adds a line: engine, host, embed and verdict.
const FILE: &str = "BACKSTORY_MATRIX";

/// How well an embed works in a host in which it does not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything works.
    Works,
    /// The text can be read, but the engine runs no scripts there.
    Readable,
}

/// Results of the embeds in one kind of host: each embed is tried, whether or not others failed.
#[derive(Debug)]
pub struct Matrix {
    engine: Engine,
    host: &'static str,
    failed: Vec<String>,
}

impl Matrix {
    /// An empty matrix.
    pub fn new(page: &Page, host: &'static str) -> Matrix {
        Matrix { engine: page.engine, host, failed: Vec::new() }
    }

    /// Writes down the result of an embed.
    pub fn put(&mut self, embed: &str, outcome: Outcome<Verdict>) -> Result<()> {
        let verdict = match &outcome {
            Ok(Verdict::Works) => "works",
            Ok(Verdict::Readable) => "readable",
            Err(_) => "failed",
        };
        if let Err(error) = outcome {
            self.failed.push(format!("{embed}: {error:#}"));
        }
        let Some(file) = std::env::var_os(FILE).map(PathBuf::from) else { return Ok(()) };
        let line = format!("{}\t{}\t{embed}\t{verdict}\n", self.engine.name(), self.host);
        // A line in a single write, because engines write at the same time.
        let written =
            OpenOptions::new().create(true).append(true).open(&file).and_then(|mut f| f.write_all(line.as_bytes()));
        written.with_context(|| format!("cannot write {}", file.display()))
    }

    /// Fails if any embed failed.
    pub fn done(self) -> Outcome {
        if self.failed.is_empty() {
            return Ok(());
        }
        bail!("in {}, {}", self.host, self.failed.join("\nand "))
    }
}
