//! A hash of everything that goes into a build step, to tell whether it has to run again.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Collects the inputs of a build step.
#[derive(Default)]
pub struct Stamp(DefaultHasher);

impl Stamp {
    /// Adds a text.
    pub fn words(mut self, words: &str) -> Self {
        words.hash(&mut self.0);
        self
    }

    /// Adds a file, or every file of a folder.
    pub fn file(mut self, path: &Path) -> Self {
        for path in files(path) {
            path.file_name().hash(&mut self.0);
            fs::read(&path).ok().hash(&mut self.0);
        }
        self
    }

    /// The hash as text.
    pub fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// Every file of a folder and its folders, in order; a file alone is itself.
pub fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return vec![path.to_path_buf()];
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| if path.is_dir() { files(path) } else { vec![path.clone()] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_gives_the_same_and_a_change_shows() {
        let text = |words: &str| Stamp::default().words(words).text();
        assert_eq!(text("one"), text("one"));
        assert_ne!(text("one"), text("two"));
    }

    #[test]
    fn a_changed_file_of_a_folder_shows() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("backstory-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let with = |text: &str| {
            fs::write(folder.join("package.json"), text)?;
            Ok::<_, std::io::Error>(Stamp::default().file(&folder).text())
        };
        let (first, second, again) = (with("1.0.0")?, with("1.0.1")?, with("1.0.0")?);
        fs::remove_dir_all(&folder)?;
        assert_ne!(first, second);
        assert_eq!(first, again);
        Ok(())
    }
}
