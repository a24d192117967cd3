//! Sources, in the order in which a reader sees them.

use std::collections::HashMap;

use crate::check;
use crate::content::Content;
use crate::context::choice;
use crate::fields::fields;
use crate::id_index::{check_spelling, note_duplicate};
use crate::model::{Source, SourceKind};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{Span, SpannedString};
use crate::tree::Table;

/// Every source by kind, then publisher, then date.
pub(crate) fn sources(content: &Content, diagnostics: &Diagnostics) -> Vec<Source> {
    let mut ids = HashMap::<String, Span>::new();
    let mut pages = HashMap::<String, (String, Span)>::new();
    let mut sources = Vec::new();
    for table in content.list("source") {
        let (source, id, url) = read(table, diagnostics);
        if id.is_blank() {
            continue;
        }
        if let Some(first) = ids.get(&id.value) {
            note_duplicate(&id, first, diagnostics);
            continue;
        }
        match pages.get(&page(&url.value)) {
            Some((first, place)) if !url.is_blank() => {
                let message = format!("`{first}` leads to the same page: {}", diagnostics.place(place));
                diagnostics.report(
                    Rule::SourceDuplicate,
                    &url.span,
                    message,
                    "the same page",
                    format!("cite `{first}`, and take one of the two out"),
                );
            }
            _ => drop(pages.insert(page(&url.value), (id.value.clone(), url.span))),
        }
        ids.insert(id.value, id.span);
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

fn read(table: &Table, diagnostics: &Diagnostics) -> (Source, SpannedString, SpannedString) {
    fields(table, "source", diagnostics, |f| {
        let (id, lang, kind) = (f.text("id"), f.text("lang"), f.text("kind"));
        let imported = f.flag("imported");
        // A file that was imported may be on nobody's page.
        let url = f.text_unless("url", imported);
        let archive = f.maybe_text("archive");
        if !id.is_blank() {
            check_spelling(&id, diagnostics);
        }
        check::lang(&lang, diagnostics);
        check::url(&url, diagnostics);
        archive.iter().for_each(|it| check::url(it, diagnostics));
        let value = |text: Option<SpannedString>| text.map(|it| it.value);
        let source = Source {
            id: id.value.clone(),
            publisher: f.text("publisher").value,
            title: f.text("title").value,
            translation: value(f.maybe_text("translation")),
            label: f.flag("label"),
            imported,
            url: url.value.clone(),
            published: f.maybe_date("published"),
            lang: lang.value,
            kind: kind_of(&kind, diagnostics),
            via: value(f.maybe_text("via")),
            note: value(f.maybe_text("note")),
            archive: value(archive),
            cited_by: Vec::new(),
        };
        (source, id, url)
    })
}

fn kind_of(text: &SpannedString, diagnostics: &Diagnostics) -> SourceKind {
    choice(text, "kind", SourceKind::IDS, diagnostics).unwrap_or(SourceKind::Other)
}
