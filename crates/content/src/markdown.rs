//! Markdown becomes HTML, and everything it cites or leads to is looked up.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::context::BuildContext;
use crate::id_index::{CARDS_AND_SECTIONS, Kind};
use crate::model::{Prose, Segment, SourceIx};
use crate::rule::Rule;
use crate::source::{Span, SpannedString};
use crate::util::push_new;

/// Where a text stands, and so what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One paragraph, in a line.
    Line,
    /// Paragraphs and lists.
    Card,
    /// Headings too, and always block level.
    Section,
}

/// A paragraph, a list item or a quotation: what is held to have a source.
#[derive(Debug)]
pub(crate) struct Statement {
    /// Bytes of the Markdown.
    pub range: Range<usize>,
    pub plain: String,
    pub cites: Vec<SourceIx>,
    /// Whether it cites a source or leads to an event or card, were it to one that is not there: that is noted elsewhere.
    pub founded: bool,
}

/// Turns Markdown into HTML.
pub(crate) fn render(text: &SpannedString, shape: Shape, cx: &BuildContext) -> (Prose, Vec<Statement>) {
    // The old footnotes need no definitions: ours are in sources.toml.
    let events: Vec<_> = Parser::new_ext(&text.value, Options::ENABLE_OLD_FOOTNOTES).into_offset_iter().collect();
    let one_paragraph = is_one_paragraph(&events);
    let mut writer = Writer {
        cx,
        text,
        shape,
        prose: Prose { block: shape == Shape::Section || !one_paragraph, ..Prose::default() },
        html: String::new(),
        statements: Vec::new(),
        open: None,
        depth: 0,
        run: None,
        heading: None,
        last_heading: 2,
        closing: Vec::new(),
    };
    if shape == Shape::Line && !one_paragraph && !text.is_blank() {
        let help = "write it as one paragraph, without lists, headings and empty lines";
        cx.diagnostics.report(
            Rule::OneParagraph,
            &text.span,
            "this text stands in a line, and so must be one paragraph",
            "several paragraphs",
            help,
        );
    }
    for (event, range) in events {
        writer.event(event, range);
    }
    writer.close_run();
    writer.end_html();
    writer.prose.plain = tidy(&writer.prose.plain);
    (writer.prose, writer.statements)
}

fn is_one_paragraph(events: &[(Event<'_>, Range<usize>)]) -> bool {
    let paragraphs = events.iter().filter(|(it, _)| matches!(it, Event::Start(Tag::Paragraph))).count();
    let starts_and_ends = matches!(events.first(), Some((Event::Start(Tag::Paragraph), _)))
        && matches!(events.last(), Some((Event::End(TagEnd::Paragraph), _)));
    paragraphs == 1 && starts_and_ends
}

fn tidy(plain: &str) -> String {
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A statement that has begun.
#[derive(Debug)]
struct Open {
    /// How deep it stands.
    depth: usize,
    /// Where it starts in the plain text.
    plain: usize,
    cites: Vec<SourceIx>,
    founded: bool,
}

struct Writer<'d, 'a> {
    cx: &'d BuildContext<'a>,
    text: &'d SpannedString,
    shape: Shape,
    prose: Prose,
    /// HTML since the last segment.
    html: String,
    statements: Vec<Statement>,
    open: Option<Open>,
    depth: usize,
    /// White space since the last citation of an open run.
    run: Option<String>,
    /// Where an open heading starts: the segment that is kept for its tag, and the place in the plain text.
    heading: Option<(usize, usize)>,
    last_heading: u8,
    /// What closes the open links.
    closing: Vec<LinkEnd>,
}

/// What closes a link.
#[derive(Debug, Clone, Copy)]
enum LinkEnd {
    /// To another site: plain HTML.
    Outside,
    /// To an item of the story.
    Item,
    /// It was none: that has been noted.
    Nothing,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::FootnoteReference(id) => self.cite(&id, range),
            Event::Text(text) if self.run.is_some() && text.trim().is_empty() => self.keep_space(&text),
            Event::SoftBreak if self.run.is_some() => self.keep_space("\n"),
            other => {
                self.close_run();
                self.plain_event(other, range);
            }
        }
    }

    fn plain_event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                self.cx.note_capitals(self.text, &text, range.start);
                self.push_text(&text);
            }
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.push_text(&text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak => self.push_text("\n"),
            Event::HardBreak => {
                self.html.push_str("<br>\n");
                self.prose.plain.push(' ');
            }
            Event::Html(_) | Event::InlineHtml(_) => self.note_html(range),
            Event::Rule => self.note_unsupported("a line across", range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.open.is_none() && matches!(tag, Tag::Paragraph | Tag::Item | Tag::BlockQuote(_)) {
            self.open =
                Some(Open { depth: self.depth, plain: self.prose.plain.len(), cites: Vec::new(), founded: false });
        }
        self.depth += 1;
        match tag {
            Tag::Paragraph if self.prose.block => self.html.push_str("<p>"),
            Tag::Heading { level, .. } => self.start_heading(level, range),
            Tag::BlockQuote(_) => self.html.push_str("<blockquote>\n"),
            Tag::List(Some(1)) => self.html.push_str("<ol>\n"),
            Tag::List(Some(start)) => self.html.push_str(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url, range),
            Tag::Image { .. } => self.note_unsupported_with(
                "an image",
                "pictures stand in media.toml, each with the id of what it belongs to, and lie in the folder media/",
                range,
            ),
            Tag::CodeBlock(_) => {
                self.note_unsupported("a block of code (or a line that begins with four spaces)", range)
            }
            Tag::FootnoteDefinition(_) => self.note_unsupported_with(
                "a footnote",
                "write what it names as a [[source]] into sources.toml, cite that by its id, and take this line out",
                range,
            ),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth -= 1;
        match tag {
            TagEnd::Paragraph if self.prose.block => self.html.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level, range.clone()),
            TagEnd::BlockQuote(_) => self.html.push_str("</blockquote>\n"),
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Link => match self.closing.pop() {
                Some(LinkEnd::Outside) => self.html.push_str("</a>"),
                Some(LinkEnd::Item) => self.push(Segment::LinkEnd),
                Some(LinkEnd::Nothing) | None => {}
            },
            _ => {}
        }
        if matches!(tag, TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_)) {
            self.prose.plain.push(' ');
        }
        if self.open.as_ref().is_some_and(|it| it.depth == self.depth) {
            self.end_statement(range);
        }
    }

    fn end_statement(&mut self, range: Range<usize>) {
        let Some(open) = self.open.take() else { return };
        let plain = tidy(&self.prose.plain[open.plain..]);
        self.statements.push(Statement { range, plain, cites: open.cites, founded: open.founded });
    }

    fn push_text(&mut self, text: &str) {
        escape(text, &mut self.html);
        self.prose.plain.push_str(text);
    }

    /// Ends the HTML so far as a segment.
    fn end_html(&mut self) {
        if !self.html.is_empty() {
            self.prose.segments.push(Segment::Html(std::mem::take(&mut self.html)));
        }
    }

    fn push(&mut self, segment: Segment) {
        self.end_html();
        self.prose.segments.push(segment);
    }

    fn cite(&mut self, id: &str, range: Range<usize>) {
        self.found();
        let at = self.text.inside(self.cx.diagnostics.sources, range);
        // A footnote that stands below is told there.
        let is_footnote = || self.text.value.contains(&format!("\n[^{id}]:"));
        if !self.cx.index.is_source(id) && is_footnote() {
            return;
        }
        let Some(number) = self.cx.source(id, &at) else {
            return;
        };
        match self.prose.segments.last_mut() {
            Some(Segment::Citations(run)) if self.run.is_some() => run.push(number),
            _ => self.push(Segment::Citations(vec![number])),
        }
        self.run = Some(String::new());
        push_new(&mut self.prose.cites, number);
        if let Some(open) = &mut self.open {
            push_new(&mut open.cites, number);
        }
    }

    /// Remembers that the open statement has a source, or something that has one.
    fn found(&mut self) {
        if let Some(open) = &mut self.open {
            open.founded = true;
        }
    }

    fn keep_space(&mut self, space: &str) {
        if let Some(run) = &mut self.run {
            run.push_str(space);
        }
    }

    /// Ends a run of cites, and gives back the space that turned out not to stand between two of them.
    fn close_run(&mut self) {
        if let Some(space) = self.run.take() {
            self.push_text(&space);
        }
    }

    fn start_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let level = level as u8;
        let problem = if self.shape != Shape::Section {
            Some(("headings stand in sections only", "write a paragraph"))
        } else if !(3..=4).contains(&level) {
            Some((
                "headings in a section are `###` and `####`",
                "the title of the section is the level above: write `###`",
            ))
        } else if level > self.last_heading + 1 {
            Some(("this heading skips a level", "write `###`"))
        } else {
            None
        };
        if let Some((message, help)) = problem {
            let at = self.text.inside(self.cx.diagnostics.sources, range);
            self.cx.diagnostics.report(Rule::HeadingLevel, &at, message, format!("level {level}"), help);
        }
        self.last_heading = level.clamp(3, 4);
        self.push(Segment::Html(String::new()));
        self.heading = Some((self.prose.segments.len() - 1, self.prose.plain.len()));
    }

    fn end_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let Some((tag, plain)) = self.heading.take() else {
            return;
        };
        if self.prose.plain[plain..].trim().is_empty() {
            let at = self.text.inside(self.cx.diagnostics.sources, range);
            let help = "write its words behind the signs, or take it out";
            self.cx.diagnostics.report(Rule::HeadingLevel, &at, "this heading has no words", "empty", help);
        }
        let id = self.cx.heading_id(&self.prose.plain[plain..]);
        let level = (level as u8).clamp(3, 4);
        self.prose.segments[tag] = Segment::Html(format!("<h{level} id=\"{id}\">"));
        self.html.push_str(&format!("</h{level}>\n"));
        self.prose.plain.push(' ');
    }

    fn start_link(&mut self, url: &CowStr<'_>, range: Range<usize>) {
        let end = match url.split_once(':') {
            Some(("event", id)) => self.lead(id, &range, &[Kind::Event]),
            Some(("card", id)) => self.lead(id, &range, CARDS_AND_SECTIONS),
            Some(("term", id)) => self.term(id, &range),
            Some(("http" | "https", rest)) if rest.starts_with("//") => {
                self.html.push_str(&format!("<a href=\"{}\" rel=\"noopener\">", escaped(url)));
                LinkEnd::Outside
            }
            _ => {
                let is_host =
                    |it: &str| it.contains('.') && !it.contains([':', '@']) && !it.starts_with(['/', '.', '#']);
                let host = url.split('/').next().filter(|it| is_host(it) && !it.ends_with(".md"));
                // `#id`, `people.html#id`, `person:id`, or the id alone.
                let id = url.rsplit(['#', ':', '/']).next().unwrap_or_default();
                let scheme = match self.cx.index.ids.get(id).map(|it| it.kind) {
                    Some(Kind::Event) => Some("event"),
                    Some(Kind::Concept) => Some("term"),
                    Some(kind) => CARDS_AND_SECTIONS.contains(&kind).then_some("card"),
                    None => None,
                };
                let help = match (scheme, host) {
                    (Some(scheme), _) => format!("write {scheme}:{id}"),
                    (None, Some(_)) => {
                        format!("write the whole address, https://{url}, or event:id, card:id or term:id")
                    }
                    (None, None) => "a link leads to https://…, event:id, card:id or term:id".to_owned(),
                };
                let at = self.target(url, &range);
                self.cx.diagnostics.report(
                    Rule::LinkScheme,
                    &at,
                    format!("`{url}` is no address that the page may lead to"),
                    "not allowed",
                    help,
                );
                LinkEnd::Nothing
            }
        };
        self.closing.push(end);
    }

    /// The place of a link's address.
    fn target(&self, address: &str, link: &Range<usize>) -> Span {
        let found = self.text.value.get(link.clone()).and_then(|it| it.rfind(address));
        let range = found.map_or_else(|| link.clone(), |it| link.start + it..link.start + it + address.len());
        self.text.inside(self.cx.diagnostics.sources, range)
    }

    fn lead(&mut self, id: &str, range: &Range<usize>, kinds: &[Kind]) -> LinkEnd {
        self.found();
        let end = self.item(id, range, kinds);
        if matches!(end, LinkEnd::Item) {
            push_new(&mut self.prose.leads, id.to_owned());
        }
        end
    }

    fn term(&mut self, id: &str, range: &Range<usize>) -> LinkEnd {
        let end = self.item(id, range, &[Kind::Concept]);
        if matches!(end, LinkEnd::Item) {
            push_new(&mut self.prose.terms, id.to_owned());
        }
        end
    }

    fn item(&mut self, id: &str, range: &Range<usize>, kinds: &[Kind]) -> LinkEnd {
        let found = self.cx.resolve(id, &self.target(id, range), kinds).and_then(|entry| entry.kind.item());
        match found {
            Some(kind) => {
                self.push(Segment::Link { id: id.to_owned(), kind });
                LinkEnd::Item
            }
            None => LinkEnd::Nothing,
        }
    }

    fn note_html(&self, range: Range<usize>) {
        let at = self.text.inside(self.cx.diagnostics.sources, range);
        self.cx.diagnostics.report(
            Rule::RawHtml,
            &at,
            "HTML cannot stand in Markdown",
            "HTML",
            "write it in Markdown; a bare `<` is written `\\<`",
        );
    }

    fn note_unsupported(&self, what: &str, range: Range<usize>) {
        let help = "the page shows paragraphs, headings, lists, quotations, emphasis and links";
        self.note_unsupported_with(what, help, range);
    }

    fn note_unsupported_with(&self, what: &str, help: &str, range: Range<usize>) {
        let at = self.text.inside(self.cx.diagnostics.sources, range);
        self.cx.diagnostics.report(
            Rule::MarkdownUnsupported,
            &at,
            format!("{what} cannot stand here"),
            "not shown",
            help,
        );
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    for it in text.chars() {
        match it {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            it => html.push(it),
        }
    }
}
