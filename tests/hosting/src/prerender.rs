//! The program that writes the folder, run again.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::folder::{list, root};

/// One run of the program.
#[derive(Debug)]
pub struct Prerender(Command);

impl Prerender {
    /// The program, in the project's top folder, with the bundle that was made last for readers.
    pub fn new() -> Result<Prerender> {
        let mut command = Command::new(program()?);
        command.current_dir(root()).args(["--story", "content", "--bundle"]).arg(bundle()?);
        Ok(Prerender(command))
    }

    /// Into a folder.
    #[must_use]
    pub fn out(mut self, folder: &Path) -> Prerender {
        self.0.arg("--out").arg(folder);
        self
    }

    /// Into one file.
    #[must_use]
    pub fn single_file(mut self, file: &Path) -> Prerender {
        self.0.arg("--single-file").arg(file);
        self
    }

    /// On a machine set otherwise.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Prerender {
        self.0.env(name, value);
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Result<()> {
        let output = self.0.output().with_context(|| format!("{:?} does not start", self.0))?;
        ensure!(output.status.success(), "the prerender fails: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }
}

/// The folder in which cargo puts what it makes: that of the test's own program.
fn target() -> PathBuf {
    let own = env::current_exe().unwrap_or_default();
    own.ancestors().nth(3).map(Path::to_path_buf).unwrap_or_default()
}

fn program() -> Result<PathBuf> {
    let beside = target().join("debug/prerender");
    let program = env::var_os("BACKSTORY_PRERENDER").map_or(beside, PathBuf::from);
    if !program.is_file() {
        bail!("there is no {}. Type: cargo build --package backstory-prerender --bin prerender", program.display());
    }
    Ok(program)
}

fn bundle() -> Result<PathBuf> {
    let named = env::var_os("BACKSTORY_BUNDLE").map(PathBuf::from);
    let usual = [target().join("bundle"), root().join("target/bundle")];
    let found = named.into_iter().chain(usual).find(|folder| folder.join("app.js").is_file());
    found.context("there is no bundle yet. Type: cargo xtask build")
}

/// Every file of a folder with its content's hash.
pub fn fingerprints(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    paths.sort();
    let hash = |path: String| -> Result<(String, String)> {
        let hash = Sha256::digest(fs::read(folder.join(&path))?);
        Ok((path, hash.iter().map(|byte| format!("{byte:02x}")).collect()))
    };
    paths.into_iter().map(hash).collect()
}
