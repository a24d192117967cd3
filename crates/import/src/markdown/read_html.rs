//! HTML, read as blocks of runs, or as its words alone.

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::{QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::addresses::{address_of, bare_address, host_of};
use super::{Block, Losses, Run, Style, collapse, shorten};

/// How deep tags are followed; below that only their words count.
const DEEPEST: usize = 100;

/// The blocks of HTML.
pub(super) fn blocks_of(html: &str, losses: &mut Losses) -> Vec<Block> {
    let mut reader = Reader { losses, blocks: Vec::new(), runs: Vec::new() };
    let (_dom, root) = body(html);
    reader.children(&root, &Style::default(), 0);
    reader.end_paragraph();
    reader.blocks
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
