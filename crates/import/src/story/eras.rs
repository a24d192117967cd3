//! Eras, which stand in `story.toml`.

use std::collections::BTreeMap;

use backstory_timeline::EventDate;
use serde_json::{Value, json};
use toml_edit::{ArrayOfTables, Table};

use super::events::said;
use super::memory::{LastTime, Remembered};
use super::toml_file::{File, set, table, text_of, value_of};
use crate::ids::{self, Ids};
use crate::markdown;
use crate::matching::pair;
use crate::notes::Notes;
use crate::slide::Slide;

/// Eras, in the order of their beginnings.
pub(super) fn eras(
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
