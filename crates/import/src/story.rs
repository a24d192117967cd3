//! What is written into the story's folder, so that what an editor wrote stays.
//!
//! Beside the events a hidden file remembers what was written last time. A value that the sheet has not changed since
//! then is the editor's: only what changed in the sheet is taken over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use backstory_content::limits;
use backstory_timeline::EventDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::draft::{Draft, draft};
use crate::ids::{self, Ids};
use crate::markdown::{self, Losses};
use crate::matching::{pair, pair_the_only, share_words};
use crate::notes::Notes;
use crate::slide::{Slide, Timeline};

const SHAPES: [&str; 7] = ["circle", "square", "diamond", "triangle", "hexagon", "cross", "ring"];

/// What was written last time.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// The theme of events that have no group.
    #[serde(default)]
    theme: Option<String>,
    /// The theme of each group.
    #[serde(default)]
    themes: BTreeMap<String, String>,
    /// Words of the title slide.
    #[serde(default)]
    title: BTreeMap<String, String>,
    /// `today` of story.toml before an import moved it, and since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    today: Option<[String; 2]>,
    /// Themes that imports added to story.toml, with their labels.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    added_themes: BTreeMap<String, String>,
    events: Vec<Remembered>,
    eras: Vec<Remembered>,
}

impl Memory {
    /// Reads what was written last time. A damaged memory stops the import: without it nobody can tell the editor's words
    /// from the sheet's.
    fn read(path: &Path, text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(text).map_err(|error| {
            format!(
                "{} is damaged ({error}): it remembers what the last import wrote. Put back a copy of it, or delete it: where the \
                 story and the sheet differ, the next import then keeps what stands in the story",
                path.display()
            )
        })
    }
}

/// What is known of the last import.
struct LastTime {
    /// There is no memory of it.
    is_lost: bool,
    memory_name: String,
}

impl LastTime {
    /// What is said of a text that stands in the story otherwise than in the sheet, where nobody knows who wrote it.
    fn kept(&self) -> String {
        if self.is_lost {
            format!(
                "texts that differ from the sheet's are kept as they stand in the story, for {} is gone, which remembers what \
                 the last import wrote",
                self.memory_name
            )
        } else {
            "texts of events that were in the file before their row are kept as they stand there".to_owned()
        }
    }
}

/// A row of last time.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Remembered {
    id: String,
    given: String,
    values: BTreeMap<String, Value>,
}

/// A file of the story that may be changed.
struct File {
    path: PathBuf,
    before: String,
    document: DocumentMut,
}

/// What a file says of itself that an import has made.
const HEADER: &str = "# Written by `cargo xtask import`, and yours to change: importing again takes over only what changed in the sheet.\n\n";

impl File {
    fn open(path: PathBuf) -> Result<Self, String> {
        let before = read_or_blank(&path)?;
        let document = before
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|error| format!("mend {} first: {error}", path.display()))?;
        Ok(Self { path, before, document })
    }

    /// The tables of a list.
    fn tables(&mut self, key: &str) -> Result<&mut ArrayOfTables, String> {
        let path = self.path.display().to_string();
        let item = self.document.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        item.as_array_of_tables_mut().ok_or_else(|| format!("{path}: write `{key}` as tables: [[{key}]]"))
    }

    fn save(&self, written: &mut Vec<PathBuf>) -> Result<(), String> {
        let text = head_first(&self.before, self.document.to_string());
        let is_new = self.before.is_empty() && !text.is_empty();
        // Editors complete keys by it.
        let schema = self.path.parent().is_some_and(|it| it.join("../.schema/timeline.json").is_file());
        let schema = if schema { "#:schema ../.schema/timeline.json\n" } else { "" };
        save(&self.path, &self.before, &if is_new { format!("{schema}{HEADER}{text}") } else { text }, written)
    }
}

/// The text of a file that may not be there.
fn read_or_blank(path: &Path) -> Result<String, String> {
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

fn save(path: &Path, before: &str, text: &str, written: &mut Vec<PathBuf>) -> Result<(), String> {
    if text == before {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    let saved = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    saved.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    written.push(path.to_owned());
    Ok(())
}

/// Where the timeline comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Name of its file in the story, an id.
    pub name: String,
    /// Where it is public.
    pub url: Option<String>,
}

/// Writes a timeline into the folder of a story, and gives back the files that changed.
///
/// # Errors
/// When the folder is no story, or one of its files cannot be read or written.
pub fn write(timeline: &Timeline, origin: &Origin, folder: &Path, notes: &mut Notes) -> Result<Vec<PathBuf>, String> {
    if !folder.join("story.toml").is_file() {
        let shown = folder.display();
        if folder.is_file() {
            return Err(format!("{shown} is a file: a story is a folder, so name that which story.toml lies in"));
        }
        return Err(format!("{shown} is no story: it has no story.toml; `cargo xtask new {shown}` begins one"));
    }
    let name = &origin.name;
    let mut config = File::open(folder.join("story.toml"))?;
    let mut sources = File::open(folder.join("sources.toml"))?;
    let mut events = File::open(folder.join(format!("timeline/{name}.toml")))?;
    let memory_path = folder.join(format!("timeline/.{name}.import.json"));
    let memory_before = read_or_blank(&memory_path)?;
    let mut memory = Memory::read(&memory_path, &memory_before)?;
    // Without its file nothing is left that an editor could have taken events out of.
    if events.tables("event")?.is_empty() {
        memory.events.clear();
    }
    let last = LastTime { is_lost: memory_before.is_empty(), memory_name: format!("timeline/.{name}.import.json") };
    let mut ids = Ids::default();
    ids_of(folder, &mut ids);

    let mut drafts: Vec<_> = timeline.events.iter().filter_map(|it| draft(it, notes)).collect();
    let named = ids_that_events_name(folder, timeline);
    drafts.iter_mut().for_each(|it| leave_out_unknown_ids(it, &named, &config.document, notes));
    let source_ids: HashSet<_> = sources.tables("source")?.iter().filter_map(|it| text_of(it, "id")).collect();
    drafts.iter_mut().for_each(|it| leave_out_unknown(it, "sources", &source_ids, "sources.toml", notes));
    find_themes(&mut drafts, &mut config, &mut memory)?;
    if config.document.get("confidence").is_none() {
        for draft in &mut drafts {
            if draft.values.remove("confidence").is_some() {
                notes.add(
                    "`confidence` is left out: story.toml has no [[confidence]] that says what it means",
                    &draft.place,
                );
            }
        }
    }
    let mut library = Library::new(&mut sources, &config.document)?;
    let own = library.timeline(timeline, origin);
    for draft in &mut drafts {
        let mut list: Vec<_> = draft.pages.iter().map(|(page, words)| library.page(page, words)).collect();
        if let Some(Value::Array(named)) = draft.values.get("sources") {
            list.splice(0..0, named.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        list.push(own.clone());
        let mut once = Vec::<String>::new();
        list.into_iter().for_each(|it| {
            if !once.contains(&it) {
                once.push(it)
            }
        });
        draft.values.insert("sources".to_owned(), json!(once));
    }
    let flat = config.document.get("measure").and_then(|it| it.get("flat")?.get("id")?.as_str()).map(str::to_owned);
    memory.events =
        merge_events(drafts, events.tables("event")?, memory.events, flat.as_deref(), &mut ids, &last, notes)?;
    themes(events.tables("event")?, &mut config, &mut memory)?;
    let others = other_events(folder, &events.path);
    let used: HashSet<_> =
        others.iter().chain(events.tables("event")?.iter()).filter_map(|it| text_of(it, "theme")).collect();
    take_out_themes(&mut config, &mut memory, &used, notes)?;
    note_twice(events.tables("event")?, &others, notes);
    memory.eras = eras(&timeline.eras, &mut config, memory.eras, &mut ids, &last, notes)?;
    title(timeline, &mut config, &mut memory.title, notes);
    today(events.tables("event")?, &mut config, &mut memory.today, notes);

    let mut written = Vec::new();
    for file in [&events, &sources, &config] {
        file.save(&mut written)?;
    }
    let text = serde_json::to_string_pretty(&memory).map_err(|error| error.to_string())? + "\n";
    save(&memory_path, &memory_before, &text, &mut Vec::new())?;
    Ok(written)
}

/// Every id that the story has.
fn ids_of(folder: &Path, ids: &mut Ids) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            ids_of(&path, ids);
        } else if path.extension().is_some_and(|it| it == "toml" || it == "md") {
            ids.take_from(&fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

/// Takes out of a row what should be ids that `owner` has and are none: `wikipedia` as a source, or names, as tables of others
/// have them.
fn leave_out_unknown(draft: &mut Draft, key: &str, known: &HashSet<String>, owner: &str, notes: &mut Notes) {
    let Some(written) = draft.values.get(key) else { return };
    let list = written.as_str().map_or_else(|| strings(Some(written)), |it| vec![it.to_owned()]);
    let found: Vec<_> = list.iter().filter(|it| known.contains(*it)).collect();
    if found.len() == list.len() {
        return;
    }
    notes.add(&format!("`{key}` that are no ids of {owner} are left out"), &draft.place);
    match found.is_empty() {
        true => drop(draft.values.remove(key)),
        false => drop(draft.values.insert(key.to_owned(), json!(found))),
    }
}

/// Keys of events that name things of the story, with the ids of these.
type Named = [(&'static str, HashSet<String>); 4];

/// The ids that each key of an event may name: a theme called `london` is no place.
fn ids_that_events_name(folder: &Path, timeline: &Timeline) -> Named {
    const CARDS: [(&str, &str); 7] = [
        ("cards/people.toml", "person"),
        ("cards/concepts.toml", "concept"),
        ("cards/claims.toml", "claim"),
        ("cards/hurdles.toml", "hurdle"),
        ("cards/signposts.toml", "signpost"),
        ("cards/scenarios.toml", "scenario"),
        ("ties.toml", "tie"),
    ];
    let asked = |key: &str| timeline.events.iter().any(|it| it.own.iter().any(|(own, _)| *own == key));
    let ids = |key: &'static str, files: &[(&str, &str)]| {
        let files = if asked(key) { files } else { &[] };
        let tables = files.iter().flat_map(|(file, kind)| {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
            let document: DocumentMut = text.parse().unwrap_or_default();
            let tables = document.get(kind).and_then(Item::as_array_of_tables).cloned().unwrap_or_default();
            tables.iter().filter_map(|it| text_of(it, "id")).collect::<Vec<_>>()
        });
        (key, tables.collect())
    };
    [
        ids("parties", &[("ties.toml", "party")]),
        ids("people", &CARDS[..1]),
        ids("related", &CARDS),
        ids("place", &[("map.toml", "place")]),
    ]
}

/// Takes out of a row what names nothing in the story.
fn leave_out_unknown_ids(draft: &mut Draft, named: &Named, config: &DocumentMut, notes: &mut Notes) {
    for (key, ids) in named {
        leave_out_unknown(draft, key, ids, "the story", notes);
    }
    let measure = |it: &str| config.get("measure")?.get(it)?.get("id")?.as_str();
    let is_direction = |it: &str| ["up", "down", "flat"].into_iter().any(|end| measure(end) == Some(it));
    // Without a measure nobody reads it.
    let is_wrong = draft.values.get("direction").and_then(Value::as_str).is_some_and(|it| !is_direction(it));
    if is_wrong && config.contains_key("measure") {
        notes.add("`direction` that is no id of [measure] in story.toml is left out", &draft.place);
        draft.values.remove("direction");
    }
}

/// Puts the id of its theme into each event.
fn find_themes(drafts: &mut [Draft], config: &mut File, memory: &mut Memory) -> Result<(), String> {
    let themes = config.tables("theme")?;
    let (mut known, mut by_id) = (HashMap::new(), HashMap::new());
    for theme in themes.iter() {
        let (Some(id), label) = (text_of(theme, "id"), text_of(theme, "label").unwrap_or_default()) else { continue };
        by_id.insert(id.clone(), id.clone());
        known.insert(label.to_lowercase(), id);
    }
    let first = themes.iter().find_map(|it| text_of(it, "id"));
    // Who has no group keeps the theme of last time.
    let without = memory.theme.get_or_insert_with(|| first.unwrap_or_else(|| "events".to_owned())).clone();
    let last: HashMap<_, _> = memory.themes.iter().map(|(label, id)| (label.to_lowercase(), id.clone())).collect();
    let of_group = |it: &Draft| it.group.as_ref().map(|it| it.to_lowercase());
    let mut found = HashMap::<String, String>::new();
    for label in drafts.iter().filter_map(of_group) {
        let id = last.get(&label).or_else(|| known.get(&label)).or_else(|| by_id.get(&label));
        found.extend(id.map(|id| (label, id.clone())));
    }
    for draft in drafts {
        let id = match &draft.group {
            Some(label) => {
                let free = || {
                    // "C++" and "C#" are two, though of both nothing but the letter can stand in an id.
                    let id = ids::of_label("theme", label);
                    let numbered = (2..).map(|it| format!("{id}-{it}"));
                    let mut ids = std::iter::once(id.clone()).chain(numbered);
                    ids.find(|it| !found.values().any(|taken| taken == it)).unwrap_or_default()
                };
                let id = found.get(&label.to_lowercase()).cloned().unwrap_or_else(free);
                found.insert(label.to_lowercase(), id.clone());
                if !memory.themes.keys().any(|it| it.to_lowercase() == label.to_lowercase()) {
                    memory.themes.insert(label.clone(), id.clone());
                }
                id
            }
            None => without.clone(),
        };
        draft.values.insert("theme".to_owned(), json!(id));
    }
    Ok(())
}

/// Adds the themes that events have and the story lacks.
fn themes(events: &ArrayOfTables, config: &mut File, memory: &mut Memory) -> Result<(), String> {
    let labels: HashMap<_, _> = memory.themes.iter().map(|(label, id)| (id, label)).collect();
    let themes = config.tables("theme")?;
    for id in events.iter().filter_map(|it| text_of(it, "theme")) {
        if themes.iter().any(|it| text_of(it, "id").as_deref() == Some(id.as_str())) {
            continue;
        }
        let label = match labels.get(&id) {
            Some(label) => (*label).clone(),
            None if id == "events" => "Events".to_owned(),
            None => continue,
        };
        let used: Vec<_> = themes.iter().filter_map(|it| text_of(it, "shape")).collect();
        let free = SHAPES.iter().find(|it| !used.iter().any(|used| used == *it));
        let shape = free.copied().unwrap_or(SHAPES[themes.len() % SHAPES.len()]);
        themes.push(table(&[("id", json!(id)), ("label", json!(label)), ("shape", json!(shape))]));
        memory.added_themes.insert(id, label);
    }
    if themes.is_empty() {
        config.document.remove("theme");
    }
    Ok(())
}

/// Takes out the themes that an import added and that no event has any more, unless somebody wrote in them.
fn take_out_themes(
    config: &mut File,
    memory: &mut Memory,
    used: &HashSet<String>,
    notes: &mut Notes,
) -> Result<(), String> {
    let themes = config.tables("theme")?;
    let gone: Vec<_> = memory.added_themes.iter().filter(|(id, _)| !used.contains(*id)).collect();
    for (id, label) in &gone {
        let is_untouched = |it: &Table| it.len() == 3 && text_of(it, "label").as_ref() == Some(*label);
        let Some(ix) = themes.iter().position(|it| text_of(it, "id").as_ref() == Some(*id)) else { continue };
        if themes.get(ix).is_some_and(is_untouched) {
            themes.remove(ix);
            notes.add("themes that no event has any more are taken out of story.toml", label);
        } else {
            notes.add("themes that no event has any more are kept in story.toml, for they were edited", label);
        }
    }
    if themes.is_empty() {
        config.document.remove("theme");
    }
    let gone: Vec<_> = gone.into_iter().map(|(id, _)| id.clone()).collect();
    memory.themes.retain(|_, id| !gone.contains(id));
    memory.added_themes.retain(|id, _| !gone.contains(id));
    Ok(())
}

/// The events of the other files of the timeline.
fn other_events(folder: &Path, own: &Path) -> Vec<Table> {
    let mut others = Vec::new();
    for entry in fs::read_dir(folder.join("timeline")).into_iter().flatten().flatten() {
        let path = entry.path();
        if path == own || path.extension().is_none_or(|it| it != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let document: DocumentMut = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
        let tables = document.get("event").and_then(Item::as_array_of_tables);
        others.extend(tables.into_iter().flatten().cloned());
    }
    others
}

/// A sheet that was imported under another name before is in the story twice.
fn note_twice(events: &ArrayOfTables, others: &[Table], notes: &mut Notes) {
    let known: HashSet<_> = others.iter().filter_map(|it| texts_of(it, &["title", "date"])).collect();
    for event in events.iter().filter(|it| texts_of(it, &["title", "date"]).is_some_and(|it| known.contains(&it))) {
        notes.add(
            "events of the same title and date stand in another file of the timeline, too: if it is the same sheet, take one of \
             the two files away",
            &text_of(event, "id").unwrap_or_default(),
        );
    }
}

/// The sources of the story.
struct Library<'f> {
    tables: &'f mut ArrayOfTables,
    ids: Ids,
    pages: HashMap<String, String>,
    lang: String,
}

impl<'f> Library<'f> {
    fn new(file: &'f mut File, config: &DocumentMut) -> Result<Self, String> {
        let lang = config.get("lang").and_then(Item::as_str).filter(|it| !it.is_empty()).unwrap_or("en").to_owned();
        let tables = file.tables("source")?;
        let (mut ids, mut pages) = (Ids::default(), HashMap::new());
        for source in tables.iter() {
            let Some(id) = text_of(source, "id") else { continue };
            ids.take(&id);
            if let Some(url) = text_of(source, "url") {
                pages.insert(page(&url), id);
            }
        }
        Ok(Self { tables, ids, pages, lang })
    }

    fn add(&mut self, id: String, publisher: &str, title: &str, url: Option<&str>) -> String {
        let mut values = vec![
            ("id", json!(id)),
            ("publisher", json!(publisher)),
            ("title", json!(title)),
            ("label", json!(true)),
            ("lang", json!(self.lang)),
            ("kind", json!("other")),
        ];
        if let Some(url) = url {
            values.insert(4, ("url", json!(url)));
            self.pages.insert(page(url), id.clone());
        }
        self.tables.push(table(&values));
        id
    }

    /// The source of a page.
    fn page(&mut self, address: &str, words: &str) -> String {
        if let Some(id) = self.pages.get(&page(address)) {
            return id.clone();
        }
        let id = self.ids.free(&ids::of_page(address));
        let host = host(address);
        let words = markdown::plain_without_marks(words);
        let title = if words.is_empty() { host.clone() } else { words };
        self.add(id, &host, &title, Some(address))
    }

    /// The timeline as a source of itself.
    fn timeline(&mut self, timeline: &Timeline, origin: &Origin) -> String {
        let id = format!("timeline-{}", origin.name);
        let known = self.tables.iter_mut().find(|it| text_of(it, "id").as_deref() == Some(&id));
        if let Some(table) = known {
            if let (Some(url), false) = (&origin.url, table.contains_key("url")) {
                table.insert("url", value(url));
            }
            return id;
        }
        self.ids.take(&id);
        let headline =
            timeline.title.as_ref().map(|it| markdown::plain_without_marks(&it.headline)).unwrap_or_default();
        let title = if headline.is_empty() { origin.name.clone() } else { headline };
        let publisher = origin.url.as_deref().map_or_else(|| origin.name.clone(), host);
        let id = self.add(id, &publisher, &title, origin.url.as_deref());
        if let Some(table) = self.tables.iter_mut().last() {
            table.insert("imported", value(true));
        }
        id
    }
}

/// The same for addresses that differ in nothing that a server looks at, as the check has it.
fn page(url: &str) -> String {
    let bare = url.trim().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').to_owned()
}

fn host(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, it)| it);
    bare.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches("www.").to_owned()
}

/// Takes over what changed in the sheet, and gives back what to remember.
fn merge_events(
    drafts: Vec<Draft>,
    tables: &mut ArrayOfTables,
    memory: Vec<Remembered>,
    flat: Option<&str>,
    ids: &mut Ids,
    last: &LastTime,
    notes: &mut Notes,
) -> Result<Vec<Remembered>, String> {
    let existing: Vec<Table> = tables.iter().cloned().collect();
    let row = rows_of_last_time(&drafts, &memory, notes);
    refuse_another_sheet(&row, &memory)?;
    let by_memory = pair(
        &memory,
        &existing,
        &[
            (&|it| Some(it.id.clone()), &|it| text_of(it, "id")),
            (&|it| said(&it.values, &["title", "date"]), &|it| texts_of(it, &["title", "date"])),
            (&|it| said(&it.values, &["summary", "date"]), &|it| texts_of(it, &["summary", "date"])),
        ],
    );
    let by_title = rows_in_the_story(&drafts, &existing, last);
    let mut place_of = vec![None; existing.len()];
    let mut merged = Vec::new();
    let mut remembered = Vec::new();
    for (ix, draft) in drafts.into_iter().enumerate() {
        let base = row[ix].map(|it| &memory[it]);
        let found = match row[ix] {
            Some(it) => by_memory[it],
            None => by_title[ix].filter(|it| !by_memory.contains(&Some(*it))),
        };
        let found = found.filter(|it| place_of[*it].is_none());
        if base.is_some() && found.is_none() {
            // The editor took it out of the file.
            notes.add("events that were taken out of the file stay out of it", &draft.place);
            remembered.extend(base.cloned());
            continue;
        }
        let table = match found {
            Some(it) => {
                place_of[it] = Some(merged.len());
                let mut table = existing[it].clone();
                match base {
                    Some(base) => take_over(&mut table, &draft, base, notes),
                    None => keep(&mut table, &draft, &last.kept(), notes),
                }
                table
            }
            None => fresh(&draft, flat, ids),
        };
        let id = text_of(&table, "id").unwrap_or_default();
        remembered.push(Remembered { id, given: draft.given, values: draft.values });
        merged.push(table);
    }
    for (ix, base) in by_memory.iter().zip(&memory).filter_map(|(ix, base)| Some(((*ix)?, base))) {
        if place_of[ix].is_some() {
            continue;
        }
        if is_untouched(&existing[ix], base, flat) {
            notes.add("events whose rows are gone are taken out", &base.id);
            place_of[ix] = Some(usize::MAX);
        } else {
            notes.add("events whose rows are gone are kept, for they were edited", &base.id);
        }
    }
    // What the editor added stays behind what it stood behind.
    let mut behind = None;
    for (ix, table) in existing.into_iter().enumerate() {
        match place_of[ix] {
            Some(usize::MAX) => {}
            Some(_) => behind = text_of(&table, "id"),
            None => {
                let at = merged.iter().position(|it| text_of(it, "id") == behind).filter(|_| behind.is_some());
                behind = text_of(&table, "id");
                merged.insert(at.map_or(0, |it| it + 1), table);
            }
        }
    }
    tables.clear();
    let mut position = 0;
    for mut table in merged {
        number(&mut table, &mut position);
        tables.push(table);
    }
    Ok(remembered)
}

/// Texts of a row as one key; nothing where it lacks one of them.
fn said(values: &BTreeMap<String, Value>, keys: &[&str]) -> Option<String> {
    let texts: Option<Vec<_>> = keys.iter().map(|key| values.get(*key).and_then(Value::as_str)).collect();
    texts.map(|it| it.join("\n"))
}

/// The same of a table.
fn texts_of(table: &Table, keys: &[&str]) -> Option<String> {
    let texts: Option<Vec<_>> = keys.iter().map(|key| text_of(table, key)).collect();
    texts.map(|it| it.join("\n"))
}

/// Which row of last time each row is. What an editor wrote stays with its event, so two rows are one only where that is
/// sure, or is said.
fn rows_of_last_time(drafts: &[Draft], memory: &[Remembered], notes: &mut Notes) -> Vec<Option<usize>> {
    let given = |it: &String| (!it.is_empty()).then(|| it.clone());
    let title = |values: &BTreeMap<String, Value>| said(values, &["title"]).unwrap_or_default();
    let mut row = pair(
        drafts,
        memory,
        &[
            (&|it| given(&it.given), &|it| given(&it.given)),
            (&|it| said(&it.values, &["title", "date", "summary"]), &|it| {
                said(&it.values, &["title", "date", "summary"])
            }),
            (&|it| said(&it.values, &["title", "date"]), &|it| said(&it.values, &["title", "date"])),
        ],
    );
    let same_title = (&|it: &Draft| said(&it.values, &["title"]), &|it: &Remembered| said(&it.values, &["title"]));
    for ix in pair_the_only(drafts, memory, &mut row, (same_title.0, same_title.1), &|_, _| true) {
        let (words, date) =
            (title(&drafts[ix].values), |it: &BTreeMap<String, Value>| said(it, &["date"]).unwrap_or_default());
        let is_common = drafts.iter().filter(|it| title(&it.values) == words).count() > 1
            || memory.iter().filter(|it| title(&it.values) == words).count() > 1;
        if let (true, Some(old)) = (is_common, row[ix]) {
            let (was, is) = (date(&memory[old].values), date(&drafts[ix].values));
            let line = format!("taken for a row with another date: {words}, {was} -> {is}");
            notes.add(&line, &drafts[ix].place);
        }
    }
    let same_text = (&|it: &Draft| said(&it.values, &["summary", "date"]), &|it: &Remembered| {
        said(&it.values, &["summary", "date"])
    });
    pair_the_only(drafts, memory, &mut row, (same_text.0, same_text.1), &|_, _| true);
    let same_date = (&|it: &Draft| said(&it.values, &["date"]), &|it: &Remembered| said(&it.values, &["date"]));
    let are_alike = |new: &Draft, old: &Remembered| share_words(&title(&new.values), &title(&old.values));
    for ix in pair_the_only(drafts, memory, &mut row, (same_date.0, same_date.1), &are_alike) {
        if let Some(old) = row[ix] {
            let (was, is) = (title(&memory[old].values), title(&drafts[ix].values));
            notes.add(&format!("taken for a renamed row: {was} -> {is}"), &drafts[ix].place);
        }
    }
    row
}

/// Which event of the story each row is that nothing is remembered of: one of the same title and date, and where the memory
/// is lost one with the id that its row would get, or of the same text.
fn rows_in_the_story(drafts: &[Draft], existing: &[Table], last: &LastTime) -> Vec<Option<usize>> {
    let if_lost = |key: Option<String>| key.filter(|_| last.is_lost);
    pair(
        drafts,
        existing,
        &[
            (&|it| said(&it.values, &["title", "date"]), &|it| texts_of(it, &["title", "date"])),
            (&|it| if_lost(Some(wanted_id(it))), &|it| text_of(it, "id")),
            (&|it| if_lost(said(&it.values, &["summary", "date"])), &|it| texts_of(it, &["summary", "date"])),
        ],
    )
}

/// Another sheet of the same name would take the place of all that was imported before.
fn refuse_another_sheet(row: &[Option<usize>], memory: &[Remembered]) -> Result<(), String> {
    // Of fewer rows any change is one of most.
    const FEW: usize = 3;
    let (same, before) = (row.iter().flatten().count(), memory.len());
    if before < FEW || same * 2 >= before || same * 2 >= row.len() {
        return Ok(());
    }
    Err(format!(
        "only {same} of the {} rows are among the {before} that were last imported under this name, so it looks like another sheet: \
         import it with --name and a name of its own. If it is to take the place of the other one, first delete the file of \
         that in the folder timeline/",
        row.len()
    ))
}

/// The id that a row gets where it is free.
fn wanted_id(draft: &Draft) -> String {
    let said = |key: &str| draft.values.get(key).and_then(Value::as_str).unwrap_or_default();
    ids::of_event(&draft.given, said("date"), said("title"))
}

/// Gives tables the places in which they stand.
fn number(table: &mut Table, position: &mut isize) {
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

fn fresh(draft: &Draft, flat: Option<&str>, ids: &mut Ids) -> Table {
    let id = ids.free(&wanted_id(draft));
    let mut values = vec![("id", json!(id))];
    let keys = ["date", "time", "end-time", "display-date", "title", "summary", "theme", "direction", "importance"];
    for key in keys {
        let default = match key {
            "importance" => Some(json!(2)),
            "direction" => flat.map(|it| json!(it)),
            _ => None,
        };
        values.extend(draft.values.get(key).cloned().or(default).map(|it| (key, it)));
    }
    let others = draft.values.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    values.extend(others.map(|(key, it)| (key.as_str(), it.clone())));
    table(&values)
}

/// Adds the keys of a row that an event lacks, and leaves the others as they stand: nobody knows who wrote them.
fn keep(table: &mut Table, draft: &Draft, line: &str, notes: &mut Notes) {
    for (key, is) in &draft.values {
        match table.get(key).and_then(value_of) {
            None => set(table, key, Some(is)),
            Some(ours) if ours != *is => notes.add(line, &format!("{} {key}", draft.place)),
            Some(_) => {}
        }
    }
}

/// Takes over the keys that changed in the sheet since last time.
fn take_over(table: &mut Table, draft: &Draft, base: &Remembered, notes: &mut Notes) {
    let before = &base.values;
    let keys: std::collections::BTreeSet<_> = before.keys().chain(draft.values.keys()).cloned().collect();
    for key in keys {
        let (was, is) = (before.get(&key), draft.values.get(&key));
        if was == is {
            continue;
        }
        let ours = table.get(&key).and_then(value_of);
        if key == "sources" {
            let ours = strings(ours.as_ref());
            let (was, is) = (strings(was), strings(is));
            let mut list: Vec<_> = ours.iter().filter(|it| is.contains(it) || !was.contains(it)).cloned().collect();
            list.extend(is.iter().filter(|it| !was.contains(it) && !ours.contains(it)).cloned());
            set(table, &key, Some(&json!(list)));
            continue;
        }
        if ours.as_ref() != was && ours.as_ref() != is {
            notes.add(
                "texts that were changed in the sheet and by hand are the sheet's now",
                &format!("{} {key}", draft.place),
            );
        }
        set(table, &key, is);
    }
}

/// Whether an event is still as it was written.
fn is_untouched(table: &Table, base: &Remembered, flat: Option<&str>) -> bool {
    let same = |key: &str, item: &Item| {
        let written = match key {
            "id" => Some(json!(base.id)),
            _ => base.values.get(key).cloned().or(match key {
                "importance" => Some(json!(2)),
                "direction" => flat.map(|it| json!(it)),
                _ => None,
            }),
        };
        value_of(item) == written
    };
    table.iter().all(|(key, item)| same(key, item)) && base.values.keys().all(|it| table.contains_key(it))
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn text_of(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

fn value_of(item: &Item) -> Option<Value> {
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
fn set(table: &mut Table, key: &str, json: Option<&Value>) {
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

fn table(values: &[(&str, Value)]) -> Table {
    let mut table = Table::new();
    for (key, json) in values {
        table.insert(key, item_of(json));
    }
    table
}

/// Eras, in the order of their beginnings.
fn eras(
    slides: &[Slide],
    config: &mut File,
    memory: Vec<Remembered>,
    ids: &mut Ids,
    last: &LastTime,
    notes: &mut Notes,
) -> Result<Vec<Remembered>, String> {
    let tables = config.tables("era")?;
    let mut rows = Vec::new();
    for slide in slides {
        match era_values(slide) {
            Some(values) => rows.push((slide.place.as_str(), values)),
            None => notes.add("eras without a beginning are left out", &slide.place),
        }
    }
    // An era of the same years under another name is the same.
    let pairs = pair(
        &rows,
        &memory,
        &[
            (&|it| said(&it.1, &["label"]), &|it| Some(it.given.clone())),
            (&|it| said(&it.1, &["from", "to"]), &|it| said(&it.values, &["from", "to"])),
        ],
    );
    let mut remembered = Vec::new();
    for ((place, values), base) in rows.iter().zip(&pairs) {
        let base = base.map(|it| &memory[it]);
        let label = said(values, &["label"]).unwrap_or_default();
        let found = tables.iter_mut().find(|it| match base {
            Some(base) => text_of(it, "id").as_deref() == Some(&base.id),
            None => text_of(it, "label").as_deref() == Some(&label),
        });
        let id = match (found, base) {
            (Some(table), _) => {
                era_taken_over(table, values, base, place, last, notes);
                text_of(table, "id").unwrap_or_default()
            }
            // The editor took it out of the story.
            (None, Some(base)) => base.id.clone(),
            (None, None) => {
                let id = ids.free(&format!("era-{}", ids::of_label("era", &label).trim_start_matches("era-")));
                let said = |key: &str| values[key].clone();
                let values = [("id", json!(id)), ("label", said("label")), ("from", said("from")), ("to", said("to"))];
                tables.push(table(&values));
                id
            }
        };
        remembered.push(Remembered { id, given: label, values: values.clone() });
    }
    let gone = memory.iter().enumerate().filter(|(ix, _)| !pairs.contains(&Some(*ix)));
    gone.for_each(|(_, it)| take_out_era(tables, it, notes));
    sort_eras(tables);
    if tables.is_empty() {
        config.document.remove("era");
    }
    Ok(remembered)
}

/// What an era says; nothing where it has no beginning.
fn era_values(slide: &Slide) -> Option<BTreeMap<String, Value>> {
    let (from, to) = ends(&slide.date)?;
    let said = [&slide.headline, &slide.text].map(|it| markdown::plain_without_marks(it));
    let said = said.into_iter().find(|it| !it.is_empty());
    let label = said.unwrap_or_else(|| slide.date.replace('/', "–"));
    Some([("label", label), ("from", from), ("to", to)].map(|(key, it)| (key.to_owned(), json!(it))).into())
}

/// Takes over what changed of an era; where nobody knows who wrote it, it stays.
fn era_taken_over(
    table: &mut Table,
    values: &BTreeMap<String, Value>,
    base: Option<&Remembered>,
    place: &str,
    last: &LastTime,
    notes: &mut Notes,
) {
    for (key, is) in values {
        let ours = table.get(key).and_then(value_of);
        match base {
            Some(base) if base.values.get(key) != Some(is) => set(table, key, Some(is)),
            None if ours.as_ref() != Some(is) => notes.add(&last.kept(), &format!("{place} {key}")),
            _ => {}
        }
    }
}

/// Takes out an era whose row is gone, if it is still as it was written.
fn take_out_era(tables: &mut ArrayOfTables, base: &Remembered, notes: &mut Notes) {
    let Some(ix) = tables.iter().position(|it| text_of(it, "id").as_deref() == Some(&base.id)) else { return };
    let is_untouched = tables.get(ix).is_some_and(|table| {
        table.len() == base.values.len() + 1
            && base.values.iter().all(|(key, it)| table.get(key).and_then(value_of).as_ref() == Some(it))
    });
    if is_untouched {
        tables.remove(ix);
        notes.add("eras whose rows are gone are taken out of story.toml", &base.given);
    } else {
        notes.add("eras whose rows are gone are kept in story.toml, for they were edited", &base.given);
    }
}

fn ends(date: &str) -> Option<(String, String)> {
    let (from, to) = date.split_once('/').unwrap_or((date, date));
    (!from.is_empty() && from != ".." && to != "..").then(|| (from.to_owned(), to.to_owned()))
}

fn sort_eras(tables: &mut ArrayOfTables) {
    let first = |it: &Table| text_of(it, "from").and_then(|it| it.parse::<EventDate>().ok()).map(|it| it.first_day());
    let mut sorted: Vec<Table> = tables.iter().cloned().collect();
    if sorted.is_sorted_by_key(first) {
        return;
    }
    let mut positions: Vec<_> = sorted.iter().filter_map(Table::position).collect();
    positions.sort_unstable();
    let last = positions.last().copied();
    sorted.sort_by_key(first);
    tables.clear();
    for (ix, mut table) in sorted.into_iter().enumerate() {
        table.set_position(positions.get(ix).copied().or(last));
        tables.push(table);
    }
}

/// What `cargo xtask new` writes, of which no word is the story's own.
const BEGUN: &str = include_str!("../../../xtask/new-story/story.toml");

/// The words of the title slide, where the story has none of its own.
fn title(timeline: &Timeline, config: &mut File, memory: &mut BTreeMap<String, String>, notes: &mut Notes) {
    let Some(slide) = &timeline.title else { return };
    let document = &mut config.document;
    let begun: DocumentMut = BEGUN.parse().unwrap_or_default();
    let headline = drawable(&markdown::plain_without_marks(&slide.headline));
    let mut losses = Losses::default();
    let text = markdown::markdown(&slide.text, &mut losses);
    if headline.is_empty() && text.is_empty() && slide.media.url.is_empty() {
        return;
    }
    let standfirst = text.split("\n\n").next().unwrap_or_default();
    let mut used = false;
    for (key, words) in [
        ("title", markdown::shorten(&headline, limits::STORY_TITLE)),
        ("short-title", markdown::shorten(&headline, limits::SHORT_TITLE)),
        ("standfirst", standfirst.to_owned()),
    ] {
        let said = document.get(key).and_then(Item::as_str).unwrap_or_default();
        let is_word = |it: &str| it.chars().any(char::is_alphanumeric);
        let is_begun = begun.get(key).and_then(Item::as_str) == Some(said);
        let is_ours = memory.get(key).is_some_and(|it| it == said);
        if (!is_word(said) || is_begun || is_ours) && is_word(&words) {
            if said != words {
                set(document.as_table_mut(), key, Some(&json!(words)));
            }
            memory.insert(key.to_owned(), words);
            used = true;
        }
    }
    if !used {
        notes.say("the title slide is left out: the story has a title and a standfirst of its own");
    } else if text.contains("\n\n") {
        notes.say("the title slide says more than a standfirst holds; the rest is left out");
    }
    if !slide.media.url.is_empty() {
        notes.add("media of the title slide are left out", &slide.media.url);
    }
}

/// The title without the letters that only look like others: the card for social media is drawn in fonts that lack them.
fn drawable(title: &str) -> String {
    let as_drawn = |it: char| match it {
        '∗' => None,
        '＿' => Some(' '),
        'ˋ' => Some('‘'),
        '‹' => Some('('),
        '›' => Some(')'),
        '＆' => Some('+'),
        it => Some(it),
    };
    title.chars().filter_map(as_drawn).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Moves the end of the record to the newest event. Where an import moved it before, it is counted anew, for the year of
/// that event may have been mended.
fn today(events: &ArrayOfTables, config: &mut File, moved: &mut Option<[String; 2]>, notes: &mut Notes) {
    let document = &mut config.document;
    let Some(said) = document.get("today").and_then(Item::as_str).map(str::to_owned) else { return };
    let before = moved.take().filter(|[_, is]| *is == said).map_or_else(|| said.clone(), |[was, _]| was);
    let Ok(record) = before.parse::<EventDate>() else { return };
    let dates = events.iter().filter_map(|it| text_of(it, "date"));
    let first = dates.filter_map(|it| Some(it.parse::<EventDate>().ok()?.first()));
    let dated = first.map(|it| (it.first_day(), it.to_string()));
    let newest = dated.filter(|(day, _)| *day > record.last_day()).max();
    let is = newest.map_or_else(|| before.clone(), |(_, moment)| moment);
    if is != before {
        *moved = Some([before.clone(), is.clone()]);
    }
    if is != said {
        let line = if is == before {
            "`today` of story.toml is what it was before an import moved it"
        } else {
            "events after `today` of story.toml moved it to the newest one"
        };
        notes.add(line, &is);
        set(document.as_table_mut(), "today", Some(&json!(is)));
    }
}
