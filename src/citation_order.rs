//! Numbers of the sources, in the order in which the article cites them. Shelves and embeds use the same numbers;
//! sources that the article does not cite come last.

use backstory_content::Story;
use backstory_content::model::{Claim, ItemKind, MediaPlace, Part, Prose, Section, SourceIx};

use crate::page::Page;
use crate::view::section_page;

/// Every source once, in the order of the numbers.
#[must_use]
pub(crate) fn citation_order(story: &Story) -> Vec<SourceIx> {
    let mut order = Order { met: vec![false; story.sources.len()], sources: Vec::new() };
    order.prose(&story.meta.standfirst);
    story.meta.news.iter().for_each(|it| order.prose(&it.note));
    order.captions(story, MediaPlace::Hero);
    for (ix, section) in story.sections.iter().enumerate().filter(|(_, s)| section_page(s) == Page::Article) {
        order.captions(story, MediaPlace::Item(ItemKind::Section, ix));
        order.section(story, section);
    }
    story.tour.iter().for_each(|step| order.prose(&step.text));
    for event in &story.events {
        order.prose(&event.summary);
        order.maybe(event.doubt.as_ref());
    }
    for person in &story.people {
        order.prose(&person.text);
        order.maybe(person.doubt.as_ref());
    }
    for concept in &story.concepts {
        order.prose(&concept.text);
        order.maybe(concept.doubt.as_ref());
    }
    for section in &story.sections {
        order.prose(&section.prose);
    }
    for change in &story.changes {
        order.prose(&change.what);
        order.prose(&change.why);
    }
    (0..story.sources.len()).for_each(|source| order.meet(source));
    order.sources
}

struct Order {
    met: Vec<bool>,
    sources: Vec<SourceIx>,
}

impl Order {
    fn meet(&mut self, source: SourceIx) {
        if !std::mem::replace(&mut self.met[source], true) {
            self.sources.push(source);
        }
    }

    fn prose(&mut self, prose: &Prose) {
        prose.cites.iter().for_each(|source| self.meet(*source));
    }

    fn maybe(&mut self, prose: Option<&Prose>) {
        prose.iter().for_each(|prose| self.prose(prose));
    }

    fn captions(&mut self, story: &Story, place: MediaPlace) {
        for media in story.media.iter().filter(|media| media.of == place) {
            self.maybe(media.caption.as_ref());
        }
    }

    fn section(&mut self, story: &Story, section: &Section) {
        self.prose(&section.prose);
        for part in parts_in_order(section) {
            match part {
                Part::Minute => story.minute.iter().for_each(|sentence| self.prose(&sentence.text)),
                Part::Claims | Part::Record => {
                    claims_shown(story, section, part).into_iter().for_each(|n| self.claim(&story.claims[n]));
                }
                Part::Hurdles => story.hurdles.iter().for_each(|hurdle| self.prose(&hurdle.text)),
                Part::Signposts => story.signposts.iter().for_each(|signpost| {
                    self.prose(&signpost.watch);
                    self.prose(&signpost.seen);
                }),
                Part::Scenarios => story.scenarios.iter().for_each(|scenario| {
                    [&scenario.summary, &scenario.needs, &scenario.obstacles].into_iter().for_each(|p| self.prose(p));
                }),
                Part::Ties => story.ties.iter().for_each(|tie| self.prose(&tie.text)),
                Part::Map => self.maybe(story.map.as_ref().map(|map| &map.text)),
                _ => {}
            }
        }
    }

    fn claim(&mut self, claim: &Claim) {
        self.prose(&claim.reason);
        claim.evidence_for.iter().chain(&claim.evidence_against).for_each(|evidence| self.prose(&evidence.text));
    }
}

/// The parts of a section in the order of the page: those as narrow as the text first, then the wider ones.
pub(crate) fn parts_in_order(section: &Section) -> Vec<Part> {
    let (beside, below): (Vec<Part>, Vec<Part>) = section.parts.iter().partition(|part| reads_like_prose(**part));
    beside.into_iter().chain(below).collect()
}

/// Whether a part is as narrow as the text; the others are wider than it.
pub(crate) fn reads_like_prose(part: Part) -> bool {
    matches!(part, Part::Minute)
}

/// Positions of the claims that a part shows: the record shows all; without a record each section shows its own.
pub(crate) fn claims_shown(story: &Story, section: &Section, part: Part) -> Vec<usize> {
    let has_record = story.sections.iter().any(|s| s.parts.contains(&Part::Record));
    let shown = |claim: &Claim| match part {
        Part::Record => true,
        Part::Claims => !has_record && story.sections[claim.section].id == section.id,
        _ => false,
    };
    story.claims.iter().enumerate().filter(|(_, claim)| shown(claim)).map(|(n, _)| n).collect()
}

/// Every source that an item names or cites in its texts.
pub(crate) fn sources_of(story: &Story, kind: ItemKind, ix: usize) -> Vec<SourceIx> {
    match kind {
        ItemKind::Section => section_sources(story, &story.sections[ix]),
        ItemKind::Event => story.events[ix].sources.clone(),
        ItemKind::Person => story.people[ix].sources.clone(),
        ItemKind::Concept => story.concepts[ix].sources.clone(),
        ItemKind::Claim => story.claims[ix].sources.clone(),
        ItemKind::Hurdle => story.hurdles[ix].sources.clone(),
        ItemKind::Signpost => story.signposts[ix].sources.clone(),
        ItemKind::Scenario => story.scenarios[ix].sources.clone(),
        ItemKind::Tie => story.ties[ix].sources.clone(),
    }
}

fn section_sources(story: &Story, section: &Section) -> Vec<SourceIx> {
    let mut sources = section.prose.cites.clone();
    let mut all = |kind: ItemKind, count: usize| {
        sources.extend((0..count).flat_map(|ix| sources_of(story, kind, ix)));
    };
    for part in &section.parts {
        match part {
            Part::People => all(ItemKind::Person, story.people.len()),
            Part::Concepts => all(ItemKind::Concept, story.concepts.len()),
            Part::Hurdles => all(ItemKind::Hurdle, story.hurdles.len()),
            Part::Signposts => all(ItemKind::Signpost, story.signposts.len()),
            Part::Scenarios => all(ItemKind::Scenario, story.scenarios.len()),
            Part::Ties => all(ItemKind::Tie, story.ties.len()),
            _ => {}
        }
    }
    for part in &section.parts {
        match part {
            Part::Claims | Part::Record => {
                let claims = claims_shown(story, section, *part);
                sources.extend(claims.into_iter().flat_map(|ix| story.claims[ix].sources.clone()));
            }
            Part::Map => sources.extend(story.map.iter().flat_map(|map| &map.text.cites)),
            Part::Tour => sources.extend(story.tour.iter().flat_map(|step| &step.text.cites)),
            Part::Changes => sources.extend(story.changes.iter().flat_map(|c| c.what.cites.iter().chain(&c.why.cites))),
            _ => {}
        }
    }
    sources
}
