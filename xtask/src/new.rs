//! `cargo xtask new DIR`: a small story to begin with, with comments that teach.

use std::{ffi::OsStr, fs, path::Path};

use crate::{
    paths,
    run::{self, Outcome},
};

/// Path and text of each file; `SLUG` stands for the folder's name.
const FILES: [(&str, &str); 4] = [
    ("story.toml", include_str!("../new-story/story.toml")),
    ("sections/01-what-happened.md", include_str!("../new-story/sections/01-what-happened.md")),
    ("timeline/events.toml", include_str!("../new-story/timeline/events.toml")),
    ("sources.toml", include_str!("../new-story/sources.toml")),
];

/// Writes the story into a folder that is not there yet, or empty.
pub fn new(typed: &OsStr) -> Outcome {
    let folder = paths::typed(typed);
    write(&folder)?;
    let name = quoted(typed);
    run::step(&format!("{name} is a story now"), "small, but whole");
    println!("    see it:    cargo xtask serve --story {name}");
    println!("    check it:  cargo xtask check --story {name}");
    println!("    the files tell what to write where; docs/stories.md has the rest");
    Ok(())
}

/// A path as it is typed in a shell.
fn quoted(path: &OsStr) -> String {
    let shown = path.to_string_lossy();
    let is_plain = |it: char| it.is_alphanumeric() || "/._-~:\\".contains(it);
    if shown.chars().all(is_plain) { shown.into_owned() } else { format!("\"{shown}\"") }
}

fn write(folder: &Path) -> Outcome {
    let cannot = |error| format!("cannot write {}: {error}", folder.display());
    if folder.is_file() {
        return Err(format!("{} is a file; name a folder that is empty or not there yet", folder.display()));
    }
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} holds files already; name a folder that is empty or not there yet", folder.display()));
    }
    let slug = slug(folder);
    for (name, text) in FILES {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text.replace("SLUG", &slug))).map_err(cannot)?;
    }
    // What editors complete keys by, in the story, so that it can be moved.
    let schemas = folder.join(".schema");
    fs::create_dir_all(&schemas).map_err(cannot)?;
    for schema in crate::stamp::files(&paths::root().join("docs/schema")) {
        let name = schema.file_name().unwrap_or_default();
        fs::copy(&schema, schemas.join(name)).map_err(cannot)?;
    }
    Ok(())
}

/// The folder's name as an id: lower-case words joined by hyphens, in Latin letters, as an import makes ids of titles.
fn slug(folder: &Path) -> String {
    let name = folder.file_name().map(|name| deunicode::deunicode(&name.to_string_lossy()).to_ascii_lowercase());
    let name = name.unwrap_or_default();
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "story".into() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_become_ids() {
        for (folder, id) in [
            ("a/Two Bridges", "two-bridges"),
            ("old_bridge!", "old-bridge"),
            ("été", "ete"),
            ("東京", "dong-jing"),
            ("…", "story"),
        ] {
            assert_eq!(slug(Path::new(folder)), id);
        }
    }

    #[test]
    fn a_path_with_spaces_can_be_typed_as_it_is_told() {
        assert_eq!(quoted(OsStr::new("stories/été")), "stories/été");
        assert_eq!(quoted(OsStr::new("my stories/a")), "\"my stories/a\"");
    }

    #[test]
    fn what_is_there_is_never_written_over() {
        let folder = std::env::temp_dir().join(format!("backstory-new-{}", std::process::id()));
        write(&folder).unwrap();
        let second = write(&folder);
        let config = fs::read_to_string(folder.join("story.toml")).unwrap();
        let named = FILES.iter().filter_map(|(name, text)| {
            let schema = text.strip_prefix("#:schema ")?.lines().next()?;
            Some(folder.join(name).parent()?.join(schema).is_file())
        });
        assert_eq!(named.collect::<Vec<_>>(), [true; 3], "each file of tables names a schema that is there");
        fs::remove_dir_all(&folder).unwrap();
        assert!(second.unwrap_err().contains("holds files already"));
        assert!(config.contains("slug = \"backstory-new-") && !config.contains("SLUG"));
    }

    #[test]
    fn every_file_of_the_template_is_written() {
        let template = paths::root().join("xtask/new-story");
        let on_disk: Vec<_> = crate::stamp::files(&template);
        let missing: Vec<_> =
            on_disk.iter().filter(|path| FILES.iter().all(|(name, _)| !path.ends_with(name))).collect();
        assert!(missing.is_empty() && on_disk.len() == FILES.len(), "{missing:?}");
    }
}
