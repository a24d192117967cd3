//! The page that components are rendered for: where links lead, which heading level comes next, what is open.

use std::rc::Rc;

use backstory_content::model::{ItemKind, Part, Prose, SourceIx};
use yew::prelude::*;

use crate::citation_order::{claims_shown, sources_of};
use crate::components::share_dialog::Embedding;
use crate::page_file;
use crate::view::{Item, SharedView, View};

/// A page of the site, a plain file each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Page {
    Article,
    Tour,
    Events,
    People,
    Concepts,
    Sources,
    Method,
}

impl Page {
    /// Pages of reference, in the order in which they are named.
    pub const SHELVES: [Self; 5] = [Self::Events, Self::People, Self::Concepts, Self::Sources, Self::Method];

    /// Name of its file; all stand in the story's folder.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Article => page_file::ARTICLE,
            Self::Tour => page_file::TOUR,
            Self::Events => page_file::EVENTS,
            Self::People => page_file::PEOPLE,
            Self::Concepts => page_file::CONCEPTS,
            Self::Sources => page_file::SOURCES,
            Self::Method => page_file::METHOD,
        }
    }

    /// The key of the words for its title.
    #[must_use]
    pub const fn title_key(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Tour => "tour",
            Self::Events => "shelf-events",
            Self::People => "shelf-people",
            Self::Concepts => "shelf-concepts",
            Self::Sources => "shelf-sources",
            Self::Method => "shelf-method",
        }
    }

    /// The id of the page within the single file.
    #[must_use]
    pub const fn place(self) -> &'static str {
        match self {
            Self::Article => "shelf-article",
            Self::Tour => "shelf-tour",
            Self::Events => "shelf-events",
            Self::People => "shelf-people",
            Self::Concepts => "shelf-concepts",
            Self::Sources => "shelf-sources",
            Self::Method => "shelf-method",
        }
    }
}

/// What is shown in a frame on another page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embed {
    /// The whole article, its sections as chapters that open.
    Whole,
    /// The timeline with every event.
    Timeline,
    /// The tour, no higher than 600 pixels.
    Compact,
    /// What led to an event: the path of causes that ends with it.
    Path(usize),
    /// One section or card.
    Item(ItemKind, usize),
}

/// When the browser's program starts on a page. Controls that need it are left out where it never does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgramStart {
    /// Nothing on the page needs it.
    Never,
    /// The head of the page asks for it.
    AtOnce,
    /// The loader asks for it when the reader first touches, points at or focuses something; a timeline's own program waits
    /// for no hand.
    WhenTouched,
}

/// What components are rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// A page of the site.
    Page(Page),
    /// A page for frames.
    Embed(Embed),
    /// One file that holds every page.
    SingleFile,
    /// The article for paper, with the sources that it cites at its end.
    Print,
}

impl Surface {
    /// When the program starts.
    #[must_use]
    pub const fn program(self) -> ProgramStart {
        match self {
            Self::Page(_) | Self::SingleFile => ProgramStart::AtOnce,
            Self::Embed(embed) => embed.program(),
            Self::Print => ProgramStart::Never,
        }
    }
}

/// What a component must know of the page it stands on.
#[derive(Clone, PartialEq)]
pub struct PageContext {
    /// The story.
    pub view: SharedView,
    /// What the components are rendered for.
    pub surface: Surface,
    /// Sources that an embed or the print version lists itself, by number.
    pub listed: Rc<Vec<SourceIx>>,
    /// What the embed dialog needs to know.
    pub embedding: Rc<Embedding>,
}

/// The page that a component is rendered for.
///
/// # Panics
/// Outside of a page: [`crate::App`] and [`crate::components::embed::EmbedPage`] provide it.
#[hook]
pub fn use_page() -> PageContext {
    use_context::<PageContext>().expect("a component of the page stands on a page")
}

impl PageContext {
    /// The tour, if there is one, and the shelves: what is looked at beside the article.
    pub fn tour_and_shelves(&self) -> impl Iterator<Item = Page> {
        self.view.has(Page::Tour).then_some(Page::Tour).into_iter().chain(self.shelves())
    }

    /// The shelves that hold something. The single file has no data files beside it.
    pub fn shelves(&self) -> impl Iterator<Item = Page> {
        let has_data = self.surface != Surface::SingleFile;
        Page::SHELVES
            .into_iter()
            .filter(move |it| self.view.has(*it) && (*it != Page::Method || has_data || self.view.tells_method()))
    }

    /// A page of a story.
    #[must_use]
    pub fn new(view: SharedView, surface: Surface, embedding: Rc<Embedding>) -> Self {
        let listed = match surface {
            Surface::Embed(embed) => listed(&view, embed),
            Surface::Print => article_sources(&view),
            Surface::Page(_) | Surface::SingleFile => Vec::new(),
        };
        Self { view, surface, listed: Rc::new(listed), embedding }
    }

    /// Whether it is a page for frames.
    #[must_use]
    pub const fn is_embed(&self) -> bool {
        matches!(self.surface, Surface::Embed(_))
    }

    /// Whether cards are open from the start: a card that is embedded alone is there to be read.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.surface, Surface::Embed(Embed::Item(kind, _)) if !matches!(kind, ItemKind::Section))
    }

    /// Whether the browser's program ever runs on this page.
    #[must_use]
    pub fn has_program(&self) -> bool {
        self.surface.program() != ProgramStart::Never
    }

    /// Relative path from this page to the story's folder.
    #[must_use]
    pub const fn root(&self) -> &'static str {
        if self.is_embed() { "../" } else { "" }
    }

    /// Heading level of a card that has `level` in the article; elsewhere cards follow the page's own heading.
    #[must_use]
    pub const fn card_heading(&self, level: u8) -> u8 {
        match self.surface {
            Surface::Page(Page::Article) | Surface::SingleFile | Surface::Print => level,
            Surface::Embed(Embed::Whole | Embed::Item(ItemKind::Section, _)) => level,
            Surface::Embed(Embed::Timeline | Embed::Compact | Embed::Path(_) | Embed::Item(..)) | Surface::Page(_) => 2,
        }
    }

    /// Whether this page has the entry of an item.
    #[must_use]
    pub fn holds(&self, item: Item) -> bool {
        match self.surface {
            Surface::Page(page) => self.view.page_of(item) == page,
            Surface::Print => self.view.page_of(item) == Page::Article,
            Surface::SingleFile => true,
            Surface::Embed(embed) => embed_holds(&self.view, embed, item),
        }
    }

    /// Whether this page has the entry of a source.
    #[must_use]
    pub fn holds_source(&self, source: SourceIx) -> bool {
        match self.surface {
            Surface::Page(page) => page == Page::Sources,
            Surface::SingleFile => true,
            Surface::Embed(_) | Surface::Print => self.listed.contains(&source),
        }
    }

    /// Where a link to an item leads.
    #[must_use]
    pub fn item_href(&self, id: &str, item: Item) -> String {
        let page = if self.holds(item) { None } else { Some(self.view.page_of(item)) };
        self.href(page, id)
    }

    /// Where a link to a source leads.
    #[must_use]
    pub fn source_href(&self, source: SourceIx) -> String {
        let page = if self.holds_source(source) { None } else { Some(Page::Sources) };
        self.href(page, &format!("source-{}", self.view.story.sources[source].id))
    }

    /// Where a link to a whole page leads.
    #[must_use]
    pub fn page_href(&self, page: Page) -> String {
        match self.surface {
            Surface::SingleFile => format!("#{}", page.place()),
            _ => format!("{}{}", self.root(), page.file()),
        }
    }

    /// Where a link to a section of the article, or to a part with an id of its own, leads.
    #[must_use]
    pub fn section_href(&self, id: &str) -> String {
        let is_here = matches!(self.surface, Surface::Page(Page::Article) | Surface::SingleFile | Surface::Print);
        self.href((!is_here).then_some(Page::Article), id)
    }

    fn href(&self, page: Option<Page>, id: &str) -> String {
        page.map_or_else(|| format!("#{id}"), |page| format!("{}{}#{id}", self.root(), page.file()))
    }

    /// Value of `target` for a link: links out of an embed open a new tab.
    #[must_use]
    pub fn target(&self, href: &str) -> Option<&'static str> {
        (self.is_embed() && !href.starts_with('#')).then_some("_blank")
    }

    /// A text as HTML for this page; in a paragraph of its own if it is one line and `wrap` is set.
    #[must_use]
    pub fn prose(&self, prose: &Prose, wrap: bool) -> String {
        let html = prose.to_html(|id, kind| self.link_tag(id, kind), |sources| self.citations(sources));
        if wrap && !prose.block && !html.is_empty() { format!("<p>{html}</p>") } else { html }
    }

    fn link_tag(&self, id: &str, kind: ItemKind) -> String {
        let Some(item) = self.view.item(id) else { return "<a>".to_owned() };
        let href = self.item_href(id, item);
        let more = match kind {
            ItemKind::Event => format!(" data-year=\"{}\"", self.view.story.events[item.ix].date.year()),
            ItemKind::Claim => {
                let tone = &self.view.story.verdicts[self.view.story.claims[item.ix].verdict];
                format!(" data-tone=\"{}\"", tone.tone.id())
            }
            _ => String::new(),
        };
        format!("<a href=\"{href}\" data-kind=\"{}\"{more}{}>", kind_name(kind), self.leaves(&href))
    }

    fn leaves(&self, href: &str) -> &'static str {
        if self.target(href).is_some() { " target=\"_blank\" rel=\"noopener\"" } else { "" }
    }

    /// Sources that are cited together. The numbers keep to the word before them, and no line begins with the last of two or three;
    /// a longer row may break after every third.
    fn citations(&self, sources: &[SourceIx]) -> String {
        let cite = |source: &SourceIx| {
            let href = self.source_href(*source);
            let number = self.view.number(*source);
            // Short numbers get a wider touch target, which the styles add by this class.
            let digits = ["", " one", " two"].get(number.to_string().len()).copied().unwrap_or_default();
            let label = self.view.words.fill("cites", &[&number.to_string()]);
            format!(
                "<a class=\"cite{digits}\" data-kind=\"source\" href=\"{href}\" aria-label=\"{}\"{}>{}</a>",
                label.replace('"', "&quot;"),
                self.leaves(&href),
                self.view.words.digits(&number.to_string())
            )
        };
        let rows = sources.chunks(3).map(|row| row.iter().map(cite).collect::<Vec<_>>().join("\u{a0}"));
        format!("<sup class=\"cites\">{}</sup>", rows.collect::<Vec<_>>().join(" "))
    }
}

/// A kind of item as links and entries name it.
#[must_use]
pub const fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Section => "section",
        ItemKind::Event => "event",
        ItemKind::Person => "person",
        ItemKind::Concept => "term",
        ItemKind::Claim => "claim",
        ItemKind::Hurdle => "hurdle",
        ItemKind::Signpost => "signpost",
        ItemKind::Scenario => "scenario",
        ItemKind::Tie => "tie",
    }
}

fn embed_holds(view: &View, embed: Embed, item: Item) -> bool {
    match embed {
        Embed::Whole => view.page_of(item) == Page::Article,
        Embed::Timeline | Embed::Compact => false,
        Embed::Path(end) => {
            item.kind == ItemKind::Event && view.data.path_to(end).into_iter().any(|event| event as usize == item.ix)
        }
        Embed::Item(ItemKind::Section, ix) => {
            let section = &view.story.sections[ix];
            let shows = |part: Part| section.parts.contains(&part);
            match item.kind {
                ItemKind::Section => item.ix == ix,
                ItemKind::Event => false,
                ItemKind::Person => shows(Part::People),
                ItemKind::Concept => shows(Part::Concepts),
                ItemKind::Claim => {
                    section.parts.iter().any(|part| claims_shown(&view.story, section, *part).contains(&item.ix))
                }
                ItemKind::Hurdle => shows(Part::Hurdles),
                ItemKind::Signpost => shows(Part::Signposts),
                ItemKind::Scenario => shows(Part::Scenarios),
                ItemKind::Tie => shows(Part::Ties),
            }
        }
        Embed::Item(kind, ix) => item == Item { kind, ix },
    }
}

/// The sources of the article, by number.
fn article_sources(view: &View) -> Vec<SourceIx> {
    let story = &view.story;
    let sections = view.sections_of(Page::Article).flat_map(|ix| sources_of(story, ItemKind::Section, ix));
    let news = story.meta.news.iter().flat_map(|it| &it.note.cites);
    let hero = story.meta.standfirst.cites.iter().chain(news).copied();
    by_number(view, hero.chain(sections).collect())
}

fn by_number(view: &View, mut sources: Vec<SourceIx>) -> Vec<SourceIx> {
    sources.sort_by_key(|source| view.number(*source));
    sources.dedup();
    sources
}

/// The sources that an embed lists at its end, by number.
fn listed(view: &View, embed: Embed) -> Vec<SourceIx> {
    let story = &view.story;
    let sources = match embed {
        // The texts are shown in previews, whose citations lead to the page of sources.
        Embed::Compact | Embed::Timeline => Vec::new(),
        Embed::Whole => return article_sources(view),
        Embed::Item(ItemKind::Section, ix) if story.sections[ix].parts.contains(&Part::Sources) => {
            (0..story.sources.len()).collect()
        }
        Embed::Path(end) => {
            let events = view.data.path_to(end).into_iter();
            events.flat_map(|event| sources_of(story, ItemKind::Event, event as usize)).collect()
        }
        Embed::Item(kind, ix) => sources_of(story, kind, ix),
    };
    by_number(view, sources)
}
