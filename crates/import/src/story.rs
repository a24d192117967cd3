//! What is written into the story's folder, so that what an editor wrote stays.
//!
//! Beside the events a hidden file remembers what was written last time. A value that the sheet has not changed since
//! then is the editor's: only what changed in the sheet is taken over.

mod eras;
mod events;
mod memory;
mod sources;
mod themes;
mod title_slide;
mod toml_file;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use backstory_timeline::EventDate;
use serde_json::{Value, json};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use self::eras::eras;
use self::events::{merge_events, texts_of};
use self::memory::{LastTime, Memory};
use self::sources::Library;
use self::themes::{find_themes, take_out_themes, themes};
use self::title_slide::title;
use self::toml_file::{File, read_or_blank, save, set, strings, text_of};
use crate::draft::{Draft, draft};
use crate::ids::Ids;
use crate::notes::Notes;
use crate::slide::Timeline;

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
