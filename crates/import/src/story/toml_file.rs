//! A file of the story that may be changed, with an editor's comments and order kept.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

/// A file of the story that may be changed.
pub(super) struct File {
    pub(super) path: PathBuf,
    before: String,
    pub(super) document: DocumentMut,
}

/// What a file says of itself that an import has made.
const HEADER: &str = "# Written by `cargo xtask import`, and yours to change: importing again takes over only what changed in the sheet.\n\n";

impl File {
    pub(super) fn open(path: PathBuf) -> Result<Self, String> {
        let before = read_or_blank(&path)?;
        let document = before
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|error| format!("mend {} first: {error}", path.display()))?;
        Ok(Self { path, before, document })
    }

    /// The tables of a list.
    pub(super) fn tables(&mut self, key: &str) -> Result<&mut ArrayOfTables, String> {
        let path = self.path.display().to_string();
        let item = self.document.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        item.as_array_of_tables_mut().ok_or_else(|| format!("{path}: write `{key}` as tables: [[{key}]]"))
    }

    pub(super) fn save(&self, written: &mut Vec<PathBuf>) -> Result<(), String> {
        let text = head_first(&self.before, self.document.to_string());
        let is_new = self.before.is_empty() && !text.is_empty();
        // Editors complete keys by it.
        let schema = self.path.parent().is_some_and(|it| it.join("../.schema/timeline.json").is_file());
        let schema = if schema { "#:schema ../.schema/timeline.json\n" } else { "" };
        save(&self.path, &self.before, &if is_new { format!("{schema}{HEADER}{text}") } else { text }, written)
    }
}

/// The text of a file that may not be there.
pub(super) fn read_or_blank(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Ok(it) => Ok(it),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// What stands above the first table of a file stays there when another table has come to be the first.
fn head_first(before: &str, text: String) -> String {
    let head = before.split_once("\n\n").map(|it| it.0).filter(|it| it.lines().all(|it| it.starts_with('#')));
    match head.filter(|it| !text.starts_with(it)).and_then(|it| text.split_once(&format!("{it}\n\n"))) {
        Some((above, below)) => format!("{}\n\n{}\n{below}", head.unwrap_or_default(), above.trim_start_matches('\n')),
        None => text,
    }
}

pub(super) fn save(path: &Path, before: &str, text: &str, written: &mut Vec<PathBuf>) -> Result<(), String> {
    if text == before {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    let saved = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    saved.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    written.push(path.to_owned());
    Ok(())
}

/// Gives tables the places in which they stand.
pub(super) fn number(table: &mut Table, position: &mut isize) {
    *position += 1;
    table.set_position(Some(*position));
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(it) => number(it, position),
            Item::ArrayOfTables(them) => them.iter_mut().for_each(|it| number(it, position)),
            _ => {}
        }
    }
}

pub(super) fn strings(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(super) fn text_of(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

pub(super) fn value_of(item: &Item) -> Option<Value> {
    if let Some(it) = item.as_str() {
        return Some(json!(it));
    }
    if let Some(it) = item.as_array() {
        return Some(json!(it.iter().filter_map(toml_edit::Value::as_str).collect::<Vec<_>>()));
    }
    item.as_integer().map(|it| json!(it)).or_else(|| item.as_bool().map(|it| json!(it)))
}

fn item_of(json: &Value) -> Item {
    match json {
        Value::String(it) => value(it),
        Value::Number(it) => value(it.as_i64().unwrap_or_default()),
        Value::Bool(it) => value(*it),
        Value::Array(_) => value(strings(Some(json)).iter().collect::<Array>()),
        _ => Item::None,
    }
}

/// Sets a key, with the comments around it left as they are.
pub(super) fn set(table: &mut Table, key: &str, json: Option<&Value>) {
    match json {
        None => drop(table.remove(key)),
        Some(json) => {
            let mut item = item_of(json);
            if let (Some(old), Some(new)) = (table.get(key).and_then(Item::as_value), item.as_value_mut()) {
                *new.decor_mut() = old.decor().clone();
            }
            match table.get_mut(key) {
                Some(old) => *old = item,
                None => drop(table.insert(key, item)),
            }
        }
    }
}

pub(super) fn table(values: &[(&str, Value)]) -> Table {
    let mut table = Table::new();
    for (key, json) in values {
        table.insert(key, item_of(json));
    }
    table
}
