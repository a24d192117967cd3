//! The sources of the story, to which come the pages that rows lead to and the sheet itself.

use std::collections::HashMap;

use serde_json::json;
use toml_edit::{ArrayOfTables, DocumentMut, Item, value};

use super::Origin;
use super::toml_file::{File, table, text_of};
use crate::ids::{self, Ids};
use crate::markdown;
use crate::slide::Timeline;

/// The sources of the story.
pub(super) struct Library<'f> {
    tables: &'f mut ArrayOfTables,
    ids: Ids,
    pages: HashMap<String, String>,
    lang: String,
}

impl<'f> Library<'f> {
    pub(super) fn new(file: &'f mut File, config: &DocumentMut) -> Result<Self, String> {
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
    pub(super) fn page(&mut self, address: &str, words: &str) -> String {
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
    pub(super) fn timeline(&mut self, timeline: &Timeline, origin: &Origin) -> String {
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
