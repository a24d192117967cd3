//! The story in short: what the single file shows until its page is unpacked, and where no script may run.
//!
//! Plain HTML of few letters, because the file holds the whole page beside it: what happened, each section's text, the
//! verdicts, events by title, and the sources of all that, by address.

use backstory_content::model::{Claim, Part, Prose, Section, SourceIx, SourceKind};

use crate::head::escape;
use backstory::View;

/// Elements of a text that stay; of others only the content does.
const KEPT: [&str; 9] = ["p", "ul", "ol", "li", "em", "strong", "blockquote", "h3", "h4"];

/// How much of the story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What happened and each section's text.
    Texts,
    /// And the verdicts.
    Verdicts,
    /// And the main events by title.
    Main,
    /// Those of middle importance as well.
    Middle,
    /// Every event.
    All,
}

impl Depth {
    /// Fullest first.
    pub const FALLING: [Depth; 5] = [Depth::All, Depth::Middle, Depth::Main, Depth::Verdicts, Depth::Texts];

    /// The importance that an event must have to be told.
    fn least(self) -> u8 {
        match self {
            Depth::All => 1,
            Depth::Middle => 2,
            Depth::Main => 3,
            Depth::Verdicts | Depth::Texts => u8::MAX,
        }
    }
}

/// The element that shows it; `base` is where the whole story is public, if that is known.
#[must_use]
pub fn digest(view: &View, base: Option<&str>, depth: Depth) -> String {
    let (story, words) = (&view.story, &view.words);
    let meta = &story.meta;
    let mut digest = Digest { view, depth, cited: Vec::new() };
    let address = base.map(|base| format!(" <a href=\"{}\">{}</a>", escape(base), escape(words.get("whole-story"))));
    let standfirst = digest.text(&meta.standfirst);
    let sections: String = story.sections.iter().map(|s| digest.section(s)).collect();
    let sources = digest.list();
    format!(
        "<main class=\"digest\"><p><b>{}</b> {}<h1>{}</h1>{standfirst}<p><small>{} · {} · {}</small>\
         <p class=\"packed\">{}{}</p>{sections}<h2>{}</h2>{sources}<p><small>{}</small></main>",
        escape(words.get("brand")),
        escape(words.get("tagline")),
        escape(&meta.title),
        escape(&meta.byline),
        escape(&words.fill("updated", &[&words.date(&meta.updated)])),
        escape(&words.fill("record-to", &[&words.date(&meta.today)])),
        escape(words.get("packed")),
        address.unwrap_or_default(),
        escape(words.get("sources")),
        escape(&words.fill("licence", &[&meta.licence.0])),
    )
}

/// What is being told, and the sources cited so far, which are numbered in that order.
struct Digest<'a> {
    view: &'a View,
    depth: Depth,
    cited: Vec<SourceIx>,
}

impl<'a> Digest<'a> {
    /// A section with a text, or with what is told of its parts.
    fn section(&mut self, section: &Section) -> String {
        if !self.tells(section) {
            return String::new();
        }
        let prose = self.text(&section.prose);
        let parts: String = section.parts.iter().map(|part| self.part(section, *part)).collect();
        format!("<h2 id=\"{}\">{}</h2>{prose}{parts}", section.id, escape(&section.title))
    }

    /// Whether there is more of a section than a text that leads to what is left out.
    fn tells(&self, section: &Section) -> bool {
        let told = |part: &Part| match part {
            Part::Minute => true,
            Part::Record | Part::Claims => !self.claims(section, *part).is_empty(),
            Part::Timeline => self.depth >= Depth::Main,
            _ => false,
        };
        let leads = |part: &Part| matches!(part, Part::Record | Part::People | Part::Walk | Part::Sources);
        section.parts.iter().any(told) || !section.prose.is_empty() && !section.parts.iter().any(leads)
    }

    /// The claims that a part tells: all at the record, or those of each section where the story has no record.
    fn claims(&self, section: &Section, part: Part) -> Vec<&'a Claim> {
        let story = &self.view.story;
        let has_record = story.sections.iter().any(|s| s.parts.contains(&Part::Record));
        let told = |claim: &&Claim| match part {
            Part::Record => true,
            Part::Claims => !has_record && story.sections[claim.section].id == section.id,
            _ => false,
        };
        if self.depth < Depth::Verdicts { Vec::new() } else { story.claims.iter().filter(told).collect() }
    }

    fn part(&mut self, section: &Section, part: Part) -> String {
        let story = &self.view.story;
        match part {
            Part::Minute => {
                let items: Vec<String> = story
                    .minute
                    .iter()
                    .map(|s| format!("<li>{}{}", self.text(&s.text), self.cites(&s.sources)))
                    .collect();
                format!("<ol>{}</ol>", items.concat())
            }
            Part::Record | Part::Claims => {
                let items: Vec<String> = self
                    .claims(section, part)
                    .into_iter()
                    .map(|c| {
                        let verdict = escape(&story.verdicts[c.verdict].label);
                        format!("<li id={}>{} <b>{verdict}</b>{}", c.id, escape(&c.claim), self.cites(&c.sources))
                    })
                    .collect();
                if items.is_empty() { String::new() } else { format!("<ul>{}</ul>", items.concat()) }
            }
            Part::Timeline if self.depth >= Depth::Main => {
                let least = self.depth.least();
                let told = story.events.iter().filter(|e| e.importance >= least);
                let items: Vec<String> = told
                    .map(|e| {
                        let (date, title) = (escape(&self.view.words.date(&e.date)), escape(&e.title));
                        format!("<li id={}><b>{date}</b> {title}{}", e.id, self.cites(&e.sources))
                    })
                    .collect();
                format!("<ul>{}</ul>", items.concat())
            }
            _ => String::new(),
        }
    }

    fn text(&mut self, prose: &Prose) -> String {
        let story = &self.view.story;
        let html = prose.to_html(
            |id, _| format!("<a href=\"#{id}\">"),
            |sources| {
                let cite = |ix: &usize| format!("<a href=\"#source-{}\"></a>", story.sources[*ix].id);
                format!("<sup>{}</sup>", sources.iter().map(cite).collect::<String>())
            },
        );
        let html = self.lean(&html);
        if prose.block || html.is_empty() { html } else { format!("<p>{html}") }
    }

    /// Whether a link within the page finds its end.
    fn is_told(&self, id: &str) -> bool {
        let story = &self.view.story;
        let event = || story.events.iter().any(|e| e.id == id && e.importance >= self.depth.least());
        let claim = || self.depth >= Depth::Verdicts && story.claims.iter().any(|c| c.id == id);
        event() || claim() || story.sections.iter().any(|s| s.id == id && self.tells(s))
    }

    fn cites(&mut self, sources: &[SourceIx]) -> String {
        let cites: Vec<String> = sources.iter().map(|ix| self.cite(*ix)).collect();
        if cites.is_empty() { String::new() } else { format!("{}{}</sup>", self.group(), cites.join(" ")) }
    }

    /// Begins a group of cites, which are numbers: of what, only the group says.
    fn group(&self) -> String {
        format!("<sup role=group aria-label=\"{}\">", escape(self.view.words.get("sources")))
    }

    fn cite(&mut self, source: SourceIx) -> String {
        let known = self.cited.iter().position(|ix| *ix == source);
        let number = known.unwrap_or_else(|| {
            self.cited.push(source);
            self.cited.len() - 1
        }) + 1;
        format!("<a href=#S{number}>{number}</a>")
    }

    /// The sources that were cited, by number. An id of the story has no capital, so that none is like those here.
    fn list(&self) -> String {
        let items = self.cited.iter().enumerate().map(|(n, ix)| {
            let source = &self.view.story.sources[*ix];
            let state = if source.kind == SourceKind::StateMedia {
                format!(" ({})", escape(self.view.words.get("kind-state-media")))
            } else {
                String::new()
            };
            let year = source.published.map(|date| format!(" {}", date.year())).unwrap_or_default();
            let (url, name) = (escape(&source.url), escape(&source.publisher));
            format!("<li id=S{}><a href=\"{url}\">{name}{year}</a>{state}", n + 1)
        });
        format!("<ol>{}</ol>", items.collect::<String>())
    }

    /// A text of the story with nothing around its words but what HTML needs; links to what is not told are only words.
    fn lean(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut links = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            out.push_str(&rest[..start]);
            let Some(end) = rest[start..].find('>').map(|n| start + n + 1) else { break };
            let tag = &rest[start..end];
            rest = &rest[end..];
            let name = tag.trim_matches(['<', '>', '/']).split(' ').next().unwrap_or_default();
            let closes = tag.starts_with("</");
            match name {
                "a" if closes => out.push_str(if links.pop() == Some(true) { "</a>" } else { "" }),
                "a" => {
                    let target = attribute(tag, "href");
                    if let Some(source) = self.source(target) {
                        out.push_str(&self.cite(source));
                        rest = rest.find("</a>").map_or("", |n| &rest[n + "</a>".len()..]);
                        continue;
                    }
                    let leads = target.strip_prefix('#').is_none_or(|id| self.is_told(id));
                    if leads {
                        out.push_str(&format!("<a href=\"{target}\">"));
                    }
                    links.push(leads);
                }
                "sup" if closes => out.push_str("</sup>"),
                "sup" => out.push_str(&self.group()),
                _ if KEPT.contains(&name) => out.push_str(&format!("<{}{name}>", if closes { "/" } else { "" })),
                _ => {}
            }
        }
        out + rest
    }

    fn source(&self, target: &str) -> Option<SourceIx> {
        let id = target.strip_prefix("#source-")?;
        self.view.story.sources.iter().position(|s| s.id == id)
    }
}

/// The value of an attribute, as the story's own HTML writes it.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
}
