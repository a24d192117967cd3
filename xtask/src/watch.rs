//! Finds out which files have changed on disk.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::stamp;

/// Files with the time of their last change.
///
/// A few hundred files are looked at in a millisecond, so this asks again and again instead of being told: it works
/// the same on every system, in containers and on shared folders.
pub struct Watch {
    folders: Vec<PathBuf>,
    seen: BTreeMap<PathBuf, SystemTime>,
}

impl Watch {
    /// Notes the current state of the files.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        let seen = look(&folders);
        Watch { folders, seen }
    }

    /// Paths that were changed, added or removed since the last call.
    pub fn changes(&mut self) -> Vec<PathBuf> {
        let now = look(&self.folders);
        let new = now.iter().filter(|(path, time)| self.seen.get(*path) != Some(*time));
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let changes = new.map(|(path, _)| path).chain(gone).cloned().collect();
        self.seen = now;
        changes
    }
}

fn look(folders: &[PathBuf]) -> BTreeMap<PathBuf, SystemTime> {
    let paths = folders.iter().flat_map(|folder| stamp::files(folder)).filter(|path| is_meant(path));
    paths.filter_map(|path| Some((path.clone(), fs::metadata(&path).ok()?.modified().ok()?))).collect()
}

/// Whether a file is a real one, and not a temporary one that an editor writes before it replaces the real one.
fn is_meant(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    !(name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".swp") || name == "4913")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_seen_once() {
        let folder = std::env::temp_dir().join(format!("xtask-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let mut watch = Watch::new(vec![folder.clone()]);
        let file = folder.join("deep/story.toml");
        fs::write(&file, "one").unwrap();
        fs::write(folder.join(".story.toml.swp"), "editor").unwrap();
        assert_eq!(watch.changes(), std::slice::from_ref(&file));
        assert!(watch.changes().is_empty());
        fs::remove_file(&file).unwrap();
        assert_eq!(watch.changes(), [file]);
        fs::remove_dir_all(folder).unwrap();
    }
}
