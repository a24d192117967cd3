//! What follows from what was written: relations the other way round, and who cites a source.

use std::collections::HashMap;

use crate::markdown::push_new;
use crate::model::{SourceIx, Story};

/// Lets every card and event name those that name it.
pub(crate) fn both_ways(story: &mut Story) {
    let mut namers = HashMap::<String, Vec<String>>::new();
    let mut note = |named: &String, namer: &String| namers.entry(named.clone()).or_default().push(namer.clone());
    for (id, related) in relations(story) {
        related.iter().for_each(|it| note(it, &id));
    }
    // Whoever took part in an event has it on the card; the event names its people anyway.
    for event in &story.events {
        event.people.iter().for_each(|it| note(&story.people[*it].id, &event.id));
    }
    for (id, related) in relations(story) {
        for namer in namers.remove(&id).unwrap_or_default() {
            push_new(related, namer);
        }
    }
}

/// Id and relations of everything that has some.
fn relations(story: &mut Story) -> Vec<(String, &mut Vec<String>)> {
    macro_rules! of {
        ($($list:ident),+) => {
            std::iter::empty()$(.chain(story.$list.iter_mut().map(|it| (it.id.clone(), &mut it.related))))+.collect()
        };
    }
    of!(events, people, concepts, claims, hurdles, signposts, ties)
}

/// Tells each source who cites it: sections, then events, then cards.
pub(crate) fn note_citers(story: &mut Story) {
    let mut citers: Vec<(SourceIx, String)> = Vec::new();
    for section in &story.sections {
        citers.extend(section.prose.cites.iter().map(|it| (*it, section.id.clone())));
    }
    macro_rules! of {
        ($($list:ident),+) => {
            $(for it in &story.$list {
                citers.extend(it.sources.iter().map(|source| (*source, it.id.clone())));
            })+
        };
    }
    of!(events, people, concepts, claims, hurdles, signposts, scenarios, ties);
    for (source, citer) in citers {
        story.sources[source].cited_by.push(citer);
    }
}
