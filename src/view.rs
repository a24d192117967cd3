//! The story as the page's components see it: with its words, the names of its items, and the numbers of its sources.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use backstory_content::Story;
use backstory_content::model::{Confidence, ItemKind, Part, Section, Source, SourceIx};
use yew::AttrValue;

use crate::TimelineData;
use crate::citation_order::citation_order;
use crate::components::event_list::has_common_year;
use crate::heights::Heights;
use crate::locale::Words;
use crate::page::Page;
use crate::picture::Picture;

/// An item of the story: what it is, and its position among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its kind.
    pub kind: ItemKind,
    /// Its position among its kind.
    pub ix: usize,
}

/// What every component of the page needs.
#[derive(Clone)]
pub struct View {
    /// The story.
    pub story: Story,
    /// Words of the interface, in the story's language.
    pub words: Words,
    /// The events as the timeline needs them.
    pub data: Rc<TimelineData>,
    /// Measured heights of embeds.
    pub heights: Heights,
    /// Files of its pictures, in the order of [`Story::media`].
    pub pictures: Vec<Picture>,
    items: BTreeMap<String, Item>,
    source_names: Vec<String>,
    /// Sources in the order in which a reader meets them.
    by_number: Vec<SourceIx>,
    /// Number of each source, from 1.
    numbers: Vec<usize>,
}

impl View {
    /// A view of a story.
    #[must_use]
    pub fn new(story: Story, words: Words) -> Self {
        let by_number = citation_order(&story);
        let mut numbers = vec![0; story.sources.len()];
        for (n, source) in by_number.iter().enumerate() {
            numbers[*source] = n + 1;
        }
        Self {
            data: Rc::new(crate::timeline_data::timeline_data(&story, &words)),
            heights: Heights::default(),
            pictures: Vec::new(),
            items: items(&story),
            source_names: source_names(&story.sources, &numbers, &words),
            by_number,
            numbers,
            story,
            words,
        }
    }

    /// Adds the files of the story's pictures, in the order of [`Story::media`].
    #[must_use]
    pub fn with_pictures(self, pictures: Vec<Picture>) -> Self {
        Self { pictures, ..self }
    }

    /// Adds the measured heights of embeds.
    #[must_use]
    pub fn with_heights(self, heights: Heights) -> Self {
        Self { heights, ..self }
    }

    /// A text of the language file.
    #[must_use]
    pub fn t(&self, key: &str) -> AttrValue {
        AttrValue::from(self.words.get(key).to_owned())
    }

    /// Whether a calendar can hold any of the events.
    #[must_use]
    pub fn has_calendar(&self) -> bool {
        self.story.events.iter().any(|it| has_common_year(&it.date))
    }

    /// Who publishes the story.
    #[must_use]
    pub fn publisher(&self) -> &str {
        self.story.meta.publisher.as_deref().unwrap_or_else(|| self.words.get("brand"))
    }

    /// A number of events in words.
    #[must_use]
    pub fn events_count(&self, n: usize) -> String {
        self.words.fill("events-count", &[&n.to_string()])
    }

    /// The item of an id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<Item> {
        self.items.get(id).copied()
    }

    /// Name of an item.
    #[must_use]
    pub fn item_name(&self, item: Item) -> &str {
        let story = &self.story;
        match item.kind {
            ItemKind::Section => &story.sections[item.ix].title,
            ItemKind::Event => &story.events[item.ix].title,
            ItemKind::Person => &story.people[item.ix].name,
            ItemKind::Concept => &story.concepts[item.ix].term,
            ItemKind::Claim => &story.claims[item.ix].claim,
            ItemKind::Hurdle => &story.hurdles[item.ix].title,
            ItemKind::Signpost => &story.signposts[item.ix].title,
            ItemKind::Scenario => &story.scenarios[item.ix].title,
            ItemKind::Tie => &story.ties[item.ix].label,
        }
    }

    /// Name of the item of an id.
    #[must_use]
    pub fn name(&self, id: &str) -> &str {
        self.item(id).map_or("", |item| self.item_name(item))
    }

    /// The page on which an item stands.
    #[must_use]
    pub fn page_of(&self, item: Item) -> Page {
        match item.kind {
            ItemKind::Event => Page::Events,
            ItemKind::Person => Page::People,
            ItemKind::Concept => Page::Concepts,
            ItemKind::Section => section_page(&self.story.sections[item.ix]),
            _ => Page::Article,
        }
    }

    /// Positions of the sections that a page begins with.
    pub fn sections_of(&self, page: Page) -> impl Iterator<Item = usize> + '_ {
        self.story.sections.iter().enumerate().filter(move |(_, s)| section_page(s) == page).map(|(n, _)| n)
    }

    /// Whether the story has anything for a page; empty pages are not made, and no link names them.
    #[must_use]
    pub fn has(&self, page: Page) -> bool {
        let story = &self.story;
        match page {
            Page::Article | Page::Method => true,
            Page::Events => !story.events.is_empty(),
            Page::People => !story.people.is_empty(),
            Page::Concepts => !story.concepts.is_empty(),
            Page::Sources => !story.sources.is_empty(),
            Page::Tour => !story.tour.is_empty(),
        }
    }

    /// The title of a page: the one for method and changes holds the data alone where the story tells of neither.
    #[must_use]
    pub fn title_of(&self, page: Page) -> AttrValue {
        self.t(if page == Page::Method && !self.tells_method() { "data" } else { page.title_key() })
    }

    /// Whether the story says how it was made, what its words mean, or what was changed.
    #[must_use]
    pub fn tells_method(&self) -> bool {
        let story = &self.story;
        story.measure.is_some() || story.confidences.is_some() || !story.changes.is_empty()
    }

    /// Whether a part of the story has anything to show.
    #[must_use]
    pub fn has_part(&self, part: Part) -> bool {
        let story = &self.story;
        match part {
            Part::Timeline => !story.events.is_empty(),
            Part::Minute => !story.minute.is_empty(),
            Part::People => !story.people.is_empty(),
            Part::Concepts => !story.concepts.is_empty(),
            Part::Claims | Part::Record => !story.claims.is_empty(),
            Part::Hurdles => !story.hurdles.is_empty(),
            Part::Signposts => !story.signposts.is_empty(),
            Part::Scenarios => !story.scenarios.is_empty(),
            Part::Ties => !story.ties.is_empty(),
            Part::Map => story.map.is_some(),
            Part::Tour => !story.tour.is_empty(),
            Part::Changes => !story.changes.is_empty(),
            Part::Sources => !story.sources.is_empty(),
        }
    }

    /// Whether an article's section shows a part.
    #[must_use]
    pub fn shows(&self, part: Part) -> bool {
        self.has_part(part) && self.sections_of(Page::Article).any(|n| self.story.sections[n].parts.contains(&part))
    }

    /// Publisher and year of a source, as it is named under a card; where another has the same, what tells them apart: the
    /// month or day, or else its number.
    #[must_use]
    pub fn source_name(&self, source: SourceIx) -> &str {
        &self.source_names[source]
    }

    /// Number of a source: sources are numbered as a reader meets them.
    #[must_use]
    pub fn number(&self, source: SourceIx) -> usize {
        self.numbers[source]
    }

    /// Every source, by number.
    #[must_use]
    pub fn sources_by_number(&self) -> &[SourceIx] {
        &self.by_number
    }

    /// The word for a degree of confidence, where one is said.
    #[must_use]
    pub fn confidence(&self, confidence: Option<Confidence>) -> Option<&str> {
        let confidences = self.story.confidences.as_ref()?;
        Some(&confidences[confidence? as usize].label)
    }
}

/// A view shared by all components; compared by pointer, as Yew compares props often.
#[derive(Clone)]
pub struct SharedView(Rc<View>);

impl SharedView {
    /// Shares a view.
    #[must_use]
    pub fn new(view: Rc<View>) -> Self {
        Self(view)
    }
}

impl PartialEq for SharedView {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for SharedView {
    type Target = View;

    fn deref(&self) -> &View {
        &self.0
    }
}

/// The page that a section stands on: a shelf if all its parts are on that shelf, else the article.
pub(crate) fn section_page(section: &Section) -> Page {
    let shelf = |part: &Part| match part {
        Part::People => Some(Page::People),
        Part::Concepts => Some(Page::Concepts),
        Part::Sources => Some(Page::Sources),
        Part::Changes => Some(Page::Method),
        Part::Tour => Some(Page::Tour),
        _ => None,
    };
    let shelves: Option<Vec<Page>> = section.parts.iter().map(shelf).collect();
    shelves.and_then(|pages| pages.first().copied()).unwrap_or(Page::Article)
}

fn items(story: &Story) -> BTreeMap<String, Item> {
    let mut items = BTreeMap::new();
    macro_rules! of {
        ($($kind:ident $list:ident),+) => {
            $(for (ix, it) in story.$list.iter().enumerate() {
                items.insert(it.id.clone(), Item { kind: ItemKind::$kind, ix });
            })+
        };
    }
    of!(Section sections, Event events, Person people, Concept concepts, Claim claims);
    of!(Hurdle hurdles, Signpost signposts, Scenario scenarios, Tie ties);
    items
}

/// How each source is named under a card; see [`View::source_name`].
fn source_names(sources: &[Source], numbers: &[usize], words: &Words) -> Vec<String> {
    let short =
        |s: &Source| s.published.map_or(s.publisher.clone(), |d| format!("{} {}", s.publisher, words.year_of(&d)));
    let names: Vec<String> = sources.iter().map(short).collect();
    let dates: Vec<Option<String>> = sources.iter().map(|s| s.published.map(|d| words.date(&d))).collect();
    let mut bearers: BTreeMap<&str, Vec<SourceIx>> = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        bearers.entry(name).or_default().push(n);
    }
    let name = |(n, source): (SourceIx, &Source)| {
        let twins = || bearers[names[n].as_str()].iter().filter(|twin| **twin != n);
        match &dates[n] {
            _ if twins().next().is_none() => names[n].clone(),
            Some(date) if twins().all(|twin| dates[*twin] != dates[n]) => words.list([source.publisher.as_str(), date]),
            _ => words.fill("source-number", &[&names[n], &numbers[n].to_string()]),
        }
    };
    sources.iter().enumerate().map(name).collect()
}
