//! Themes: those that events name, those that the story lacks, and those that no event has any more.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use toml_edit::{ArrayOfTables, Table};

use super::memory::Memory;
use super::toml_file::{File, table, text_of};
use crate::draft::Draft;
use crate::ids;
use crate::notes::Notes;

const SHAPES: [&str; 7] = ["circle", "square", "diamond", "triangle", "hexagon", "cross", "ring"];

/// Puts the id of its theme into each event.
pub(super) fn find_themes(drafts: &mut [Draft], config: &mut File, memory: &mut Memory) -> Result<(), String> {
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
pub(super) fn themes(events: &ArrayOfTables, config: &mut File, memory: &mut Memory) -> Result<(), String> {
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
pub(super) fn take_out_themes(
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
