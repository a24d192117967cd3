//! Texts, already HTML but for what depends on the page they stand on.

use super::{ItemKind, SourceIx};

/// A piece of a text. What depends on the page it stands on (where a link leads, which number a source has) is not yet HTML.
#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    /// HTML.
    Html(String),
    /// The beginning of a link to an item of the story.
    Link {
        /// Its id.
        id: String,
        /// What it is.
        kind: ItemKind,
    },
    /// The end of such a link.
    LinkEnd,
    /// Sources that are cited together.
    Citations(Vec<SourceIx>),
}

/// Markdown that was checked and turned into HTML and what the page adds to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// The text in order: block level for texts of several paragraphs, one line (no `<p>`) for inline texts.
    pub segments: Vec<Segment>,
    /// Whether [`Self::segments`] are block level: always for a section, and for a text of several paragraphs or a list.
    /// Titles, standfirst, event summaries, reasons, sentences and steps never are.
    pub block: bool,
    /// The same text without any markup, for summaries, feeds and labels.
    pub plain: String,
    /// Sources cited in it, in order of first appearance.
    pub cites: Vec<SourceIx>,
    /// Concepts explained in it (`term:`), in order of first appearance.
    pub terms: Vec<String>,
    /// Events and cards it leads to (`event:`, `card:`), in order of first appearance.
    pub leads: Vec<String>,
}

impl Prose {
    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The text as HTML: `link` writes the start tag of a link to an item, `citations` what stands for sources.
    #[must_use]
    pub fn to_html(
        &self,
        link: impl Fn(&str, ItemKind) -> String,
        citations: impl Fn(&[SourceIx]) -> String,
    ) -> String {
        let html = |segment: &Segment| match segment {
            Segment::Html(html) => html.clone(),
            Segment::Link { id, kind } => link(id, *kind),
            Segment::LinkEnd => "</a>".to_owned(),
            Segment::Citations(sources) => citations(sources),
        };
        self.segments.iter().map(html).collect()
    }
}
