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
use crate::model::Story;

pub(crate) use source::sources;

/// Builds the story as far as it goes, with the sources of the context in their order.
pub(crate) fn story(content: &Content, cx: &BuildContext) -> Option<Story> {
    let mut story = story_config::read(content.story.as_ref()?, cx);
    let list = |kind| content.list(kind).iter();
    story.sections = content.sections.iter().map(|it| story_config::section(it, cx)).collect();
    // Events and cards refer to what is there by now: themes, directions, verdicts, statuses and sections.
    story.events = cx.index.events.iter().map(|it| event::read(it, &story, cx)).collect();
    story.people = list("person").map(|it| card::person(it, cx)).collect();
    story.concepts = list("concept").map(|it| card::concept(it, cx)).collect();
    story.claims = list("claim").map(|it| card::claim(it, &story, cx)).collect();
    story.hurdles = list("hurdle").map(|it| card::hurdle(it, cx)).collect();
    story.signposts = list("signpost").map(|it| card::signpost(it, &story, cx)).collect();
    story.scenarios = list("scenario").map(|it| card::scenario(it, cx)).collect();
    story.minute = list("sentence").map(|it| card::sentence(it, cx)).collect();
    story.tour = list("step").map(|it| card::step(it, cx)).collect();
    story.parties = list("party").map(|it| map::party(it, cx)).collect();
    story.ties = list("tie").map(|it| map::tie(it, cx)).collect();
    story.map = content.map.as_ref().map(|it| map::map(it, cx));
    story.media = list("media").map(|it| media::media(it, cx)).collect();
    story.changes = list("change").map(|it| card::change(it, cx)).collect();
    story.sources = cx.index.sources.to_vec();
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
