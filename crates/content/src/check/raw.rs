//! Marks that the page does not know would be shown as they were typed.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::SpannedString;

/// Notes Markdown of a wider kind than the page shows: tables, deleted text, tasks, and addresses that lead nowhere.
/// Sources that stand in a heap are told only where nobody has said why.
pub(crate) fn markdown(
    text: &SpannedString,
    heaps_have_a_reason: bool,
    is_source: impl Fn(&str) -> bool,
    diagnostics: &Diagnostics,
) {
    note_unseen(text, diagnostics);
    let note_heap = |heap| {
        if !heaps_have_a_reason {
            note_heap(heap, text, diagnostics);
        }
    };
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
            _ => note_heap(heap.take()),
        }
        let problem = match event {
            Event::Start(Tag::Table(_)) => Some(("a table", "write a list with one line for each row")),
            Event::Start(Tag::Strikethrough) => {
                Some(("deleted text (`~~`)", "take it out; what was changed stands in changes.toml"))
            }
            Event::Start(Tag::DefinitionList) => Some(definitions(&text.value[range.clone()])),
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
            // A list of definitions begins with the line above the first colon.
            let colon = text.value[range.clone()]
                .find("\n:")
                .filter(|_| what.contains("colon") || what.contains("definitions"));
            let range = colon.map_or(range.clone(), |it| range.start + it + 1..range.end);
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
        note_beginnings(words, text, diagnostics);
        note_unread(words, is_source, text, diagnostics);
    }
}

/// A line that begins with a colon is the second of a list of definitions, or a sign by its name: `:smile:`.
fn definitions(list: &str) -> (&'static str, &'static str) {
    let is_sign = |line: &str| line.strip_prefix(':').is_some_and(|it| it.starts_with(|it: char| !it.is_whitespace()));
    if list.lines().any(is_sign) {
        ("a line that begins with a colon", "write the sign itself that it names (🙂), or a word before the colon")
    } else {
        ("a list of definitions", "write a list, or make the term a concept")
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
        ("{#", "}", "an id of a heading", "take it out: the page makes its own"),
        ("^[", "]", "a note at the foot", "say it in the text, or cite a source: [^id]"),
        ("(^", ")", "a cite in round brackets", "write it in square ones: [^id]"),
        ("[@", "]", "a cite of another program", "write the id of a source of sources.toml: [^id]"),
        ("{.", "}", "a class of another program", "take it out: the page has looks of its own"),
        ("$$", "$$", "a formula (`$$`)", "write it with the signs themselves, as in x² + y²"),
    ] {
        let Some(start) = words.find(open) else { continue };
        let inner = &words[start + open.len()..];
        let Some(end) = inner.find(close).filter(|end| *end > 0) else { continue };
        if inner.starts_with([' ', '=', '\n']) || text.value[..start].ends_with('\\') {
            continue;
        }
        let at = text.inside(diagnostics.sources, start..start + open.len() + end + close.len());
        let message = format!("{what} cannot stand here");
        diagnostics.report(Rule::MarkdownUnsupported, &at, message, "shown as it stands", help);
    }
}

/// How lines begin elsewhere, and what stands for it here.
const OTHER_BEGINNINGS: [(&[&str], &str, &str); 3] = [
    (&["•", "▪", "●", "◦", "‣", "·\t"], "a bullet of a word processor", "begin each line of a list with `- `"),
    (&["!!!", ":::"], "a box of another program", "write a paragraph, or a quotation: begin its lines with `> `"),
    (&["##"], "a heading without a space", "put a space behind the signs: `### Words`"),
];

/// Lines that begin as in other programs, and so are shown as they stand; each kind is told once.
fn note_beginnings(words: &str, text: &SpannedString, diagnostics: &Diagnostics) {
    let mut told = Vec::new();
    let mut start = 0;
    for line in text.value.split_inclusive('\n') {
        let at = start;
        start += line.len();
        // Where a backslash stands before it, or in code, the words have a space.
        let begins = |marks: &[&str]| marks.iter().any(|it| words[at..].starts_with(it));
        let Some((_, what, help)) = OTHER_BEGINNINGS.iter().find(|(marks, ..)| begins(marks)) else { continue };
        if told.contains(what) {
            continue;
        }
        told.push(what);
        let is_sign = |it: &char| !it.is_alphanumeric() && !it.is_whitespace();
        let length: usize = line.chars().take_while(is_sign).map(char::len_utf8).sum();
        let at = text.inside(diagnostics.sources, at..at + length);
        let message = format!("{what} cannot stand here");
        diagnostics.report(Rule::MarkdownUnsupported, &at, message, "shown as it stands", *help);
    }
}

/// Links, cites and emphasis that are not read as such, for a sign of theirs is missing or one too many is there.
fn note_unread(words: &str, is_source: impl Fn(&str) -> bool, text: &SpannedString, diagnostics: &Diagnostics) {
    let is_plain = |at: usize| !words[..at].ends_with('\\') && !text.value[..at].ends_with('\\');
    let note = |at: usize, length: usize, what: &str, help: &str| {
        let at = text.inside(diagnostics.sources, at..at + length);
        let message = format!("{what} cannot stand here");
        diagnostics.report(Rule::MarkdownUnsupported, &at, message, "shown as it stands", help);
    };
    let found = |sign: &str| words.match_indices(sign).map(|(at, _)| at).find(|at| is_plain(*at));
    let leads = |rest: &str| ["event:", "card:", "term:"].iter().any(|it| rest.trim_start().starts_with(it));
    if let Some(at) = found("](").filter(|at| leads(&words[at + 2..])) {
        let help = "write no space in its address, and close it: [words](event:id)";
        note(at, 2, "a link that is not read as one", help);
    }
    if let Some(at) = found("] (").filter(|at| leads(&words[at + 3..])) {
        note(at, 3, "a link with a space in its middle", "write the two brackets together: [words](event:id)");
    }
    // Of what is an inline note that has been told.
    if let Some(at) = found("[^").filter(|at| !words[..*at].ends_with('^')) {
        note(at, 2, "a cite that is not read as one", "write the id alone, without spaces, and close it: [^id]");
    }
    for (at, id) in in_brackets(words).filter(|(_, it)| is_source(it)) {
        note(at, id.len() + 2, "a cite without its `^`", &format!("write [^{id}]"));
    }
    if let Some(at) = found("**") {
        note(at, 2, "emphasis that is not closed", help_with_emphasis(words));
    }
    // `$x^2$`, and not `$5 and $6`.
    let is_alone = |at: &usize| !words[at + 1..].starts_with('$') && !words[..*at].ends_with('$');
    let dollars = words.match_indices('$').map(|(at, _)| at).filter(|at| is_plain(*at) && is_alone(at));
    let dollars: Vec<_> = dollars.collect();
    let formula = dollars.windows(2).map(|it| (it[0], &words[it[0] + 1..it[1]])).find(|(_, inner)| {
        let begins = inner.starts_with(|it: char| it.is_ascii_alphabetic() || it == '\\');
        begins && !inner.contains([' ', '\n']) && inner.contains(['^', '_', '\\', '{'])
    });
    if let Some((at, inner)) = formula {
        note(at, inner.len() + 2, "a formula", "write it with the signs themselves, as in x² + y²");
        return;
    }
    for sign in ['~', '^'] {
        let mut signs = words.match_indices(sign).map(|(at, _)| at).filter(|at| is_plain(*at));
        if let (Some(from), Some(to)) = (signs.next(), signs.next())
            && (2..=6).contains(&(to - from))
            && words[from + 1..to].chars().all(char::is_alphanumeric)
        {
            let help = "write the sign itself, as in H₂O or m²";
            note(from, to + 1 - from, "a letter above or below the line", help);
        }
    }
}

/// Brackets and quotes, between which and a letter no emphasis begins or ends.
const BRACKETS: &str = "「」『』（）〈〉《》【】“”‘’«»()\"";

/// What to do where `**` is not read as emphasis.
fn help_with_emphasis(words: &str) -> &'static str {
    let is_bracket = |it: Option<char>| it.is_some_and(|it| BRACKETS.contains(it));
    let beside_a_bracket = words
        .match_indices("**")
        .any(|(at, _)| is_bracket(words[at + 2..].chars().next()) || is_bracket(words[..at].chars().next_back()));
    if beside_a_bracket {
        "move the brackets or quotes outside of the stars, as in 「**words**」: beside a letter emphasis does not end at them"
    } else {
        "put `**` directly before its first and behind its last letter; a bare one is written `\\*\\*`"
    }
}

/// What stands in square brackets, with its place.
fn in_brackets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('[').filter_map(|(at, _)| Some((at, text[at + 1..].split_once(']')?.0)))
}

/// Whether a text was meant to cite a source or to lead to what does, though it is not read so.
pub(crate) fn tries_to_cite(text: &str, is_source: impl Fn(&str) -> bool) -> bool {
    let signs = ["[^", "(^", "](event:", "](card:", "] (event:", "] (card:"];
    signs.iter().any(|it| text.contains(it)) || in_brackets(text).any(|(_, it)| is_source(it))
}

/// Notes characters that cannot be seen and do harm: they break files for other programs, or turn the order of letters.
pub(crate) fn note_unseen(text: &SpannedString, diagnostics: &Diagnostics) {
    let is_harmful =
        |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t') || matches!(it, '\u{202d}' | '\u{202e}');
    if let Some((at, found)) = text.value.char_indices().find(|(_, it)| is_harmful(*it)) {
        let message = format!("this text holds a character that cannot be seen (U+{:04X})", u32::from(found));
        let help = "delete it: type the words around it anew";
        let at = text.inside(diagnostics.sources, at..at + found.len_utf8());
        diagnostics.report(Rule::MarkdownUnsupported, &at, message, "here", help);
    }
    note_garbled(text, diagnostics);
}

/// Notes letters that were lost or changed when a file was saved in another encoding than it was read in.
fn note_garbled(text: &SpannedString, diagnostics: &Diagnostics) {
    let lost = text.value.find('\u{fffd}').map(|at| (at, '\u{fffd}'.len_utf8()));
    // `Ã©` for `é`, `Â°` for `°`: the second letter is one that no word has there. `â€™` for `’`.
    let is_second = |it: char| matches!(it, '\u{80}'..='\u{bf}') && !"«»".contains(it);
    let letters = || text.value.char_indices().zip(text.value.chars().skip(1));
    let pair = letters().find(|((_, first), second)| "ÃÂ".contains(*first) && is_second(*second));
    let pair = pair.map(|((at, first), second)| (at, first.len_utf8() + second.len_utf8()));
    let three = text.value.find("â€").map(|at| (at, "â€".len()));
    let Some((at, length)) = lost.or(pair).or(three) else { return };
    let message = if lost.is_some() {
        "a letter was lost here (U+FFFD)".to_owned()
    } else {
        format!("`{}` is what is left of another letter", &text.value[at..at + length])
    };
    let help = "the file or text was saved in another encoding than it was read in: write the letters anew, or copy the text again";
    let at = text.inside(diagnostics.sources, at..at + length);
    diagnostics.report(Rule::MarkdownUnsupported, &at, message, "here", help);
}

/// So many sources in one place tell a reader that one of them may hold it.
const HEAP: usize = 3;

fn note_heap(heap: Option<(usize, Range<usize>)>, text: &SpannedString, diagnostics: &Diagnostics) {
    let Some((count, range)) = heap.filter(|(count, _)| *count >= HEAP) else {
        return;
    };
    let message = format!("{count} sources are cited in one place");
    let help = "put each behind the words that it bears out, and keep the one or two that say it best; where all are needed \
                here, say why beside the text: many-sources = \"…\"";
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
    note_unseen(text, diagnostics);
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
