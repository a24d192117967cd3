//! Events: which row is which event of the story, and what of it is taken over.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use toml_edit::{ArrayOfTables, Item, Table};

use super::memory::{LastTime, Remembered};
use super::toml_file::{number, set, strings, table, text_of, value_of};
use crate::draft::Draft;
use crate::ids::{self, Ids};
use crate::matching::{pair, pair_the_only, share_words};
use crate::notes::Notes;

/// Takes over what changed in the sheet, and gives back what to remember.
pub(super) fn merge_events(
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
pub(super) fn said(values: &BTreeMap<String, Value>, keys: &[&str]) -> Option<String> {
    let texts: Option<Vec<_>> = keys.iter().map(|key| values.get(*key).and_then(Value::as_str)).collect();
    texts.map(|it| it.join("\n"))
}

/// The same of a table.
pub(super) fn texts_of(table: &Table, keys: &[&str]) -> Option<String> {
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
