//! Marks that the page does not know would be shown as they were typed.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::SpannedString;

/// Notes Markdown of a wider kind than the page shows: tables, deleted text, tasks, and addresses that lead nowhere.
pub(crate) fn markdown(text: &SpannedString, diagnostics: &Diagnostics) {
    // With the old footnotes, as the page reads it; with the rest, to find what it does not.
    let options = Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let mut in_link = 0;
    // The words alone: neither code nor addresses, and nothing that a backslash stands before.
    let mut words = vec![b' '; text.value.len()];
    let mut heap: Option<(usize, Range<usize>)> = None;
    for (event, range) in Parser::new_ext(&text.value, options).into_offset_iter() {
        if matches!(event, Event::Text(_)) {
            words[range.clone()].copy_from_slice(&text.value.as_bytes()[range.clone()]);
        }
        match &event {
            Event::FootnoteReference(_) => {
                let (count, first) = heap.take().unwrap_or((0, range.clone()));
                heap = Some((count + 1, first.start..range.end));
            }
            Event::Text(it) if it.trim().is_empty() => {}
            Event::SoftBreak => {}
            _ => note_heap(heap.take(), text, diagnostics),
        }
        let problem = match event {
            Event::Start(Tag::Table(_)) => Some(("a table", "write a list with one line for each row")),
            Event::Start(Tag::Strikethrough) => {
                Some(("deleted text (`~~`)", "take it out; what was changed stands in changes.toml"))
            }
            Event::Start(Tag::DefinitionList) => {
                Some(("a list of definitions", "write a list, or make the term a concept"))
            }
            Event::TaskListMarker(_) => Some(("a box to tick", "take the brackets out")),
            Event::Start(Tag::Link { link_type, .. }) => {
                in_link += 1;
                (link_type == LinkType::Email).then_some(("an address of e-mail", "lead to a page: [words](https://…)"))
            }
            Event::End(pulldown_cmark::TagEnd::Link) => {
                in_link -= 1;
                None
            }
            Event::Text(part) if in_link == 0 && holds_address(&part) => Some(bare_address(&text.value, &range)),
            _ => None,
        };
        if let Some((what, help)) = problem {
            let at = text.inside(diagnostics.sources, range);
            diagnostics.report(
                Rule::MarkdownUnsupported,
                &at,
                format!("{what} cannot stand here"),
                "shown as it stands",
                help,
            );
        }
    }
    if let Ok(words) = std::str::from_utf8(&words) {
        note_dialects(words, text, diagnostics);
    }
}

/// What is wrong with an address that is not read as one.
fn bare_address(text: &str, range: &Range<usize>) -> (&'static str, &'static str) {
    let part = &text[range.clone()];
    let at = ["http", "www."].iter().filter_map(|it| part.find(it)).min().unwrap_or_default();
    let before = &text[..range.start + at];
    if before.ends_with("](") {
        ("an address with a space in it", "write %20 for the space: [words](https://…/a%20b)")
    } else if before.ends_with(")[") {
        ("a link with its brackets exchanged", "the words stand first, in square brackets: [words](https://…)")
    } else {
        ("a bare address", "give it words: [words](https://…), or cite a source")
    }
}

/// Marks of other dialects of Markdown, which would be shown as they stand; `words` is the text without all else.
fn note_dialects(words: &str, text: &SpannedString, diagnostics: &Diagnostics) {
    for (open, close, what, help) in [
        ("[[", "]]", "a link of a wiki", "write [words](event:id), [words](card:id) or [words](term:id)"),
        ("==", "==", "a highlight (`==`)", "take the marks out, or write *emphasis*"),
        ("{{", "}}", "a placeholder of another program", "take it out"),
    ] {
        let Some(start) = words.find(open) else { continue };
        let inner = &words[start + open.len()..];
        let Some(end) = inner.find(close).filter(|end| *end > 0) else { continue };
        if inner.starts_with([' ', '=', '\n']) {
            continue;
        }
        let at = text.inside(diagnostics.sources, start..start + open.len() + end + close.len());
        let message = format!("{what} cannot stand here");
        diagnostics.report(Rule::MarkdownUnsupported, &at, message, "shown as it stands", help);
    }
}

/// So many sources in one place tell a reader that one of them may hold it.
const HEAP: usize = 3;

fn note_heap(heap: Option<(usize, Range<usize>)>, text: &SpannedString, diagnostics: &Diagnostics) {
    let Some((count, range)) = heap.filter(|(count, _)| *count >= HEAP) else {
        return;
    };
    let message = format!("{count} sources are cited in one place");
    let help = "put each behind the words that it bears out, and keep the one or two that say it best";
    diagnostics.report(Rule::SourceHeap, &text.inside(diagnostics.sources, range), message, "a heap", help);
}

fn holds_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|it| text.contains(it))
}

/// Notes markup in a text where none is read, and a text without a word.
pub(crate) fn plain(text: &SpannedString, key: &str, diagnostics: &Diagnostics) {
    if text.is_blank() {
        return;
    }
    if !text.value.chars().any(char::is_alphanumeric) {
        let message = format!("`{key}` holds no word");
        diagnostics.report(
            Rule::TextEmpty,
            &text.span,
            message,
            "nothing to read",
            "write it, or take the key out if it is optional",
        );
        return;
    }
    let mut problem =
        text.value.contains("[^").then_some(("a cite", "take it out; cites belong into the Markdown texts beside it"));
    for (event, range) in Parser::new(&text.value).into_offset_iter() {
        let found = match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                Some(("a link", "take it out; links belong into the Markdown texts beside it"))
            }
            Event::Start(Tag::Emphasis | Tag::Strong) => Some(("emphasis", "take the marks out")),
            Event::Code(_) => Some(("code", "take the marks out")),
            Event::Html(_) | Event::InlineHtml(_) => Some(("HTML", "take the tags out")),
            // `&amp;` is read as one character there, and shown as five here.
            Event::Text(it) if text.value[range.clone()].starts_with('&') && it.len() != range.len() => {
                Some(("a character written as in HTML", "write the character itself"))
            }
            _ => None,
        };
        problem = problem.or(found);
    }
    if let Some((what, help)) = problem {
        let message = format!("`{key}` holds {what}, and is plain text, where Markdown is not read");
        diagnostics.report(Rule::MarkdownUnsupported, &text.span, message, "shown as it stands", help);
    }
}
