//! Blocks of runs, written as Markdown that is read again to see that it means the same.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Block, Run, Style, turns_letters};

pub(super) fn write_blocks(blocks: &[Block]) -> String {
    let parts: Vec<_> = blocks.iter().map(write_block).filter(|it| !it.is_empty()).collect();
    parts.join("\n\n")
}

fn write_block(block: &Block) -> String {
    match block {
        Block::Paragraph(runs) => paragraph(runs.clone()),
        Block::Quote(blocks) => write_blocks(blocks)
            .lines()
            .map(|it| format!("> {it}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        Block::List { ordered, items } => {
            let tight = items.iter().all(|it| it.len() == 1 && matches!(it[0], Block::Paragraph(_)));
            let items = items.iter().map(|it| write_blocks(it)).filter(|it| !it.is_empty());
            let items = items.enumerate().map(|(ix, item)| {
                let mark = if *ordered { format!("{}. ", ix + 1) } else { "- ".to_owned() };
                let indent = " ".repeat(mark.len());
                let lines = item.lines().enumerate().map(|(ix, line)| match (ix, line) {
                    (0, line) => format!("{mark}{line}"),
                    (_, "") => String::new(),
                    (_, line) => format!("{indent}{line}"),
                });
                lines.collect::<Vec<_>>().join("\n")
            });
            items.collect::<Vec<_>>().join(if tight { "\n" } else { "\n\n" })
        }
    }
}

/// How a paragraph is written; the later, the plainer.
const WAYS: [fn(&mut Vec<Run>); 4] = [
    |_| {},
    |runs| runs.iter_mut().for_each(|it| it.style.italic &= !it.style.bold),
    |runs| runs.iter_mut().for_each(|it| it.style.italic = false),
    |runs| {
        runs.iter_mut().for_each(|it| {
            it.style = Style { link: it.style.link.take(), ..Style::default() };
        });
    },
];

pub(super) fn paragraph(runs: Vec<Run>) -> String {
    let mut runs = tidy(runs);
    without_bullets(&mut runs);
    for way in WAYS {
        let mut plainer = runs.clone();
        way(&mut plainer);
        let plainer = merge(plainer);
        for italic in ["*", "_"] {
            let text = write(&plainer, italic, false);
            if read_again(&text).as_ref() == Some(&seen(&plainer)) {
                return text;
            }
        }
    }
    let words: Vec<_> = runs.into_iter().map(|it| Run { text: it.text, style: Style::default() }).collect();
    write(&merge(words), "*", true)
}

/// A bullet that a word processor put before a line is a dash: as a mark of its own the check does not let it pass.
fn without_bullets(runs: &mut [Run]) {
    let mut starts_line = true;
    for run in runs {
        let mut text = String::new();
        for it in run.text.chars() {
            text.push(if starts_line && "•▪●◦‣".contains(it) { '–' } else { it });
            starts_line = it == '\n';
        }
        run.text = text;
    }
}

/// White space as HTML shows it, outside of styles; punctuation that would break a mark, outside of emphasis.
fn tidy(runs: Vec<Run>) -> Vec<Run> {
    let mut spaced = Vec::<Run>::new();
    // Whether the next space would be shown.
    let mut after_space = true;
    let mut push = |it: char, style: &Style| match spaced.last_mut() {
        Some(last) if last.style == *style => last.text.push(it),
        _ => spaced.push(Run { text: it.to_string(), style: style.clone() }),
    };
    let mut breaks = 0;
    let mut space = None::<Style>;
    for run in &runs {
        for it in run.text.chars().filter(|it| !turns_letters(*it)) {
            if it == '\n' && run.text == "\n" {
                breaks += 1;
            } else if it.is_whitespace() && (it != '\u{a0}' || after_space) || it.is_control() {
                if !after_space {
                    space.get_or_insert_with(|| run.style.clone());
                }
            } else {
                if breaks > 0 && !after_space {
                    push('\n', &Style::default());
                } else if let Some(style) = &space {
                    // A space belongs to a style only between letters of it.
                    push(' ', if *style == run.style { style } else { &NO_STYLE });
                }
                (breaks, space, after_space) = (0, None, false);
                push(it, &run.style);
            }
        }
    }
    emphasis_at_words(merge(spaced))
}

static NO_STYLE: Style = Style { bold: false, italic: false, code: false, link: None, title: String::new() };

/// Takes out of an emphasis the punctuation at its ends that has a letter on the other side: `**Note.**The` is no emphasis.
fn emphasis_at_words(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::new();
    for (ix, run) in runs.iter().enumerate() {
        let is_emphasis = (run.style.bold || run.style.italic) && run.style.link.is_none() && !run.style.code;
        if !is_emphasis {
            out.push(run.clone());
            continue;
        }
        let is_mark = |it: char| !it.is_alphanumeric() && !it.is_whitespace();
        let before = ix.checked_sub(1).and_then(|it| runs[it].text.chars().last());
        let after = runs.get(ix + 1).and_then(|it| it.text.chars().next());
        let (mut start, mut end) = (0, run.text.len());
        if before.is_some_and(char::is_alphanumeric) {
            start = run.text.find(|it| !is_mark(it)).unwrap_or(end);
        }
        if after.is_some_and(char::is_alphanumeric) {
            end = run.text.trim_end_matches(is_mark).len().max(start);
        }
        for (text, style) in
            [(&run.text[..start], &NO_STYLE), (&run.text[start..end], &run.style), (&run.text[end..], &NO_STYLE)]
        {
            out.push(Run { text: text.to_owned(), style: style.clone() });
        }
    }
    merge(out)
}

fn merge(runs: Vec<Run>) -> Vec<Run> {
    let mut merged = Vec::<Run>::new();
    for run in runs.into_iter().filter(|it| !it.text.is_empty()) {
        match merged.last_mut() {
            Some(last) if last.style == run.style => last.text.push_str(&run.text),
            _ => merged.push(run),
        }
    }
    merged
}

fn write(runs: &[Run], italic: &str, every: bool) -> String {
    let mut text = String::new();
    let mut open = None::<&Style>;
    for run in runs {
        let style = &run.style;
        if open.is_some_and(|it| it.link != style.link) {
            close_link(&mut open, &mut text);
        }
        if style.link.is_some() && open.is_none() {
            text.push('[');
            open = Some(style);
        }
        let marks = format!("{}{}", if style.bold { "**" } else { "" }, if style.italic { italic } else { "" });
        text.push_str(&marks);
        if style.code {
            let longest = run.text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest + 1);
            let space = if run.text.contains('`') { " " } else { "" };
            text.push_str(&format!("{fence}{space}{}{space}{fence}", run.text));
        } else {
            escape(&run.text, every, &mut text);
        }
        text.extend(marks.chars().rev());
    }
    close_link(&mut open, &mut text);
    text
}

fn close_link(open: &mut Option<&Style>, text: &mut String) {
    let Some(style) = open.take() else { return };
    let title = style.title.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "\\&");
    let title = if title.is_empty() { title } else { format!(" \"{title}\"") };
    text.push_str(&format!("]({}{title})", style.link.as_deref().unwrap_or_default()));
}

/// Writes letters so that none of them is read as a mark.
fn escape(plain: &str, every: bool, text: &mut String) {
    let mut letters = plain.chars().peekable();
    while let Some(it) = letters.next() {
        let line = &text[text.rfind('\n').map_or(0, |it| it + 1)..];
        let starts_line = line.is_empty();
        let ends_number = !starts_line && line.len() < 10 && line.chars().all(|it| it.is_ascii_digit());
        let next = letters.peek().copied();
        let in_word = text.chars().last().is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let is_mark = match it {
            '\n' => {
                text.push('\\');
                false
            }
            '*' | '`' | '[' | ']' | '<' | '\\' | '~' | '|' => true,
            '^' => !text.ends_with('['),
            '_' => !in_word,
            // Marks of other dialects, which the check does not let pass.
            '=' | '{' | '$' if next == Some(it) || text.ends_with(it) => true,
            '$' => next.is_some_and(|it| it.is_ascii_alphabetic() || it == '\\'),
            '{' => matches!(next, Some('.' | '#')),
            '!' => starts_line,
            '&' => next.is_some_and(|it| it.is_ascii_alphanumeric() || it == '#'),
            // What leads nowhere is not to be taken for an address that lacks its words.
            '.' if text.ends_with("www") => true,
            ':' if next == Some('/') && (text.ends_with("http") || text.ends_with("https")) => true,
            '.' | ')' => ends_number,
            '#' | '+' | '-' | '=' | '>' | ':' => starts_line,
            it => every && it.is_ascii_punctuation(),
        };
        if is_mark {
            text.push('\\');
        }
        text.push(it);
    }
}

/// What a reader sees: letters with their styles.
type Seen = Vec<(String, bool, bool, bool, Option<String>)>;

fn seen(runs: &[Run]) -> Seen {
    let mut seen = Seen::new();
    for run in runs {
        // No space before or after a break is shown.
        let style = &run.style;
        add_seen(&mut seen, run.text.clone(), (style.bold, style.italic, style.code, style.link.clone()));
    }
    seen
}

fn add_seen(seen: &mut Seen, text: String, (bold, italic, code, link): (bool, bool, bool, Option<String>)) {
    match seen.last_mut() {
        Some(last) if (last.1, last.2, last.3, &last.4) == (bold, italic, code, &link) => last.0.push_str(&text),
        _ => seen.push((text, bold, italic, code, link)),
    }
}

/// Reads a paragraph as the page does; nothing if it is not one paragraph.
fn read_again(text: &str) -> Option<Seen> {
    let options = Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let (mut bold, mut italic, mut link, mut paragraphs) = (0, 0, None, 0);
    let mut seen = Seen::new();
    for event in Parser::new_ext(text, options) {
        let style = |code: bool| (bold > 0, italic > 0, code, link.clone());
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::End(TagEnd::Paragraph) => {}
            Event::Start(Tag::Strong) => bold += 1,
            Event::End(TagEnd::Strong) => bold -= 1,
            Event::Start(Tag::Emphasis) => italic += 1,
            Event::End(TagEnd::Emphasis) => italic -= 1,
            Event::Start(Tag::Link { dest_url, .. }) => link = Some(dest_url.to_string()),
            Event::End(TagEnd::Link) => link = None,
            Event::Text(it) => add_seen(&mut seen, it.to_string(), style(false)),
            Event::Code(it) => add_seen(&mut seen, it.to_string(), style(true)),
            Event::HardBreak => add_seen(&mut seen, "\n".to_owned(), style(false)),
            _ => return None,
        }
    }
    (paragraphs == 1).then_some(seen)
}
