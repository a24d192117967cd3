//! Stories for tests: a base, and what a fixture changes in it.

use std::path::{Path, PathBuf};

use backstory_content::Files;
use serde::Deserialize;

/// `change.toml` of a fixture.
#[derive(Deserialize)]
struct Changes {
    change: Vec<Change>,
}

/// A change of one file: `from` becomes `to`; without `from`, `to` is added at the end; without both, the file goes.
#[derive(Deserialize)]
struct Change {
    file: String,
    from: Option<String>,
    to: Option<String>,
}

/// The folder of fixtures of one kind.
pub fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind)
}

/// The base story, shown as `content/…`.
pub fn base() -> Files {
    let mut files = Files::new("content");
    lay(&mut files, &folder("valid/canal/content"));
    files
}

/// The base story, changed as the fixture says: by the files in its `content/`, then by its `change.toml`.
pub fn story(fixture: &Path) -> Files {
    let mut files = base();
    let content = fixture.join("content");
    if content.is_dir() {
        lay(&mut files, &content);
    }
    let changes = fixture.join("change.toml");
    if changes.is_file() {
        let changes = std::fs::read_to_string(&changes).expect("it can be read");
        let changes: Changes = toml::from_str(&changes).expect("change.toml holds [[change]] with file, from and to");
        changes.change.into_iter().for_each(|it| apply(&mut files, it));
    }
    files
}

/// A few strings, whole.
pub fn whole_strings() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/strings.toml");
    std::fs::read_to_string(path).expect("there are strings")
}

/// Those strings, changed as a fixture of strings says (`strings.toml`, in the format of `change.toml`).
pub fn strings(fixture: &Path) -> Option<String> {
    let changes = std::fs::read_to_string(fixture.join("strings.toml")).ok()?;
    let changes: Changes = toml::from_str(&changes).expect("strings.toml holds [[change]] with file, from and to");
    let mut files = Files::new("strings");
    files.insert("xx.toml", whole_strings());
    changes.change.into_iter().for_each(|it| apply(&mut files, it));
    Some(String::from_utf8(files.get("xx.toml")?.to_vec()).expect("the strings are UTF-8"))
}

fn apply(files: &mut Files, Change { file, from, to }: Change) {
    let Some(to) = to else {
        return files.remove(&file);
    };
    let before = files.get(&file).unwrap_or_default();
    let before = std::str::from_utf8(before).expect("the base is UTF-8");
    let after = match from {
        Some(from) => {
            assert!(before.contains(&from), "{file} has no `{from}` to be changed");
            before.replacen(&from, &to, 1)
        }
        None => before.to_owned() + &to,
    };
    files.insert(file, after);
}

fn lay(files: &mut Files, folder: &Path) {
    for (path, bytes) in Files::load(folder).expect("the fixture can be read").iter() {
        files.insert(path, bytes);
    }
}

/// Compares with `expected.txt` beside the fixture. A missing one is written, except by CI, where it is missing.
pub fn snapshot(fixture: &Path, found: &str) -> Result<(), String> {
    let path = fixture.join("expected.txt");
    let found = format!("{}\n", found.trim_end());
    let rewrite = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    if rewrite || (!path.exists() && std::env::var_os("CI").is_none()) {
        std::fs::write(&path, &found).expect("the snapshot can be written");
    }
    match std::fs::read_to_string(&path) {
        Ok(expected) if expected == found => Ok(()),
        Ok(expected) => Err(format!("{}\n--- expected\n{expected}--- found\n{found}", path.display())),
        Err(_) => Err(format!("{} is missing", path.display())),
    }
}

/// The fixtures of one kind, by name.
pub fn fixtures(kind: &str) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder(kind)).expect("there are fixtures");
    let mut fixtures: Vec<_> = entries
        .map(|it| it.expect("it can be read").path())
        .filter(|it| it.is_dir())
        .map(|it| (it.file_name().expect("it has a name").to_string_lossy().into_owned(), it))
        .collect();
    fixtures.sort();
    fixtures
}
