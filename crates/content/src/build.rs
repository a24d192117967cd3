//! Builds the checked story from the tables, one kind after the other.

mod card;
mod event;
mod map;
mod media;
mod relate;
mod source;
mod story_config;

use crate::content::Content;
use crate::context::BuildContext;
use crate::model::{Section, Story};

pub(crate) use source::sources;
use story_config::StoryConfig;

/// Builds the story as far as it goes, with the sources of the context in their order.
pub(crate) fn story(content: &Content, cx: &BuildContext) -> Option<Story> {
    let story_config = story_config::read(content.story.as_ref()?, cx);
    let sections: Vec<_> = content.sections.iter().map(|it| story_config::section(it, cx)).collect();
    let terms = StoryTerms { config: &story_config, sections: &sections };
    let events = cx.index.events.iter().map(|it| event::read(it, &terms, cx)).collect();
    let list = |kind| content.list(kind).iter();
    let mut story = Story {
        events,
        people: list("person").map(|it| card::person(it, cx)).collect(),
        concepts: list("concept").map(|it| card::concept(it, cx)).collect(),
        claims: list("claim").map(|it| card::claim(it, &terms, cx)).collect(),
        hurdles: list("hurdle").map(|it| card::hurdle(it, cx)).collect(),
        signposts: list("signpost").map(|it| card::signpost(it, &terms, cx)).collect(),
        scenarios: list("scenario").map(|it| card::scenario(it, cx)).collect(),
        minute: list("sentence").map(|it| card::sentence(it, cx)).collect(),
        walk: list("step").map(|it| card::step(it, cx)).collect(),
        parties: list("party").map(|it| map::party(it, cx)).collect(),
        ties: list("tie").map(|it| map::tie(it, cx)).collect(),
        map: content.map.as_ref().map(|it| map::map(it, cx)),
        media: list("media").map(|it| media::media(it, cx)).collect(),
        changes: list("change").map(|it| card::change(it, cx)).collect(),
        sources: cx.index.sources.to_vec(),
        meta: story_config.meta,
        measure: story_config.measure,
        themes: story_config.themes,
        eras: story_config.eras,
        verdicts: story_config.verdicts,
        statuses: story_config.statuses,
        confidences: story_config.confidences,
        sections,
    };
    event::link_back(&mut story.events);
    drop_empty_themes(&mut story);
    relate::both_ways(&mut story);
    relate::note_citers(&mut story);
    story.changes.sort_by_key(|it| std::cmp::Reverse(it.date.sort_key()));
    Some(story)
}

/// A kind of events of which there is none has no lane, and no place in a filter.
fn drop_empty_themes(story: &mut Story) {
    let is_used: Vec<_> = (0..story.themes.len()).map(|ix| story.events.iter().any(|it| it.theme == ix)).collect();
    for event in &mut story.events {
        event.theme = is_used.iter().take(event.theme).filter(|it| **it).count();
    }
    let mut used = is_used.iter();
    story.themes.retain(|_| used.next() == Some(&true));
}

/// The story's own words, which cards refer to.
struct StoryTerms<'a> {
    config: &'a StoryConfig,
    sections: &'a [Section],
}
