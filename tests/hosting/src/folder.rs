//! The built folder, and a site made of it.

use std::{
    env, fs,
    fs::Permissions,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use tempfile::TempDir;

/// The project's top folder.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(here)
}

/// The folder that was built.
pub fn dist() -> Result<PathBuf> {
    let folder = root().join(env::var_os("BACKSTORY_DIST").map_or_else(|| "dist".into(), PathBuf::from));
    let index = folder.join("index.html");
    fs::metadata(&index).with_context(|| format!("there is no {}. Type: cargo xtask build", index.display()))?;
    Ok(folder)
}

/// A file of a folder, by its path inside.
#[derive(Clone, Debug)]
pub struct File {
    /// As `embed/timeline.html`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether a copy compressed by this method lies beside it.
    pub has: [bool; 2],
}

impl File {
    /// What comes after the last dot.
    pub fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Whether its name holds its content's hash.
    pub fn is_hashed(&self) -> bool {
        self.path.starts_with("assets/") || self.path.contains("/assets/")
    }
}

/// A folder's files, without compressed copies and what is for hosts.
#[derive(Clone, Debug)]
pub struct Folder {
    /// In the order of their paths.
    pub files: Vec<File>,
}

impl Folder {
    /// Reads all of it.
    pub fn read(folder: &Path) -> Result<Folder> {
        let mut paths = Vec::new();
        list(folder, "", &mut paths)?;
        paths.sort();
        let is_served = |path: &&String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            !name.starts_with(['.', '_']) && !name.ends_with(".br") && !name.ends_with(".gz")
        };
        let file = |path: &String| -> Result<File> {
            let has = ["br", "gz"].map(|ending| folder.join(format!("{path}.{ending}")).is_file());
            Ok(File { path: path.clone(), bytes: fs::read(folder.join(path))?, has })
        };
        Ok(Folder { files: paths.iter().filter(is_served).map(file).collect::<Result<_>>()? })
    }

    /// One of each kind, the largest.
    pub fn largest_of_each_kind(&self) -> Vec<&File> {
        let mut kinds: Vec<&str> = self.files.iter().map(File::ending).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let largest =
            |kind: &&str| self.files.iter().filter(|file| file.ending() == *kind).max_by_key(|file| file.bytes.len());
        kinds.iter().filter_map(largest).collect()
    }

    /// The first file whose path fits.
    pub fn find(&self, fits: impl Fn(&str) -> bool) -> Result<&File> {
        self.files.iter().find(|file| fits(&file.path)).context("the built folder lacks a file")
    }

    /// A file's text.
    pub fn text(&self, path: &str) -> Result<String> {
        let file = self.find(|other| other == path).with_context(|| path.to_owned())?;
        Ok(String::from_utf8(file.bytes.clone())?)
    }
}

/// Paths of all files below a folder.
pub(crate) fn list(folder: &Path, before: &str, paths: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// The built folder at the root of a site, and once more below `history/`.
pub(crate) fn site(dist: &Path) -> Result<TempDir> {
    let site = tempfile::Builder::new().prefix("backstory-site-").tempdir()?;
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        symlink(entry.path(), site.path().join(entry.file_name()))?;
    }
    symlink(dist, site.path().join("history"))?;
    Ok(site)
}

/// The same for a server whose user may not look where the folder was built: its own copies, which all may read.
pub(crate) fn open_site(dist: &Path) -> Result<TempDir> {
    let site = tempfile::Builder::new().prefix("backstory-site-").tempdir()?;
    fs::set_permissions(site.path(), Permissions::from_mode(0o755))?;
    let mut paths = Vec::new();
    list(dist, "", &mut paths)?;
    for path in paths {
        let copy = site.path().join(&path);
        fs::create_dir_all(copy.parent().unwrap_or(site.path()))?;
        fs::copy(dist.join(&path), copy)?;
    }
    symlink(".", site.path().join("history"))?;
    Ok(site)
}
