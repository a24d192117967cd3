//! The HTML of texts, as Markdown that means the same.
//!
//! A paragraph is a row of runs with their styles. After it is written it is read again: where the reader would see other
//! styles than were meant, it is written more plainly, so no mark is ever shown as it stands.

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use url::Url;

/// How deep tags are followed; below that only their words count.
const DEEPEST: usize = 100;

/// Things in a text that have no place in Markdown; said once for each text.
#[derive(Debug, Default)]
pub struct Losses(pub Vec<&'static str>);

impl Losses {
    fn note(&mut self, what: &'static str) {
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }
}

/// Some letters of one style.
#[derive(Debug, Default, Clone, PartialEq)]
struct Run {
    text: String,
    style: Style,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Style {
    bold: bool,
    italic: bool,
    code: bool,
    link: Option<String>,
    title: String,
}

#[derive(Debug)]
enum Block {
    Paragraph(Vec<Run>),
    List { ordered: bool, items: Vec<Vec<Block>> },
    Quote(Vec<Block>),
}

/// A link with a title, as Markdown; the words alone where the address leads nowhere.
pub fn link(words: &str, address: &str, title: &str) -> String {
    let style = Style { link: address_of(address), title: collapse(title), ..Style::default() };
    paragraph(vec![Run { text: collapse(words), style }])
}

/// Plain words as Markdown.
pub fn words(plain: &str) -> String {
    paragraph(vec![Run { text: collapse(plain), style: Style::default() }])
}

/// Plain words, bold.
pub fn bold(plain: &str) -> String {
    paragraph(vec![Run { text: collapse(plain), style: Style { bold: true, ..Style::default() } }])
}

/// Turns HTML into Markdown.
pub fn markdown(html: &str, losses: &mut Losses) -> String {
    let mut reader = Reader { losses, blocks: Vec::new(), runs: Vec::new() };
    let (_dom, root) = body(html);
    reader.children(&root, &Style::default(), 0);
    reader.end_paragraph();
    let blocks = reader.blocks;
    write_blocks(&blocks)
}

/// Turns HTML into Markdown of one paragraph.
pub fn line(html: &str, losses: &mut Losses) -> String {
    let mut reader = Reader { losses, blocks: Vec::new(), runs: Vec::new() };
    let (_dom, root) = body(html);
    reader.children(&root, &Style::default(), 0);
    reader.end_paragraph();
    let mut runs = Vec::new();
    flatten(&reader.blocks, &mut runs);
    runs.iter_mut().filter(|it| it.text == "\n").for_each(|it| it.text = " ".to_owned());
    paragraph(runs)
}

fn flatten(blocks: &[Block], runs: &mut Vec<Run>) {
    for block in blocks {
        runs.push(Run { text: " ".to_owned(), style: Style::default() });
        match block {
            Block::Paragraph(inner) => runs.extend(inner.iter().cloned()),
            Block::Quote(inner) => flatten(inner, runs),
            Block::List { items, .. } => items.iter().for_each(|it| flatten(it, runs)),
        }
    }
}

/// The words of HTML, in one line.
pub fn plain(html: &str) -> String {
    // Most cells hold no tag, and a tree for each of thousands takes its time.
    if !html.contains(['<', '&']) {
        return collapse(html);
    }
    let mut text = String::new();
    let (_dom, root) = body(html);
    words_of(&root, &mut text);
    collapse(&text)
}

/// The words of HTML for a place where no Markdown is read: marks that the check would take for Markdown are written with
/// letters that look alike. Blank where there is no word.
pub fn plain_without_marks(html: &str) -> String {
    let text = plain(html);
    if !text.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let is_plain = |text: &str| {
        let marked = Parser::new(text).into_offset_iter().any(|(event, range)| match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong) => true,
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => true,
            Event::Text(it) => text[range.clone()].starts_with('&') && it.len() != range.len(),
            _ => false,
        });
        !marked && !text.contains("[^")
    };
    if is_plain(&text) {
        return text;
    }
    let alike = |it: char| match it {
        '*' => '∗',
        '_' => '＿',
        '`' => 'ˋ',
        '[' => '(',
        ']' => ')',
        '<' => '‹',
        '>' => '›',
        '&' => '＆',
        it => it,
    };
    text.chars().map(alike).collect()
}

/// Signs that turn the order of the letters behind them, for which a story has no use.
fn turns_letters(it: char) -> bool {
    matches!(it, '\u{202d}' | '\u{202e}')
}

fn collapse(text: &str) -> String {
    let shown = |it: char| if it.is_control() || it.is_whitespace() && it != '\u{a0}' { ' ' } else { it };
    let shown: String = text.chars().filter(|it| !turns_letters(*it)).map(shown).collect();
    shown.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The fragment in its root element; a tree that is dropped takes its nodes with it, so it comes along.
fn body(html: &str) -> (RcDom, Handle) {
    let name = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), name, Vec::new(), false).one(html);
    let root = dom.document.children.borrow().first().cloned();
    let root = root.unwrap_or_else(|| dom.document.clone());
    (dom, root)
}

/// The words below a node, without recursion.
fn words_of(node: &Handle, text: &mut String) {
    let mut stack = vec![node.clone()];
    while let Some(node) = stack.pop() {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } => match &*name.local {
                "script" | "style" | "template" => continue,
                "br" | "p" | "div" | "li" | "td" | "tr" => text.push(' '),
                _ => {}
            },
            _ => {}
        }
        stack.extend(node.children.borrow().iter().rev().cloned());
    }
}

fn attribute(node: &Handle, wanted: &str) -> String {
    let NodeData::Element { attrs, .. } = &node.data else { return String::new() };
    attrs.borrow().iter().find(|it| &*it.name.local == wanted).map(|it| it.value.trim().to_owned()).unwrap_or_default()
}

/// An address that a page may lead to.
pub fn address_of(written: &str) -> Option<String> {
    let written = written.trim();
    let full = if written.starts_with("//") {
        format!("https:{written}")
    } else if written.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www.")) {
        format!("https://{written}")
    } else {
        written.to_owned()
    };
    let url = Url::parse(&full).ok().filter(|it| matches!(it.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let is_label =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    if !host.contains('.') || !host.split('.').all(is_label) || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let mut address = String::new();
    for it in url.as_str().chars() {
        match it {
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '|' => address.push_str("%7C"),
            '\\' => address.push_str("%5C"),
            '{' => address.push_str("%7B"),
            '}' => address.push_str("%7D"),
            '^' => address.push_str("%5E"),
            '`' => address.push_str("%60"),
            '*' => address.push_str("%2A"),
            '[' => address.push_str("%5B"),
            ']' => address.push_str("%5D"),
            it => address.push(it),
        }
    }
    Some(address)
}

struct Reader<'l> {
    losses: &'l mut Losses,
    blocks: Vec<Block>,
    runs: Vec<Run>,
}

impl Reader<'_> {
    fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if runs.iter().any(|it| !it.text.trim().is_empty()) {
            self.blocks.push(Block::Paragraph(runs));
        }
    }

    fn push(&mut self, text: &str, style: &Style) {
        self.runs.push(Run { text: text.to_owned(), style: style.clone() });
    }

    fn children(&mut self, node: &Handle, style: &Style, depth: usize) {
        if depth > DEEPEST {
            let mut text = String::new();
            words_of(node, &mut text);
            self.text(&text, style);
            return;
        }
        for child in node.children.borrow().iter() {
            match &child.data {
                NodeData::Text { contents } => self.text(&contents.borrow(), style),
                NodeData::Element { name, .. } => self.element(&name.local, child, style, depth + 1),
                _ => {}
            }
        }
    }

    /// Everything in a block of its own, with the blocks around it kept apart.
    fn inner(&mut self, node: &Handle, style: &Style, depth: usize) -> Vec<Block> {
        self.end_paragraph();
        let outer = std::mem::take(&mut self.blocks);
        self.children(node, style, depth);
        self.end_paragraph();
        std::mem::replace(&mut self.blocks, outer)
    }

    fn element(&mut self, name: &str, node: &Handle, style: &Style, depth: usize) {
        match name {
            "script" | "style" | "template" | "noscript" | "object" | "svg" | "form" => {
                self.losses.note("scripts, styles and forms in texts are left out");
            }
            "b" | "strong" => self.children(node, &Style { bold: true, ..style.clone() }, depth),
            "i" | "em" | "cite" | "var" | "dfn" => self.children(node, &Style { italic: true, ..style.clone() }, depth),
            "code" | "kbd" | "samp" | "tt" => self.children(node, &Style { code: true, ..style.clone() }, depth),
            // Two in a row part paragraphs.
            "br" => {
                let last = self.runs.iter().rev().find(|it| it.text == "\n" || !it.text.trim().is_empty());
                if last.is_some_and(|it| it.text == "\n") {
                    self.end_paragraph()
                } else {
                    self.push("\n", &Style::default())
                }
            }
            "hr" => self.end_paragraph(),
            "a" => self.anchor(node, style, depth),
            "sup" | "sub" => self.raised(name, node, style, depth),
            "s" | "strike" | "del" => {
                self.losses.note("words that are struck out stand without the stroke");
                self.children(node, style, depth);
            }
            "img" | "iframe" | "video" | "audio" | "embed" | "source" => self.embedded(node, style, depth),
            "q" => {
                self.push("“", style);
                self.children(node, style, depth);
                self.push("”", style);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" => {
                let style = Style { bold: true, ..style.clone() };
                if name == "th" {
                    self.cell(node, &style, depth);
                } else {
                    let inner = self.inner(node, &style, depth);
                    self.blocks.extend(inner);
                }
            }
            "ul" | "ol" | "menu" => self.list(name == "ol", node, style, depth),
            "blockquote" => {
                let inner = self.inner(node, style, depth);
                if !inner.is_empty() {
                    self.blocks.push(Block::Quote(inner));
                }
            }
            "td" => self.cell(node, style, depth),
            "table" => {
                self.losses.note("tables in texts stand row by row");
                let inner = self.inner(node, style, depth);
                self.blocks.extend(inner);
            }
            "p" | "div" | "section" | "article" | "header" | "footer" | "figure" | "figcaption" | "li" | "tr"
            | "dl" | "dt" | "dd" | "pre" | "center" | "address" | "details" | "summary" | "aside" | "main"
            | "caption" => {
                let inner = self.inner(node, style, depth);
                self.blocks.extend(inner);
            }
            _ => self.children(node, style, depth),
        }
    }

    /// Cells of a row are parted by commas.
    fn cell(&mut self, node: &Handle, style: &Style, depth: usize) {
        if self.runs.iter().any(|it| !it.text.trim().is_empty()) {
            self.push(", ", &Style::default());
        }
        self.children(node, style, depth);
    }

    fn anchor(&mut self, node: &Handle, style: &Style, depth: usize) {
        let href = attribute(node, "href");
        let link = address_of(&href);
        if link.is_none() && !href.is_empty() {
            self.losses.note("links that lead to no page of the web are words only");
        }
        let mut inner = String::new();
        words_of(node, &mut inner);
        if let (Some(link), true) = (&link, inner.trim().is_empty()) {
            // A link around a picture, or around nothing.
            if !node.children.borrow().is_empty() {
                self.push(&host_of(link), &Style { link: Some(link.clone()), ..style.clone() });
            }
            return;
        }
        self.children(node, &Style { link: link.or_else(|| style.link.clone()), ..style.clone() }, depth);
    }

    fn raised(&mut self, name: &str, node: &Handle, style: &Style, depth: usize) {
        let mut inner = String::new();
        words_of(node, &mut inner);
        let raised = if name == "sup" {
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ"
        } else {
            "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₙ"
        };
        let raise = |it: char| raised.chars().nth("0123456789+-−–=()n".chars().position(|plain| plain == it)?);
        match inner.trim().chars().map(raise).collect::<Option<String>>() {
            Some(raised) if !raised.is_empty() && style.link.is_none() && address_in(node).is_none() => {
                self.push(&raised, style)
            }
            _ => self.children(node, style, depth),
        }
    }

    /// A picture, film or page that is shown by its address.
    fn embedded(&mut self, node: &Handle, style: &Style, depth: usize) {
        let alt = [attribute(node, "alt"), attribute(node, "title")].into_iter().find(|it| !it.is_empty());
        match (address_of(&attribute(node, "src")), &style.link) {
            (Some(link), None) => {
                let words = alt.unwrap_or_else(|| host_of(&link));
                self.losses.note("pictures and films in texts are links: nothing is loaded from others");
                self.push(&words, &Style { link: Some(link), ..style.clone() });
            }
            _ => {
                if let Some(alt) = alt {
                    self.push(&alt, style);
                }
                self.children(node, style, depth);
            }
        }
    }

    fn list(&mut self, ordered: bool, node: &Handle, style: &Style, depth: usize) {
        self.end_paragraph();
        if depth >= DEEPEST {
            return self.children(node, style, depth + 1);
        }
        let mut items = Vec::new();
        for child in node.children.borrow().iter() {
            let blocks = match &child.data {
                NodeData::Element { .. } => {
                    let outer = std::mem::take(&mut self.blocks);
                    let NodeData::Element { name, .. } = &child.data else { continue };
                    if &*name.local == "li" {
                        self.children(child, style, depth + 1);
                    } else {
                        self.element(&name.local, child, style, depth + 1);
                    }
                    self.end_paragraph();
                    std::mem::replace(&mut self.blocks, outer)
                }
                NodeData::Text { contents } if !contents.borrow().trim().is_empty() => {
                    vec![Block::Paragraph(vec![Run { text: contents.borrow().to_string(), style: style.clone() }])]
                }
                _ => continue,
            };
            if !blocks.is_empty() {
                items.push(blocks);
            }
        }
        if !items.is_empty() {
            self.blocks.push(Block::List { ordered, items });
        }
    }

    /// Text, with the bare addresses in it made into links, as TimelineJS does.
    fn text(&mut self, text: &str, style: &Style) {
        if style.link.is_some() || style.code {
            return self.push(text, style);
        }
        let mut rest = text;
        while let Some((start, end)) = bare_address(rest) {
            let address = &rest[start..end];
            self.push(&rest[..start], style);
            match address_of(address) {
                Some(link) => {
                    let words = address.split_once("://").map_or(address, |(_, it)| it);
                    let words = shorten(words.trim_start_matches("www.").trim_end_matches('/'), 40);
                    self.push(&words, &Style { link: Some(link), ..style.clone() });
                }
                None => self.push(address, style),
            }
            rest = &rest[end..];
        }
        self.push(rest, style);
    }
}

fn address_in(node: &Handle) -> Option<String> {
    node.children.borrow().iter().find_map(|it| address_of(&attribute(it, "href")))
}

fn host_of(link: &str) -> String {
    Url::parse(link)
        .ok()
        .and_then(|it| it.host_str().map(|it| it.trim_start_matches("www.").to_owned()))
        .unwrap_or_default()
}

/// At most so many letters, cut between words where there are some.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let words = cut.rfind(' ').filter(|it| *it * 2 > cut.len()).map_or(cut.as_str(), |it| &cut[..it]);
    format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '.', '–', '—', '-']))
}

/// Where an address begins and ends that stands in a text.
fn bare_address(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let start = ["http://", "https://", "www."].iter().filter_map(|it| lower.find(it)).min()?;
    let is_end = |it: char| it.is_whitespace() || it.is_control() || "<>\"“”„«»‘’".contains(it);
    let end = text[start..].find(is_end).map_or(text.len(), |it| start + it);
    let mut address = &text[start..end];
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let closes = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if closes { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    let least = start + text[start..end].chars().take(4).map(char::len_utf8).sum::<usize>();
    Some((start, (start + address.len()).max(least)))
}

fn write_blocks(blocks: &[Block]) -> String {
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

fn paragraph(runs: Vec<Run>) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        markdown(html, &mut Losses::default())
    }

    #[test]
    fn emphasis_is_emphasis_wherever_it_ends() {
        for (html, meant) in [
            ("<b>Note: </b>The", "**Note:** The"),
            ("<b>Opening.</b>The", "**Opening**.The"),
            ("towns<b></b> open", "towns open"),
            ("<b>「水門」</b>が", "**「水門**」が"),
            ("a<b>「水門」</b>が", "a「**水門**」が"),
            ("<b>a</b><b>b</b>", "**ab**"),
            ("<b>a <i>b</i></b> c", "**a** ***b*** c"),
            ("<strong>one <em>two</em></strong>", "**one** ***two***"),
            ("<b>—</b>x", "—x"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn letters_stay_letters() {
        for (html, meant) in [
            ("L*O*C*K", "L\\*O\\*C\\*K"),
            ("__init__", "\\_\\_init\\_\\_"),
            ("snake_case", "snake_case"),
            ("1. Mai", "1\\. Mai"),
            ("[^1]", "\\[^1\\]"),
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("a &lt; b &amp;amp; c & d", "a \\< b \\&amp; c & d"),
            ("a | b ~~c~~", "a \\| b \\~\\~c\\~\\~"),
            ("x<br>2) y", "x\\\n2\\) y"),
            ("A lock&hellip; &#8217;til", "A lock… ’til"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn blocks_stay_apart() {
        for (html, meant) in [
            ("lock.<p>In", "lock.\n\nIn"),
            ("<div>a.</div><div>b", "a.\n\nb"),
            ("<p>a</p><p>b</p>", "a\n\nb"),
            ("<ul><li>a</li><li><b>b</b></li></ul>c", "- a\n- **b**\n\nc"),
            ("<ol><li>a<ul><li>b</li></ul></li></ol>", "1. a\n\n   - b"),
            ("<blockquote>a<p>b</p></blockquote>", "> a\n>\n> b"),
            ("<h3>A</h3>b", "**A**\n\nb"),
            ("m<sup>2</sup>, 5<sup>th</sup>, H<sub>2</sub>O", "m², 5th, H₂O"),
            ("10<sup>-3</sup>, Ca<sup>2+</sup>", "10⁻³, Ca²⁺"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a, b\n\nc"),
            ("a\n\n  b", "a b"),
            ("a<br><br>\n<br/>b<br>c", "a\n\nb\\\nc"),
            ("<script>x</script>a<style>b</style>", "a"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn links_lead_where_they_led() {
        for (html, meant) in [
            ("<a href=\"https://example.org/a b.pdf\">x</a>", "[x](https://example.org/a%20b.pdf)"),
            ("<a href=\"https://example.org/a)b\">x</a>", "[x](https://example.org/a%29b)"),
            ("<A HREF=https://example.org/a>x</A>", "[x](https://example.org/a)"),
            ("<a href='//example.org/a'>x</a>", "[x](https://example.org/a)"),
            ("<a href=\"https://example.org\"><b>x</b> y</a>", "[**x** y](https://example.org/)"),
            ("<a href=\"javascript:x()\">x</a>", "x"),
            ("<a href=\"/here\">x</a>", "x"),
            ("<a href=\"https://example.org/\"></a>x", "x"),
            ("see https://example.org/a_(b).", "see [example.org/a\\_(b)](https://example.org/a_%28b%29)."),
            ("(www.example.org)", "([example.org](https://www.example.org/))"),
            ("<img src=\"https://example.org/a.png\" alt=\"A lock\">", "[A lock](https://example.org/a.png)"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn headlines_are_plain() {
        assert_eq!(plain("<b>A lock</b>"), "A lock");
        assert_eq!(plain("A lock&hellip;<br>opens &lt;3"), "A lock… opens <3");
        assert_eq!(plain_without_marks("A * lock & a [gate] &lt;3"), "A * lock & a [gate] <3");
        assert_eq!(plain_without_marks("__init__ L*O*C*K"), "＿＿init＿＿ L∗O∗C∗K");
        assert_eq!(plain_without_marks("<b>…</b>"), "");
        assert_eq!([plain("a\u{202e}b&#x202e;c\u{7}"), read("a\u{202e}b")], ["abc", "ab"]);
    }

    #[test]
    fn deep_tags_do_no_harm() {
        let deep = format!("{}x", "<div><b><ul><li>".repeat(300));
        assert!(read(&deep).contains('x'));
        assert!(read(&format!("{}x", "<blockquote>".repeat(2_000))).contains('x'));
    }
}
