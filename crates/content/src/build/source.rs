//! Sources, in the order in which a reader sees them.

use std::collections::HashMap;

use crate::book::{check_form, note_duplicate};
use crate::build::choice;
use crate::check;
use crate::content::Content;
use crate::fields::fields;
use crate::model::{Source, SourceKind};
use crate::problem::Log;
use crate::rule::Rule;
use crate::source::{At, Text};
use crate::tree::Table;

const KINDS: &[(&str, SourceKind)] = &[
    ("official", SourceKind::Official),
    ("state-media", SourceKind::StateMedia),
    ("news", SourceKind::News),
    ("research", SourceKind::Research),
    ("reference", SourceKind::Reference),
    ("other", SourceKind::Other),
];

/// Every source by kind, then publisher, then date.
pub(crate) fn sources(content: &Content, log: &Log) -> Vec<Source> {
    let mut ids = HashMap::<String, At>::new();
    let mut pages = HashMap::<String, (String, At)>::new();
    let mut sources = Vec::new();
    for table in content.list("source") {
        let (source, id, url) = read(table, log);
        if id.is_blank() {
            continue;
        }
        if let Some(first) = ids.get(&id.value) {
            note_duplicate(&id, first, log);
            continue;
        }
        match pages.get(&page(&url.value)) {
            Some((first, place)) if !url.is_blank() => {
                let message = format!("`{first}` leads to the same page: {}", log.place(place));
                log.add(
                    Rule::SourceDuplicate,
                    &url.at,
                    message,
                    "the same page",
                    format!("cite `{first}`, and take one of the two out"),
                );
            }
            _ => drop(pages.insert(page(&url.value), (id.value.clone(), url.at))),
        }
        ids.insert(id.value, id.at);
        sources.push(source);
    }
    sources.sort_by_cached_key(|it| {
        (
            it.kind,
            it.publisher.to_lowercase(),
            it.published.is_none(),
            it.published.map(|it| it.sort_key()),
            it.id.clone(),
        )
    });
    sources
}

/// The same for addresses that differ in nothing that a server looks at.
fn page(url: &str) -> String {
    let bare = url.trim().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').to_owned()
}

fn read(table: &Table, log: &Log) -> (Source, Text, Text) {
    fields(table, "source", log, |f| {
        let (id, url, lang, kind) = (f.text("id"), f.text("url"), f.text("lang"), f.text("kind"));
        let archive = f.maybe_text("archive");
        if !id.is_blank() {
            check_form(&id, log);
        }
        check::lang(&lang, log);
        check::url(&url, log);
        archive.iter().for_each(|it| check::url(it, log));
        let value = |text: Option<Text>| text.map(|it| it.value);
        let source = Source {
            id: id.value.clone(),
            publisher: f.text("publisher").value,
            title: f.text("title").value,
            translation: value(f.maybe_text("translation")),
            label: f.flag("label"),
            url: url.value.clone(),
            published: f.maybe_date("published"),
            lang: lang.value,
            kind: kind_of(&kind, log),
            via: value(f.maybe_text("via")),
            note: value(f.maybe_text("note")),
            archive: value(archive),
            cited_by: Vec::new(),
        };
        (source, id, url)
    })
}

fn kind_of(text: &Text, log: &Log) -> SourceKind {
    choice(text, "kind", KINDS, log).unwrap_or(SourceKind::Other)
}
