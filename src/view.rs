//! What every part of the page needs: the story, its words, and names by id.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::TimelineData;
use backstory_content::Story;
use backstory_content::model::{Confidence, Source, SourceIx, SourceKind};
use yew::prelude::*;

use crate::heights::Heights;
use crate::locale::Words;

/// Shared by all parts.
pub struct View<'a> {
    /// The story.
    pub story: &'a Story,
    /// The words.
    pub words: &'a Words,
    /// What the timeline knows.
    pub data: Rc<TimelineData>,
    /// Room that embeds need.
    pub heights: Heights,
    names: BTreeMap<&'a str, &'a str>,
    source_names: Vec<String>,
}

impl<'a> View<'a> {
    /// A view of a story.
    #[must_use]
    pub fn new(story: &'a Story, words: &'a Words) -> Self {
        let mut names = BTreeMap::new();
        let sections = story.sections.iter().map(|s| (s.id.as_str(), s.title.as_str()));
        let events = story.events.iter().map(|e| (e.id.as_str(), e.title.as_str()));
        let people = story.people.iter().map(|p| (p.id.as_str(), p.name.as_str()));
        let concepts = story.concepts.iter().map(|c| (c.id.as_str(), c.term.as_str()));
        let claims = story.claims.iter().map(|c| (c.id.as_str(), c.claim.as_str()));
        let hurdles = story.hurdles.iter().map(|h| (h.id.as_str(), h.title.as_str()));
        let signposts = story.signposts.iter().map(|s| (s.id.as_str(), s.title.as_str()));
        let scenarios = story.scenarios.iter().map(|s| (s.id.as_str(), s.title.as_str()));
        let ties = story.ties.iter().map(|t| (t.id.as_str(), t.label.as_str()));
        names.extend(sections.chain(events).chain(people).chain(concepts).chain(claims));
        names.extend(hurdles.chain(signposts).chain(scenarios).chain(ties));
        Self {
            story,
            words,
            data: Rc::new(crate::timeline_data::timeline_data(story, words)),
            heights: Heights::default(),
            names,
            source_names: source_names(&story.sources, words),
        }
    }

    /// With the room that embeds need.
    #[must_use]
    pub fn with_heights(self, heights: Heights) -> Self {
        Self { heights, ..self }
    }

    /// A text of the language file.
    #[must_use]
    pub fn t(&self, key: &str) -> AttrValue {
        AttrValue::from(self.words.get(key).to_owned())
    }

    /// A number of events in words.
    #[must_use]
    pub fn events_count(&self, n: usize) -> String {
        if n == 1 { self.words.get("one-event").to_owned() } else { self.words.fill("events-count", &[&n.to_string()]) }
    }

    /// What an id is called.
    #[must_use]
    pub fn name(&self, id: &str) -> &'a str {
        self.names.get(id).copied().unwrap_or_default()
    }

    /// The key of the words that invite to read what an id names.
    #[must_use]
    pub fn read(&self, id: &str) -> &'static str {
        if self.story.events.iter().any(|e| e.id == id) {
            "read-event"
        } else if self.story.sections.iter().any(|s| s.id == id) {
            "read-section"
        } else {
            "read-card"
        }
    }

    /// Publisher and year of a source, as it is named under a card; where another has the same, what tells them apart: the
    /// month or day, or else its number in the list.
    #[must_use]
    pub fn source_name(&self, source: SourceIx) -> String {
        self.source_names[source].clone()
    }

    /// The line of sources under a card or an event.
    pub fn source_line(&self, sources: &[SourceIx]) -> Html {
        if sources.is_empty() {
            return Html::default();
        }
        let items = sources.iter().map(|ix| {
            let source = &self.story.sources[*ix];
            let state = source.kind == SourceKind::StateMedia;
            html! {
                <li><a class="source" href={format!("#source-{}", source.id)}>{ self.source_name(*ix) }</a>
                    if state { <small class="state">{ self.t("kind-state-media") }</small> }</li>
            }
        });
        html! { <div class="source-line"><b>{ self.t("sources") }</b><ul>{ for items }</ul></div> }
    }

    /// Links to related cards and events.
    pub fn related(&self, ids: &[String]) -> Html {
        if ids.is_empty() {
            return Html::default();
        }
        let items = ids.iter().map(|id| html! { <li><a href={format!("#{id}")}>{ self.name(id) }</a></li> });
        html! { <div class="related"><b>{ self.t("related") }</b><ul>{ for items }</ul></div> }
    }

    /// A doubt, said as such.
    pub fn doubt(&self, doubt: Option<&backstory_content::model::Prose>) -> Html {
        doubt.map_or_else(Html::default, |d| {
            html! {
                <div class="doubt"><b>{ self.t("in-doubt") }</b>{ crate::render::raw(d.html.clone()) }</div>
            }
        })
    }

    /// The button that copies the address of a card or an event.
    pub fn copy_button(&self, id: &str) -> Html {
        html! {
            <p class="card-end"><button type="button" class="quiet needs-script" data-copy={id.to_owned()}>{ self.t("copy-link") }</button>
                <span class="said" role="status"></span></p>
        }
    }

    /// The word for a degree of confidence.
    #[must_use]
    pub fn confidence(&self, confidence: Confidence) -> &'a str {
        &self.story.confidences[confidence as usize].label
    }
}

/// How each source is named under a card; see [`View::source_name`].
fn source_names(sources: &[Source], words: &Words) -> Vec<String> {
    let short = |s: &Source| s.published.map_or(s.publisher.clone(), |d| format!("{} {}", s.publisher, d.year()));
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
            Some(date) if twins().all(|twin| dates[*twin] != dates[n]) => format!("{}, {date}", source.publisher),
            _ => words.fill("source-number", &[&names[n], &(n + 1).to_string()]),
        }
    };
    sources.iter().enumerate().map(name).collect()
}
