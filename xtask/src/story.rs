//! The folder of a story, and the folders for what is built from it.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use crate::{paths, run::Outcome};

/// Folder of the project's own story, the default.
const DEFAULT: &str = "content";

/// A story's folder.
#[derive(Clone, Debug)]
pub struct Story {
    folder: PathBuf,
    /// The story's `slug`, or the folder's name while it has none.
    slug: String,
}

impl Story {
    /// The story in a folder from the command line; the project's own if `None`.
    pub fn open(typed: Option<&OsStr>) -> Outcome<Story> {
        let folder = typed.map_or_else(|| paths::root().join(DEFAULT), paths::typed);
        let config = folder.join("story.toml");
        // What is wrong with its letters the check says, with the place.
        let bytes = fs::read(&config).map_err(|error| {
            let shown = paths::short(&config);
            if folder.is_file() {
                let above = folder.parent().map(paths::short).unwrap_or_default();
                return format!("{} is a file. A story is a folder: type --story {above}", paths::short(&folder));
            }
            if !folder.exists() {
                return format!("there is no folder {}. cargo xtask new DIR makes a story", paths::short(&folder));
            }
            format!("{shown}: {error}. A story is a folder with this file; cargo xtask new DIR makes one")
        })?;
        let name = || folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let slug = slug(&String::from_utf8_lossy(&bytes)).unwrap_or_else(name);
        Ok(Story { folder, slug })
    }

    /// The story's folder as messages name it.
    pub fn folder(&self) -> PathBuf {
        self.folder.strip_prefix(paths::root()).unwrap_or(&self.folder).to_path_buf()
    }

    /// The output folder, which a static host serves.
    pub fn out(&self) -> PathBuf {
        if self.is_default() { paths::dist() } else { paths::target().join("stories").join(&self.slug) }
    }

    /// The output folder of `serve`, whose pages reload; never to be published.
    pub fn live(&self) -> PathBuf {
        paths::target().join("live").join(&self.slug)
    }

    fn is_default(&self) -> bool {
        self.folder() == Path::new(DEFAULT)
    }
}

/// The value of `slug` if it can name a folder. Mistakes in the file are left to the check, which reports them all.
fn slug(config: &str) -> Option<String> {
    let line =
        config.lines().find_map(|line| line.trim_start().strip_prefix("slug")?.trim_start().strip_prefix('='))?;
    let value = line.split('"').nth(1)?;
    let can_name = |letter: char| letter.is_alphanumeric() || letter == '-';
    (!value.is_empty() && value.chars().all(can_name)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slug_names_the_folder_where_it_can() {
        assert_eq!(slug("# a story\nslug = \"two-bridges\" # short\ntitle = \"x\"").as_deref(), Some("two-bridges"));
        for wrong in ["", "title = \"slug\"", "slug = \"../../etc\"", "slug = \"\"", "slug ="] {
            assert_eq!(slug(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_default_story_is_what_a_host_serves_and_others_have_a_place_of_their_own() {
        let ours = Story::open(None).unwrap();
        assert_eq!((ours.folder(), ours.out()), (PathBuf::from(DEFAULT), paths::dist()));
        let other = Story { folder: PathBuf::from("/elsewhere/content"), slug: "other".into() };
        assert!(other.out().ends_with("stories/other") && other.live().ends_with("live/other"));
        assert_ne!(ours.live(), other.live());
    }

    #[test]
    fn a_folder_that_is_no_story_is_named() {
        let message = Story::open(Some(OsStr::new("no-such-folder"))).unwrap_err();
        assert!(message.contains("no-such-folder") && message.contains("cargo xtask new"), "{message}");
        let message = Story::open(Some(paths::root().join("content/story.toml").as_os_str())).unwrap_err();
        assert!(message.contains("is a file") && message.ends_with("--story content"), "{message}");
    }
}
