//! JSON schemas of the editor's files, for editors that complete keys: what the readers of the files ask for, written down.
//!
//! The readers are the one place that knows the keys. So they read stories that have everything, and each question is noted:
//! the table, the key, what its value has to be, and whether it must be there.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::content::{Content, TABLE_FILES};
use crate::decode;
use crate::problem::Diagnostics;
use crate::source::{Files, Span};

/// What a value has to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wanted {
    Text,
    Texts,
    Integer(i64, i64),
    Number(f64, f64),
    Flag,
    Table,
    Tables,
}

/// A question of a reader.
#[derive(Debug)]
pub(crate) enum Asked {
    /// A table was read, of some kind.
    Table { table: Span, what: &'static str },
    /// Its key was asked for; the value is the place of what was found.
    Key { what: &'static str, key: &'static str, wanted: Wanted, needed: bool, value: Option<Span> },
    /// A text had to be one of some words.
    Choice { text: Span, words: Vec<String> },
}

/// The questions so far, where somebody wants to know.
pub(crate) type Questions = RefCell<Vec<Asked>>;

/// Words that are the story's own: no schema knows them.
const OWN_WORDS: [&str; 4] = ["theme", "direction", "verdict", "status"];

/// What is known of a key.
#[derive(Debug, Default)]
struct Key {
    wanted: Option<Wanted>,
    needed: usize,
    values: Vec<Span>,
    words: BTreeSet<String>,
}

/// What is known of a kind of table.
#[derive(Debug, Default)]
struct Kind {
    read: usize,
    /// In the order in which they are asked for.
    keys: Vec<(&'static str, Key)>,
}

/// The schema of each file, by its name without an ending: `story`, `timeline`, `people`, … What a key is for is told in
/// `manual`, the text of docs/stories.md.
#[must_use]
pub fn schemas(stories: &[Files], manual: &str) -> BTreeMap<String, Json> {
    let mut kinds = BTreeMap::<&'static str, Kind>::new();
    let mut inner = BTreeMap::<(&'static str, &'static str), &'static str>::new();
    for files in stories {
        let (sources, _) = decode(files);
        let diagnostics = Diagnostics::recording(&sources);
        let content = Content::read(&diagnostics);
        crate::build_twice(&content, &diagnostics);
        note(diagnostics.into_questions(), &mut kinds, &mut inner);
    }
    let notes = notes(manual);
    let written = Written { kinds: &kinds, inner: &inner, notes: &notes };
    let mut schemas = BTreeMap::new();
    for (root, file) in [("story", "story.toml"), ("map", "map.toml")] {
        schemas.insert(root.to_owned(), titled(file, written.table(root, root)));
    }
    for (file, lists) in TABLE_FILES.iter().copied().chain([("timeline/*.toml", ["event"].as_slice())]) {
        let name = file.trim_end_matches(".toml").trim_end_matches("/*").rsplit('/').next().unwrap_or(file);
        let properties: Map<_, _> = lists.iter().map(|it| ((*it).to_owned(), written.list(it))).collect();
        let schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
        schemas.insert(name.to_owned(), titled(file, schema));
    }
    schemas
}

fn titled(file: &str, mut schema: Json) -> Json {
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(format!("{file} of a story"));
    schema
}

fn note(
    asked: Vec<Asked>,
    kinds: &mut BTreeMap<&'static str, Kind>,
    inner: &mut BTreeMap<(&'static str, &'static str), &'static str>,
) {
    let mut tables = Vec::new();
    let mut choices = Vec::new();
    // Values of one story: a place says nothing in another.
    for kind in kinds.values_mut() {
        kind.keys.iter_mut().for_each(|(_, key)| key.values.clear());
    }
    for it in asked {
        match it {
            Asked::Table { table, what } => {
                kinds.entry(what).or_default().read += 1;
                tables.push((table, what));
            }
            Asked::Key { what, key, wanted, needed, value } => {
                let keys = &mut kinds.entry(what).or_default().keys;
                let ix = keys.iter().position(|it| it.0 == key).unwrap_or(keys.len());
                if ix == keys.len() {
                    keys.push((key, Key::default()));
                }
                let known = &mut keys[ix].1;
                known.needed += usize::from(needed);
                known.wanted.get_or_insert(wanted);
                known.values.extend(value);
            }
            Asked::Choice { text, words } => choices.push((text, words)),
        }
    }
    for (what, kind) in kinds.iter_mut() {
        for (key, known) in &mut kind.keys {
            let holds = |it: &Span| {
                known.values.iter().any(|value| {
                    value.file == it.file && value.range.start <= it.range.start && it.range.end <= value.range.end
                })
            };
            let is_text = matches!(known.wanted, Some(Wanted::Text | Wanted::Texts));
            if is_text && !OWN_WORDS.contains(key) {
                let words = choices.iter().filter(|(text, _)| holds(text)).flat_map(|it| it.1.iter().cloned());
                known.words.extend(words.collect::<Vec<_>>());
            }
            if matches!(known.wanted, Some(Wanted::Table | Wanted::Tables))
                && let Some((_, of)) = tables.iter().find(|(table, _)| known.values.contains(table))
            {
                inner.entry((*what, *key)).or_insert(*of);
            }
        }
    }
}

struct Written<'a> {
    kinds: &'a BTreeMap<&'static str, Kind>,
    inner: &'a BTreeMap<(&'static str, &'static str), &'static str>,
    notes: &'a BTreeMap<(String, String), String>,
}

impl Written<'_> {
    /// A kind of table; `name` is what the manual calls it.
    fn table(&self, what: &str, name: &str) -> Json {
        let Some(kind) = self.kinds.get(what) else { return json!({ "type": "object" }) };
        let properties: Map<_, _> =
            kind.keys.iter().map(|(key, known)| ((*key).to_owned(), self.key(what, name, key, known))).collect();
        let needed: Vec<_> = kind.keys.iter().filter(|it| it.1.needed >= kind.read).map(|it| it.0).collect();
        json!({ "type": "object", "additionalProperties": false, "required": needed, "properties": properties })
    }

    /// A list of a file that holds lists.
    fn list(&self, key: &str) -> Json {
        let of = self.inner.iter().find(|it| it.0.0 == crate::content::FILE_OF_LISTS && it.0.1 == key);
        json!({ "type": "array", "items": self.table(of.map_or(key, |it| it.1), key) })
    }

    fn key(&self, what: &str, name: &str, key: &str, known: &Key) -> Json {
        let inner = || {
            let of = self.inner.iter().find(|it| it.0.0 == what && it.0.1 == key).map_or("", |it| it.1);
            let named = if self.notes.keys().any(|(table, _)| table == key) { key } else { of };
            self.table(of, named)
        };
        let text = || match known.words.is_empty() {
            true => json!({ "type": "string" }),
            false => json!({ "type": "string", "enum": known.words }),
        };
        let mut schema = match known.wanted.as_ref().unwrap_or(&Wanted::Text) {
            Wanted::Text => text(),
            Wanted::Texts => json!({ "type": "array", "items": text() }),
            Wanted::Integer(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Wanted::Number(min, max) => json!({ "type": "number", "minimum": min, "maximum": max }),
            Wanted::Flag => json!({ "type": "boolean" }),
            Wanted::Table => inner(),
            Wanted::Tables => json!({ "type": "array", "items": inner() }),
        };
        if let Some(note) = self.notes.get(&(name.to_owned(), key.to_owned())) {
            schema["description"] = json!(note);
        }
        schema
    }
}

/// What the manual says of a key of a table: the comment behind it.
fn notes(manual: &str) -> BTreeMap<(String, String), String> {
    let mut notes = BTreeMap::new();
    let (mut inside, mut table) = (false, String::new());
    for line in manual.lines() {
        if line.starts_with("```") {
            inside = !inside && line.starts_with("```toml");
            table = "story".to_owned();
            continue;
        }
        if !inside {
            continue;
        }
        if line.starts_with('[') {
            table = line.trim_start_matches('[').split(']').next().unwrap_or_default().to_owned();
        } else if let Some(file) = line.strip_prefix("# ").and_then(|it| it.split_once(".toml")) {
            table = file.0.to_owned();
        }
        let (written, said) = line.rsplit_once(" # ").unwrap_or((line, ""));
        if let Some((key, _)) = written.split_once(" = ").filter(|(key, _)| !key.contains([' ', '{', '#'])) {
            let said = said.trim();
            let is_new = !notes.contains_key(&(table.clone(), key.to_owned()));
            if !said.is_empty() && is_new {
                notes.insert((table.clone(), key.to_owned()), said.to_owned());
            }
        }
    }
    notes
}
